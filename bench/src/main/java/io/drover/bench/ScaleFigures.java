package io.drover.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.bench.daemon.Daemon;
import io.drover.bench.daemon.DaemonApi;
import io.drover.bench.load.Load;
import io.drover.bench.load.LoadPlan;
import io.drover.bench.load.LoadResult;
import io.drover.bench.load.LoginStorm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.HdrHistogram.Histogram;

/** The figures of a big store, of many people, and of two nodes. */
final class ScaleFigures {
    private static final Duration SLICE = Duration.ofSeconds(30);
    private static final int ASKED_BEFORE = 20;
    private static final int ASKED = 300;
    private static final int PEOPLE = 100;
    private static final int WAVES = 10;
    private static final double RATE_DURING_BACKUP = 100;
    private static final Duration LONGEST_BACKUP = Duration.ofMinutes(4);
    private static final List<String> LISTS = List.of(
            "limit=100",
            "limit=100&status=succeeded",
            "limit=100&status=failed",
            "limit=100&action=core.noop",
            "limit=100&action=core.noop&status=succeeded",
            "limit=100&offset=1000",
            "limit=100&offset=100000");

    private final Figures figures;
    private final Arguments arguments;
    private final Path home;

    ScaleFigures(Figures figures, Arguments arguments, Path home) {
        this.figures = figures;
        this.arguments = arguments;
        this.home = home;
    }

    /** Lists of executions over many that are stored. */
    List<Figure> lists() throws IOException {
        Path line = figures.line("lists");
        try (Database database = figures.database(line);
                Daemon daemon = Daemon.start(home, line.resolve("data"), figures.settings(database, "few"))) {
            long stored = fill(target(daemon, database));
            List<Figure> measured = new ArrayList<>();
            try (DaemonApi api = daemon.api()) {
                for (String list : LISTS) {
                    Histogram micros = times(api, "/v1/executions?" + list);
                    measured.add(Figure.latency(
                            "GET /v1/executions?" + list + " over " + stored + " stored",
                            micros.getValueAtPercentile(50) / 1000.0,
                            micros.getValueAtPercentile(99) / 1000.0,
                            50,
                            50));
                }
            }
            return measured;
        }
    }

    private static Histogram times(DaemonApi api, String path) throws IOException {
        Histogram micros = new Histogram(3);
        for (int i = 0; i < ASKED_BEFORE + ASKED; i++) {
            long sent = System.nanoTime();
            JsonNode unused = api.read("GET " + path, api.get(path));
            if (i >= ASKED_BEFORE) {
                micros.recordValue((System.nanoTime() - sent) / 1000);
            }
        }
        return micros;
    }

    /** Has as many executions stored as are asked for, all of them finished. {@return how many there are} */
    private long fill(Target target) throws IOException {
        ready(target);
        long stored = 0;
        while (stored < arguments.whole("executions")) {
            LoadResult unused =
                    Load.run(figures.plan(target, BenchPacks.MATCH, 0, arguments.whole("connections"), SLICE));
            try (DaemonApi api = target.api()) {
                api.awaitAllFinished(Figures.FINISH_LIMIT);
                stored = api.count("/v1/executions");
            }
        }
        return stored;
    }

    private static void ready(Target target) throws IOException {
        try (DaemonApi api = target.api()) {
            Figures.awaitReady(api);
            Figures.awaitRules(api, "few");
        }
    }

    private static Target target(Daemon daemon, Database database) throws IOException {
        List<Path> folders = new ArrayList<>(database.folders());
        folders.add(daemon.data());
        return new Target(daemon.awaitListening(), daemon.token(), Optional.of(daemon.pid()), folders);
    }

