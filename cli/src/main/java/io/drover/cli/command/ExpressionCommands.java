package io.drover.cli.command;

import picocli.CommandLine.Model.CommandSpec;

/** Expressions, evaluated here: no daemon is asked. */
final class ExpressionCommands {
    private ExpressionCommands() {}

    static CommandSpec spec(String summary) {
        CommandSpec noun = Leaf.named("expression", summary)
                .option(
                        "FILE",
                        "Evaluate the cases of a file, one JSON object a line: {id, expr, context, as}, where as is jinja,"
                                + " jinja-text, yaql or orquesta; a line without expr sets context and as for those that"
                                + " follow. Prints {id, result} or {id, error} for each. \"-\" reads standard input.",
                        "--lines")
                // no method reference: it would load the languages for every command
                .runs(call -> ExpressionCommand.lines(call));
        noun.addSubcommand(
                "eval",
                Leaf.named("eval", "Evaluate a text as a workflow does, and print what it gives.")
                        .word("TEXT", "The text, such as \"<% ctx().hosts.len() %>\" or \"{{ ctx().name | upper }}\".")
                        .option(
                                "FILE",
                                "The workflow's variables, as a YAML or JSON object; \"-\" reads standard input.",
                                "--context")
                        .runs(call -> ExpressionCommand.evaluate(call)));
        return noun;
    }
}
