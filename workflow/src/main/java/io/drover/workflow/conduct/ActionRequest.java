package io.drover.workflow.conduct;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An action that is to be run.
 *
 * @param item which item of the task it is for, from 0; null for a plain task
 * @param action reference of the action; null where its expression gave that
 * @param input its parameters, a mapping where the workflow is right
 * @param delay seconds to wait before; null for none
 * @param context what is to stand in the context of its execution besides what always does, such as {@code notify}
 */
public record ActionRequest(
        String task,
        int route,
        @Nullable Integer item,
        @Nullable Object action,
        @Nullable Object input,
        @Nullable Long delay,
        Map<String, @Nullable Object> context) {

    /** An action whose execution gets nothing more into its context. */
    public ActionRequest(
            String task,
            int route,
            @Nullable Integer item,
            @Nullable Object action,
            @Nullable Object input,
            @Nullable Long delay) {
        this(task, route, item, action, input, delay, Map.of());
    }
}
