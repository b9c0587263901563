package io.drover.model.trigger;

import io.drover.model.execution.TraceParent;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sensor or another door hands over: it becomes a {@link TriggerInstance} once accepted.
 *
 * @param trigger a trigger's ref, or the ref of a trigger type that has no parameters
 * @param occurredAt null: the time of arrival
 * @param dedupeKey null: never a duplicate
 * @param dedupeWindow how long the key is remembered
 * @param traceTag null: {@code trigger_instance-<id>}
 * @param parent the span on which the event hangs; null: none
 */
public record Emission(
        Ref trigger,
        Map<String, @Nullable Object> payload,
        @Nullable Instant occurredAt,
        @Nullable String dedupeKey,
        Duration dedupeWindow,
        @Nullable String traceTag,
        String source,
        @Nullable TraceParent parent) {
    /** How long a dedupe key is remembered where nothing else is said. */
    public static final Duration DEDUPE_WINDOW = Duration.ofHours(24);

    public Emission {
        payload = JsonValues.copyOf(payload);
    }

    /** An emission that hangs on no span. */
    public Emission(
            Ref trigger,
            Map<String, @Nullable Object> payload,
            @Nullable Instant occurredAt,
            @Nullable String dedupeKey,
            Duration dedupeWindow,
            @Nullable String traceTag,
            String source) {
        this(trigger, payload, occurredAt, dedupeKey, dedupeWindow, traceTag, source, null);
    }

    public static Emission of(Ref trigger, Map<String, ? extends @Nullable Object> payload, String source) {
        return new Emission(trigger, JsonValues.copyOf(payload), null, null, DEDUPE_WINDOW, null, source);
    }
}
