package io.drover.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** The root command, with as many nouns below it as are needed. */
final class CommandTree {
    private CommandTree() {}

    static CommandLine whole() {
        CommandSpec root = root();
        for (Noun noun : Noun.values()) {
            root.addSubcommand(noun.word(), noun.spec());
        }
        return commandLine(root);
    }

    static CommandLine of(Noun noun) {
        CommandSpec root = root();
        root.addSubcommand(noun.word(), noun.spec());
        return commandLine(root);
    }

    private static CommandLine commandLine(CommandSpec root) {
        CommandLine commandLine = new CommandLine(root);
        commandLine.setExpandAtFiles(false);
        return commandLine;
    }

    private static CommandSpec root() {
        CommandSpec root = CommandSpec.create().name("drover");
        root.usageMessage()
                .description("The command line of Drover, the event-driven automation platform.")
                .abbreviateSynopsis(true)
                .footer(
                        "",
                        "\"drover server start|stop|status\" runs the daemon of this installation in the background.",
                        "",
                        "\"drover NOUN --help\" and \"drover NOUN VERB --help\" explain more, \"drover run REF --help\" an"
                                + " action.",
                        "It ends with 0 where all went well, 1 after a failure, 2 where arguments or files are wrong,"
                                + " 3 where something is not found, 4 where it is not allowed, 5 where no daemon"
                                + " answers.");
        root.addOption(OptionSpec.builder("--version")
                .arity("0")
                .type(boolean.class)
                .description("Print the version.")
                .build());
        inherited(
                root, "URL", "The daemon's address, such as http://127.0.0.1:9101; else that in DROVER_URL.", "--url");
        inherited(root, "TOKEN", "The access token; else that in DROVER_TOKEN.", "--token", "-t");
        inherited(root, "KEY", "The API key; else that in DROVER_API_KEY.", "--api-key");
        inherited(root, "FORMAT", "table, json or yaml.", "--output", "-o");
        inherited(root, "", "Short for --output json.", "--json", "-j");
        inherited(root, "", "Short for --output yaml.", "--yaml", "-y");
        root.addOption(OptionSpec.builder("--help", "-h")
                .usageHelp(true)
                .arity("0")
                .type(boolean.class)
                .description("Explain the command.")
                .scopeType(ScopeType.INHERIT)
                .build());
        return root;
    }

    /** An option that may stand anywhere on the command line; without a label it takes no value. */
    private static void inherited(CommandSpec root, String label, String description, String... names) {
        OptionSpec.Builder option = OptionSpec.builder(names)
                .arity(label.isEmpty() ? "0" : "1")
                .description(description)
                .scopeType(ScopeType.INHERIT);
        root.addOption(
                label.isEmpty()
                        ? option.type(boolean.class).build()
                        : option.type(String.class).paramLabel(label).build());
    }
}
