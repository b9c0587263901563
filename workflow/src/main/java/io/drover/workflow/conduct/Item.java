package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import org.jspecify.annotations.Nullable;

/**
 * One item of a task.
 *
 * @param result null where there is none yet
 */
public record Item(Status status, @Nullable Object result) {
    static final Item UNSTARTED = new Item(Status.NULL, null);

    /** {@return characters and values of its result} */
    long resultSize() {
        return result == null ? 0 : Values.size(result);
    }
}
