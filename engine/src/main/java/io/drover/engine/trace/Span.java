package io.drover.engine.trace;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that took time and is over (OpenTelemetry, "Span").
 *
 * @param traceId 32 hex digits
 * @param id 16 hex digits
 * @param parent the id of the span on which it hangs; null: none
 * @param name of few different ones: never with an id in it
 * @param attributes texts and whole numbers; neither secrets nor payloads
 * @param error a word for what went wrong (attribute {@code error.type} of the conventions); null: nothing did
 */
public record Span(
        String traceId,
        String id,
        @Nullable String parent,
        String name,
        Kind kind,
        Instant begin,
        Instant end,
        Map<String, Object> attributes,
        @Nullable String error) {

    /** What the one who looks at a span has to know about its place. */
    public enum Kind {
        /** Takes something in that another one sent. */
        CONSUMER,
        /** Happens inside. */
        INTERNAL
    }

    public Span {
        attributes = Map.copyOf(attributes);
    }
}
