package io.drover.bench;

import io.drover.bench.daemon.Await;
import io.drover.bench.daemon.Daemon;
import io.drover.bench.daemon.DaemonApi;
import io.drover.bench.latency.ExecutionLatency;
import io.drover.bench.latency.Wave;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The figures of workflows. */
final class WorkflowFigures {
    private static final int WARM_UP = 100;
    private static final int COUNT = 300;
    private static final int LARGE_WARM_UP = 30;
    private static final int LARGE_COUNT = 11;
    private static final int SMALL_RESULT = 8;
    private static final int LARGE_RESULT = 8 * 1024 * 1024;
    private static final int RUNS = 100;
    private static final int WAVES = 3;
    private static final int FEW_ITEMS = 1000;
    private static final int MANY_ITEMS = 10_000;
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"}";
    private static final double MIB = 1024.0 * 1024;
    private static final Duration REGISTERED = Duration.ofMinutes(2);
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Figures figures;
    private final Path home;
    private final Clock clock;

    WorkflowFigures(Figures figures, Path home, Clock clock) {
        this.figures = figures;
        this.home = home;
        this.clock = clock;
    }

    /** What is measured of a daemon that has the workflows. */
    private interface Work {
        List<Figure> measure(Daemon daemon, DaemonApi api) throws IOException;
    }

    private List<Figure> with(String name, Work work) throws IOException {
        Path line = figures.line(name);
        try (Database database = figures.database(line);
                Daemon daemon = Daemon.start(home, line.resolve("data"), figures.settings(database, "workflows"));
                DaemonApi api = daemon.api()) {
            Figures.awaitReady(api);
            Await.until(
                    "the registration of the workflows",
                    REGISTERED,
                    INTERVAL,
                    () -> api.get("/v1/actions/" + BenchWorkflows.LARGE).isSuccess());
            return work.measure(daemon, api);
        }
    }

    List<Figure> sequence() throws IOException {
        return with(
                "workflow-sequence",
                (daemon, api) -> List.of(Figure.atMost(
                        "workflow of 10 core.noop one after the other, one run, median",
                        50,
                        median(api, BenchWorkflows.SEQUENCE, "{}", WARM_UP, COUNT),
                        "ms")));
    }

    List<Figure> parallel() throws IOException {
        return with(
                "workflow-parallel",
                (daemon, api) -> List.of(Figure.atMost(
                        "workflow of 10 core.noop at once and a join, one run, median",
                        40,
                        median(api, BenchWorkflows.PARALLEL, "{}", WARM_UP, COUNT),
                        "ms")));
    }

    List<Figure> transitions() throws IOException {
        return with(
                "workflow-transitions",
                (daemon, api) -> List.of(Figure.atLeast(
                        "task transitions, " + RUNS + " runs of " + BenchWorkflows.LENGTH + " core.noop at once",
                        3000,
                        transitionsPerSecond(new Wave(daemon::api, clock, Figures.FINISH_LIMIT)),
                        "tasks/s")));
    }

    private double transitionsPerSecond(Wave wave) throws IOException {
        Duration warm = Duration.ZERO;
        while (warm.compareTo(figures.warmUp()) < 0) {
            warm = warm.plus(wave.measure(RUNS, BenchWorkflows.LONG, "{}"));
        }
        Duration took = Duration.ZERO;
        for (int i = 0; i < WAVES; i++) {
            took = took.plus(wave.measure(RUNS, BenchWorkflows.LONG, "{}"));
        }
        return (double) WAVES * RUNS * BenchWorkflows.LENGTH / (took.toMillis() / 1000.0);
    }

    List<Figure> items() throws IOException {
        return with("workflow-items", (daemon, api) -> {
            Wave wave = new Wave(daemon::api, clock, Figures.FINISH_LIMIT);
            Duration unused = wave.measure(1, BenchWorkflows.ITEMS, count(FEW_ITEMS));
            double before = heap(daemon, api);
            Duration took = wave.measure(1, BenchWorkflows.ITEMS, count(MANY_ITEMS));
            double after = heap(daemon, api);
            return List.of(
                    Figure.atMost(
                            "with-items over " + MANY_ITEMS + " items, 50 core.noop at once",
                            10,
                            took.toMillis() / 1000.0,
                            "s"),
                    Figure.atMost("what the heap has grown by after it, garbage collected", 16, after - before, "MiB"));
        });
    }

    private static String count(int items) {
        return "{\"count\": " + items + "}";
    }

    private static double heap(Daemon daemon, DaemonApi api) throws IOException {
        daemon.collectGarbage();
        return api.metric(HEAP) / MIB;
    }

    List<Figure> large() throws IOException {
        return with("workflow-large", (daemon, api) -> {
            try (LongTexts texts = LongTexts.start()) {
                double small = median(api, BenchWorkflows.LARGE, url(texts, SMALL_RESULT), LARGE_WARM_UP, LARGE_COUNT);
                double large = median(api, BenchWorkflows.LARGE, url(texts, LARGE_RESULT), LARGE_WARM_UP, LARGE_COUNT);
                return List.of(Figure.atMost(
                        "what a result of 8 MB adds that " + BenchWorkflows.READERS + " tasks at once read, median of "
                                + LARGE_COUNT,
                        500,
                        large - small,
                        "ms"));
            }
        });
    }

    private static String url(LongTexts texts, int length) {
        return "{\"url\": \"" + texts.url(length) + "\"}";
    }

    private double median(DaemonApi api, String action, String parameters, int warmUp, int count) throws IOException {
        Histogram micros = new ExecutionLatency(api, clock, action, parameters).measure(warmUp, count);
        return micros.getValueAtPercentile(50) / 1000.0;
    }
}
