package io.drover.workflow.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is written.
 *
 * @param action reference of an action, maybe an expression; null where the task succeeds at once
 * @param input mapping, or an expression that gives one
 * @param items null for a plain task
 * @param delay seconds, a number or an expression; null for none
 * @param join {@code all} or a number; null where the task is no join
 * @param retry null where the task is not retried
 */
public record Task(
        String name,
        @Nullable Object action,
        Object input,
        @Nullable WithItems items,
        @Nullable Object delay,
        @Nullable Object join,
        @Nullable Retry retry,
        List<Transition> next) {
    public Task {
        next = List.copyOf(next);
    }
}
