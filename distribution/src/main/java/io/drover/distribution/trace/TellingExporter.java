package io.drover.distribution.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once that the collector takes nothing, and once that it takes something again. */
final class TellingExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(TellingExporter.class);
    /** Says the same about each batch, past our log; held here, as its level would go with it. */
    private static final java.util.logging.Logger TALKATIVE =
            java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

    private final SpanExporter exporter;
    private final URI endpoint;
    private final Room room;
    private final AtomicBoolean failing = new AtomicBoolean();

    TellingExporter(SpanExporter exporter, URI endpoint, Room room) {
        this.exporter = exporter;
        this.endpoint = endpoint;
        this.room = room;
        TALKATIVE.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        room.leave(count);
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            if (!result.isSuccess()) {
                room.refused(count);
            }
            tell(result);
        });
    }

    private void tell(CompletableResultCode result) {
        if (result.isSuccess()) {
            if (failing.compareAndSet(true, false)) {
                LOG.info("Traces go to {} again.", endpoint);
            }
        } else if (failing.compareAndSet(false, true)) {
            Throwable reason = result.getFailureThrowable();
            LOG.warn(
                    "Traces do not get to {}: {}. Spans are dropped until it takes them; everything else goes on.",
                    endpoint,
                    reason == null ? "the collector refused them" : reason.toString());
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
