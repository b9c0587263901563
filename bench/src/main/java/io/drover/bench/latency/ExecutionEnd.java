package io.drover.bench.latency;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.bench.daemon.Await;
import io.drover.bench.daemon.DaemonApi;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Requests of executions, and the moments at which they ended by the daemon's own clock. */
final class ExecutionEnd {
    private static final Duration INTERVAL = Duration.ofMillis(10);

    private ExecutionEnd() {}

    /** {@return the id of the execution that was asked for} */
    static String request(DaemonApi api, String body) throws IOException {
        return api.read("POST /v1/executions", api.post("/v1/executions", body))
                .path("id")
                .asText();
    }

    /** {@return the body of such a request} */
    static String body(String action, String parameters) {
        return "{\"action\": \"" + action + "\", \"parameters\": " + parameters + "}";
    }

    /**
     * Waits for an end.
     *
     * @throws IOException if there is none in time, or it is not a success
     */
    static Instant await(DaemonApi api, String id, Duration timeout) throws IOException {
        // no more than is asked for: a wave of runs would else have its many children looked up again and again
        String path = "/v1/executions/" + id + "?include_attributes=status,end_timestamp";
        AtomicReference<JsonNode> last = new AtomicReference<>();
        Await.until("the end of execution " + id, timeout, INTERVAL, () -> {
            JsonNode now = api.read("GET " + path, api.get(path));
            last.set(now);
            return now.path("end_timestamp").isTextual();
        });
        JsonNode ended = last.get();
        if (ended == null || !ended.path("status").asText().equals("succeeded")) {
            throw new IOException("execution " + id + " did not succeed: " + ended);
        }
        return Instant.parse(ended.path("end_timestamp").asText());
    }
}
