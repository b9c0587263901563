package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.model.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** From arguments to an exit code. */
public final class Commands {
    private static final Set<String> TAKING_A_VALUE = Set.of("--url", "--token", "-t", "--api-key", "--output", "-o");
    private static final Set<String> ASKING_FOR_HELP = Set.of("--help", "-h", "help");

    private final Surroundings surroundings;

    public Commands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** {@return what the process should end with; every failure has been reported} */
    public int run(String... args) {
        try {
            return dispatch(args);
        } catch (ParameterException e) {
            surroundings.err().print("ERROR: " + complaint(e) + "\n");
            return ExitCode.USAGE;
        } catch (CommandFailure failure) {
            surroundings.err().print("ERROR: " + failure.getMessage() + "\n");
            return failure.exitCode();
        } catch (RuntimeException e) {
            surroundings.err().print("ERROR: This is a defect of drover, please report it: " + e + "\n");
            if (surroundings.env().containsKey("DROVER_DEBUG")) {
                e.printStackTrace(surroundings.err());
            }
            return ExitCode.FAILED;
        }
    }

    private int dispatch(String... args) {
        String word = firstWord(args).orElse("help");
        if (word.equals("help")) {
            boolean asked = List.of(args).stream().anyMatch(ASKING_FOR_HELP::contains);
            return usage(CommandTree.whole(), asked);
        }
        Noun noun = Noun.of(word)
                .orElseThrow(() -> CommandFailure.usage("Unknown command \"" + word + "\"."
                        + question(word, Noun.words()) + " See \"drover --help\"."));
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
    private static Optional<String> firstWord(String... args) {
        for (int i = 0; i < args.length; i++) {
            if (TAKING_A_VALUE.contains(args[i])) {
                i++;
            } else if (!args[i].startsWith("-")) {
                return Optional.of(args[i]);
            }
        }
        return Optional.empty();
    }

    private int usage(CommandLine command, boolean asked) {
        command.setUsageHelpWidth(Math.max(60, Invocation.width(surroundings.env())));
        command.setUsageHelpAutoWidth(false);
        (asked ? surroundings.out() : surroundings.err()).print(command.getUsageMessage(Ansi.OFF));
        return asked ? ExitCode.OK : ExitCode.USAGE;
    }

    private static String complaint(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String advice = " See \"" + name + " --help\".";
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched.getUnmatched().get(0), command, name) + advice;
        }
        if (e instanceof MissingParameterException missing) {
            List<String> labels = new ArrayList<>();
            for (ArgSpec argument : missing.getMissing()) {
                labels.add(argument.isOption() ? argument.toString() : argument.paramLabel());
            }
            return "\"" + name + "\" lacks " + String.join(" and ", labels) + "." + advice;
        }
        String message = e.getMessage() == null ? "The arguments can't be read" : e.getMessage();
        return message + "." + advice;
    }

    private static String unmatched(String word, CommandLine command, String name) {
        String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        if (word.startsWith("-")) {
            return "Unknown option \"" + option + "\" of \"" + name + "\"."
                    + question(option, command.getCommandSpec().optionsMap().keySet());
        }
        if (!command.getSubcommands().isEmpty()) {
            return "Unknown command \"" + word + "\" of \"" + name + "\"."
                    + question(word, command.getSubcommands().keySet());
        }
        return "\"" + name + "\" takes no argument \"" + word + "\".";
    }

    private static String question(String word, Collection<String> known) {
        return Nearest.of(word, known)
                .map(guess -> " Did you mean \"" + guess + "\"?")
                .orElse("");
    }
}
