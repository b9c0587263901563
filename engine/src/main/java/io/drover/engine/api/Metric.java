package io.drover.engine.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Numbers of one name, as Prometheus collects them. Its rules of naming hold here: base units, {@code _total} for what only
 * grows, a sentence that says what is measured.
 *
 * @param help one line
 */
public record Metric(String name, Type type, String help, List<Sample> samples) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_]*");

    /** What the numbers are. */
    public enum Type {
        /** What only grows while the daemon lives. */
        COUNTER,
        /** What goes up and down. */
        GAUGE,
        /** How often and how long, as {@code _count} and {@code _sum}. */
        SUMMARY,
        /** How often and how long, with {@code _bucket}s that count what was at most so long. */
        HISTOGRAM
    }

    /**
     * One number.
     *
     * @param suffix what stands behind the name, such as {@code _sum}; mostly nothing
     * @param labels of few different values each: never an id
     */
    public record Sample(String suffix, Map<String, String> labels, double value) {
        public Sample {
            labels = Map.copyOf(labels);
        }
    }

    public Metric {
        samples = List.copyOf(samples);
        boolean named = NAME.matcher(name).matches() && name.endsWith("_total") == (type == Type.COUNTER);
        boolean labelled = samples.stream()
                .flatMap(sample -> sample.labels().keySet().stream())
                .allMatch(label -> LABEL.matcher(label).matches());
        if (!named || !labelled || help.isBlank() || help.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(
                    "Expected a metric by Prometheus' rules of naming, but found " + type + " '" + name + "': " + help);
        }
    }

    public static Metric counter(String name, String help, long count) {
        return counter(name, help, (double) count);
    }

    public static Metric counter(String name, String help, double value) {
        return new Metric(name, Type.COUNTER, help, List.of(new Sample("", Map.of(), value)));
    }

    public static Metric gauge(String name, String help, double value) {
        return new Metric(name, Type.GAUGE, help, List.of(new Sample("", Map.of(), value)));
    }

    /** {@return numbers that one label tells apart} */
    public static Metric by(String label, String name, Type type, String help, Map<String, ? extends Number> values) {
        return new Metric(
                name,
                type,
                help,
                new TreeMap<>(values)
                        .entrySet().stream()
                                .map(each -> new Sample(
                                        "",
                                        Map.of(label, each.getKey()),
                                        each.getValue().doubleValue()))
                                .toList());
    }
}
