package io.drover.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.bench.daemon.Await;
import io.drover.bench.daemon.Daemon;
import io.drover.bench.daemon.DaemonApi;
import io.drover.bench.latency.ExecutionLatency;
import io.drover.bench.load.LoadPlan;
import io.drover.bench.start.StartUp;
import io.drover.bench.stream.StreamDelivery;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Takes all figures that the documentation tells, from the packaged distribution as it would be installed: each on a
 * fresh data folder, with generator and daemon on this one machine.
 */
public final class Figures {
    private static final Duration READY_LIMIT = Duration.ofMinutes(10);
    static final Duration FINISH_LIMIT = Duration.ofMinutes(10);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final int STARTS = 5;
    private static final int LATENCY_WARM_UP = 300;
    private static final int LATENCY_COUNT = 1000;
    private static final int STREAM_CLIENTS = 500;
    private static final int STREAM_RATE = 100;
    private static final Duration STREAM_WARM_UP = Duration.ofSeconds(10);
    private static final double MIB = 1024.0 * 1024;

    private final Arguments arguments;
    private final PrintStream out;
    private final Clock clock = Clock.systemUTC();
    private final Path work;
    private final Path home;
    private double matchedPerSecond;
    private int lines;
    private final AtomicInteger loads = new AtomicInteger();

    private Figures(Arguments arguments, PrintStream out, Path work, Path home) {
        this.arguments = arguments;
        this.out = out;
        this.work = work;
        this.home = home;
    }

