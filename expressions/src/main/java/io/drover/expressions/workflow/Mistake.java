package io.drover.expressions.workflow;

import org.jspecify.annotations.Nullable;

/**
 * An expression that can't be read.
 *
 * @param language null where two languages are mixed in one text
 * @param expression the expression with its delimiters, or the whole text
 * @param message what is wrong, in the words of the language's parser
 */
public record Mistake(@Nullable Language language, String expression, String message) {}
