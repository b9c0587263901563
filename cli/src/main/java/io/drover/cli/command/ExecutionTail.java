package io.drover.cli.command;

import static io.drover.cli.command.ExecutionView.EXECUTION;

import io.drover.cli.api.Api;
import io.drover.cli.api.Refusal;
import io.drover.cli.failure.CommandFailure;
import io.drover.cli.json.Document;
import io.drover.cli.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Prints what an execution writes until it ends; of a workflow also what its tasks write, and when they start and end. */
final class ExecutionTail {
    private static final String OUTPUT = "st2.execution.output__create";
    private static final Set<String> NOT_STARTED = Set.of("requested", "scheduled", "delayed");

    private final Invocation call;
    private final Api api;
    private final ExecutionView view;
    private final Map<String, Written> tasks = new LinkedHashMap<>();

    ExecutionTail(Invocation call, ExecutionView view) {
        this.call = call;
        this.api = call.api();
        this.view = view;
    }

    /** How much of what an execution wrote is printed, and what was told of it. */
    private static final class Written {
        private int printed;
        private boolean started;
        private boolean ended;
    }

    /** {@return the execution as it is in the end} */
    Document follow(String id) {
        Document execution = view.get(id);
        Written own = new Written();
        boolean workflow = ExecutionView.isWorkflow(execution);
        if (!workflow) {
            followStream(id, own);
            execution = view.get(id);
        }
        long pause = ExecutionView.FIRST_PAUSE;
        while (true) {
            boolean completed = ExecutionView.isCompleted(execution);
            boolean news = workflow && tellOfTasks(id);
            news |= printRest(id, own, completed);
            if (completed || call.display().isClosed()) {
                return execution;
            }
            pause = news ? ExecutionView.FIRST_PAUSE : Math.min(ExecutionView.LONGEST_PAUSE, pause * 2);
            call.pause(pause);
            execution = view.get(id);
        }
    }

    private boolean tellOfTasks(String id) {
        boolean news = false;
        for (Document child : view.children(id)) {
            Written task = tasks.computeIfAbsent(child.text("id"), any -> new Written());
            if (!task.ended && !NOT_STARTED.contains(child.text("status"))) {
                news |= tell(child, task);
            }
        }
        return news;
    }

    /** Its status was asked for before its output, so that of a task that has ended nothing is missed. */
    private boolean tell(Document child, Written task) {
        String id = child.text("id");
        String who = "Child execution (task=" + ExecutionView.taskName(child) + ") " + id;
        boolean completed = ExecutionView.isCompleted(child);
        boolean news = completed || !task.started;
        if (!task.started) {
            call.display().line(who + " has started.\n");
            task.started = true;
        }
        news |= printRest(id, task, completed);
        if (completed) {
            call.display().line("\n" + who + " has finished (status=" + child.text("status") + ").");
            task.ended = true;
        }
        return news;
    }

    /** When and where each piece was written is known of a stream alone, and that of a task is read once it has ended. */
    private boolean printRest(String id, Written written, boolean completed) {
        if (call.flag("--include-metadata") && written.printed == 0) {
            return completed && followStream(id, written);
        }
        String output =
                api.get(EXECUTION.path() + Api.path(id, "output"), outputType()).text();
        if (output.length() <= written.printed) {
            return false;
        }
        call.display().text(output.substring(written.printed));
        written.printed = output.length();
        return true;
    }

    /** Prints the output as the daemon sends it, to its end or until the stream breaks off. {@return whether there was any} */
    private boolean followStream(String id, Written written) {
        int before = written.printed;
        try {
            boolean unused = api.follow(EXECUTION.path() + Api.path(id, "output"), outputType(), (event, text) -> {
                if (event.equals(OUTPUT)) {
                    Document chunk = Document.of(Json.parse(text));
                    String data = chunk.text("data");
                    String metadata = call.flag("--include-metadata")
                            ? "[" + chunk.text("timestamp") + "][" + chunk.text("output_type") + "] "
                            : "";
                    call.display().text(metadata + data);
                    written.printed += data.length();
                }
            });
        } catch (Refusal refusal) {
            throw refusal;
        } catch (CommandFailure broken) {
            // what is missing is asked for
            call.display().note("The stream broke off; going on without it.");
        }
        return written.printed > before;
    }

    private Map<String, String> outputType() {
        return call.text("--type").map(type -> Map.of("output_type", type)).orElse(Map.of());
    }
}
