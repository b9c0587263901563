package io.drover.engine.drl;

import io.drover.engine.follow.Backlog;
import io.drover.model.pack.Ref;
import io.drover.model.store.TriggerInstances;
import java.time.Instant;
import java.util.Collection;

/**
 * The stored events that a session is filled with again.
 *
 * @param place they stand after it
 * @param events how many there are in the span that the rules of the session look at
 * @param leftOut the oldest of them, which are too many to be taken in again
 */
record Replay(long place, long events, long leftOut) {
    /**
     * Chooses the newest events. What the rules were not asked about yet is never left out.
     *
     * @param types whose events
     * @param from where the span begins
     * @param decided what was accepted before was decided before
     * @param most how many are taken in again
     */
    static Replay of(TriggerInstances stored, Collection<Ref> types, Instant from, Instant decided, long most) {
        long first = Backlog.placeOf(stored, from);
        long events = stored.count(first, types);
        if (events <= most) {
            return new Replay(first, events, 0);
        }
        long place = Math.min(stored.placeOf(first, types, events - most), Backlog.placeOf(stored, decided));
        return place <= first
                ? new Replay(first, events, 0)
                : new Replay(place, events, events - stored.count(place, types));
    }
}
