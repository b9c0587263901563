package io.drover.expressions.recorded;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.MethodTable;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Quoted;
import io.drover.expressions.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the workflow of a recorded expression is: the state of its tasks, the task that has just ended, the item at hand. Gives the functions that read them, as Orquesta has them.
 *
 * @param state what Orquesta keeps of a run: where each task, named {@code task__r<route>}, stands in the sequence, the sequence itself, and the routes; null if not recorded
 * @param task the task at hand; null if there is none
 */
record Moment(
        @Nullable Map<String, @Nullable Object> state,
        @Nullable Map<String, @Nullable Object> task,
        @Nullable Object item) {
    private static final Set<String> COMPLETED = Set.of("succeeded", "failed", "timeout", "abandoned", "canceled");
    private static final String UNSET = "null";

    static Moment of(Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> task = null;
        if (fields.containsKey("task")) {
            task = new HashMap<>(Map.of("id", "task1", "route", 0L));
            task.putAll(RecordedCases.mapping(fields.get("task")));
        }
        return new Moment(
                fields.containsKey("state") ? RecordedCases.mapping(fields.get("state")) : null,
                task,
                fields.get("item"));
    }

    Map<String, ExpressionFunction> functions() {
        return new MethodTable()
                .with("item(key=None)", (meter, a) -> item(a[0]))
                .with("result()", (meter, a) -> taskAtHand().get("result"))
                .with("succeeded()", (meter, a) -> ownStatus().equals("succeeded"))
                .with("failed()", (meter, a) -> ownStatus().equals("failed"))
                .with("completed()", (meter, a) -> COMPLETED.contains(ownStatus()))
                .with(
                        "task_status(task_id, route=None)",
                        (meter, a) ->
                                status(PythonText.str(a[0]), a[1] == null ? route() : Value.integer(a[1], "route")))
                .functions();
    }

    private Map<String, @Nullable Object> taskAtHand() {
        if (task == null) {
            throw new ExpressionException(
                    "ExpressionEvaluationException", "The current task is not set in the context.");
        }
        return task;
    }

    private long route() {
        return task == null ? 0 : Value.integer(task.get("route"), "route");
    }

    private String ownStatus() {
        return status(PythonText.str(taskAtHand().get("id")), route());
    }

    private String status(String name, long route) {
        Object place = part("tasks") instanceof Map<?, ?> tasks ? tasks.get(name + "__r" + route) : null;
        if (place instanceof Long index && part("sequence") instanceof List<?> sequence) {
            boolean known = sequence.get(index.intValue()) instanceof Map<?, ?> entry && entry.containsKey("status");
            return known ? PythonText.str(((Map<?, ?>) sequence.get(index.intValue())).get("status")) : UNSET;
        }
        return route > 0 && part("routes") instanceof List<?> routes ? statusBefore(name, route, routes) : UNSET;
    }

    /** The status on the nearest earlier route that is part of this one. */
    private String statusBefore(String name, long route, List<?> routes) {
        if (route >= routes.size()) {
            throw new ExpressionException("IndexError", "list index out of range");
        }
        for (int earlier = (int) route - 1; earlier >= 0; earlier--) {
            boolean part = routes.get((int) route) instanceof List<?> own
                    && routes.get(earlier) instanceof List<?> other
                    && own.containsAll(other);
            if (part) {
                return status(name, earlier);
            }
        }
        return UNSET;
    }

    private @Nullable Object part(String name) {
        return state == null ? null : state.get(name);
    }

    private @Nullable Object item(@Nullable Object key) {
        if (!Value.isTrue(key)) {
            return item;
        }
        if (!(item instanceof Map<?, ?> members)) {
            throw new ExpressionException(
                    "ExpressionEvaluationException", "Item is not type of collections.abc.Mapping.");
        }
        if (!members.containsKey(key)) {
            throw new ExpressionException(
                    "ExpressionEvaluationException", "Item does not have key \"" + Quoted.str(key) + "\".");
        }
        return members.get(key);
    }
}
