package io.drover.cli.command;

import picocli.CommandLine.Model.CommandSpec;

/** Workflows looked at, drawn and rehearsed here; the daemon is asked only to inspect what it knows of actions. */
final class WorkflowCommands {
    private WorkflowCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun(
                "workflow",
                summary,
                Leaf.named(
                                "inspect",
                                "Tell what is wrong with a workflow or an action chain; ends with 2 where something is.")
                        .optionalWord("FILE", "The workflow or chain; \"-\" reads standard input. No daemon is asked.")
                        .option("FILE", "A workflow that the daemon inspects: it knows the actions too.", "--file")
                        .option("REF", "An action whose workflow the daemon inspects.", "--action")
                        // no method reference: it would load the conductor for every command
                        .runs(call -> WorkflowCommand.inspect(call)),
                Leaf.named("graph", "Draw a workflow: print its tasks and transitions for a program that draws.")
                        .word("FILE", "The workflow; \"-\" reads standard input.")
                        .option("FORMAT", "dot (Graphviz) unless given, mermaid, or json.", "--format")
                        .runs(call -> WorkflowGraph.print(call)),
                Leaf.named(
                                "rehearse",
                                "Run workflows in memory with results made up; ends with 1 where something goes otherwise than"
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
