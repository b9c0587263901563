package io.drover.cli.command;

import io.drover.cli.api.Api;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.json.JsonText;
import io.drover.cli.output.Timestamps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Waits for an execution, and shows it. */
final class ExecutionView {
    static final Resource EXECUTION = new Resource(
            "Execution",
            "executions",
            "execution",
            "/executions",
            "ID",
            List.of("id", "action.ref", "context.user", "status", "start_timestamp", "end_timestamp"),
            List.of(
                    "id",
                    "action.ref",
                    "context.user",
                    "parameters",
                    "status",
                    "start_timestamp",
                    "end_timestamp",
                    "log",
                    "result"),
            50,
            true);

    private static final String WITHOUT_RESULT =
            "action.ref,action.runner_type,start_timestamp,end_timestamp,log,id," + "context.user,parameters,status";
    private static final String ATTRIBUTES = WITHOUT_RESULT + ",result";
    private static final String TASK_ATTRIBUTES =
            "id,parent,context,status,action.ref,start_timestamp,end_timestamp,children";
    private static final Set<String> UNDER_WAY = Set.of("requested", "scheduled", "running", "canceling");
    private static final Set<String> UNSUCCESSFUL = Set.of("failed", "timeout", "abandoned", "canceled");
    private static final Set<String> COMPLETED = Set.of("succeeded", "failed", "timeout", "abandoned", "canceled");
    private static final Set<String> WORKFLOW_RUNNERS = Set.of("orquesta", "action-chain", "mistral-v2");
    /** As st2 marks what has tasks of its own, and all else beside it. */
    private static final String HAS_TASKS = "+ ";

    private static final String HAS_NONE = "  ";
    private static final String INDENT = " ";
    static final long FIRST_PAUSE = 50;
    static final long LONGEST_PAUSE = 1000;

    private final Invocation call;
    private final Api api;

    ExecutionView(Invocation call) {
        this.call = call;
        this.api = call.api();
    }

    /** The options that say how an execution is shown. */
    static Leaf options(Leaf leaf) {
        return leaf.listOption("NAME", "Which properties to show, dotted.", "--attr")
                .flag("Show everything in a table.", "--detail", "-d")
                .option("KEY", "Print only this part of the result, dotted.", "--key", "-k")
                .flag("Show the tasks of a workflow; this is always done.", "--show-tasks")
                .option("N", "How deep to show tasks of tasks; all unless given.", "--depth");
    }

    /** {@return the execution once it is no longer under way} */
    Document waitFor(String id) {
        long pause = FIRST_PAUSE;
        Document execution = get(id);
        while (isUnderWay(execution)) {
            call.pause(pause);
            pause = Math.min(LONGEST_PAUSE, pause * 2);
            execution = get(id);
        }
        return execution;
    }

    Document get(String id) {
        String attributes = call.flag("--exclude-result") ? WITHOUT_RESULT : ATTRIBUTES;
        return EXECUTION.one(api, id, Map.of("include_attributes", attributes));
    }

    static boolean isCompleted(Document execution) {
        return COMPLETED.contains(execution.text("status"));
    }

    private static boolean isUnderWay(Document execution) {
        return UNDER_WAY.contains(execution.text("status"));
    }

    /** {@return 1 where the execution ended without success, else 0} */
    static int exitCode(Document execution) {
        return UNSUCCESSFUL.contains(execution.text("status")) ? ExitCode.FAILED : ExitCode.OK;
    }

    void completed(Document execution) {
        call.display().line("");
        call.display()
                .line("Execution " + execution.text("id") + " has completed (status=" + execution.text("status")
                        + ").");
    }

    /** @param elapsed whether the status tells how long it took */
    void show(Document execution, boolean elapsed) {
        String key = call.text("--key").orElse("");
        if (!key.isEmpty()) {
            call.display().line(part(execution.at("result"), key));
            return;
        }
        List<String> asked = call.texts("--attr");
        List<String> names = asked.isEmpty() || asked.contains("all") ? namesFor(execution) : asked;
        Document presented = execution.only(names);
        if (!call.display().isTable()) {
            call.display().value(presented);
            return;
        }
        Document readable = readable(presented, elapsed);
        if (call.flag("--detail") || !asked.isEmpty()) {
            call.display().properties(readable, names);
        } else {
            call.display().lines(readable, names);
        }
        if (isWorkflow(execution)) {
            List<Document> tasks = tasks(execution.text("id"));
            call.display().table(List.of("id", "status", "task", "action", "start_timestamp"), tasks);
        }
    }

    private List<String> namesFor(Document execution) {
        List<String> names = new ArrayList<>(EXECUTION.first());
        if (!isWorkflow(execution) && !call.flag("--detail")) {
            names.remove("log");
        }
        if (!execution.has("context.user")) {
            names.remove("context.user");
        }
        if (call.flag("--exclude-result")) {
            names.remove("result");
        }
        return names;
    }

    /** {@return the execution with timestamps as people read them} */
    Document readable(Document execution, boolean elapsed) {
        Document readable = execution;
        if (elapsed && execution.has("status") && execution.has("start_timestamp")) {
            readable = readable.with(
                    "status",
                    Timestamps.withElapsed(
                            execution.text("status"),
                            execution.text("start_timestamp"),
                            execution.text("end_timestamp"),
                            call.now()));
        }
        for (String name : List.of("start_timestamp", "end_timestamp")) {
            if (execution.has(name)) {
                readable = readable.with(name, Timestamps.readable(execution.text(name)));
            }
        }
        return readable;
    }

    static boolean isWorkflow(Document execution) {
        return WORKFLOW_RUNNERS.contains(execution.text("action.runner_type"));
    }

    /** {@return the tasks of a workflow, each before its own tasks} */
    List<Document> children(String id) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("depth", call.text("--depth").orElse("-1"));
        query.put("include_attributes", TASK_ATTRIBUTES);
        return api.get(EXECUTION.path() + Api.path(id, "children"), query).documents();
    }

    /** Tasks of tasks follow their task, indented. */
    private List<Document> tasks(String id) {
        List<Document> all = children(id);
        Set<String> parents =
                all.stream().map(child -> child.text("parent")).collect(Collectors.toCollection(HashSet::new));
        parents.remove(id);
        all.stream()
                .filter(child -> child.at("children") instanceof List<?> children && !children.isEmpty())
                .forEach(child -> parents.add(child.text("id")));
        List<Document> rows = new ArrayList<>();
        addTasks(all, id, "", parents, rows);
        return rows;
    }

    private void addTasks(List<Document> all, String parent, String indent, Set<String> parents, List<Document> rows) {
        for (Document child : all) {
            if (child.text("parent").equals(parent)) {
                String id = child.text("id");
                String mark = parents.isEmpty() ? "" : parents.contains(id) ? HAS_TASKS : HAS_NONE;
                rows.add(readable(child, true)
                        .with("id", indent + mark + id)
                        .with("task", taskName(child))
                        .with("action", child.text("action.ref")));
                addTasks(all, id, indent + INDENT, parents, rows);
            }
        }
    }

    static String taskName(Document child) {
        String task = child.text("context.orquesta.task_name");
        return task.isEmpty() ? child.text("context.chain.name") : task;
    }

    private static String part(@Nullable Object result, String key) {
        Object part = Document.of(result).at(key);
        if (part == null) {
            return "None";
        }
        return part instanceof String text ? text : JsonText.pretty(Document.sorted(part));
    }
}
