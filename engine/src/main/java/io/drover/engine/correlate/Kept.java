package io.drover.engine.correlate;

import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;

/**
 * An event in the order of acceptance.
 *
 * @param order greater than that of all events accepted before it
 */
record Kept(TriggerInstance event, long order) {

    /** {@return when it happened, at the latest when it was accepted} */
    static Instant time(TriggerInstance event) {
        return event.occurredAt().isAfter(event.acceptedAt()) ? event.acceptedAt() : event.occurredAt();
    }

    Instant time() {
        return time(event);
    }
}
