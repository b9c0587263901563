package io.drover.model.pack;

import java.nio.file.Path;

/**
 * A file of Camel routes.
 *
 * @param file relative to the folder that holds the pack, as in {@link Problem#file()}
 * @param text its content
 */
public record RouteFile(String file, Path path, String text) {}
