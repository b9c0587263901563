package io.drover.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.bench.daemon.DaemonApi;
import io.drover.bench.latency.ExecutionLatency;
import io.drover.bench.load.LoadPlan;
import io.drover.bench.start.StartUp;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.Main;

/** The programs that measure, each by its name. */
public final class Bench {
    static final String USAGE = """
            usage: bench COMMAND [--OPTION VALUE]...

            load      posts events to a webhook and waits for the end of all executions
              --data-dir DIR        the daemon's data folder, which tells its address, token and process
              --url URL             its address, where there is no data folder to ask
              --token-file FILE     its token, likewise
              --path PATH           where to post (/v1/webhooks/bench/match)
              --body JSON           what to post; {{id}} becomes an id that no other event has
              --rate R              events per second, or max for as many as the connections carry (max)
              --connections N       how many posts may be under way at once (16)
              --warm-up S           seconds of the same load before anything is counted (10)
              --duration S          seconds (30)
              --finish-limit S      seconds that executions may take to end after the last event (600)
              --executions-per-event N  fail if there are not so many (not checked)

            latency   requests executions one after the other and takes the time to each one's end
              --data-dir, --url, --token-file as above
              --action REF          what to execute (core.noop)
              --parameters JSON     with which parameters ({})
              --warm-up N           executions that are not counted (200)
              --count N             executions that are (1000)

            start     starts the daemon on a fresh data folder
              --home DIR            the unpacked distribution
              --work DIR            where data folders are made
              --runs N              how often (5)

            figures   measures all that docs/performance.md tells and prints its table
              --distribution FILE   the archive (distribution/target/drover-*.tar.gz)
              --work DIR            where to unpack and run it (bench/target/figures)
              --database NAME       h2 or postgres, for which a server is started (h2)
              --connections N       (256)
              --warm-up S           (60)
              --duration S          (30)
              --soak-minutes M      how long the half-rate load lasts (10)
              --executions N        how many are stored for lists and backup (1000000)
              --events N            how many stored events rules over several events follow and back-tests read (1000000)
              --stored N            how many events are stored for why (10000000)
              --alerts N            how many the storm has (100000)
              --only NAMES          some of start,latency,stream,match,many,none,soak (these, if not given),
                                    lists,login,backup,nodes, workflow-sequence,workflow-parallel,
                                    workflow-transitions,workflow-items,workflow-large, durable-count,
                                    durable-average,durable-sequence,durable-absence,backtest,why,storm; separated by commas

            rules     measures rules over several events in this process, what they collect in memory
              --events N            how many are counted for each figure (1000000)
              --warm-up N           how many come before (300000)
              --live N              how many are held to take their memory (1000000)
              --rules N             how many there are for the last two figures (10000)
              --work DIR            where rules are written in order to be read (bench/target/rules)
              --only NAMES          some of filter,count,average,sequence,absence,many,memory,add,load; separated by commas

            micro     runs the JMH benchmarks; its arguments are JMH's

            Each prints figures for people and, last, one line of JSON for programs.
            Exit codes: 0 measured, 1 could not be measured, 2 wrong arguments.
            """;

    private static final String EVENT = """
            {"id": "{{id}}", "kind": "match", "host": "db-1", "service": "disk", "state": "CRITICAL", \
            "output": "DISK CRITICAL - free space: /var 431 MB (1%)"}""";

    private final PrintStream out;
    private final Clock clock;

    Bench(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** See {@link #USAGE}. */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments), utf8(FileDescriptor.out), utf8(FileDescriptor.err)));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) throws InterruptedException {
        Bench bench = new Bench(out, Clock.systemUTC());
        List<String> options = arguments.subList(Math.min(1, arguments.size()), arguments.size());
        try {
            switch (arguments.isEmpty() ? "" : arguments.get(0)) {
                case "load" -> bench.load(options);
                case "latency" -> bench.latency(options);
                case "start" -> bench.start(options);
                case "figures" -> Figures.measure(options, out);
                case "rules" -> RuleFigures.measure(options, out);
                case "micro" -> Main.main(options.toArray(String[]::new));
                default -> throw new IllegalArgumentException("a command is missing or unknown");
            }
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(USAGE);
            return 2;
        } catch (IOException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** {@return the event that figures are taken with, about 200 bytes} */
    static String event() {
        return EVENT;
    }

    private void load(List<String> given) throws IOException {
        Map<String, String> options = Target.options();
        options.put("path", "/v1/webhooks/bench/match");
        options.put("body", EVENT);
        options.put("rate", "max");
        options.put("connections", "16");
        options.put("warm-up", "10");
        options.put("duration", "30");
        options.put("finish-limit", "600");
        options.put("executions-per-event", "");
        Arguments arguments = Arguments.parse(given, options);
        Target target = Target.of(arguments);
        LoadPlan plan = new LoadPlan(
                target.url(),
                target.token(),
                arguments.required("path"),
                arguments.required("body"),
                Long.toString(clock.millis(), Character.MAX_RADIX) + "-",
                arguments.rate("rate"),
                arguments.whole("connections"),
                arguments.seconds("duration"));
        LoadReport report =
                new LoadRun(target, arguments.seconds("finish-limit")).measure(plan, arguments.seconds("warm-up"));
        print(report.fields());
        if (arguments.text("executions-per-event").isPresent()) {
            long expected =
                    arguments.whole("executions-per-event") * report.result().accepted();
            if (report.executions() != expected) {
                throw new IOException(
                        "there should be " + expected + " executions, but there are " + report.executions());
            }
        }
    }

    private void latency(List<String> given) throws IOException {
        Map<String, String> options = Target.options();
        options.put("action", "core.noop");
        options.put("parameters", "{}");
        options.put("warm-up", "200");
        options.put("count", "1000");
        Arguments arguments = Arguments.parse(given, options);
        try (DaemonApi api = Target.of(arguments).api()) {
            Histogram times = new ExecutionLatency(
                            api, clock, arguments.required("action"), arguments.required("parameters"))
                    .measure(arguments.whole("warm-up"), arguments.whole("count"));
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("action", arguments.required("action"));
            fields.put("executions", times.getTotalCount());
            fields.putAll(LoadReport.percentiles(times));
            print(fields);
        }
    }

    private void start(List<String> given) throws IOException {
        Map<String, String> options = new LinkedHashMap<>(Map.of("home", "", "work", "", "runs", "5"));
        Arguments arguments = Arguments.parse(given, options);
        int runs = arguments.whole("runs");
        Path work = Files.createDirectories(arguments.path("work"));
        for (int run = 1; run <= runs; run++) {
            Path data =
                    Files.createTempDirectory(work.toAbsolutePath(), "start-").resolve("data");
            StartUp start = StartUp.measure(arguments.path("home"), data, Map.of());
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("listening_seconds", seconds(start.listening()));
            fields.put("ready_seconds", seconds(start.ready()));
            fields.put("first_execution_seconds", seconds(start.firstExecution()));
            fields.put("resident_bytes", start.residentBytes());
            print(fields);
        }
    }

    private void print(Map<String, Object> fields) throws IOException {
        fields.forEach((name, value) -> out.println(name.replace('_', ' ') + ": " + value));
        out.println(new ObjectMapper().writeValueAsString(fields));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
