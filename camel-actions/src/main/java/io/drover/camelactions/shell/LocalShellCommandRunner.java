package io.drover.camelactions.shell;

import io.drover.camelactions.value.Given;
import io.drover.camelactions.value.ParameterSchemas;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.action.RunnerType;
import java.util.List;

/** Runs a line of bash on this machine (StackStorm inventory 5.3, {@code local-shell-cmd}). */
public final class LocalShellCommandRunner implements ActionRunner {
    private static final RunnerType TYPE = new RunnerType(
            "local-shell-cmd",
            "Runs a shell command on this machine.",
            LocalShell.parameters(new ParameterSchemas().optional("cmd", "string", "The command, read by bash."))
                    .toMap(),
            null,
            true);

    private final LocalShell shell;

    /** Runs commands as the user whom the daemon runs as. */
    public LocalShellCommandRunner() {
        this(System.getProperty("user.name"));
    }

    /** @param systemUser whom commands run as, by means of sudo where the daemon is somebody else */
    public LocalShellCommandRunner(String systemUser) {
        shell = new LocalShell(systemUser);
    }

    @Override
    public RunnerType type() {
        return TYPE;
    }

    @Override
    public ActionResult run(ActionContext context) throws InterruptedException {
        String command = new Given(context.runnerParameters()).text("cmd");
        if (command == null) {
            return ActionResult.failed("Expected a command in parameter 'cmd', but found none. Give one.");
        }
        List<String> program = List.of("bash", "-c", command);
        return shell.run(program, program, context);
    }
}
