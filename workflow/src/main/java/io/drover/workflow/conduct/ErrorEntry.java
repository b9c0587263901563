package io.drover.workflow.conduct;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong in a run, as its users are told.
 *
 * @param task null where it is about the whole workflow
 * @param route null where it is about no route
 * @param edge name of the edge that was judged; null for none
 * @param result what the failed action gave; null for nothing
 * @param found for people, a sentence about the values that made it; empty where there is none. StackStorm has no such thing
 */
public record ErrorEntry(
        String message,
        @Nullable String task,
        @Nullable Integer route,
        @Nullable String edge,
        @Nullable Object result,
        String found) {

    /** An entry that is about no values. */
    public ErrorEntry(
            String message,
            @Nullable String task,
            @Nullable Integer route,
            @Nullable String edge,
            @Nullable Object result) {
        this(message, task, route, edge, result, "");
    }

    static ErrorEntry ofAction(String task, @Nullable Object result) {
        return new ErrorEntry("Execution failed. See result for details.", task, null, null, result);
    }

    /** {@return characters and values of what the failed action gave} */
    long resultSize() {
        return result == null ? 0 : Values.size(result);
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

    /** {@return the entry as a run's users are told: its message says which values made it} */
    Map<String, @Nullable Object> told() {
        Map<String, @Nullable Object> told = document();
        if (!found.isEmpty()) {
            told.put("message", message + (message.endsWith(".") ? " " : ". ") + found);
        }
        return told;
    }

    /** {@return whether StackStorm would take it for the same, and keep one of the two} */
    boolean isLike(ErrorEntry other) {
        return message.equals(other.message)
                && Objects.equals(task, other.task)
                && Objects.equals(route, other.route)
                && Objects.equals(edge, other.edge)
                && Objects.equals(result, other.result);
    }
}
