package io.drover.cli.command;

import static io.drover.cli.command.ExecutionView.EXECUTION;

import io.drover.cli.api.Api;
import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Executions: looking at them, following them, ending and repeating them. */
final class ExecutionCommands {
    private static final List<Resource.Filter> FILTERS = List.of(
            Resource.Filter.of("action", "REF", "Only of this action.", "--action"),
            Resource.Filter.of("status", "STATUS", "Only with this status.", "--status"),
            Resource.Filter.of("user", "USER", "Only of this user.", "--user"),
            Resource.Filter.of("rule", "REF", "Only because of this rule.", "--rule"),
            Resource.Filter.of(
                    "trigger_instance",
                    "ID",
                    "Only because of this event.",
                    "--trigger-instance",
                    "--trigger_instance"),
            EventCommands.after("timestamp_gt"),
            EventCommands.before("timestamp_lt"));

    private ExecutionCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun(
                "execution",
                summary,
                list(),
                get(),
                Leaf.named("tail", "Print the output of an execution while it comes.")
                        .optionalWord("ID", "Which execution; the newest unless given.")
                        .option("TYPE", "Only stdout or stderr.", "--type")
                        .flag("Follow it until it ends; this is always done.", "--follow", "-f")
                        .flag("Tell when and where each piece was written.", "--include-metadata")
                        .runs(ExecutionCommands::tail),
                Leaf.named("cancel", "Cancel an execution, or several.")
                        .words("ID", "Which executions.")
                        .runs(ExecutionCommands::cancel),
                turning("pause", "Pause an execution of a workflow, or several.", "pausing"),
                turning("resume", "Resume a paused execution, or several.", "resuming"),
                reRun());
    }

    private static CommandSpec list() {
        return EXECUTION
                .listing(FILTERS)
                .option("ORDER", "asc or desc: which are asked for, the oldest or the newest.", "--sort", "-s")
                .flag("Show the tasks of workflows too.", "--showall", "-l")
                .runs(ExecutionCommands::list);
    }

    private static int list(Invocation call) {
        Map<String, String> query = new LinkedHashMap<>(Resource.parameters(call, FILTERS));
        if (!call.flag("--showall")) {
            query.put("parent", "null");
        }
        String order = call.text("--sort").orElse("desc");
        switch (order) {
            case "asc" -> query.put("sort_asc", "True");
            case "desc" -> query.put("sort_desc", "True");
            default -> throw CommandFailure.usage("--sort takes asc or desc, but \"" + order + "\" was given.");
        }
        ExecutionView view = new ExecutionView(call);
        return EXECUTION.list(call, query, row -> view.readable(row, true));
    }

    private static CommandSpec get() {
        Leaf leaf = Leaf.named("get", "Show an execution and its result, or several.")
                .words("ID", "Which executions; \"last\" is the newest.")
                .flag("Leave out the result.", "--exclude-result", "-x")
                .flag("Print the output until the end, before all else is shown.", "--tail");
        return ExecutionView.options(leaf).runs(call -> {
            ExecutionView view = new ExecutionView(call);
            return Resource.each(
                    call,
                    id -> view.show(
                            call.flag("--tail") ? new ExecutionTail(call, view).follow(id) : view.get(id), true));
        });
    }

    private static int tail(Invocation call) {
        ExecutionView view = new ExecutionView(call);
        String id = call.optionalWord(0).filter(word -> !word.equals("last")).orElseGet(() -> newest(call.api()));
        view.completed(new ExecutionTail(call, view).follow(id));
        return ExitCode.OK;
    }

    private static String newest(Api api) {
        List<Document> newest = api.get(
                        EXECUTION.path(), Map.of("limit", "1", "sort_desc", "True", "include_attributes", "id"))
                .documents();
        if (newest.isEmpty()) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "There is no execution yet. \"drover run REF\" makes one.");
        }
        return newest.get(0).text("id");
    }

    private static int cancel(Invocation call) {
        return Resource.each(call, id -> {
            EXECUTION.one(call.api(), id, Map.of("include_attributes", "status"));
            Document answer = call.api().delete(EXECUTION.pathOf(id)).document();
            String refusal = answer.text("faultstring");
            call.display().done(refusal.isEmpty() ? "action execution with id " + id + " canceled." : refusal, answer);
        });
    }

    private static CommandSpec turning(String verb, String summary, String status) {
        return Leaf.named(verb, summary)
                .words("ID", "Which executions.")
                .runs(call -> Resource.each(call, id -> {
                    Document answer = call.api()
                            .put(EXECUTION.pathOf(id), Document.empty().with("status", status))
                            .document();
                    new ExecutionView(call).show(answer, true);
                }));
    }

    private static CommandSpec reRun() {
        Leaf leaf = Leaf.named(
                        "re-run", "Run an execution's action once more, or a workflow from some of its tasks on.")
                .word("ID", "Which execution.")
                .optionalWords("PARAMETER", "name=value: what is to be different.")
                .listOption("TASK", "From which tasks a workflow goes on; a,b or a b.", "--tasks")
                .listOption(
                        "TASK",
                        "Which of these tasks keep their items that succeeded; of the others all run again.",
                        "--no-reset")
                .option("MILLISECONDS", "How long after the request to start.", "--delay")
                .flag("Pass this environment to the action as its parameter env.", "--inherit-env", "-e")
                .flag("Do not wait for the result.", "--async", "-a")
                .flag("Print the output while it comes.", "--tail");
        return ExecutionView.options(leaf).runs(ExecutionCommands::reRun);
    }

    private static int reRun(Invocation call) {
        String id = call.word(0);
        Document original = EXECUTION.one(call.api(), id);
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("parameters", parameters(call, original));
        putTasks(call, request);
        RunCommand.putDelay(call, request);
        return RunCommand.finish(
                call,
                call.api()
                        .post(EXECUTION.path() + Api.path(id, "re_run"), request)
                        .document());
    }

    private static Map<String, @Nullable Object> parameters(Invocation call, Document original) {
        ActionSchema schema = ActionSchema.of(original.object("action"), original.object("runner"));
        List<String> words = call.words().subList(1, call.words().size());
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>(
                new Parameters(original.text("action.ref"), schema.parameters(), call::read).read(words));
        if (call.flag("--inherit-env")) {
            parameters.put("env", RunCommand.inherited(call.env()));
        }
        return parameters;
    }

    /** As st2: the items of all tasks run again, but for those of {@code --no-reset}. */
    private static void putTasks(Invocation call, Map<String, @Nullable Object> request) {
        List<String> tasks = names(call, "--tasks");
        List<String> kept = names(call, "--no-reset");
        List<String> unknown = new ArrayList<>(kept);
        unknown.removeAll(tasks);
        if (!unknown.isEmpty()) {
            throw CommandFailure.usage("--no-reset takes tasks that --tasks names too, but \""
                    + String.join(", ", unknown) + "\" was given.");
        }
        if (!tasks.isEmpty()) {
            List<String> reset = new ArrayList<>(tasks);
            reset.removeAll(kept);
            request.put("tasks", tasks);
            request.put("reset", reset);
        }
    }

    private static List<String> names(Invocation call, String option) {
        return call.texts(option).stream()
                .flatMap(given -> Arrays.stream(given.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
