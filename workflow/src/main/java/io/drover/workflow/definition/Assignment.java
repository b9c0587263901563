package io.drover.workflow.definition;

import org.jspecify.annotations.Nullable;

/**
 * A name and what is assigned to it: an input with its default, a variable, an entry of the output, something published.
 *
 * @param value null, text, number, boolean, list or mapping; texts in it may hold expressions
 */
public record Assignment(String name, @Nullable Object value) {}
