package io.drover.camelactions.shell;

import io.drover.camelactions.value.Given;
import io.drover.camelactions.value.Json;
import io.drover.camelactions.value.ParameterSchemas;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.TraceParent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What commands and scripts have in common: their parameters, their surroundings and the shape of their result.
 *
 * @param user whom programs run as where {@code sudo} is not asked for
 */
record LocalShell(String user) {
    private static final int TERMINATED = -15;
    private static final int TIMED_OUT = -9;
    private static final int REFUSED = -1;
    private static final String USER = System.getProperty("user.name");
    private static final Pattern WRONG_PASSWORD = Pattern.compile("sudo: \\d+ incorrect password attempt");

    /** Declares the parameters that both runners take after their own. */
    static ParameterSchemas parameters(ParameterSchemas own) {
        return own.optional("cwd", "string", "Directory to run in; the daemon's own where none is given.")
                .optional("env", "object", "Environment variables to add, value by name.")
                .optional("kwarg_op", "string", "What stands before the name of a keyword argument.", "--")
                .optional("sudo", "boolean", "Whether to run as root by means of sudo.", false)
                .secret("sudo_password", "Password for sudo, where it asks for one.")
                .optional("timeout", "integer", "Seconds after which the program is stopped.", 60L);
    }

    /** Runs a program, given as its name and arguments, to its end. */
    ActionResult run(List<String> program, List<String> programUnderSudo, ActionContext context)
            throws InterruptedException {
        Given given = new Given(context.runnerParameters());
        long timeout = (long) given.number("timeout", 60);
        List<String> sudo = sudo(given);
        List<String> command = new ArrayList<>(sudo);
        command.addAll(sudo.isEmpty() ? program : programUnderSudo);
        String password = sudo.isEmpty() ? null : given.text("sudo_password");
        ShellProcess process;
        try {
            process = ShellProcess.start(
                    command,
                    directory(given),
                    environment(given, context),
                    password == null ? null : password + "\n",
                    context.output());
        } catch (IOException e) {
            return ActionResult.failed("Tried to start '" + program.get(0) + "', but found: " + e.getMessage()
                    + ". Check that it exists and may be run, and how long its arguments are.");
        } catch (IllegalArgumentException e) {
            return ActionResult.failed(String.valueOf(e.getMessage()));
        }
        return switch (process.await(Duration.ofSeconds(timeout), context.cancellation())) {
            case EXITED -> password != null && isRefused(process) ? refused(process) : exited(process);
            case TIMED_OUT ->
                ActionResult.timedOut(
                        result(TIMED_OUT, process, "Action failed to complete in " + timeout + " seconds"));
            case CANCELED -> ActionResult.canceled(result(TERMINATED, process, "Action was canceled"));
        };
    }

    private static boolean isRefused(ShellProcess process) {
        return process.returnCode() != 0
                && WRONG_PASSWORD.matcher(process.stderr().text()).find();
    }

    private static ActionResult refused(ShellProcess process) {
        return ActionResult.failed(result(
                REFUSED,
                process,
                "Invalid sudo password provided or sudo is not configured for this user (" + USER + ")"));
    }

    private static ActionResult exited(ShellProcess process) {
        int code = process.returnCode();
        Map<String, @Nullable Object> result = result(code, process, null);
        return switch (code) {
            case 0 -> ActionResult.succeeded(result);
            case TERMINATED -> new ActionResult(ExecutionStatus.ABANDONED, result);
            default -> ActionResult.failed(result);
        };
    }

    private static Map<String, @Nullable Object> result(int code, ShellProcess process, @Nullable String error) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("failed", code != 0);
        result.put("succeeded", code == 0);
        result.put("return_code", code);
        result.put("stdout", decoded(process.stdout()));
        result.put("stderr", decoded(process.stderr()));
        if (error != null) {
            result.put("error", error);
        }
        return result;
    }

    private static @Nullable Object decoded(BoundedText output) {
        String text = output.text();
        text = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        return output.isCut() ? text : Json.read(text).value();
    }

    private List<String> sudo(Given given) {
        boolean asRoot = given.flag("sudo", false);
        if (!asRoot && user.equals(USER)) {
            return List.of();
        }
        List<String> sudo = new ArrayList<>(List.of("sudo"));
        if (given.text("sudo_password") != null) {
            // The prompt would stand in the action's standard error.
            sudo.addAll(List.of("-S", "-p", ""));
        }
        sudo.add("-E");
        if (!asRoot) {
            sudo.addAll(List.of("-H", "-u", user));
        }
        sudo.add("--");
        return sudo;
    }

    private static @Nullable Path directory(Given given) {
        String directory = given.text("cwd");
        if (directory == null) {
            return null;
        }
        Path path = Path.of(directory);
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("Expected a directory in parameter 'cwd', but there is none at '"
                    + directory + "'. Create it, or name another one.");
        }
        return path;
    }

    private static Map<String, String> environment(Given given, ActionContext context) {
        Map<String, String> environment = new LinkedHashMap<>();
        TraceParent span = context.traceParent();
        if (span != null) {
            // the name by which OpenTelemetry hands a context to a process
            environment.put("TRACEPARENT", span.header());
        }
        given.object("env").forEach((name, value) -> {
            String text = Json.plain(value);
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0 || text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "Expected names without '=' and texts without NUL in parameter 'env',"
                                + " but found others at '" + name + "'. No program can be given those.");
            }
            environment.put(name, text);
        });
        environment.put("ST2_ACTION_PACK_NAME", context.action().ref().pack());
        environment.put("ST2_ACTION_EXECUTION_ID", context.execution().id());
        environment.put("ST2_ACTION_API_URL", context.api().toString());
        environment.put("ST2_ACTION_AUTH_TOKEN", context.apiToken());
        environment.put("ST2_ACTION_DEBUG", given.flag("debug", false) ? "True" : "False");
        return environment;
    }
}
