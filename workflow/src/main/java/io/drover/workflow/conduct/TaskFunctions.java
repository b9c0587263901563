package io.drover.workflow.conduct;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.FunctionsOf;
import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Value;
import io.drover.expressions.workflow.WorkflowScope;
import io.drover.workflow.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions that tell of the run itself: {@code result()}, {@code item()}, {@code task_status()} and so on (spec of
 * Orquesta, section 5).
 */
final class TaskFunctions {
    private static final String NO_TASK = "The current task is not set in the context.";
    private static final FunctionsOf<TaskFunctions> ALL = new FunctionsOf<TaskFunctions>()
            .with("result()", (self, a) -> self.current().result())
            .with("succeeded()", (self, a) -> self.status() == Status.SUCCEEDED)
            .with("failed()", (self, a) -> self.status() == Status.FAILED)
            .with("completed()", (self, a) -> self.status().isCompleted())
            .with(
                    "task_status(task_id, route=None)",
                    (self, a) ->
                            self.status(PythonText.str(a[0]), self.route(a[1])).text())
            .with("task(task_id=None, route=None)", (self, a) -> self.task(a[0], a[1]))
            .with("item(key=None)", (self, a) -> {
                throw new ExpressionException("KeyError", "'__current_item'");
            });
    private static final FunctionsOf<Element> OF_ELEMENT =
            new FunctionsOf<Element>().with("item(key=None)", (element, a) -> member(element.value(), a[0]));

    private final Progress progress;
    private final @Nullable Current current;

    private TaskFunctions(Progress progress, @Nullable Current current) {
        this.progress = progress;
        this.current = current;
    }

    /** The task in whose place an expression stands. */
    record Current(String task, int route, @Nullable Object result) {}

    /** An element of the list that the items of a task are made of. */
    private record Element(@Nullable Object value) {}

    /** {@return the functions outside of all tasks} */
    static TaskFunctions outside(Progress progress) {
        return new TaskFunctions(progress, null);
    }

    static TaskFunctions of(Progress progress, String task, int route, @Nullable Object result) {
        return new TaskFunctions(progress, new Current(task, route, result));
    }

    /** {@return what expressions see that stand in the place of the task} */
    WorkflowScope over(Map<String, ? extends @Nullable Object> variables) {
        WorkflowScope scope = WorkflowScope.of(variables).with(ALL.of(this)).with(progress.surroundings.functions());
        return progress.keeps(Quirk.VALUES_EVALUATED_AGAIN) ? scope : scope.once();
    }

    /** {@return what {@code item()} is for one item} */
    static Map<String, ExpressionFunction> item(@Nullable Object item) {
        return OF_ELEMENT.of(new Element(item));
    }

    private static @Nullable Object member(@Nullable Object item, @Nullable Object key) {
        if (!Value.isTrue(key)) {
            return item;
        }
        if (!(item instanceof Map<?, ?> members)) {
            throw failure("Item is not type of collections.abc.Mapping.");
        }
        Object value = Mappings.get(members, key);
        if (value == Mappings.ABSENT) {
            throw failure("Item does not have key \"" + PythonText.str(key) + "\".");
        }
        return value;
    }

    private static ExpressionException failure(String message) {
        return new ExpressionException("ExpressionEvaluationException", message);
    }

    private Current current() {
        if (current == null) {
            throw failure(NO_TASK);
        }
        return current;
    }

    private Status status() {
        return status(current().task(), current().route());
    }

    private Status status(String task, int route) {
        Integer found = find(task, route);
        return found == null ? Status.NULL : progress.sequence.get(found).status();
    }

    private int route(@Nullable Object route) {
        if (route instanceof Long number) {
            return number.intValue();
        }
        return current == null ? 0 : current.route();
    }

    /** {@return the newest run on the route, or else on the nearest earlier one that is a part of it} */
    private @Nullable Integer find(String task, int route) {
        if (route > 0 && route >= progress.routes.size()) {
            throw new ExpressionException("IndexError", "list index out of range");
        }
        for (int at = route; at >= 0 && at < progress.routes.size(); at = earlier(at)) {
            Integer found = progress.newestIndex(task, at);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private int earlier(int route) {
        for (int before = route - 1; before >= 0; before--) {
            if (new HashSet<>(progress.routes.get(route)).containsAll(progress.routes.get(before))) {
                return before;
            }
        }
        return -1;
    }

    private Map<String, @Nullable Object> task(@Nullable Object name, @Nullable Object route) {
        String task = name == null ? current().task() : PythonText.str(name);
        Integer found = find(task, route(route));
        if (found == null) {
            throw failure("Unable to find task execution for \"" + task + "\".");
        }
        TaskEntry entry = progress.sequence.get(found);
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        record.put("task_execution_id", entry.key() + "." + found);
        record.put("workflow_execution_id", workflowExecution());
        record.put("task_name", entry.task());
        record.put("task_id", entry.task());
        record.put("route", (long) entry.route());
        record.put("result", result(entry));
        record.put("status", entry.status().text());
        record.put("start_timestamp", text(entry.started()));
        record.put("end_timestamp", text(entry.ended()));
        return record;
    }

    private @Nullable Object workflowExecution() {
        List<Map<String, @Nullable Object>> contexts = progress.contexts.all();
        return !contexts.isEmpty() && contexts.get(0).get("st2") instanceof Map<?, ?> st2
                ? st2.get("workflow_execution_id")
                : null;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static boolean hasReported(Status status) {
        return status.isCompleted() || status == Status.PAUSED || status == Status.PENDING;
    }

    private static Map<String, @Nullable Object> record(Item item) {
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        record.put("status", item.status().text());
        record.put("result", item.result());
        return record;
    }

    private @Nullable Object result(TaskEntry entry) {
        StagedTask running = progress.staged(entry.task(), entry.route());
        Items items = entry.items() == null && running != null ? running.items() : entry.items();
        if (items == null) {
            boolean lost = !Value.isTrue(entry.result()) && progress.keeps(Quirk.LOST_EMPTY_RESULTS);
            return lost ? null : entry.result();
        }
        List<@Nullable Object> all = new ArrayList<>();
        for (Item item : items) {
            all.add(hasReported(item.status()) ? record(item) : null);
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("items", all);
        return result;
    }
}
