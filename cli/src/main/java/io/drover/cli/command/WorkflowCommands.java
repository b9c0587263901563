package io.drover.cli.command;

import picocli.CommandLine.Model.CommandSpec;

/** Workflows looked at and rehearsed here: no daemon is asked. */
final class WorkflowCommands {
    private WorkflowCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun(
                "workflow",
                summary,
                Leaf.named("inspect", "Tell what is wrong with a workflow or an action chain; ends with 2 where something is.")
                        .word("FILE", "The workflow or chain; \"-\" reads standard input.")
                        // no method reference: it would load the conductor for every command
                        .runs(call -> WorkflowCommand.inspect(call)),
                Leaf.named("rehearse", "Run workflows in memory with results made up, and print what happens.")
                        .option(
                                "FILE",
                                "Cases, one JSON object a line: {id, workflow, scenario}. Prints {id, transcript} for"
                                        + " each. \"-\" reads standard input.",
                                "--lines")
                        .flag(
                                "Keep all quirks of StackStorm, also those that are repaired, for comparison with it.",
                                "--as-stackstorm")
                        .runs(call -> WorkflowCommand.rehearse(call)));
    }
}
