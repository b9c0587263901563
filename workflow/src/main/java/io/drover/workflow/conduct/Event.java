package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to a run. */
public sealed interface Event {
    /** Somebody asks that the workflow take a status: {@code RUNNING}, {@code PAUSING}, {@code RESUMING}, {@code CANCELING}, {@code FAILED}. */
    record Requested(Status status) implements Event {}

    /**
     * News of an action.
     *
     * @param item which item of the task it ran for, from 0; null for a plain task
     * @param result null where there is none
     */
    record Reported(
            String task,
            int route,
            @Nullable Integer item,
            Status status,
            @Nullable Object result) implements Event {}

    /**
     * A completed run is to go on from some of its tasks.
     *
     * @param tasks those tasks; none for all that failed last
     */
    record Rerun(List<RerunTask> tasks) implements Event {
        public Rerun {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * A task that is to run again.
     *
     * @param allItems whether items that succeeded run again too
     */
    record RerunTask(String task, int route, boolean allItems) {}
}
