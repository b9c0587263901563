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
 * {@code debounce 30s by host at_most 1h}, {@code collapse 60s by service max 200}, {@code guard 3 of host per 30m},
 * {@code flap state by host changes 5 within 20m hold 30m}. What follows {@code by} is a parameter of the request, as such a rule
 * has no event of its own; what flaps is a value of its events.
 */
final class LimitsText {
    /** What a path of such limits starts with: the parameters of the request. */
    static final String ROOT = "parameters";

    private static final String EVENT = "trigger";

    private static final int MOST_COLLAPSED = 1_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
    /** What may follow each limit, with a value. */
    private static final Map<String, List<String>> OPTIONS = new LinkedHashMap<>();

    static {
        OPTIONS.put("throttle", List.of("by"));
        OPTIONS.put("debounce", List.of("by", "at_most"));
        OPTIONS.put("collapse", List.of("by", "max"));
        OPTIONS.put("guard", List.of("of", "per"));
        OPTIONS.put("flap", List.of("by", "changes", "within", "hold"));
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
        if (!OPTIONS.containsKey(name)) {
            throw new IllegalArgumentException(
                    "Unknown limit '" + name + "' in '@limits'." + Nearest.hint(name, OPTIONS.keySet())
                            + " Allowed are " + String.join(", ", OPTIONS.keySet()) + ".");
        }
        return name;
    }

    private Limits read(String name, Limits before) {
        return switch (name) {
            case "throttle" ->
                new Limits(throttle(), before.debounce(), before.collapse(), before.flap(), before.guard());
            case "debounce" ->
                new Limits(before.throttle(), debounce(), before.collapse(), before.flap(), before.guard());
            case "collapse" ->
                new Limits(before.throttle(), before.debounce(), collapse(), before.flap(), before.guard());
            case "guard" -> new Limits(before.throttle(), before.debounce(), before.collapse(), before.flap(), guard());
            default -> new Limits(before.throttle(), before.debounce(), before.collapse(), flap(), before.guard());
        };
    }

    private Limits.Throttle throttle() {
        int count = count();
        Duration time = time();
        return new Limits.Throttle(time, by(options("throttle").get("by")), count);
    }

    private Limits.Debounce debounce() {
        Duration time = time();
        Map<String, String> options = options("debounce");
        return new Limits.Debounce(time, atMost(options.get("at_most"), time), by(options.get("by")));
    }

    private Limits.Collapse collapse() {
        Duration time = time();
        Map<String, String> options = options("collapse");
        return new Limits.Collapse(time, by(options.get("by")), max(options.get("max")));
    }

    private Limits.Guard guard() {
        int targets = number(words.pollFirst(), "the number of targets");
        Map<String, String> options = options("guard");
        String of = options.get("of");
        if (of == null) {
            throw expected("'of' with the parameter that names the target");
        }
        return new Limits.Guard(targets, path(ROOT, of), time(options.get("per"), "per"));
    }

    private Limits.Flap flap() {
        String of = words.pollFirst();
        if (of == null || OPTIONS.getOrDefault("flap", List.of()).contains(of)) {
            throw expected("the value that flaps, such as flap state by host changes 5 within 20m hold 30m");
        }
        Map<String, String> options = options("flap");
        return new Limits.Flap(
                path(EVENT, of),
                by(options.get("by")),
                number(options.get("changes"), "the number of 'changes'"),
                time(options.get("within"), "within"),
                time(options.get("hold"), "hold"));
    }

    private int number(@Nullable String word, String what) {
        int number = word != null && NUMBER.matcher(word).matches() ? Integer.parseInt(word) : 0;
        if (number < 1) {
            throw expected(what + ", from 1 on" + (word == null ? "" : ", in the place of '" + word + "'"));
        }
        return number;
    }

    private Duration time(@Nullable String word, String option) {
        if (word == null) {
            throw expected("'" + option + "' with a time");
        }
        return time(word);
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

    private Map<String, String> options(String limit) {
        List<String> allowed = OPTIONS.getOrDefault(limit, List.of());
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
        return parameter == null ? null : path(ROOT, parameter);
    }

    private String path(String root, String name) {
        if (!PARAMETER.matcher(name).matches()) {
            throw expected("the name of a " + (root.equals(ROOT) ? "parameter of the request" : "value of the event")
                    + " in the place of '" + name + "'");
        }
        return root + "." + name;
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
