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
                Leaf.named("rehearse", "Run workflows in memory with results made up; ends with 1 where something goes otherwise than"
                                        + " written.")
                        .option(
                                "FILE",
                                "Cases, one JSON object a line: {id, workflow, scenario}. Prints {id, transcript} for"
                                        + " each. \"-\" reads standard input.",
                                "--lines")
                        .flag(
                                "Keep all quirks of StackStorm, also those that are repaired, for comparison with it.",
                                "--as-stackstorm")
                        .option(
                                "FOLDER",
                                "Where workflows and rehearsal files lie; their paths are relative to it.",
                                "--base-path",
                                "-p")
                        .option("FILE", "The rehearsal file to try.", "--test-spec", "-f")
                        .option("FOLDER", "Try all rehearsal files of this folder.", "--test-spec-dir", "-d")
                        .flag("Tell what happens, step by step.", "--debug")
                        .option("FILE", "Write a report in JUnit's XML, too.", "--junit")
                        .runs(call -> WorkflowCommand.rehearse(call)));
    }
}
