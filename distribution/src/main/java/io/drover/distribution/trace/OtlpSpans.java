package io.drover.distribution.trace;

import io.drover.engine.trace.Span;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans to a collector by OTLP over HTTP, from a thread and a bounded queue of its own: whoever hands a span over never
 * waits, and what the queue does not hold is dropped. While the collector is away spans are lost, and nothing else happens.
 */
public final class OtlpSpans implements Consumer<Span>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpSpans.class);
    private static final int MOST_WAITING = 8_192;
    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Room room = new Room(MOST_WAITING);
    private final SdkTracerProvider provider;
    private final NamedIds ids = new NamedIds();
    private final Tracer tracer;

    /**
     * Where spans go.
     *
     * @param endpoint where a collector takes traces, such as {@code http://localhost:4318/v1/traces}
     * @param headers are sent along, for instance to show who one is
     * @param version of this daemon
     * @param node its name
     */
    public OtlpSpans(URI endpoint, Map<String, String> headers, String version, String node) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString())
                .setTimeout(PATIENCE)
                .setConnectTimeout(PATIENCE)
                .setRetryPolicy(null);
        headers.forEach(exporter::addHeader);
        this.provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setSampler(Sampler.alwaysOn())
                .setResource(Resource.create(Attributes.builder()
                        .put("service.name", "drover")
                        .put("service.version", version)
                        .put("service.instance.id", node)
                        .build()))
                .addSpanProcessor(BatchSpanProcessor.builder(new TellingExporter(exporter.build(), endpoint, room))
                        .setMaxQueueSize(MOST_WAITING)
                        .setScheduleDelay(AT_LEAST_EVERY)
                        .setExporterTimeout(PATIENCE)
                        .build())
                .build();
        this.tracer = provider.get("io.drover");
    }

    /** {@return how many spans got lost: there was no room for them, or the collector did not take them} */
    public long lost() {
        return room.lost();
    }

    @Override
    public void accept(Span span) {
        if (!room.take()) {
            return;
        }
        SpanBuilder builder = tracer.spanBuilder(span.name())
                .setSpanKind(span.kind() == Span.Kind.CONSUMER ? SpanKind.CONSUMER : SpanKind.INTERNAL)
                .setStartTimestamp(span.begin());
        if (span.parent() == null) {
            builder.setNoParent();
        } else {
            SpanContext parent = SpanContext.createFromRemoteParent(
                    span.traceId(), span.parent(), TraceFlags.getSampled(), TraceState.getDefault());
            builder.setParent(Context.root().with(io.opentelemetry.api.trace.Span.wrap(parent)));
        }
        span.attributes().forEach((name, value) -> {
            if (value instanceof Long number) {
                builder.setAttribute(name, number);
            } else {
                builder.setAttribute(name, value.toString());
            }
        });
        io.opentelemetry.api.trace.Span begun = ids.naming(span, builder::startSpan);
        if (span.error() != null) {
            begun.setStatus(StatusCode.ERROR);
            begun.setAttribute("error.type", span.error());
        }
        begun.end(span.end());
    }

    /** Sends what waits, for at most some seconds. */
    @Override
    public void close() {
        CompletableResultCode end = provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("The last spans were sent: {}", end.isSuccess());
    }
}
