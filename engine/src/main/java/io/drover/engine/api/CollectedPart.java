package io.drover.engine.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one part of a rule has collected for a key.
 *
 * @param part {@code form}, {@code hold}, or the name of a limit
 * @param key {@code ""} where all events share one key
 * @param revision of the rule that collected it
 * @param events that are kept, in the order of their acceptance
 * @param due when it is decided without another event; null where it waits for one
 * @param message what it waits for, in words
 */
public record CollectedPart(
        String part,
        String key,
        int revision,
        List<Member> events,
        @Nullable Instant due,
        String message) {
    public CollectedPart {
        events = List.copyOf(events);
    }

    /**
     * An event that is kept.
     *
     * @param name of the rule's event that it is; empty for limits
     */
    public record Member(String name, String id, Instant occurredAt) {}
}
