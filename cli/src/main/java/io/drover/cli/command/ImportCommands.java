package io.drover.cli.command;

import picocli.CommandLine.Model.CommandSpec;

/** What other products use, translated here: no daemon is asked. */
final class ImportCommands {
    private ImportCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun(
                "import",
                summary,
                Leaf.named(
                                "rulebook",
                                "Translate a rulebook of Event-Driven Ansible into rules; tell what could not be.")
                        .word("FILE", "The rulebook; \"-\" reads standard input.")
                        .option("NAME", "The pack of the rules; else the folder's name, or default.", "--pack")
                        .option(
                                "FOLDER",
                                "Write the files into this folder of a pack, where none of them may be yet; else they are"
                                        + " printed.",
                                "--into")
                        .option("FILE", "What the rulebook is started with, as a YAML or JSON object.", "--vars")
                        // no method reference: it would load the translator for every command
                        .runs(call -> ImportRulebookCommand.run(call)));
    }
}
