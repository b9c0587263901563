package io.drover.workflow.rehearse;

import io.drover.workflow.Status;
import org.jspecify.annotations.Nullable;

/**
 * How an action ends in a rehearsal.
 *
 * @param route null for all routes
 * @param sequence which entry of the run's sequence it is for, from 0; null for any
 * @param item which item of the task it is for, from 0; null for a plain task
 * @param times for how many of its runs
 */
record Mock(
        String task,
        @Nullable Integer route,
        @Nullable Integer sequence,
        @Nullable Integer item,
        int times,
        Status status,
        @Nullable Object result) {
    /** {@return what an action does that nothing is written for} */
    static Mock success(String task) {
        return new Mock(task, null, null, null, 1, Status.SUCCEEDED, null);
    }

    boolean isFor(String ofTask, int onRoute, @Nullable Integer ofItem) {
        return task.equals(ofTask) && (route == null || route == onRoute) && (item == null || item.equals(ofItem));
    }
}