    /** The options are those of {@code figures} in {@link Bench#USAGE}. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(0, "figures");
        System.exit(Bench.run(all, Bench.utf8(FileDescriptor.out), Bench.utf8(FileDescriptor.err)));
    }

    static void measure(List<String> given, PrintStream out) throws IOException, InterruptedException {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("distribution", "");
        options.put("work", "bench/target/figures");
        options.put("database", "h2");
        options.put("connections", "256");
        options.put("warm-up", "60");
        options.put("duration", "30");
        options.put("soak-minutes", "10");
        options.put("executions", "1000000");
        options.put("events", "1000000");
        options.put("stored", "10000000");
        options.put("alerts", "100000");
        options.put("only", "start,latency,stream,match,many,none,soak");
        Arguments arguments = Arguments.parse(given, options);
        Path work = arguments.path("work").toAbsolutePath();
        deleteAll(work);
        Path home = unpack(distribution(arguments), Files.createDirectories(work.resolve("home")));
        new Figures(arguments, out, work, home).measureAll();
    }

    private void measureAll() throws IOException {
        Map<String, Figure.Source> sources = new LinkedHashMap<>();
        sources.put("start", this::start);
        sources.put("latency", this::latency);
        sources.put("stream", this::stream);
        sources.put("match", this::match);
        sources.put("many", this::many);
        sources.put("none", this::none);
        sources.put("soak", this::soak);
        ScaleFigures scale = new ScaleFigures(this, arguments, home);
        sources.put("lists", scale::lists);
        sources.put("login", scale::login);
        sources.put("backup", scale::backup);
        sources.put("nodes", scale::nodes);
        WorkflowFigures workflows = new WorkflowFigures(this, home, clock);
        sources.put("workflow-sequence", workflows::sequence);
        sources.put("workflow-parallel", workflows::parallel);
        sources.put("workflow-transitions", workflows::transitions);
        sources.put("workflow-items", workflows::items);
        sources.put("workflow-large", workflows::large);
        sources.put("storm", new StormFigures(this, arguments, home)::storm);
        DurableFigures durable = new DurableFigures(this, arguments, home, clock);
        for (String shape : RuleShape.NAMES) {
            sources.put("durable-" + shape, () -> durable.measure(shape));
        }
        sources.put("backtest", new BacktestFigures(this, arguments, home, clock)::backtest);
        sources.put("why", new WhyFigures(this, arguments, home, clock)::why);
        List<String> only = List.of(arguments.required("only").split(",", -1));
        for (String name : only) {
            if (!sources.containsKey(name)) {
                throw new IllegalArgumentException("--only '" + name + "' is none of " + sources.keySet());
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (Map.Entry<String, Figure.Source> source : sources.entrySet()) {
            if (only.contains(source.getKey())) {
                figures.addAll(measured(source.getKey(), source.getValue()));
            }
        }
        out.println(machine());
        out.println();
        out.print(Figure.table(figures));
        out.println();
        out.println(new ObjectMapper().writeValueAsString(figures));
    }

    private List<Figure> measured(String name, Figure.Source source) {
        out.println("measuring: " + name);
        List<Figure> figures;
        try {
            figures = source.measure();
        } catch (IOException | RuntimeException e) {
            figures = List.of(Figure.unmeasured(name, e));
        }
        // at once, too: a later one may take long, or may not come back
        out.print(Figure.table(figures));
        out.flush();
        return figures;
    }

    private List<Figure> start() throws IOException {
        List<StartUp> starts = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            Path line = line("start");
            try (Database database = database(line)) {
                starts.add(StartUp.measure(home, line.resolve("data"), settings(database, "no-packs")));
            }
        }
        starts.sort(Comparator.comparing(StartUp::firstExecution));
        double median = starts.get(STARTS / 2).firstExecution().toMillis() / 1000.0;
        return List.of(Figure.atMost(
                "cold start on a fresh data folder until the first execution has succeeded, median of " + STARTS,
                4,
                median,
                "s"));
    }

    private List<Figure> latency() throws IOException {
        Path line = line("latency");
        try (Database database = database(line);
                Daemon daemon = Daemon.start(home, line.resolve("data"), settings(database, "no-packs"));
                DaemonApi api = daemon.api()) {
            awaitReady(api);
            return List.of(
                    latency(api, "core.noop", "{}", 5, 25), latency(api, "core.local", "{\"cmd\": \"true\"}", 15, 50));
        }
    }

    private Figure latency(DaemonApi api, String action, String parameters, double median, double p99)
            throws IOException {
        Histogram micros = new ExecutionLatency(api, clock, action, parameters).measure(LATENCY_WARM_UP, LATENCY_COUNT);
        return Figure.latency(
                action + " by POST /v1/executions until its end, otherwise idle",
                micros.getValueAtPercentile(50) / 1000.0,
                micros.getValueAtPercentile(99) / 1000.0,
                median,
                p99);
    }

    private List<Figure> stream() throws IOException {
        Path line = line("stream");
        try (Database database = database(line);
                Daemon daemon = Daemon.start(home, line.resolve("data"), settings(database, "no-packs"));
                DaemonApi api = daemon.api()) {
            awaitReady(api);
            Histogram micros = new StreamDelivery(daemon.awaitListening(), daemon.token(), STREAM_CLIENTS, STREAM_RATE)
                    .measure(STREAM_WARM_UP, arguments.seconds("duration"));
            return List.of(Figure.latency(
                    "announcement by POST /v1/executions until each of " + STREAM_CLIENTS
                            + " clients of the stream has it, at " + STREAM_RATE + " a second",
                    micros.getValueAtPercentile(50) / 1000.0,
                    micros.getValueAtPercentile(99) / 1000.0,
                    100,
                    200));
        }
    }

    private List<Figure> match() throws IOException {
        LoadReport report = load("few", BenchPacks.MATCH, 0, arguments.seconds("duration"));
        requireExecutions(report, report.result().accepted());
        matchedPerSecond = report.eventsPerSecond();
        return List.of(Figure.atLeast(
                "webhook → 1 rule → core.noop, until all executions are finished", 3000, matchedPerSecond, "events/s"));
    }

    private List<Figure> many() throws IOException {
        LoadReport report = load("many", BenchPacks.MATCH, 0, arguments.seconds("duration"));
        requireExecutions(report, report.result().accepted());
        String what = "the same with 1,000 more rules that do not match";
        return matchedPerSecond > 0
                ? List.of(Figure.atLeast(
                        what + " (within 10 %)", 0.9 * matchedPerSecond, report.eventsPerSecond(), "events/s"))
                : List.of(Figure.atLeast(what, 2700, report.eventsPerSecond(), "events/s"));
    }

    private List<Figure> none() throws IOException {
        LoadReport report = load("few", BenchPacks.NONE, 0, arguments.seconds("duration"));
        requireExecutions(report, 0);
        return List.of(
                Figure.atLeast("webhooks that match nothing", 15000, report.eventsPerSecond(), "events/s"),
                Figure.atMost(
                        "growth of the data folder for each of them",
                        1.2,
                        report.bytesPerEvent().orElse(0.0) / 1024,
                        "KiB"));
    }

    private List<Figure> soak() throws IOException {
        if (matchedPerSecond == 0) {
            throw new IOException("half of which rate is only known after 'match'");
        }
        int minutes = arguments.whole("soak-minutes");
        LoadReport report = load("few", BenchPacks.MATCH, matchedPerSecond / 2, Duration.ofMinutes(minutes));
        requireExecutions(report, report.result().accepted());
        LoadReport.Memory memory = report.memory().orElseThrow();
        return List.of(
                Figure.atMost(
                        "resident memory after " + minutes + " min of half that rate",
                        450,
                        memory.resident() / MIB,
                        "MiB"),
                new Figure(
                        "latency of the webhook's answer meanwhile, median / p99",
                        "",
                        report.result().latencies().getValueAtPercentile(50) / 1000.0 + " / "
                                + report.result().latencies().getValueAtPercentile(99) / 1000.0 + " ms",
                        Figure.Verdict.OPEN));
    }

    private LoadReport load(String packs, String path, double rate, Duration duration) throws IOException {
        Path line = line(packs);
        try (Database database = database(line);
                Daemon daemon = Daemon.start(home, line.resolve("data"), settings(database, packs))) {
            URI url = daemon.awaitListening();
            List<Path> folders = new ArrayList<>(database.folders());
            folders.add(daemon.data());
            Target target = new Target(url, daemon.token(), Optional.of(daemon.pid()), folders);
            try (DaemonApi api = daemon.api()) {
                awaitReady(api);
                awaitRules(api, packs);
            }
            LoadPlan plan = plan(target, path, rate, arguments.whole("connections"), duration);
            LoadReport report = new LoadRun(target, FINISH_LIMIT).measure(plan, arguments.seconds("warm-up"));
            out.println(new ObjectMapper().writeValueAsString(report.fields()));
            if (report.result().failed() > 0) {
                throw new IOException(report.result().failed() + " events failed, the first with "
                        + report.result().firstFailure());
            }
            return report;
        }
    }

    /** {@return a load of events whose ids no other load has} */
    LoadPlan plan(Target target, String path, double rate, int connections, Duration duration) {
        return new LoadPlan(
                target.url(),
                target.token(),
                path,
                Bench.event(),
                Long.toString(clock.millis(), Character.MAX_RADIX) + "-" + loads.incrementAndGet() + "-",
                rate,
                connections,
                duration);
    }

