package io.drover.restapi.health;

import java.time.Duration;

/**
 * A request that was answered.
 *
 * @param method as it was asked with, such as {@code GET}
 * @param path without the query
 * @param took from the head of the request to the head of its answer
 */
public record Answered(String method, String path, int status, Duration took) {}
