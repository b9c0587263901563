package io.drover.bench;

import io.drover.bench.daemon.Await;
import io.drover.bench.daemon.Daemon;
import io.drover.bench.daemon.DaemonApi;
import io.drover.engine.correlate.Correlation;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import io.drover.model.store.Store;
import io.drover.model.trigger.TriggerInstance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rules over several events that follow stored events, with their cursor and all that they collect stored: what a daemon does
 * that comes back after it was away, and how soon it knows again what it had collected.
 */
final class DurableFigures {
    private static final String BEHIND = "drover_rules_events_behind";
    private static final String HELD = "drover_rules_events_held";
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final double COUNTED = 0.8;
    private static final double NANOS = 1e9;
    /** So long the same is loaded again and again: the first times are the compiler's. */
    private static final Duration LOADING = Duration.ofSeconds(10);

    private static final int PAGE = 1_000;

    private final Figures figures;
    private final Arguments arguments;
    private final Path home;
    private final Clock clock;

    DurableFigures(Figures figures, Arguments arguments, Path home, Clock clock) {
        this.figures = figures;
        this.arguments = arguments;
        this.home = home;
        this.clock = clock;
    }

    /** By the name of a shape, with few and with many live events. */
    List<Figure> measure(String name) throws IOException {
        List<Figure> measured = new ArrayList<>();
        for (RuleShape shape : RuleShape.named(name)) {
            measured.addAll(durable(shape));
        }
        return measured;
    }

    private List<Figure> durable(RuleShape shape) throws IOException {
        try (StoredLine line =
                new StoredLine(figures, home, "durable-" + shape.name(), pack -> BenchRules.write(pack, shape))) {
            line.register(1);
            long events = shape.before() + arguments.whole("events");
            line.fill(clock.instant(), events, shape.events());
            List<Figure> measured = new ArrayList<>();
            try (Daemon daemon = line.start();
                    DaemonApi api = daemon.api()) {
                double perSecond = perSecond(api, events);
                measured.add(Figure.atLeast(
                        String.format(
                                Locale.ROOT,
                                "%s, durable, events already stored, %,.0f live",
                                shape.what(),
                                api.metric(HELD)),
                        10_000,
                        perSecond,
                        "events/s"));
            }
            try (Store store = line.open()) {
                measured.addAll(restored(store, shape.what(), line.rules()));
            }
            return measured;
        }
    }

    /** The first fifth is left out, in which the daemon starts and its code is compiled. */
    private static double perSecond(DaemonApi api, long events) throws IOException {
        double[] begun = new double[1];
        Await.until("the first fifth of the events", LIMIT, INTERVAL, () -> {
            begun[0] = api.metric(BEHIND);
            return begun[0] > 0 && begun[0] <= COUNTED * events;
        });
        long from = System.nanoTime();
        Await.until("the last event", LIMIT, INTERVAL, () -> api.metric(BEHIND) == 0);
        return begun[0] / ((System.nanoTime() - from) / NANOS);
    }

    /** Loads what the rule had collected as the daemon does at its start. */
    private static List<Figure> restored(Store store, String what, List<Rule> rules) {
        List<Long> took = new ArrayList<>();
        long live = 0;
        for (long end = System.nanoTime() + LOADING.toNanos(); took.size() < 2 || System.nanoTime() < end; ) {
            try (Correlation correlation = RuleFigures.correlation(rules)) {
                long begun = System.nanoTime();
                restore(store, correlation, rules);
                took.add(System.nanoTime() - begun);
                live = correlation.live();
            }
        }
        List<Long> warm =
                took.subList(took.size() / 2, took.size()).stream().sorted().toList();
        return List.of(
                Figure.atLeast(
                        String.format(
                                Locale.ROOT,
                                "%s, %,d live events taken up at start, the median of the last %d times",
                                what,
                                live,
                                warm.size()),
                        100_000,
                        live / (warm.get(warm.size() / 2) / NANOS),
                        "events/s"),
                Figure.open("the same, the first time", live / (took.get(0) / NANOS), "events/s"));
    }

    private static void restore(Store store, Correlation correlation, List<Rule> rules) {
        Long unused = store.read(transaction -> {
            List<RuleState> states = new ArrayList<>();
            for (Rule rule : rules) {
                List<RuleState> page = transaction.ruleStates().next(rule.ref(), null, PAGE);
                while (!page.isEmpty()) {
                    states.addAll(page);
                    page = transaction
                            .ruleStates()
                            .next(rule.ref(), page.get(page.size() - 1).name(), PAGE);
                }
            }
            Set<String> ids = new HashSet<>();
            states.forEach(state -> ids.addAll(Correlation.events(state)));
            Map<String, TriggerInstance> events = transaction.triggerInstances().findAll(ids).stream()
                    .collect(Collectors.toMap(TriggerInstance::id, event -> event));
            correlation.restore(
                    states,
                    events,
                    transaction.programs().cursor("rules/bench").orElseThrow().clock());
            return correlation.live();
        });
    }
}
