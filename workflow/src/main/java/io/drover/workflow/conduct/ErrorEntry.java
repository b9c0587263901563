package io.drover.workflow.conduct;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong in a run, as its users are told.
 *
 * @param task null where it is about the whole workflow
 * @param route null where it is about no route
 * @param edge name of the edge that was judged; null for none
 * @param result what the failed action gave; null for nothing
 */
public record ErrorEntry(
        String message,
        @Nullable String task,
        @Nullable Integer route,
        @Nullable String edge,
        @Nullable Object result) {

    static ErrorEntry ofAction(String task, @Nullable Object result) {
        return new ErrorEntry("Execution failed. See result for details.", task, null, null, result);
    }

    /** {@return the entry in StackStorm's form} */
    public Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("type", "error");
        document.put("message", message);
        if (task != null) {
            document.put("task_id", task);
        }
        if (route != null) {
            document.put("route", route);
        }
        if (edge != null) {
            document.put("task_transition_id", edge);
        }
        if (result != null) {
            document.put("result", result);
        }
        return document;
    }
}
