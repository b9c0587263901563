package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Event streams, and executions that start later, of the packaged daemon. */
class StreamIT {
    private static final PackagedDaemon DAEMON = PackagedDaemon.fresh("stream");
    private static final int PATIENCE_MILLIS = 30_000;

    @BeforeAll
    static void start() {
        DAEMON.start();
    }

    @AfterAll
    static void close() {
        DAEMON.close();
    }

    @Test
    void tellsOfAnAnnouncement() throws IOException {
        try (BufferedReader stream = open("/stream/v1/stream?events=st2.announcement__*")) {
            JsonNode execution = DAEMON.run("core.announcement", "{\"message\": {\"a\": 1}}");

            assertThat(execution.path("status").asText()).isEqualTo("succeeded");
            assertThat(next(stream)).startsWith("id: ");
            assertThat(next(stream)).isEqualTo("event: st2.announcement__general");
            assertThat(next(stream)).startsWith("data: {\"payload\":{\"message\":{\"a\":1}}");
        }
    }

    @Test
    void tellsOfAnExecutionFromItsRequestToItsEnd() throws IOException {
        List<String> statuses = new ArrayList<>();

        try (BufferedReader stream = open("/v1/stream?events=st2.execution__*&action_refs=core.local")) {
            String id =
                    DAEMON.run("core.local", "{\"cmd\": \"true\"}").path("id").asText();
            while (!statuses.contains("succeeded")) {
                String line = next(stream);
                // what another test's execution came to may be told a moment after that test
                if (line.startsWith("data: ") && line.contains(id)) {
                    statuses.add(PackagedDaemon.json(line.substring("data: ".length()))
                            .path("status")
                            .asText());
                }
            }
        }

        assertThat(statuses).containsExactly("requested", "running", "succeeded");
    }

    @Test
    void printsTheOutputOfAnExecutionWhileItRuns() {
        Outcome tail = DAEMON.drover("run", "core.local", "cmd=echo one; sleep 0.5; echo two", "--tail");

        assertThat(tail.out()).startsWith("one\ntwo\n").contains("has completed (status=succeeded)");
    }

    @Test
    void startsADelayedExecutionThoughTheDaemonWasKilledMeanwhile() {
        String id = DAEMON.post("/v1/executions", "{\"action\": \"core.noop\", \"delay\": 2000}")
                .path("id")
                .asText();
        DAEMON.kill();
        DAEMON.start();

        JsonNode ended = DAEMON.ended(id);

        assertThat(ended.path("status").asText()).isEqualTo("succeeded");
        assertThat(ended.path("delay").asInt()).isEqualTo(2000);
        assertThat(ended.path("elapsed_seconds").asDouble()).isGreaterThanOrEqualTo(2);
        assertThat(ended.path("log").get(1).path("status").asText()).isEqualTo("delayed");
    }

    private static BufferedReader open(String path) throws IOException {
        HttpURLConnection http =
                (HttpURLConnection) URI.create(DAEMON.url() + path).toURL().openConnection();
        http.setReadTimeout(PATIENCE_MILLIS);
        http.setRequestProperty("X-Auth-Token", DAEMON.token());
        return new BufferedReader(new InputStreamReader(http.getInputStream(), StandardCharsets.UTF_8));
    }

    /** {@return the next line that is not blank} */
    private static String next(BufferedReader stream) throws IOException {
        String line = stream.readLine();
        while (line != null && line.isBlank()) {
            line = stream.readLine();
        }
        assertThat(line).as("the stream has ended").isNotNull();
        return String.valueOf(line);
    }
}
