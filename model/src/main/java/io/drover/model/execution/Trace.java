package io.drover.model.execution;

import org.jspecify.annotations.Nullable;

/**
 * What ties together everything that one first event or request caused.
 *
 * @param id the id of that event or request, unless somebody gave another one
 * @param tag what a person or a source called it
 */
public record Trace(String id, @Nullable String tag) {}
