package io.drover.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.bench.daemon.Await;
import io.drover.bench.daemon.Daemon;
import io.drover.bench.daemon.DaemonApi;
import io.drover.bench.http.Request;
import io.drover.bench.load.Load;
import io.drover.bench.load.LoadPlan;
import io.drover.bench.load.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A storm of alerts over rules that are throttled by key: nothing may be lost, and each rule acts once for each key. */
final class StormFigures {
    private static final int RULES = 20;
    private static final int KEYS = Request.Numbered.KEYS;
    private static final int MOST_ROWS = 20_000;
    private static final Duration STORM = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final double NANOS = 1e9;
    private static final String URL = "bench/storm";
    private static final String ALERT = """
            {"id": "{{id}}", "key": "{{key}}", "state": "CRITICAL", "output": "DISK CRITICAL - free space: /var 431 MB (1%)"}""";
    private static final String EVENTS =
            "select count(*) from report_v1.events where trigger_type = 'core.st2.webhook'";
    private static final String ACTIONS = "select min(actions), max(actions), count(*) from (select rule_ref,"
            + " count(*) as actions from report_v1.enforcements where status = 'succeeded' group by rule_ref) as by_rule";
    private static final String SUPPRESSED =
            "select coalesce(sum(match_count), 0), count(*) from report_v1.limited where limit_name = 'throttle'";

    private final Figures figures;
    private final Arguments arguments;
    private final Path home;

    StormFigures(Figures figures, Arguments arguments, Path home) {
        this.figures = figures;
        this.arguments = arguments;
        this.home = home;
    }

    List<Figure> storm() throws IOException {
        try (StoredLine line = new StoredLine(figures, home, "storm", StormFigures::write);
                Daemon daemon = line.start();
                DaemonApi api = daemon.api()) {
            Figures.awaitReady(api);
            Await.until(
                    "the registration of the rules", LIMIT, INTERVAL, () -> api.count("/v1/rules?pack=bench") == RULES);
            int alerts = arguments.whole("alerts");
            LoadResult result = Load.run(plan(daemon, alerts));
            long over = System.nanoTime();
            if (result.accepted() != alerts) {
                throw new IOException(result.accepted() + " of " + alerts + " alerts were accepted, " + result.refused()
                        + " refused and " + result.failed() + " failed, the first with " + result.firstFailure());
            }
            long suppressed = (long) RULES * (alerts - KEYS);
            Await.until(
                    "the last suppression",
                    LIMIT,
                    INTERVAL,
                    () -> row(api, SUPPRESSED).get(0) >= suppressed);
            double behind = (System.nanoTime() - over) / NANOS;
            api.awaitAllFinished(Figures.FINISH_LIMIT);
            return measured(api, alerts, suppressed, behind);
        }
    }

    private static List<Figure> measured(DaemonApi api, int alerts, long suppressed, double behind) throws IOException {
        String storm = String.format(
                Locale.ROOT,
                "storm of %,d alerts in %d s, %d keys, %d rules with a throttle: ",
                alerts,
                STORM.toSeconds(),
                KEYS,
                RULES);
        List<Long> actions = row(api, ACTIONS);
        List<Long> counted = row(api, SUPPRESSED);
        List<Figure> figures = new ArrayList<>();
        figures.add(
                Figure.exactly(storm + "alerts stored", alerts, row(api, EVENTS).get(0)));
        figures.add(Figure.exactly(storm + "rules that acted", RULES, actions.get(2)));
        figures.add(Figure.exactly(storm + "fewest actions of a rule", KEYS, actions.get(0)));
        figures.add(Figure.exactly(storm + "most actions of a rule", KEYS, actions.get(1)));
        figures.add(Figure.exactly(storm + "suppressions counted", suppressed, counted.get(0)));
        figures.add(Figure.atMost(storm + "rows of these counts", MOST_ROWS, counted.get(1), "rows"));
        figures.add(Figure.open(storm + "until the last was counted, after the last answer", behind, "s"));
        return figures;
    }

    /** {@return the numbers of the one row that a report has} */
    private static List<Long> row(DaemonApi api, String sql) throws IOException {
        JsonNode report = api.read(
                "the report " + sql,
                api.post("/v1/reports/query", new ObjectMapper().writeValueAsString(Map.of("query", sql))));
        List<Long> numbers = new ArrayList<>();
        report.path("rows").path(0).forEach(value -> numbers.add(value.asLong()));
        return numbers;
    }

    private LoadPlan plan(Daemon daemon, int alerts) throws IOException {
        Target target =
                new Target(daemon.awaitListening(), daemon.token(), Optional.of(daemon.pid()), List.of(daemon.data()));
        double rate = alerts / (double) STORM.toSeconds();
        // half an event shorter, so that it is known which one is the last
        Duration duration = STORM.minusNanos((long) (NANOS / rate / 2));
        LoadPlan usual = figures.plan(target, "/v1/webhooks/" + URL, rate, arguments.whole("connections"), duration);
        return usual.posting(ALERT);
    }

    private static void write(Path pack) throws IOException {
        Path rules = BenchRules.begin(pack);
        for (int i = 0; i < RULES; i++) {
            Files.writeString(rules.resolve("storm_" + i + ".yaml"), """
                    name: storm_%1$d
                    enabled: true
                    trigger: {type: core.st2.webhook, parameters: {url: %2$s}}
                    limits:
                      throttle: {per: 5m, by: trigger.body.key}
                    action: {ref: core.noop}
                    """.replace("%1$d", String.valueOf(i))
                    .replace("%2$s", URL));
        }
    }
}
