package io.drover.engine.correlate;

import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events to which stored states refer. */
final class Recalled {
    private final Map<String, TriggerInstance> events;
    private final Instant clock;
    private long newestOrder = -1;
    private boolean anyGone;

    /** The events by id, and where the clock stood. */
    Recalled(Map<String, TriggerInstance> events, Instant clock) {
        this.events = events;
        this.clock = clock;
    }

    /** {@return the event of a row, which begins with its id and its order; null where it is gone} */
    @Nullable
    Kept kept(List<?> row) {
        TriggerInstance event = event(row.get(0));
        long order = number(row.get(1));
        newestOrder = Math.max(newestOrder, order);
        return event == null ? null : new Kept(event, order);
    }

    /** {@return the event with an id; null where it is gone} */
    @Nullable
    TriggerInstance event(@Nullable Object id) {
        TriggerInstance event = id instanceof String text ? events.get(text) : null;
        anyGone |= event == null && id != null;
        return event;
    }

    static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    Instant clock() {
        return clock;
    }

    long newestOrder() {
        return newestOrder;
    }

    /** {@return whether an event was asked for that is gone, since this was asked last} */
    boolean anyGone() {
        boolean gone = anyGone;
        anyGone = false;
        return gone;
    }
}
