package io.drover.workflow.conduct;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that is to start, or to go on with further items.
 *
 * @param itemCount all its items; null for a plain task
 * @param concurrency how many run at once; null for all
 * @param delay seconds to wait before; null where nothing is said
 * @param actions what to run now
 * @param actionless whether there is nothing to run, so that it succeeds at once
 */
public record TaskRequest(
        String task,
        int route,
        @Nullable Integer itemCount,
        @Nullable Long concurrency,
        @Nullable Long delay,
        List<ActionRequest> actions,
        boolean actionless) {
    public TaskRequest {
        actions = List.copyOf(actions);
    }
}
