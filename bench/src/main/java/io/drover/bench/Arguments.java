package io.drover.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options as given, {@code --name value}, over their defaults; an option whose default is empty may be left out. */
final class Arguments {
    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads the arguments of a program.
     *
     * @param defaults every option that there is, without its dashes
     * @throws IllegalArgumentException if one is unknown or lacks its value
     */
    static Arguments parse(List<String> given, Map<String, String> defaults) {
        Map<String, String> values = new LinkedHashMap<>(defaults);
        for (int i = 0; i < given.size(); i += 2) {
            String option = given.get(i);
            String name = option.startsWith("--") ? option.substring(2) : "";
            if (!defaults.containsKey(name)) {
                throw new IllegalArgumentException(
                        "unknown option '" + option + "'; there are --" + String.join(" --", defaults.keySet()));
            }
            if (i + 1 == given.size()) {
                throw new IllegalArgumentException("option " + option + " lacks its value");
            }
            values.put(name, given.get(i + 1));
        }
        return new Arguments(values);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> new IllegalArgumentException("option --" + name + " is missing"));
    }

    Path path(String name) {
        return Path.of(required(name));
    }

    int whole(String name) {
        String text = required(name);
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("--" + name + " '" + text + "' is no whole number");
        }
        return Integer.parseInt(text);
    }

    Duration seconds(String name) {
        return Duration.ofSeconds(whole(name));
    }

    /** {@return events per second, 0 for {@code max}} */
    double rate(String name) {
        String text = required(name);
        if (text.equals("max")) {
            return 0;
        }
        if (!text.matches("\\d{1,9}(\\.\\d{1,3})?") || Double.parseDouble(text) == 0) {
            throw new IllegalArgumentException("--" + name + " '" + text + "' is neither a rate above 0 nor max");
        }
        return Double.parseDouble(text);
    }
}