    /** Many people who log in at once. */
    List<Figure> login() throws IOException {
        Path line = figures.line("login");
        try (Database database = figures.database(line);
                Daemon daemon = Daemon.start(home, line.resolve("data"), figures.settings(database, "no-packs"));
                DaemonApi api = daemon.api()) {
            Figures.awaitReady(api);
            LoginStorm storm = new LoginStorm(daemon.awaitListening(), api, PEOPLE);
            Histogram micros = storm.measure(WAVES);
            return List.of(Figure.latency(
                    "GET /v1/rules?limit=10 while " + PEOPLE + " log in at once, " + WAVES + " times (" + storm.letIn()
                            + " let in, " + storm.turnedAway() + " told to come again)",
                    micros.getValueAtPercentile(50) / 1000.0,
                    micros.getValueAtPercentile(99) / 1000.0,
                    500,
                    500));
        }
    }

    /** A backup while events come in. */
    List<Figure> backup() throws IOException {
        Path line = figures.line("backup");
        try (Database database = figures.database(line);
                Daemon daemon = Daemon.start(home, line.resolve("data"), figures.settings(database, "few"))) {
            Target target = target(daemon, database);
            long stored = fill(target);
            LoadPlan beside = figures.plan(target, BenchPacks.MATCH, RATE_DURING_BACKUP, PEOPLE, LONGEST_BACKUP);
            CompletableFuture<LoadResult> load = CompletableFuture.supplyAsync(() -> run(beside));
            Duration took = daemon.command("backup", line.resolve("copy").toString());
            LoadResult result = load.join();
            if (result.failed() > 0) {
                throw new IOException(
                        result.failed() + " events failed meanwhile, the first with " + result.firstFailure());
            }
            return List.of(Figure.atMost(
                    "droverd backup of " + stored + " executions while " + RATE_DURING_BACKUP + " events a second come",
                    120,
                    took.toMillis() / 1000.0,
                    "s"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the backup was interrupted", e);
        }
    }

    private static LoadResult run(LoadPlan plan) {
        try {
            return Load.run(plan);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two nodes on one PostgreSQL, and one. */
    List<Figure> nodes() throws IOException {
        if (!arguments.required("database").equals("postgres")) {
            throw new IOException("two nodes need --database postgres");
        }
        double one = perSecond(List.of("one"));
        double two = perSecond(List.of("one", "two"));
        return List.of(
                Figure.atLeast("webhook → 1 rule → core.noop, one node on PostgreSQL", 3000, one, "events/s"),
                Figure.atLeast("the same by two nodes on the same processors, as a part of that", 0.8, two / one, ""));
    }

    private double perSecond(List<String> names) throws IOException {
        Path line = figures.line("nodes");
        try (Database database = figures.database(line)) {
            return perSecond(names, line, database);
        }
    }

    private double perSecond(List<String> names, Path line, Database database) throws IOException {
        List<Daemon> daemons = new ArrayList<>();
        try {
            for (String name : names) {
                Map<String, String> settings = new HashMap<>(figures.settings(database, "few"));
                settings.put("DROVER_NODE_NAME", name);
                Daemon daemon = Daemon.start(home, line.resolve("data-" + name), settings);
                daemons.add(daemon);
                // one after the other: they bring the tables up to date
                ready(target(daemon, database));
            }
            List<CompletableFuture<LoadReport>> loads = new ArrayList<>();
            for (Daemon daemon : daemons) {
                Target target = target(daemon, database);
                loads.add(CompletableFuture.supplyAsync(() -> report(target, names.size())));
            }
            double perSecond = 0;
            for (CompletableFuture<LoadReport> load : loads) {
                perSecond += load.join().eventsPerSecond();
            }
            return perSecond;
        } catch (CompletionException e) {
            throw new IOException("the load broke off", e.getCause());
        } finally {
            for (Daemon daemon : daemons) {
                daemon.close();
            }
        }
    }

    private LoadReport report(Target target, int nodes) {
        try {
            return new LoadRun(target, Figures.FINISH_LIMIT)
                    .measure(
                            figures.plan(
                                    target,
                                    BenchPacks.MATCH,
                                    0,
                                    arguments.whole("connections") / nodes,
                                    arguments.seconds("duration")),
                            arguments.seconds("warm-up"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
