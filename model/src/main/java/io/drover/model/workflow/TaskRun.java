package io.drover.model.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a task (StackStorm's {@code task_execution}).
 *
 * @param id 24 hex digits
 * @param task its name
 * @param status in the words of {@link io.drover.model.execution.ExecutionStatus}, or {@code retrying}
 * @param items how many items it has; null for a plain task
 * @param startedAt null until it starts
 * @param endedAt null until it ends
 */
public record TaskRun(
        String id,
        String task,
        int route,
        String status,
        @Nullable Integer items,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
