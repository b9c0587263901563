package io.drover.restapi;

import static io.drover.restapi.Server.json;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.restapi.fake.FakeEngine;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What watches the daemon: health, readiness, metrics. */
class HealthTest {
    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void livesButIsNotReadyBeforeThereIsAnEngine() {
        HttpSettings settings = FakeEngine.settings(0, Server.TOKEN);
        try (Server starting = new Server(settings, false)) {
            assertThat(starting.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(starting.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(starting.post("/v1/webhooks/gold", "{}").statusCode()).isEqualTo(503);

            starting.serve();

            assertThat(starting.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(starting.post("/v1/webhooks/gold", "{}").statusCode()).isEqualTo(202);
        }
    }

    @Test
    void isReadyOnlyWhenEveryCheckIsWell() {
        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);

        server.engine.health.database(false);

        HttpResponse<String> response = server.get("/readyz");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(json(response))
                .isEqualTo(Map.of("ready", false, "checks", Map.of("database", Map.of("well", false, "warnings", 0L))));
    }

    @Test
    void namesWhatItWarnsOfToThoseAloneWhoMayListRules() {
        server.engine.health.warn("pack", "payroll", "its files are not those of node 'berlin-2'");
        server.engine.health.warn("pack", "web", "it is not on node 'berlin-2'");
        server.engine.health.warn("rule", "payroll.pay", "it is quarantined");

        HttpResponse<String> anybody = server.get("/readyz");
        HttpResponse<String> viewer = server.get("/v1/checks");

        assertThat(anybody.statusCode()).isEqualTo(200);
        assertThat(json(anybody))
                .isEqualTo(Map.of(
                        "ready",
                        true,
                        "checks",
                        Map.of(
                                "database",
                                Map.of("well", true, "warnings", 0L),
                                "pack",
                                Map.of("well", true, "warnings", 2L),
                                "rule",
                                Map.of("well", true, "warnings", 1L))));
        Map<?, ?> named = objectOf(object(viewer).get("checks"));
        assertThat(named.keySet().stream().map(String::valueOf))
                .containsExactlyInAnyOrder("database", "pack payroll", "pack web", "rule payroll.pay");
        assertThat(named.get("pack web"))
                .isEqualTo(Map.of("well", true, "warns", true, "detail", "it is not on node 'berlin-2'"));
    }

    @Test
    void tellsMeasuresInPrometheusFormat() {
        HttpResponse<String> response = server.get("/metrics");

        assertThat(Server.header(response, "Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(response.body()).contains("""
                        # HELP drover_events_accepted_total Events that were committed.
                        # TYPE drover_events_accepted_total counter
                        drover_events_accepted_total 3.0
                        """).contains("""
                        # HELP drover_queue What waits in C:\\\\queues.
                        # TYPE drover_queue gauge
                        drover_queue{queue="a \\"b\\"\\\\c\\nd"} 1.0
                        drover_queue{queue="z"} 2.0
                        """);
    }

    @Test
    void writesMetricsAsPrometheusReadsThem() throws Exception {
        server.get("/healthz");
        server.get("/v1/nothing/there");

        Scrape scrape = Scrape.of(server.get("/metrics").body());

        assertThat(scrape.problems()).isEmpty();
        assertThat(scrape.families())
                .contains(
                        "drover_http_requests_total",
                        "drover_http_request_seconds",
                        "jvm_memory_used_bytes",
                        "jvm_gc_collection_seconds",
                        "process_cpu_seconds_total");
        assertThat(scrape.value("drover_http_requests_total{method=\"GET\",status=\"404\"}"))
                .isEqualTo(1);
        assertThat(scrape.value("drover_http_request_seconds_count")).isGreaterThanOrEqualTo(2);
        assertThat(scrape.value("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
        String page = Files.readString(Path.of("..", "docs", "operating.md"));
        assertThat(scrape.families())
                .filteredOn(family -> !family.equals("drover_queue"))
                .allSatisfy(family -> assertThat(page).contains("`" + family));
    }
}
