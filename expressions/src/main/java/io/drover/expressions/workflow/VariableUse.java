package io.drover.expressions.workflow;

/**
 * A variable of the workflow that a text reads.
 *
 * @param language of the expression that reads it
 * @param text the whole text around it
 * @param variable its name
 */
public record VariableUse(Language language, String text, String variable) {}
