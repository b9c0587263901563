package io.drover.distribution.trace;

import io.drover.engine.trace.Span;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;

/** Gives spans the ids that they have already. */
final class NamedIds implements IdGenerator {
    private static final ThreadLocal<Span> NAMED = new ThreadLocal<>();

    /** Makes something that asks for ids on this thread: those of a span. */
    <T> T naming(Span span, Supplier<T> making) {
        NAMED.set(span);
        try {
            return making.get();
        } finally {
            NAMED.remove();
        }
    }

    @Override
    public String generateTraceId() {
        return NAMED.get().traceId();
    }

    @Override
    public String generateSpanId() {
        return NAMED.get().id();
    }
}
