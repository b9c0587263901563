package io.drover.bench.start;

import io.drover.bench.daemon.Await;
import io.drover.bench.daemon.Daemon;
import io.drover.bench.daemon.DaemonApi;
import io.drover.bench.daemon.ProcessFacts;
import io.drover.bench.http.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * One start of a daemon on a fresh data folder.
 *
 * @param listening until {@code data/run/http.json} was there
 * @param ready until {@code /readyz} said so
 * @param firstExecution until a first {@code core.noop} had succeeded
 * @param residentBytes what it occupied then
 */
public record StartUp(Duration listening, Duration ready, Duration firstExecution, long residentBytes) {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration INTERVAL = Duration.ofMillis(5);

    /**
     * Starts, measures and stops.
     *
     * @param data must not exist yet
     */
    public static StartUp measure(Path home, Path data, Map<String, String> settings) throws IOException {
        try (Daemon daemon = Daemon.start(home, data, settings);
                DaemonApi api = daemon.api()) {
            Duration listening = daemon.age();
            Await.until("readiness", LIMIT, INTERVAL, () -> api.get("/readyz").isSuccess());
            Duration ready = daemon.age();
            Answer requested = api.post("/v1/executions", "{\"action\": \"core.noop\", \"parameters\": {}}");
            String id = api.read("POST /v1/executions", requested).path("id").asText();
            Await.until(
                    "the first execution's success",
                    LIMIT,
                    INTERVAL,
                    () -> api.read("GET /v1/executions/" + id, api.get("/v1/executions/" + id))
                            .path("status")
                            .asText()
                            .equals("succeeded"));
            return new StartUp(listening, ready, daemon.age(), ProcessFacts.residentBytes(daemon.pid()));
        }
    }
}
