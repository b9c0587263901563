package io.drover.cli.command;

import io.drover.cli.api.Api;
import io.drover.cli.api.Refusal;
import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.json.Json;
import io.drover.cli.json.JsonText;
import io.drover.cli.output.Timestamps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Waits for an execution, follows its output, and shows it. */
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

    private static final String ATTRIBUTES = "action.ref,action.runner_type,start_timestamp,end_timestamp,log,id,"
            + "context.user,parameters,status,result";
    private static final String OUTPUT = "st2.execution.output__create";
    private static final Set<String> UNDER_WAY = Set.of("requested", "scheduled", "running", "canceling");
    private static final Set<String> UNSUCCESSFUL = Set.of("failed", "timeout", "abandoned", "canceled");
    private static final Set<String> WORKFLOW_RUNNERS = Set.of("orquesta", "action-chain", "mistral-v2");
    private static final long FIRST_PAUSE = 50;
    private static final long LONGEST_PAUSE = 1000;

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
        return EXECUTION.one(api, id, Map.of("include_attributes", ATTRIBUTES));
    }

    private static boolean isUnderWay(Document execution) {
        return UNDER_WAY.contains(execution.text("status"));
    }

    /** {@return 1 where the execution ended without success, else 0} */
    static int exitCode(Document execution) {
        return UNSUCCESSFUL.contains(execution.text("status")) ? ExitCode.FAILED : ExitCode.OK;
    }

    /** Prints what an execution writes until it ends, with that of a workflow's tasks. */
    Document tail(String id) {
        Map<String, Integer> printed = new LinkedHashMap<>();
        printed.put(id, 0);
        long pause = FIRST_PAUSE;
        Document execution = get(id);
        if (!isWorkflow(execution)) {
            followOutput(id, printed);
            execution = get(id);
        }
        while (true) {
            boolean underWay = isUnderWay(execution);
            if (isWorkflow(execution)) {
                children(id).forEach(child -> printed.putIfAbsent(child.text("id"), 0));
            }
            boolean silent = !printOutput(printed);
            if (!underWay || call.display().isClosed()) {
                return execution;
            }
            pause = silent ? Math.min(LONGEST_PAUSE, pause * 2) : FIRST_PAUSE;
            call.pause(pause);
            execution = get(id);
        }
    }

    /** Prints the output as the daemon sends it, to its end or until the stream breaks off. */
    private void followOutput(String id, Map<String, Integer> printed) {
        try {
            boolean unused = api.follow(EXECUTION.path() + Api.path(id, "output"), outputType(), (event, text) -> {
                if (event.equals(OUTPUT)) {
                    Document chunk = Document.of(Json.parse(text));
                    String data = chunk.text("data");
                    String metadata = call.flag("--include-metadata")
                            ? "[" + chunk.text("timestamp") + "][" + chunk.text("output_type") + "] "
                            : "";
                    call.display().text(metadata + data);
                    printed.merge(id, data.length(), Integer::sum);
                }
            });
        } catch (Refusal refusal) {
            throw refusal;
        } catch (CommandFailure broken) {
            // what is missing is asked for
            call.display().note("The stream broke off; going on without it.");
        }
    }

    private Map<String, String> outputType() {
        return call.text("--type").map(type -> Map.of("output_type", type)).orElse(Map.of());
    }

    private boolean printOutput(Map<String, Integer> printed) {
        boolean anything = false;
        Map<String, String> query = outputType();
        for (Map.Entry<String, Integer> one : printed.entrySet()) {
            String output = api.get(EXECUTION.path() + Api.path(one.getKey(), "output"), query)
                    .text();
            if (output.length() > one.getValue()) {
                call.display().text(output.substring(one.getValue()));
                one.setValue(output.length());
                anything = true;
            }
        }
        return anything;
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

    private static boolean isWorkflow(Document execution) {
        return WORKFLOW_RUNNERS.contains(execution.text("action.runner_type"));
    }

    private List<Document> children(String id) {
        String depth = call.text("--depth").orElse("-1");
        return api.get(EXECUTION.path() + Api.path(id, "children"), Map.of("depth", depth))
                .documents();
    }

    /** Tasks of tasks follow their task, indented. */
    private List<Document> tasks(String id) {
        List<Document> rows = new ArrayList<>();
        addTasks(children(id), id, "", rows);
        return rows;
    }

    private void addTasks(List<Document> all, String parent, String indent, List<Document> rows) {
        for (Document child : all) {
            if (child.text("parent").equals(parent)) {
                Document row = readable(child, true);
                rows.add(row.with("id", indent + child.text("id"))
                        .with("task", taskName(child))
                        .with("action", child.text("action.ref")));
                addTasks(all, child.text("id"), indent + "  ", rows);
            }
        }
    }

    private static String taskName(Document child) {
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
