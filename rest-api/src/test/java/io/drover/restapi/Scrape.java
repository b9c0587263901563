package io.drover.restapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus takes from {@code /metrics}, read by the grammar of its text format 0.0.4, with the complaints that
 * {@code promtool check metrics} would have.
 */
final class Scrape {
    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)");
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{" + LABEL + "(?:," + LABEL
            + ")*})? (NaN|[+-]Inf|[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)");
    private static final Pattern UNIT_NOT_BASE = Pattern.compile(
            ".*_(millis|milliseconds|ms|micros|minutes|hours|days|kb|mb|gb|kilobytes|percent)(_total)?");
    private static final Pattern LE = Pattern.compile(",?le=\"([^\"]*)\"");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, String> helps = new HashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    static Scrape of(String text) {
        Scrape scrape = new Scrape();
        if (!text.endsWith("\n")) {
            scrape.problems.add("the last line has no end");
        }
        text.lines().forEach(scrape::line);
        scrape.lint();
        return scrape;
    }

    private void line(String line) {
        Matcher help = HELP.matcher(line);
        Matcher type = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (help.matches()) {
            if (helps.put(help.group(1), help.group(2)) != null) {
                problems.add("a second HELP: " + line);
            }
        } else if (type.matches()) {
            if (types.put(type.group(1), type.group(2)) != null) {
                problems.add("a second TYPE: " + line);
            }
        } else if (sample.matches()) {
            String family = family(sample.group(1));
            if (!family.equals(newest())) {
                problems.add("not behind its TYPE: " + line);
            }
            String series = sample.group(1) + (sample.group(2) == null ? "" : sample.group(2));
            if (samples.put(series, number(sample.group(3))) != null) {
                problems.add("a second time: " + line);
            }
        } else {
            problems.add("not in the grammar: " + line);
        }
    }

    private static double number(String text) {
        return text.endsWith("Inf")
                ? (text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                : Double.parseDouble(text);
    }

    private String newest() {
        String last = "";
        for (String each : types.keySet()) {
            last = each;
        }
        return last;
    }

    private String family(String name) {
        for (String suffix : List.of("_bucket", "_sum", "_count")) {
            if (name.endsWith(suffix)) {
                String base = name.substring(0, name.length() - suffix.length());
                if (Set.of("histogram", "summary").contains(types.getOrDefault(base, ""))) {
                    return base;
                }
            }
        }
        return name;
    }

    private void lint() {
        types.forEach((name, type) -> {
            if (!helps.containsKey(name)) {
                problems.add("no HELP: " + name);
            }
            if (name.endsWith("_total") != type.equals("counter")) {
                problems.add("counters end in _total, and nothing else does: " + name);
            }
            if (UNIT_NOT_BASE.matcher(name).matches()) {
                problems.add("not a base unit: " + name);
            }
            if (type.equals("histogram")) {
                histogram(name);
            }
        });
    }

    private void histogram(String name) {
        Map<String, TreeMap<Double, Double>> buckets = new HashMap<>();
        samples.forEach((series, value) -> {
            Matcher le = LE.matcher(series);
            if (series.startsWith(name + "_bucket{") && le.find()) {
                buckets.computeIfAbsent(le.replaceFirst(""), others -> new TreeMap<>())
                        .put(number(le.group(1)), value);
            }
        });
        if (buckets.isEmpty()) {
            problems.add("no bucket: " + name);
        }
        buckets.forEach((labels, byBound) -> {
            double before = 0;
            for (double count : byBound.values()) {
                if (count < before) {
                    problems.add("buckets do not grow: " + name);
                }
                before = count;
            }
            if (byBound.lastKey() != Double.POSITIVE_INFINITY) {
                problems.add("no bucket up to +Inf: " + name);
            }
            String rest = labels.substring((name + "_bucket").length()).replace("{}", "");
            if (!samples.getOrDefault(name + "_count" + rest, -1.0).equals(before)) {
                problems.add("the count is not that of its last bucket: " + name);
            }
        });
    }

    List<String> problems() {
        return problems;
    }

    Set<String> families() {
        return types.keySet();
    }

    double value(String series) {
        Double value = samples.get(series);
        if (value == null) {
            throw new AssertionError("no " + series + " among " + samples.keySet());
        }
        return value;
    }
}
