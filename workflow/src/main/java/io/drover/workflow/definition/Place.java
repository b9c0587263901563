package io.drover.workflow.definition;

/**
 * Where in the text of a workflow something stands.
 *
 * @param line from 1
 * @param column from 1
 */
public record Place(int line, int column) {}
