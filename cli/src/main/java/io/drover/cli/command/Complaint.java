package io.drover.cli.command;

import io.drover.model.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in words. */
final class Complaint {
    private Complaint() {}

    static String of(ParameterException e) {
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
            List<String> known = command.getCommandSpec().optionsMap().keySet().stream()
                    .filter(each -> each.startsWith("--"))
                    .toList();
            return "Unknown option \"" + option + "\" of \"" + name + "\"." + guess(option, known);
        }
        if (!command.getSubcommands().isEmpty()) {
            return "Unknown command \"" + word + "\" of \"" + name + "\"."
                    + guess(word, command.getSubcommands().keySet());
        }
        return "\"" + name + "\" takes no argument \"" + word + "\".";
    }

    /** {@return a question that offers the word that was meant, with a space before it; empty without a guess} */
    static String guess(String word, Collection<String> known) {
        return Nearest.of(word, known)
                .map(guess -> " Did you mean \"" + guess + "\"?")
                .orElse("");
    }
}
