package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.distribution.trace.TraceCollector;
import io.drover.distribution.trace.TraceCollector.Received;
import io.drover.testkit.time.Await;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From a sender's trace through the packaged daemon to the program that it calls. */
class TracesIT {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SENDER = "b7ad6b7169203331";

    @Test
    void goesOnWithTheTraceOfAWebhooksSender() {
        try (TraceCollector collector = TraceCollector.start(0);
                PackagedDaemon daemon = PackagedDaemon.fresh("traces")
                        .with(
                                "DROVER_TRACING_OTLP_ENDPOINT",
                                collector.endpoint().toString())
                        .with("DROVER_LOG_FORMAT", "json")) {
            daemon.pack("told").webhookRule("say", "told", "echo $TRACEPARENT");
            daemon.start();
            daemon.hook("told", "{}");
            daemon.succeededOf("told.say", 1);

            int status = daemon.ask(
                            "POST",
                            "/v1/webhooks/told",
                            "{\"password\": \"s3cret-marker\"}",
                            Map.of("X-Auth-Token", daemon.token(), "Traceparent", "00-" + TRACE + "-" + SENDER + "-01"))
                    .statusCode();
            JsonNode said = daemon.succeededOf("told.say", 2).get(0);
            Await.until("all spans came", () -> ofTrace(collector) == 5);

            assertThat(status).isEqualTo(202);
            Received attempt = span(collector, "attempt core.local");
            Received run = span(collector, "run core.local");
            Received enforcement = span(collector, "enforce told.say");
            Received evaluation = span(collector, "evaluate rules");
            Received event = span(collector, "event core.st2.webhook");
            assertThat(PackagedDaemon.stdout(said)).contains("00-" + TRACE + "-" + attempt.id() + "-01");
            assertThat(attempt.parent()).isEqualTo(run.id());
            assertThat(run.parent()).isEqualTo(enforcement.id());
            assertThat(enforcement.parent()).isEqualTo(evaluation.id());
            assertThat(evaluation.parent()).isEqualTo(event.id());
            assertThat(event.parent()).isEqualTo(SENDER);
            assertThat(run.attributes())
                    .containsEntry("drover.execution.id", said.path("id").asText());
            assertThat(collector.spans().toString()).doesNotContain("s3cret-marker");
            assertThat(daemon.log().lines())
                    .filteredOn(line -> line.contains("Traces go to"))
                    .singleElement()
                    .satisfies(line -> assertThat(
                                    PackagedDaemon.json(line).path("level").asText())
                            .isEqualTo("INFO"));
        }
    }

    private static long ofTrace(TraceCollector collector) {
        return collector.spans().stream()
                .filter(span -> span.traceId().equals(TRACE))
                .count();
    }

    private static Received span(TraceCollector collector, String name) {
        return collector.spans().stream()
                .filter(span -> span.traceId().equals(TRACE) && span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span '" + name + "' among " + collector.spans()));
    }
}
