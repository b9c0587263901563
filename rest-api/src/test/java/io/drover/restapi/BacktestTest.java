package io.drover.restapi;

import static io.drover.restapi.Server.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Backtests.Request;
import io.drover.engine.api.Backtests.Version;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules that are tried over stored events, and what rules said and did. */
class BacktestTest {
    private static final String SPAN = "\"from\": \"2026-01-01T00:00:00Z\", \"to\": \"2026-01-02T00:00:00+01:00\"";

    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void startsABacktestAndTellsHowFarItIs() {
        HttpResponse<String> started =
                start("{\"rule\": \"ops.a\", \"revision\": 3, " + SPAN + ", \"against\": {\"content\": \"name: a\"}}");

        assertThat(started.statusCode()).isEqualTo(202);
        assertThat(server.engine.backtests.last)
                .isEqualTo(new Request(
                        new Version("ops.a", 3, null),
                        new Version(null, null, "name: a"),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-01-01T23:00:00Z")));
        Map<?, ?> shown = object(server.get("/v1/backtests/b1"));
        assertThat(shown.get("status")).isEqualTo("running");
        assertThat(shown.get("events")).isEqualTo(5L);
        assertThat(shown.get("events_total")).isEqualTo(10L);
        assertThat(shown.get("candidate")).isEqualTo("ops.a@1");
    }

    @Test
    void showsWhatCameOfABacktestOnceItHasEnded() {
        assertThat(start("{\"rule\": \"ops.a\", " + SPAN + "}").statusCode()).isEqualTo(202);
        server.engine.backtests.succeed(Map.of("candidate", Map.of("fired", 4L)));

        Map<?, ?> shown = object(server.get("/v1/backtests/b1"));

        assertThat(shown.get("result")).isEqualTo(Map.of("candidate", Map.of("fired", 4L)));
        assertThat(server.get("/v1/backtests").body()).contains("\"b1\"").doesNotContain("fired");
    }

    @Test
    void cancelsABacktestThatRunsAndRemovesOneThatHasEnded() {
        assertThat(start("{\"rule\": \"ops.a\", " + SPAN + "}").statusCode()).isEqualTo(202);

        HttpResponse<String> canceled = server.delete("/v1/backtests/b1");
        HttpResponse<String> removed = server.delete("/v1/backtests/b1");

        assertThat(canceled.statusCode()).isEqualTo(202);
        assertThat(object(canceled).get("status")).isEqualTo("canceled");
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(server.get("/v1/backtests/b1").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThat(start("{\"rule\": \"ops.a\", \"from\": \"yesterday\", \"to\": \"2026-01-02T00:00:00Z\"}")
                        .body())
                .contains("Expected a time such as", "yesterday");
        assertThat(start("{\"rule\": \"ops.a\", \"speed\": 3, " + SPAN + "}").statusCode())
                .isEqualTo(400);
        assertThat(start("{\"rule\": \"ops.a\", " + SPAN + "}").statusCode()).isEqualTo(202);
        assertThat(start("{\"rule\": \"ops.a\", " + SPAN + "}").statusCode()).isEqualTo(429);
    }

    @Test
    void listsTheRevisionsOfARule() {
        server.engine.ownByFile("a");

        String revisions = server.get("/v1/rules/ops.a/revisions").body();

        assertThat(revisions).contains("\"revision\":1", "\"name\":\"a\"", "\"document\":null");
        assertThat(server.get("/v1/rules/ops.none/revisions").statusCode()).isEqualTo(404);
    }

    @Test
    void tellsWhatNothingWasMadeOf() {
        Map<?, ?> coverage = object(server.get("/v1/rules/coverage?since=2026-01-01T00:00:00Z"));

        assertThat(coverage.get("events_sampled")).isEqualTo(7L);
        assertThat(coverage.get("events_read")).isEqualTo(90L);
        assertThat(coverage.get("events_per_trigger")).isEqualTo(200L);
        assertThat(coverage.get("sample_complete")).isEqualTo(false);
        assertThat(object(server.get("/v1/rules/coverage?events=5000")).get("events_per_trigger"))
                .isEqualTo(5000L);
        assertThat(server.get("/v1/rules/coverage?events=5001").body()).contains("Expected 1 to 5000 as 'events'");
        assertThat(server.get("/v1/rules/coverage?events=0").statusCode()).isEqualTo(400);
        assertThat(coverage.get("since")).isEqualTo("2026-01-01T00:00:00.000000Z");
        assertThat(coverage.get("rules_never_matched")).isEqualTo(List.of("ops.a"));
        assertThat(coverage.get("triggers_without_rules")).isEqualTo(List.of("core.x"));
        assertThat(coverage.get("actions_never_called")).isEqualTo(List.of("core.y"));
        assertThat(coverage.get("clauses"))
                .isEqualTo(List.of(Map.of(
                        "rule", "ops.a", "event", "", "clause", "trigger.x eq 1", "always", true, "events", 7L)));
    }

    private HttpResponse<String> start(String body) {
        return server.post("/v1/backtests", body);
    }
}