    private static void requireExecutions(LoadReport report, long expected) throws IOException {
        if (report.executions() != expected) {
            throw new IOException(report.result().accepted() + " accepted events led to " + report.executions()
                    + " executions, not to " + expected);
        }
    }

    static void awaitReady(DaemonApi api) throws IOException {
        Await.until("readiness", READY_LIMIT, INTERVAL, () -> api.get("/readyz").isSuccess());
    }

    static void awaitRules(DaemonApi api, String packs) throws IOException {
        Await.until(
                "the registration of the rules",
                READY_LIMIT,
                INTERVAL,
                () -> api.count("/v1/rules?pack=bench") == 2
                        && (packs.equals("few") || api.count("/v1/rules?pack=bench_many") == BenchPacks.MANY));
    }

    /** {@return for how long the same is done before anything is counted} */
    Duration warmUp() {
        return arguments.seconds("warm-up");
    }

    Path line(String name) throws IOException {
        lines++;
        return Files.createDirectories(work.resolve(lines + "-" + name));
    }

    Database database(Path line) throws IOException {
        return Database.fresh(arguments.required("database"), line);
    }

    Map<String, String> settings(Database database, String packs) throws IOException {
        Path folder = work.resolve("packs-" + packs);
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            write(packs, folder);
        }
        Map<String, String> settings = new HashMap<>(database.settings());
        settings.put("DROVER_PACKS_DIR", home.resolve("packs") + ":" + folder);
        return settings;
    }

    private static void write(String packs, Path folder) throws IOException {
        if (packs.equals("workflows")) {
            BenchWorkflows.write(folder);
        } else if (!packs.equals("no-packs")) {
            BenchPacks.few(folder);
        }
        if (packs.equals("many")) {
            BenchPacks.many(folder);
        }
    }

    private String machine() {
        Runtime machine = Runtime.getRuntime();
        return "Database " + arguments.required("database") + "; " + machine.availableProcessors()
                + " processors, shared by daemon and generator; Java " + Runtime.version() + "; "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + "; "
                + clock.instant().toString().substring(0, 10);
    }

    private static Path distribution(Arguments arguments) throws IOException {
        if (arguments.text("distribution").isPresent()) {
            return arguments.path("distribution");
        }
        Path target = Path.of("distribution/target");
        if (Files.isDirectory(target)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(target, "drover-*.tar.gz")) {
                for (Path archive : found) {
                    return archive;
                }
            }
        }
        throw new IOException(
                "there is no distribution/target/drover-*.tar.gz; build it first, or tell --distribution");
    }

    private static Path unpack(Path archive, Path into) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder(
                        "tar", "-xzf", archive.toString(), "-C", into.toString(), "--strip-components=1")
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException(archive + " could not be unpacked");
        }
        return into;
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
