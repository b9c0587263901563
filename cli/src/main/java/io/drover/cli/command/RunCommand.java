package io.drover.cli.command;

import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code drover run}: an action is invoked by hand. */
final class RunCommand {
    /** What belongs to this shell, and would only harm elsewhere; st2 leaves out the same. */
    private static final Set<String> NOT_INHERITED = Set.of(
            "pwd",
            "mail",
            "username",
            "user",
            "path",
            "home",
            "ps1",
            "shell",
            "pythonpath",
            "ssh_tty",
            "ssh_connection",
            "lang",
            "ls_colors",
            "logname",
            "oldpwd",
            "term",
            "xdg_session_id");

    private RunCommand() {}

    static CommandSpec spec(String summary) {
        Leaf leaf = Leaf.named("run", summary)
                .word("REF", "The action. With --help, its parameters are explained.")
                .optionalWords(
                        "PARAMETER",
                        "name=value, or @name=path for a file's content; lists as a,b,c or JSON, objects as JSON."
                                + " After \"--\", words may begin with a dash.")
                .flag("Do not wait for the result.", "--async", "-a")
                .flag("Print the output while it comes.", "--tail")
                .flag("Pass this environment to the action as its parameter env.", "--inherit-env", "-e")
                .option("TAG", "A name by which to find what belongs together.", "--trace-tag", "--trace_tag")
                .option("ID", "The trace that the execution belongs to.", "--trace-id")
                .option("MILLISECONDS", "How long after the request to start.", "--delay")
                .option("USER", "As whom to run the action (administrators only).", "--user", "-u");
        return ExecutionView.options(leaf).explains(RunCommand::explain).runs(RunCommand::run);
    }

    private static int explain(Invocation call) {
        ActionSchema.of(call.api(), call.word(0)).explain(call.display());
        return ExitCode.OK;
    }

    private static int run(Invocation call) {
        String ref = call.word(0);
        ActionSchema schema = ActionSchema.of(call.api(), ref);
        List<String> words = call.words().subList(1, call.words().size());
        Map<String, @Nullable Object> parameters =
                new LinkedHashMap<>(new Parameters(ref, schema.parameters(), call::read).read(words));
        if (call.flag("--inherit-env")) {
            parameters.put("env", inherited(call.env()));
        }
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("action", ref);
        request.put("parameters", parameters);
        call.text("--user").ifPresent(user -> request.put("user", user));
        putDelay(call, request);
        Map<String, @Nullable Object> trace = traceContext(call);
        if (!trace.isEmpty()) {
            request.put("context", Map.of("trace_context", trace));
        }
        Document requested =
                call.api().post(ExecutionView.EXECUTION.path(), request).document();
        return finish(call, requested);
    }

    static void putDelay(Invocation call, Map<String, @Nullable Object> request) {
        call.number("--delay").ifPresent(milliseconds -> request.put("delay", milliseconds));
    }

    private static Map<String, @Nullable Object> traceContext(Invocation call) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        call.text("--trace-tag").ifPresent(tag -> context.put("trace_tag", tag));
        call.text("--trace-id").ifPresent(id -> context.put("id_", id));
        return context;
    }

    /** What happens once an execution was requested: wait, follow, or just tell its id. */
    static int finish(Invocation call, Document requested) {
        ExecutionView view = new ExecutionView(call);
        String id = requested.text("id");
        if (call.flag("--async")) {
            if (call.display().isTable()) {
                call.display().line("To get the results, execute:\n drover execution get " + id);
                call.display().line("\nTo view output in real-time, execute:\n drover execution tail " + id);
            } else {
                view.show(requested, false);
            }
            return ExitCode.OK;
        }
        if (call.flag("--tail")) {
            Document tailed = new ExecutionTail(call, view).follow(id);
            view.completed(tailed);
            return ExecutionView.exitCode(tailed);
        }
        Document execution = view.waitFor(id);
        view.show(execution, false);
        return ExecutionView.exitCode(execution);
    }

    static Map<String, String> inherited(Map<String, String> env) {
        Map<String, String> inherited = new TreeMap<>(env);
        inherited.keySet().removeIf(name -> NOT_INHERITED.contains(name.toLowerCase(Locale.ROOT)));
        return inherited;
    }
}
