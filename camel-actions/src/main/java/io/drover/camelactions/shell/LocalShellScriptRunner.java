package io.drover.camelactions.shell;

import io.drover.camelactions.value.Given;
import io.drover.camelactions.value.ParameterSchemas;
import io.drover.model.action.Action;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.action.RunnerType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a pack's script on this machine (StackStorm inventory 5.3, {@code local-shell-script}). */
public final class LocalShellScriptRunner implements ActionRunner {
    private static final RunnerType TYPE = new RunnerType(
            "local-shell-script",
            "Runs a script of the action's pack on this machine.",
            LocalShell.parameters(new ParameterSchemas())
                    .optional("debug", "boolean", "Whether the script is told to be talkative.", false)
                    .optional("content_version", "string", "Revision of the pack to take the script from.")
                    .toMap(),
            null,
            true);

    private final LocalShell shell;

    /** Runs scripts as the user whom the daemon runs as. */
    public LocalShellScriptRunner() {
        this(System.getProperty("user.name"));
    }

    /** @param systemUser whom scripts run as, by means of sudo where the daemon is somebody else */
    public LocalShellScriptRunner(String systemUser) {
        shell = new LocalShell(systemUser);
    }

    @Override
    public RunnerType type() {
        return TYPE;
    }

    @Override
    public ActionResult run(ActionContext context) throws InterruptedException {
        Action action = context.action();
        Given given = new Given(context.runnerParameters());
        Path pack = action.packPath();
        if (pack == null || action.entryPoint().isEmpty()) {
            return ActionResult.failed("Expected action '" + action.ref()
                    + "' to name a script of its pack, but it has no entry_point. Give it one.");
        }
        String version = given.text("content_version");
        if (version == null) {
            return run(pack, context);
        }
        try (PackRevision revision = PackRevision.of(pack, version)) {
            return run(revision.folder(), context);
        } catch (IllegalArgumentException e) {
            return ActionResult.failed(String.valueOf(e.getMessage()));
        }
    }

    private ActionResult run(Path pack, ActionContext context) throws InterruptedException {
        Action action = context.action();
        Given given = new Given(context.runnerParameters());
        Path folder = pack.resolve("actions").toAbsolutePath().normalize();
        Path script = folder.resolve(action.entryPoint()).normalize();
        if (!script.startsWith(folder) || !Files.isRegularFile(script)) {
            return ActionResult.failed("Expected the script of action '" + action.ref() + "' at '" + script
                    + "', but there is no such file in the pack's actions folder. Correct its entry_point.");
        }
        // A read-only file system refuses it; then the file's own mode decides.
        boolean executable = Files.isExecutable(script) || script.toFile().setExecutable(true, false);
        List<String> program = new ArrayList<>();
        if (!executable) {
            program.add("bash");
        }
        program.add(script.toString());
        program.addAll(
                ScriptArguments.of(action.parameters(), context.actionParameters(), given.text("kwarg_op", "--")));
        List<String> underSudo = new ArrayList<>(List.of("bash", "-c", "exec \"$0\" \"$@\""));
        underSudo.addAll(program);
        return shell.run(program, underSudo, context);
    }
}
