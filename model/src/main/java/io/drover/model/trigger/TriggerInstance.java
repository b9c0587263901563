package io.drover.model.trigger;

import io.drover.model.execution.Trace;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence of a trigger: an event. Once committed it is never lost and never changes.
 *
 * @param occurredAt when it happened, as the source says; never later than {@code acceptedAt}
 * @param dedupeKey the source's identity of the event; with the trigger it is accepted once within its window
 * @param source which sensor or door brought it, for instance {@code plant.alerts} or {@code webhook:deploy}
 */
public record TriggerInstance(
        String id,
        Ref trigger,
        Ref triggerType,
        Map<String, @Nullable Object> payload,
        Instant occurredAt,
        Instant acceptedAt,
        @Nullable String dedupeKey,
        String source,
        Trace trace) {
    public TriggerInstance {
        payload = JsonValues.copyOf(payload);
    }
}
