package io.drover.distribution.command;

import io.drover.model.error.DroverException;
import io.drover.model.text.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words after a command's name: options with a value, switches, and the rest. */
record Arguments(String command, List<String> words, Map<String, String> options) {
    Arguments {
        words = List.copyOf(words);
        options = Map.copyOf(options);
    }

    /**
     * Reads the words of a call.
     *
     * @param withValue options that are followed by a value
     */
    static Arguments read(List<String> call, Set<String> withValue, Set<String> switches) {
        Iterator<String> rest = call.iterator();
        String command = rest.next();
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        while (rest.hasNext()) {
            String word = rest.next();
            if (switches.contains(word)) {
                options.put(word, "");
            } else if (withValue.contains(word)) {
                if (!rest.hasNext()) {
                    throw DroverException.invalid("Expected a value after '" + word + "', but found none.");
                }
                options.put(word, rest.next());
            } else if (word.startsWith("-")) {
                List<String> known = new ArrayList<>(withValue);
                known.addAll(switches);
                throw DroverException.invalid("Expected 'droverd " + command + "' with an option out of "
                        + known.stream().sorted().toList() + ", but found '" + word + "'." + Nearest.hint(word, known));
            } else {
                words.add(word);
            }
        }
        return new Arguments(command, words, options);
    }

    /** {@return the only word} */
    String one(String meaning) {
        if (words.size() != 1) {
            throw DroverException.invalid(
                    "Expected 'droverd " + command + " " + meaning + "', but found " + words + ".");
        }
        return words.get(0);
    }

    void none() {
        if (!words.isEmpty()) {
            throw DroverException.invalid(
                    "Expected 'droverd " + command + "' with options alone, but found " + words + ".");
        }
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }
}
