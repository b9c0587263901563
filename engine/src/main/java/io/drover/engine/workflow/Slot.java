package io.drover.engine.workflow;

import io.drover.model.execution.Execution;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.Event;
import io.drover.workflow.conduct.Item;
import io.drover.workflow.conduct.StagedTask;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.TaskEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an action of a run is for.
 *
 * @param item which item of the task, from 0; null for a plain task
 */
record Slot(String task, int route, @Nullable Integer item) {
    private static final String CONTEXT = Execution.TASK;
    private static final String RUN = "workflow_execution_id";

    static Slot of(ActionRequest request) {
        return new Slot(request.task(), request.route(), request.item());
    }

    /** {@return the id of the run whose task an execution is; null where it is none} */
    static @Nullable String run(Execution execution) {
        return execution.context().get(CONTEXT) instanceof Map<?, ?> orquesta && orquesta.get(RUN) instanceof String run
                ? run
                : null;
    }

    /** {@return the id of the task's run that an execution is; null where it is none} */
    static @Nullable String taskRun(Execution execution) {
        return execution.context().get(CONTEXT) instanceof Map<?, ?> orquesta
                        && orquesta.get("task_execution_id") instanceof String id
                ? id
                : null;
    }

    /** {@return the slot of an execution; null where it is no task of a run} */
    static @Nullable Slot of(Execution execution) {
        if (!(execution.context().get(CONTEXT) instanceof Map<?, ?> orquesta)
                || !(orquesta.get("task_id") instanceof String task)
                || !(orquesta.get("task_route") instanceof Number route)) {
            return null;
        }
        Object item = orquesta.get("item_id");
        return new Slot(task, route.intValue(), item instanceof Number number ? number.intValue() : null);
    }

    /** {@return the entry of the context of an execution that says what it is for, in StackStorm's form} */
    Map<String, @Nullable Object> context(String run, String taskRun) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put(RUN, run);
        context.put("task_execution_id", taskRun);
        context.put("task_name", task);
        context.put("task_id", task);
        context.put("task_route", (long) route);
        if (item != null) {
            context.put("item_id", item.longValue());
        }
        return Map.of(CONTEXT, context);
    }

    Event.Reported reports(Status status, @Nullable Object result) {
        return new Event.Reported(task, route, item, status, result);
    }

    /** {@return what a state holds for begun and not for ended, with the status that it has there} */
    static Map<Slot, Status> open(State state) {
        Map<Slot, Status> open = new LinkedHashMap<>();
        for (TaskEntry entry : state.newest()) {
            List<Item> items = items(state, entry);
            if (items == null) {
                if (isOpen(entry.status())) {
                    open.put(new Slot(entry.task(), entry.route(), null), entry.status());
                }
                continue;
            }
            for (int i = 0; i < items.size(); i++) {
                if (isOpen(items.get(i).status())) {
                    open.put(
                            new Slot(entry.task(), entry.route(), i),
                            items.get(i).status());
                }
            }
        }
        return open;
    }

    private static @Nullable List<Item> items(State state, TaskEntry entry) {
        for (StagedTask staged : new ArrayList<>(state.staged())) {
            if (staged.task().equals(entry.task())
                    && staged.route() == entry.route()
                    && staged.items() != null
                    && !staged.completed()) {
                return staged.items();
            }
        }
        return entry.items();
    }

    private static boolean isOpen(Status status) {
        return status.isActive() || status == Status.PENDING || status == Status.PAUSED;
    }
}
