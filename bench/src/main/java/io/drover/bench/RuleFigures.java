package io.drover.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.correlate.Correlation;
import io.drover.engine.correlate.Holdings;
import io.drover.engine.correlate.Silencing;
import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.MatchedRule;
import io.drover.model.rule.Rule;
import io.drover.model.store.TriggerInstances;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The figures of rules over several events, without a daemon: what they have collected is in memory, nothing is stored. Events are
 * made beforehand, and taken in batches as the daemon takes them; counted is the processor time of the one thread.
 */
final class RuleFigures {
    private static final Duration LATENESS = Duration.ofSeconds(10);
    private static final int BATCH = 64;
    private static final int RULES = 1_000;
    private static final int RELEVANT = 100;
    /** As the daemon lets time pass. */
    private static final int AT_ONCE = 1_000;

    private static final double NANOS = 1e9;

    private final PrintStream out;
    private final int events;
    private final int warmUp;
    private final int live;
    private final int manyRules;
    private final Path work;

    private RuleFigures(PrintStream out, Arguments arguments) {
        this.out = out;
        this.events = arguments.whole("events");
        this.warmUp = arguments.whole("warm-up");
        this.live = arguments.whole("live");
        this.manyRules = arguments.whole("rules");
        this.work = arguments.path("work");
    }

