package io.drover.engine.trace;

import io.drover.engine.commit.Batch;
import io.drover.model.execution.Execution;
import io.drover.model.execution.Trace;
import io.drover.model.execution.TraceParent;
import io.drover.model.text.Sha256;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Names spans and hands them on. The ids of spans follow from the ids of what they tell of, so that whoever comes later,
 * another thread, node or life of the daemon, names them equally and nothing has to be kept. A trace that began elsewhere
 * keeps its id; that of another one follows from Drover's.
 */
public final class Tracing {
    /** Nobody traces. */
    public static final Tracing OFF = new Tracing(0, span -> {}, () -> 0, () -> Instant.EPOCH, false);

    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    private final double ratio;
    private final Consumer<Span> sink;
    private final LongSupplier lost;
    private final InstantSource clock;
    private final boolean on;

    private Tracing(double ratio, Consumer<Span> sink, LongSupplier lost, InstantSource clock, boolean on) {
        this.ratio = ratio;
        this.sink = sink;
        this.lost = lost;
        this.clock = clock;
        this.on = on;
    }

    /**
     * Tracing.
     *
     * @param ratio which part of the traces that begin here is recorded, from 0 to 1; of one that began elsewhere its
     *     beginner decided
     * @param sink takes spans from many threads; it never blocks
     */
    public static Tracing to(Consumer<Span> sink, double ratio, InstantSource clock) {
        return to(sink, () -> 0, ratio, clock);
    }

    /**
     * As {@link #to(Consumer, double, InstantSource)}, where spans may get lost.
     *
     * @param lost tells how many spans the sink took and could not hand on
     */
    public static Tracing to(Consumer<Span> sink, LongSupplier lost, double ratio, InstantSource clock) {
        return new Tracing(ratio, sink, lost, clock, true);
    }

    /** {@return how many spans got lost on their way since the daemon began} */
    public long lost() {
        return lost.getAsLong();
    }

    public boolean isOn() {
        return on;
    }

    /** {@return the trace of an event that hangs on a span, as far as anybody traces} */
    public Trace begun(Trace trace, @Nullable TraceParent parent) {
        return on && parent != null ? trace.on(parent) : trace;
    }

    /** {@return the trace of the event that an execution's end is} */
    public Trace following(Execution ended) {
        return on ? ended.trace().on(ofExecution(ended)) : ended.trace();
    }

    TraceParent ofEvent(TriggerInstance event) {
        return ofEvent(event.trace(), event.id());
    }

    TraceParent ofEvent(Trace trace, String event) {
        return span(trace.parent(), trace.id(), "event " + event);
    }

    TraceParent ofEvaluation(TriggerInstance event) {
        return span(event.trace().parent(), event.trace().id(), "evaluation " + event.id());
    }

    /**
     * The span of an enforcement, on which its execution hangs.
     *
     * @param key what makes the enforcement happen once
     */
    public TraceParent ofEnforcement(Trace trace, String key) {
        return span(trace.parent(), trace.id(), "enforcement " + key);
    }

    TraceParent ofExecution(Execution execution) {
        return span(execution.traceParent(), execution.trace().id(), "execution " + execution.id());
    }

    /** {@return the span of the attempt that an execution is in, or comes to next; what its action calls hangs on it} */
    public TraceParent ofAttempt(Execution execution) {
        return ofAttempt(execution, Math.max(1, Attempts.of(execution).size()));
    }

    TraceParent ofAttempt(Execution execution, int number) {
        return span(execution.traceParent(), execution.trace().id(), "attempt " + number + " of " + execution.id());
    }

    private TraceParent span(@Nullable TraceParent parent, String trace, String what) {
        String id = Sha256.hex(what).substring(0, SPAN_DIGITS);
        if (parent != null) {
            return parent.span(id);
        }
        String traceId = traceId(trace);
        return new TraceParent(traceId, id, isSampled(traceId));
    }

    /** {@return the id of OpenTelemetry for a trace of Drover that began here} */
    public static String traceId(String trace) {
        return Sha256.hex("trace " + trace).substring(0, TRACE_DIGITS);
    }

    /** As OpenTelemetry's sampler by ratio decides, so that others with the same ratio decide equally. */
    private boolean isSampled(String traceId) {
        long random = Long.parseUnsignedLong(traceId.substring(SPAN_DIGITS), 16);
        return ratio >= 1 || Math.abs(random) < (long) (ratio * Long.MAX_VALUE);
    }

    /** Tells what a batch tells. For the committing thread. */
    public void committed(Batch batch, Set<String> fenced) {
        if (on) {
            new CommittedSpans(this, sink, clock.instant()).of(batch, fenced);
        }
    }

    /**
     * Tells that the rules were asked about an event, which is committed now.
     *
     * @param matches how many enforcements came of it
     */
    public void evaluated(TriggerInstance event, Instant begin, Instant end, int matches) {
        if (!on) {
            return;
        }
        TraceParent span = ofEvaluation(event);
        if (span.sampled()) {
            sink.accept(new Span(
                    span.traceId(),
                    span.spanId(),
                    ofEvent(event).spanId(),
                    "evaluate rules",
                    Span.Kind.INTERNAL,
                    begin,
                    end,
                    Map.of(
                            "drover.trace.id",
                            event.trace().id(),
                            "drover.event.id",
                            event.id(),
                            "drover.enforcements",
                            (long) matches),
                    null));
        }
    }
}
