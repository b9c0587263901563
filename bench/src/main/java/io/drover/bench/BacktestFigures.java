package io.drover.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.bench.daemon.Await;
import io.drover.bench.daemon.Daemon;
import io.drover.bench.daemon.DaemonApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One rule tried over stored events. */
final class BacktestFigures {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final int TIMES = 3;

    private final Figures figures;
    private final Arguments arguments;
    private final Path home;
    private final Clock clock;

    BacktestFigures(Figures figures, Arguments arguments, Path home, Clock clock) {
        this.figures = figures;
        this.arguments = arguments;
        this.home = home;
        this.clock = clock;
    }

    List<Figure> backtest() throws IOException {
        try (StoredLine line = new StoredLine(figures, home, "backtest", pack -> BenchRules.write(pack, 1))) {
            line.register(1);
            int events = arguments.whole("events");
            Instant from = clock.instant().minus(Duration.ofMillis(events + 1_000L));
            line.fill(from, events, RuleShape::byKey);
            List<Figure> measured = new ArrayList<>();
            try (Daemon daemon = line.start();
                    DaemonApi api = daemon.api()) {
                Figures.awaitReady(api);
                for (Map.Entry<String, String> rule : rules().entrySet()) {
                    measured.add(Figure.atLeast(
                            String.format(
                                    Locale.ROOT,
                                    "back-test of %s over %,d stored events, the best of %d",
                                    rule.getKey(),
                                    events,
                                    TIMES),
                            50_000,
                            best(api, rule.getValue(), from, events),
                            "events/s"));
                }
            }
            return measured;
        }
    }

    private static Map<String, String> rules() {
        String action = "action: {ref: core.noop}\n";
        RuleShape count = RuleShape.all().get(0);
        Map<String, String> rules = new LinkedHashMap<>();
        rules.put(
                "a rule of one event, 1 % match",
                "name: tried\npack: bench\nenabled: true\ntrigger: bench.reading\nwhere: \"trigger.value == 7\"\n"
                        + action);
        rules.put("a " + count.what(), "name: tried\npack: bench\nenabled: true\n" + count.when() + action);
        return rules;
    }

    private static double best(DaemonApi api, String rule, Instant from, int events) throws IOException {
        double best = 0;
        for (int i = 0; i < TIMES; i++) {
            best = Math.max(best, perSecond(api, rule, from, events));
        }
        return best;
    }

    private static double perSecond(DaemonApi api, String rule, Instant from, int events) throws IOException {
        ObjectMapper json = new ObjectMapper();
        String request = json.writeValueAsString(Map.of(
                "content",
                rule,
                "from",
                from.minusSeconds(1).toString(),
                "to",
                from.plusMillis(events).toString()));
        JsonNode begun = api.read("POST /v1/backtests", api.post("/v1/backtests", request));
        String path = "/v1/backtests/" + begun.path("id").asText();
        JsonNode[] now = {begun};
        Await.until("the end of the back-test", LIMIT, INTERVAL, () -> {
            now[0] = api.read("GET " + path, api.get(path));
            return !now[0].path("status").asText().equals("running");
        });
        if (!now[0].path("status").asText().equals("succeeded")
                || now[0].path("events").asInt() != events) {
            throw new IOException("the back-test of " + events + " events ended so: " + now[0]);
        }
        Duration took = Duration.between(
                Instant.parse(now[0].path("started_at").asText()),
                Instant.parse(now[0].path("ended_at").asText()));
        return events / (took.toNanos() / 1e9);
    }
}
