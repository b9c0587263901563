package io.drover.workflow.rehearse;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.TaskEntry;
import io.drover.workflow.conduct.TaskRequest;
import io.drover.workflow.rehearse.Scenario.Control;
import io.drover.workflow.rehearse.Scenario.Result;
import io.drover.workflow.rehearse.Scenario.Running;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened in a rehearsal, one line after the other. */
final class Timeline {
    private final List<Map<String, @Nullable Object>> lines = new ArrayList<>();

    List<Map<String, @Nullable Object>> lines() {
        return lines;
    }

    private Map<String, @Nullable Object> line(String event) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("n", lines.size());
        line.put("e", event);
        lines.add(line);
        return line;
    }

    void workflow(Status status) {
        line("workflow").put("status", status.text());
    }

    /** Tells what differs between two states: tasks in their order, then the workflow. */
    void changes(State before, State after) {
        for (int i = 0; i < after.sequence().size(); i++) {
            TaskEntry entry = after.sequence().get(i);
            Status old = i < before.sequence().size() ? before.sequence().get(i).status() : Status.NULL;
            if (entry.status() != old) {
                Map<String, @Nullable Object> line = line("task");
                line.put("task", entry.task());
                line.put("route", entry.route());
                line.put("seq", i);
                line.put("status", entry.status().text());
            }
        }
        if (before.status() != after.status()) {
            workflow(after.status());
        }
    }

    void schedule(TaskRequest request) {
        Map<String, @Nullable Object> line = line("schedule");
        line.put("task", request.task());
        line.put("route", request.route());
        putUnlessNull(line, "delay", request.delay());
        putUnlessNull(line, "items_count", request.itemCount());
        putUnlessNull(line, "concurrency", request.concurrency());
    }

    void action(ActionRequest action) {
        Map<String, @Nullable Object> line = line("action");
        line.put("task", action.task());
        line.put("route", action.route());
        putUnlessNull(line, "item", action.item());
        putUnlessNull(line, "action", action.action());
        boolean empty = action.input() instanceof Map<?, ?> input && input.isEmpty();
        putUnlessNull(line, "input", empty ? null : action.input());
    }

    void actionless(TaskRequest request) {
        Map<String, @Nullable Object> line = line("actionless");
        line.put("task", request.task());
        line.put("route", request.route());
    }

    void result(Running running, Result result) {
        Map<String, @Nullable Object> line = line("result");
        line.put("task", running.task());
        line.put("route", running.route());
        putUnlessNull(line, "item", running.item());
        line.put("status", result.status().text());
        putUnlessNull(line, "result", result.result());
    }

    void control(Control control) {
        line("control").put("control", control.written());
    }

    void refused(Control control, String refusal) {
        Map<String, @Nullable Object> line = line("refused");
        line.put("request", control.what());
        line.put("error", refusal);
    }

    void failure(String failure) {
        line("engine_error").put("error", failure);
    }

    private static void putUnlessNull(Map<String, @Nullable Object> line, String name, @Nullable Object value) {
        if (value != null) {
            line.put(name, value);
        }
    }
}
