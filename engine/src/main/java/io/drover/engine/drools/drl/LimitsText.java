package io.drover.engine.drools.drl;

import io.drover.model.rule.Limits;
import io.drover.model.text.Nearest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the limits of a rule in DRL, a text each: {@code throttle 10m by array}, {@code throttle 3 per 10m by host},
 * {@code debounce 30s by host at_most 1h}, {@code collapse 60s by service max 200}. What follows {@code by} is a parameter of the
 * request, as such a rule has no event of its own.
 */
final class LimitsText {
    /** What a path of such limits starts with: the parameters of the request. */
    static final String ROOT = "parameters";

    private static final int MOST_COLLAPSED = 1_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
    /** What may follow each limit, with a value. */
    private static final Map<String, List<String>> OPTIONS = new LinkedHashMap<>();

    static {
        OPTIONS.put("throttle", List.of("by"));
        OPTIONS.put("debounce", List.of("by", "at_most"));
        OPTIONS.put("collapse", List.of("by", "max"));
    }

    private final String text;
    private final Deque<String> words;

    private LimitsText(String text) {
        this.text = text;
        this.words = new ArrayDeque<>(List.of(text.strip().split("\\s+")));
    }

    /**
     * Reads limits.
     *
     * @throws IllegalArgumentException where one cannot be read, with what was expected
     */
    static Limits read(Collection<String> texts) {
        Limits limits = Limits.NONE;
        Set<String> seen = new HashSet<>();
        for (String each : texts) {
            LimitsText limit = new LimitsText(each);
            String name = limit.name();
            if (!seen.add(name)) {
                throw new IllegalArgumentException("'@limits' has two limits '" + name + "'. Write one of them.");
            }
            limits = limit.read(name, limits);
        }
        if (limits.debounce() != null && limits.collapse() != null) {
            throw new IllegalArgumentException(
                    "'debounce' and 'collapse' cannot stand together in '@limits': both make one"
                            + " request of many. Write one of them.");
        }
        return limits;
    }

    private String name() {
        String name = words.removeFirst();
        if (name.equals("flap") || name.equals("guard")) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot be written in '@limits', but only in the limits of a"
                            + " rule in YAML. Allowed here are " + String.join(", ", OPTIONS.keySet()) + ".");
        }
        if (!OPTIONS.containsKey(name)) {
            throw new IllegalArgumentException(
                    "Unknown limit '" + name + "' in '@limits'." + Nearest.hint(name, OPTIONS.keySet())
                            + " Allowed are " + String.join(", ", OPTIONS.keySet()) + ".");
        }
        return name;
    }

    private Limits read(String name, Limits before) {
        int count = name.equals("throttle") ? count() : 1;
        Duration time = time();
        Map<String, String> options = options(OPTIONS.getOrDefault(name, List.of()));
        String by = by(options.get("by"));
        return switch (name) {
            case "throttle" ->
                new Limits(new Limits.Throttle(time, by, count), before.debounce(), before.collapse(), null, null);
            case "debounce" ->
                new Limits(
                        before.throttle(),
                        new Limits.Debounce(time, atMost(options.get("at_most"), time), by),
                        before.collapse(),
                        null,
                        null);
            default ->
                new Limits(
                        before.throttle(),
                        before.debounce(),
                        new Limits.Collapse(time, by, max(options.get("max"))),
                        null,
                        null);
        };
    }

    /** Reads {@code 3 per}, where it stands. */
    private int count() {
        String first = words.peekFirst();
        if (first == null || !NUMBER.matcher(first).matches()) {
            return 1;
        }
        int count = Integer.parseInt(words.removeFirst());
        if (!"per".equals(words.pollFirst()) || count < 1) {
            throw expected("a count from 1 on and 'per', such as throttle 3 per 10m");
        }
        return count;
    }

    private Duration time() {
        return time(words.pollFirst());
    }

    private Duration time(@Nullable String word) {
        Duration time = word == null ? null : Durations.parse(word);
        if (time == null || time.isZero()) {
            throw expected("a time such as 30s, 10m or 1h" + (word == null ? "" : " in the place of '" + word + "'"));
        }
        return time;
    }

    private Map<String, String> options(List<String> allowed) {
        Map<String, String> options = new LinkedHashMap<>();
        while (!words.isEmpty()) {
            String option = words.removeFirst();
            if (!allowed.contains(option)) {
                throw expected("nothing else than " + String.join(", ", allowed) + " in the place of '" + option + "'");
            }
            String value = words.pollFirst();
            if (value == null || options.put(option, value) != null) {
                throw expected("'" + option + "' once, with a value");
            }
        }
        return options;
    }

    private @Nullable String by(@Nullable String parameter) {
        if (parameter == null) {
            return null;
        }
        if (!PARAMETER.matcher(parameter).matches()) {
            throw expected("the name of a parameter of the request in the place of '" + parameter + "'");
        }
        return ROOT + "." + parameter;
    }

    private @Nullable Duration atMost(@Nullable String word, Duration quiet) {
        if (word == null) {
            return null;
        }
        Duration atMost = time(word);
        if (atMost.compareTo(quiet) < 0) {
            throw expected("at_most to be no shorter than the quiet before it");
        }
        return atMost;
    }

    private int max(@Nullable String word) {
        int max = word == null ? MOST_COLLAPSED : NUMBER.matcher(word).matches() ? Integer.parseInt(word) : 0;
        if (max < 1 || max > MOST_COLLAPSED) {
            throw expected("max to be a number from 1 to " + MOST_COLLAPSED);
        }
        return max;
    }

    private IllegalArgumentException expected(String what) {
        return new IllegalArgumentException("Read the limit '" + text + "' and expected " + what
                + ". Write it as in @limits( \"throttle 10m by array\" ).");
    }
}
