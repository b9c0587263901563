package io.drover.distribution.trace;

import io.drover.engine.trace.Span;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Objects;
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
        return named().traceId();
    }

    @Override
    public String generateSpanId() {
        return named().id();
    }

    private static Span named() {
        return Objects.requireNonNull(NAMED.get(), "a span is made by naming() alone");
    }
}