    /** The options are those of {@code rules} in {@link Bench#USAGE}. */
    static void measure(List<String> given, PrintStream out) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("events", "1000000");
        options.put("warm-up", "300000");
        options.put("live", "1000000");
        options.put("rules", "10000");
        options.put("work", "bench/target/rules");
        options.put("only", "filter,count,average,sequence,absence,many,memory,add,load");
        Arguments arguments = Arguments.parse(given, options);
        new RuleFigures(out, arguments)
                .measure(List.of(arguments.required("only").split(",", -1)));
    }

    private void measure(List<String> only) throws IOException {
        Map<String, Figure.Source> sources = new LinkedHashMap<>();
        sources.put("filter", this::filter);
        for (String shape : RuleShape.NAMES) {
            sources.put(shape, () -> shapes(shape));
        }
        sources.put("many", this::many);
        sources.put("memory", this::memory);
        sources.put("add", this::add);
        sources.put("load", this::load);
        for (String name : only) {
            if (!sources.containsKey(name)) {
                throw new IllegalArgumentException("--only '" + name + "' is none of " + sources.keySet());
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (Map.Entry<String, Figure.Source> source : sources.entrySet()) {
            if (only.contains(source.getKey())) {
                out.println("measuring: " + source.getKey());
                figures.addAll(source.getValue().measure());
            }
        }
        out.println();
        out.print(Figure.table(figures));
        out.println();
        out.println(new ObjectMapper().writeValueAsString(figures));
    }

    /** {@return rules that are run in this process, what they collect in memory} */
    static Correlation correlation(List<Rule> rules) {
        Correlation correlation = new Correlation(
                new DroolsRuleMatcher(failure -> {
                    throw new IllegalStateException("The matcher failed", failure);
                }),
                new JinjaLanguage(),
                Silencing.NONE,
                LATENESS,
                new Holdings(Long.MAX_VALUE),
                BenchRules.START);
        rules.forEach(rule -> {
            boolean unused = correlation.put(rule, 1);
        });
        return correlation;
    }

    private List<Figure> filter() {
        return List.of(figure(
                "filter, 10 % match",
                200_000,
                902,
                List.of(BenchRules.filter("a")),
                0,
                number -> BenchRules.event(
                        number, number % 10 == 0 ? "a" : "b", "h" + number % RuleShape.KEYS, number % 100)));
    }

    /** The figures of a shape by few and by many live events. */
    private List<Figure> shapes(String name) {
        return RuleShape.named(name).stream()
                .map(shape -> figure(
                        shape.what(),
                        shape.target(),
                        shape.raw(),
                        List.of(shape.rule()),
                        shape.before(),
                        shape.events()))
                .toList();
    }

    private List<Figure> many() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            rules.add(BenchRules.sequence("rule_" + i, "a" + i, "b" + i, Duration.ofSeconds(100)));
        }
        return List.of(figure(
                "1,000 rules A→B, 1 % of events relevant",
                50_000,
                1_157,
                rules,
                0,
                number -> BenchRules.event(
                        number,
                        number % RELEVANT == 0
                                ? (number / RELEVANT % 2 == 0 ? "a" : "b") + number / RELEVANT / 2 % RULES
                                : "x",
                        "h",
                        1)));
    }

    /**
     * Measures events per second of processor time.
     *
     * @param raw thousands of events a second that bare Drools makes of the like (drools.md, C and D); null where it was not measured
     * @param before how many events come before the first that counts, besides the warm-up
     */
    private Figure figure(
            String what,
            double target,
            @Nullable Integer raw,
            List<Rule> rules,
            long before,
            LongFunction<TriggerInstances.Entry> made) {
        try (Correlation correlation = correlation(rules)) {
            long first = warmUp + before;
            long unused = take(correlation, 0, first, made);
            long nanos = take(correlation, first, first + events, made);
            double perSecond = events / (nanos / NANOS);
            String beside = raw == null
                    ? ""
                    : String.format(Locale.ROOT, "; %.2f × raw Drools (%,d k/s)", perSecond / (raw * 1_000.0), raw);
            return Figure.atLeast(
                    String.format(Locale.ROOT, "%s, %,d live%s", what, correlation.live(), beside),
                    target,
                    perSecond,
                    "events/s");
        }
    }

    /** {@return the processor time that it took to take events, without that to make them} */
    private static long take(Correlation correlation, long from, long to, LongFunction<TriggerInstances.Entry> made) {
        long nanos = 0;
        List<TriggerInstances.Entry> batch = new ArrayList<>(BATCH);
        for (long number = from; number < to; number++) {
            batch.add(made.apply(number));
            if (batch.size() == BATCH || number == to - 1) {
                long began = cpu();
                correlation.take(batch);
                int unusedFound = correlation.found().size();
                nanos += cpu() - began;
                // what would be stored is another figure
                int unusedChanged = correlation.changes().put().size();
                batch.clear();
            }
        }
        return nanos;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Events that all wait for a second one, and what it takes to let them go. */
    private List<Figure> memory() {
        Duration within = Duration.ofMillis(live);
        long empty = used();
        try (Correlation correlation = correlation(List.of(BenchRules.sequence("sequence", "a", "b", within)))) {
            long unused = take(correlation, 0, live, number -> BenchRules.event(number, "a", "h" + number, 1));
            long held = correlation.live();
            double bytes = (double) (used() - empty) / held;
            Instant end = BenchRules.START.plus(within).plus(LATENESS);
            long longest = 0;
            // room is made a little later than events are over
            for (long step = 0; correlation.live() > 0 && step <= 2L * live; step += RELEVANT) {
                longest = Math.max(longest, tick(correlation, end.plusMillis(step)));
            }
            long left = correlation.live();
            return List.of(
                    Figure.atMost(
                            String.format(Locale.ROOT, "%,d live events of A→B with their payloads, each", held),
                            1_500,
                            bytes,
                            "bytes"),
                    Figure.atMost(
                            String.format(
                                    Locale.ROOT,
                                    "longest tick while they leave, 100 ms after the other (%,d stay)",
                                    left),
                            200,
                            longest / 1e6,
                            "ms"),
                    pause(within));
        }
    }

    /** Events that all leave at once, while those of another rule come: the longest that one of these waits, or that time takes. */
    private Figure pause(Duration within) {
        try (Correlation correlation = correlation(List.of(
                BenchRules.sequence("sequence", "a", "b", within),
                BenchRules.sequence("other", "c", "d", Duration.ofSeconds(1))))) {
            long unused = take(correlation, 0, live, number -> BenchRules.event(number, "a", "h" + number, 1));
            long held = correlation.live();
            long number = live + within.plus(LATENESS).toMillis() + within.toMillis();
            long longest = 0;
            for (int step = 0; correlation.live() > 2; step++) {
                TriggerInstances.Entry other = BenchRules.event(number + step, step % 2 == 0 ? "c" : "d", "h", 1);
                long began = System.nanoTime();
                correlation.take(List.of(other));
                longest = Math.max(longest, System.nanoTime() - began);
                longest = Math.max(longest, stride(correlation));
            }
            return Figure.atMost(
                    String.format(Locale.ROOT, "longest pause for another rule's event while %,d leave at once", held),
                    200,
                    longest / 1e6,
                    "ms");
        }
    }

    private static long stride(Correlation correlation) {
        long began = System.nanoTime();
        boolean unusedDone = correlation.tick(correlation.clock(), AT_ONCE);
        int unusedFound = correlation.found().size();
        int unusedChanged = correlation.changes().put().size();
        return System.nanoTime() - began;
    }

    private static long tick(Correlation correlation, Instant at) {
        long began = System.nanoTime();
        correlation.tick(at);
        int unusedFound = correlation.found().size();
        int unusedChanged = correlation.changes().put().size();
        return System.nanoTime() - began;
    }

    /** {@return how many bytes are in use after everything that can be is collected} */
    private static long used() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }

    private List<Figure> add() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < manyRules; i++) {
            rules.add(BenchRules.sequence("rule_" + i, "a" + i, "b" + i, Duration.ofSeconds(100)));
        }
        LongFunction<TriggerInstances.Entry> made =
                number -> BenchRules.event(number, "a" + number % manyRules, "h" + number % RuleShape.KEYS, 1);
        try (Correlation correlation = correlation(rules)) {
            long unused = take(correlation, 0, warmUp, made);
            long longest = 0;
            for (int i = 0; i < RELEVANT; i++) {
                long began = System.nanoTime();
                boolean dropped =
                        correlation.put(BenchRules.sequence("more_" + i, "c" + i, "d" + i, Duration.ofSeconds(100)), 1);
                // the first events after it may find out what was put off
                correlation.take(List.of(made.apply(warmUp + (long) i)));
                longest = Math.max(longest, System.nanoTime() - began);
                if (dropped) {
                    throw new IllegalStateException("a new rule dropped something");
                }
            }
            return List.of(Figure.atMost(
                    String.format(
                            Locale.ROOT,
                            "add one rule to %,d and take an event, the longest of %d",
                            manyRules,
                            RELEVANT),
                    50,
                    longest / 1e6,
                    "ms"));
        }
    }

    private List<Figure> load() throws IOException {
        Path pack = work.resolve("bench_rules_" + manyRules);
        if (!Files.exists(pack)) {
            BenchRules.write(pack, manyRules);
        }
        long began = System.nanoTime();
        List<Rule> rules = BenchRules.read(pack);
        JinjaLanguage language = new JinjaLanguage();
        try (DroolsRuleMatcher matcher = new DroolsRuleMatcher(failure -> {
            throw new IllegalStateException("The matcher failed", failure);
        })) {
            matcher.reset(rules.stream()
                    .map(rule -> MatchedRule.of(rule, 1, language))
                    .toList());
        }
        double seconds = (System.nanoTime() - began) / NANOS;
        return List.of(Figure.atMost(
                String.format(Locale.ROOT, "%,d rules read from YAML and made ready", rules.size()), 5, seconds, "s"));
    }
}
