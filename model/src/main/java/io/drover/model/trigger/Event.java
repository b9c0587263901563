package io.drover.model.trigger;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as DRL rules see it: by getters. */
public final class Event {
    private final TriggerInstance instance;
    private final String trigger;
    private final long order;

    /**
     * An event.
     *
     * @param order grows in the order of acceptance
     */
    public Event(TriggerInstance instance, long order) {
        this.instance = instance;
        this.trigger = instance.triggerType().toString();
        this.order = order;
    }

    public TriggerInstance instance() {
        return instance;
    }

    public long order() {
        return order;
    }

    public String getId() {
        return instance.id();
    }

    /** {@return the ref of its trigger type} */
    public String getTrigger() {
        return trigger;
    }

    public Map<String, @Nullable Object> getPayload() {
        return instance.payload();
    }

    public Instant getOccurredAt() {
        return instance.occurredAt();
    }

    public Instant getAcceptedAt() {
        return instance.acceptedAt();
    }

    public String getSource() {
        return instance.source();
    }

    /** {@return when it happened, in milliseconds, as the rules engine wants it} */
    public long getDroverTime() {
        return instance.occurredAt().toEpochMilli();
    }

    @Override
    public String toString() {
        return trigger + " " + instance.id();
    }
}
