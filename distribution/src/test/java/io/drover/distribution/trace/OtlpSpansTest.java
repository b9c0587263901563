package io.drover.distribution.trace;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.drover.distribution.trace.TraceCollector.Received;
import io.drover.engine.trace.Span;
import io.drover.testkit.time.Await;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Spans on their way to a collector that listens in this process. */
@Timeout(60)
class OtlpSpansTest {
    private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00.000012Z");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void sendsASpanWithItsOwnIdsTimesAndAttributes() {
        try (TraceCollector collector = TraceCollector.start(0)) {
            try (OtlpSpans spans = to(collector.endpoint())) {
                spans.accept(span("00000000000000a1", null, null));
                spans.accept(span("00000000000000a2", "00000000000000a1", "timeout"));
            }

            assertThat(collector.spans()).hasSize(2);
            Received root = collector.spans().get(0);
            Received child = collector.spans().get(1);
            assertThat(root.traceId()).isEqualTo(TRACE);
            assertThat(root.id()).isEqualTo("00000000000000a1");
            assertThat(root.parent()).isEmpty();
            assertThat(root.name()).isEqualTo("run core.local");
            assertThat(root.kind()).as("SPAN_KIND_INTERNAL").isEqualTo(1);
            assertThat(root.begin()).isEqualTo(1_769_860_800_000_012_000L);
            assertThat(root.end() - root.begin()).isEqualTo(1_500_000_000L);
            assertThat(root.attributes()).isEqualTo(Map.of("drover.action", "core.local", "drover.attempt", 1L));
            assertThat(root.status()).as("unset").isZero();
            assertThat(root.resource())
                    .isEqualTo(Map.of(
                            "service.name", "drover",
                            "service.version", "1.2",
                            "service.instance.id", "n1"));
            assertThat(child.traceId()).isEqualTo(TRACE);
            assertThat(child.parent()).isEqualTo("00000000000000a1");
            assertThat(child.status()).as("error").isEqualTo(2);
            assertThat(child.attributes()).containsEntry("error.type", "timeout");
            assertThat(collector.authorizations()).containsOnly("Bearer abc");
        }
    }

    @Test
    void countsTheSpansThatTheCollectorDoesNotTake() {
        try (TraceCollector collector = TraceCollector.start(0);
                OtlpSpans spans = to(collector.endpoint())) {
            collector.answers(500);
            spans.accept(span("00000000000000c1", null, null));
            spans.accept(span("00000000000000c2", null, null));

            Await.until("both are lost", () -> spans.lost() == 2);
        }
    }

    @Test
    void countsWhatThereIsNoRoomForAndMakesRoomAgain() {
        Room room = new Room(2);

        assertThat(room.take()).isTrue();
        assertThat(room.take()).isTrue();
        assertThat(room.take()).isFalse();
        room.leave(1);

        assertThat(room.take()).isTrue();
        assertThat(room.lost()).isEqualTo(1);
    }

    @Test
    void losesSpansAloneWhileTheCollectorIsAwayAndTellsThatOnce() {
        Logger logger = (Logger) LoggerFactory.getLogger(TellingExporter.class);
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        logger.addAppender(told);
        try (TraceCollector collector = TraceCollector.start(0);
                OtlpSpans spans = to(collector.endpoint())) {
            collector.answers(500);
            spans.accept(span("00000000000000b1", null, null));
            Await.until("it is told", () -> !told.list.isEmpty());
            spans.accept(span("00000000000000b2", null, null));
            collector.answers(200);
            Await.until("it takes spans again", () -> {
                spans.accept(span("00000000000000b3", null, null));
                return told.list.size() > 1;
            });

            assertThat(told.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .satisfiesExactly(
                            away -> assertThat(away)
                                    .startsWith("Traces do not get to " + collector.endpoint())
                                    .contains("everything else goes on"),
                            back -> assertThat(back).isEqualTo("Traces go to " + collector.endpoint() + " again."));
            assertThat(collector.spans())
                    .extracting(Received::id)
                    .contains("00000000000000b3")
                    .doesNotContain("00000000000000b1");
        } finally {
            logger.detachAppender(told);
        }
    }

    @Test
    void neverWaitsForACollectorThatIsNotThereAndHoldsABoundedNumberOfSpans() {
        int port;
        try (TraceCollector reserved = TraceCollector.start(0)) {
            port = reserved.port();
        }
        try (OtlpSpans spans = to(URI.create("http://127.0.0.1:" + port + "/v1/traces"))) {
            for (int i = 0; i < 100_000; i++) {
                spans.accept(span("00000000000000c1", null, null));
            }

            assertThat(spans).isNotNull();
        }
    }

    private static OtlpSpans to(URI endpoint) {
        return new OtlpSpans(endpoint, Map.of("Authorization", "Bearer abc"), "1.2", "n1");
    }

    private static Span span(String id, @Nullable String parent, @Nullable String error) {
        return new Span(
                TRACE,
                id,
                parent,
                "run core.local",
                Span.Kind.INTERNAL,
                BEGIN,
                BEGIN.plusMillis(1_500),
                Map.of("drover.action", "core.local", "drover.attempt", 1L),
                error);
    }
}
