package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** From arguments to an exit code. */
public final class Commands {
    private static final Set<String> TAKING_A_VALUE = Set.of("--url", "--token", "-t", "--api-key", "--output", "-o");

    private final Surroundings surroundings;

    public Commands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** {@return what the process should end with; every failure has been reported} */
    public int run(String... args) {
        try {
            return dispatch(args);
        } catch (ParameterException e) {
            surroundings.err().print("ERROR: " + Complaint.of(e) + "\n");
            return ExitCode.USAGE;
        } catch (CommandFailure failure) {
            surroundings.err().print("ERROR: " + failure.getMessage() + "\n");
            return failure.exitCode();
        } catch (OutOfMemoryError | StackOverflowError e) {
            surroundings
                    .err()
                    .print(
                            "ERROR: Tried to run the command, but it needs more memory than it has. Give it smaller files,"
                                    + " or ask for less at once.\n");
            return ExitCode.FAILED;
        } catch (RuntimeException e) {
            surroundings.err().print("ERROR: This is a defect of drover, please report it: " + e + "\n");
            if (surroundings.env().containsKey("DROVER_DEBUG")) {
                e.printStackTrace(surroundings.err());
            }
            return ExitCode.FAILED;
        }
    }

    private int dispatch(String... args) {
        List<String> words = new ArrayList<>(List.of(args));
        String word = firstWord(words).orElse("");
        if (word.equals("help")) {
            words.remove(word);
            if (firstWord(words).isPresent()) {
                words.add("--help");
                return dispatch(words.toArray(String[]::new));
            }
            return usage(CommandTree.whole(), true);
        }
        if (word.isEmpty()) {
            CommandLine root = CommandTree.whole();
            return usage(root, root.parseArgs(args).hasMatchedOption("--help"));
        }
        Noun noun = Noun.of(word)
                .orElseThrow(() -> CommandFailure.usage("Unknown command \"" + word + "\"."
                        + Complaint.guess(word, Noun.words()) + " See \"drover --help\"."));
        ParseResult result = CommandTree.of(noun).parseArgs(args);
        return perform(result, new Invocation(result, surroundings));
    }

    private int perform(ParseResult result, Invocation call) {
        CommandLine leaf = leafOf(result).commandSpec().commandLine();
        boolean help = call.flag("--help");
        if (!(leaf.getCommandSpec().userObject() instanceof Leaf.Deed deed)) {
            return usage(leaf, help);
        }
        if (help && (call.words().isEmpty() || deed.help().isEmpty())) {
            return usage(leaf, true);
        }
        return (help ? deed.help() : deed.work()).orElseThrow().run(call);
    }

    private static ParseResult leafOf(ParseResult result) {
        return result.hasSubcommand() ? leafOf(result.subcommand()) : result;
    }

    /** The first argument that is no option and no option's value. */
    private static Optional<String> firstWord(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            if (TAKING_A_VALUE.contains(args.get(i))) {
                i++;
            } else if (!args.get(i).startsWith("-")) {
                return Optional.of(args.get(i));
            }
        }
        return Optional.empty();
    }

    private int usage(CommandLine command, boolean asked) {
        command.setUsageHelpWidth(Math.max(60, Invocation.width(surroundings.env())));
        command.setUsageHelpAutoWidth(false);
        if (command.getParent() != null) {
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Commands::ownOptions);
        }
        (asked ? surroundings.out() : surroundings.err()).print(command.getUsageMessage(Ansi.OFF));
        return asked ? ExitCode.OK : ExitCode.USAGE;
    }

    /** What every command takes would bury what this one takes. */
    private static String ownOptions(Help help) {
        List<OptionSpec> own = help.commandSpec().options().stream()
                .filter(option -> !option.inherited())
                .toList();
        return help.optionListExcludingGroups(own)
                + "      What every command takes, such as --output and --url: see \"drover --help\"."
                + System.lineSeparator();
    }
}
