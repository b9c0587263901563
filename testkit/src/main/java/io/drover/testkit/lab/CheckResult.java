package io.drover.testkit.lab;

import java.time.Instant;

/** What one run of a check found, and when. */
public record CheckResult(State state, String output, Instant at) {}
