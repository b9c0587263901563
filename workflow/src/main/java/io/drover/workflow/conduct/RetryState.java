package io.drover.workflow.conduct;

import org.jspecify.annotations.Nullable;

/**
 * How far the retrying of a task has come.
 *
 * @param when the condition; null for every bad end
 * @param count extra runs at most
 * @param delay seconds before each of them; null for none
 * @param tally extra runs so far
 */
public record RetryState(
        @Nullable Object when, long count, @Nullable Long delay, long tally) {
    RetryState once() {
        return new RetryState(when, count, delay, tally + 1);
    }
}
