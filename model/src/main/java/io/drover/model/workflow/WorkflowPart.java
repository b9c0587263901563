package io.drover.model.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A piece of the state of a run, stored on its own, such as {@code head}, {@code context/3} or {@code task/12}.
 *
 * @param document a JSON value
 * @param task what this piece says of a task, for reports; null where it is about none
 */
public record WorkflowPart(
        String name, Object document, @Nullable TaskRun task) {}
