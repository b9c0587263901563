package io.drover.engine.correlate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Keys some of whose events nothing can complete any more, once the clock has passed them. Nothing comes of letting those go but
 * room: a key does it by itself before it takes its next event, so that here it may wait a little, and is done a few at a time.
 * Keys stand in slots of time, which are the wider the further away they are; so there are few, and a key moves without search.
 */
final class Expiry {
    /** What waits is let go later by no more than this part of the time that it had to wait. */
    private static final int FINENESS = 512;

    private static final long NARROWEST_MILLIS = 16;

    private final NavigableMap<Long, Slot> slots = new TreeMap<>();
    private long first = Long.MAX_VALUE;

    /** The keys of a stretch of time, in milliseconds; what lies before its end is passed once the clock has come to that. */
    static final class Slot {
        private long start;
        private final long end;
        private final List<KeyState> keys = new ArrayList<>(2);

        private Slot(long start, long end) {
            this.start = start;
            this.end = end;
        }

        /** {@return whether the clock has come so far that something in it may be passed} */
        boolean isReached(Instant clock) {
            return clock.toEpochMilli() >= start;
        }

        private void add(KeyState key) {
            key.stand(this, keys.size());
            keys.add(key);
        }

        private void remove(int place) {
            KeyState last = keys.remove(keys.size() - 1);
            if (place < keys.size()) {
                keys.set(place, last);
                last.stand(this, place);
            }
        }
    }

    /** Looks at what a key waits for something new; one that waits for less is looked at when its old turn comes. */
    void plan(KeyState key, Instant clock) {
        Instant lapse = key.lapse();
        if (lapse == null) {
            leave(key);
            return;
        }
        long due = lapse.toEpochMilli();
        Slot stands = key.slot();
        if (stands == null || due < stands.start) {
            leave(key);
            slot(due, clock.toEpochMilli()).add(key);
        }
    }

    private Slot slot(long due, long now) {
        long width = Math.max(NARROWEST_MILLIS, Long.highestOneBit(Math.max(1, (due - now) / FINENESS)));
        long start = Math.floorDiv(due, width) * width;
        Slot slot = slots.computeIfAbsent(start + width, end -> new Slot(start, end));
        // a narrower one may end there, too
        slot.start = Math.min(slot.start, start);
        first = Math.min(first, slot.end);
        return slot;
    }

    /** Forgets a key. */
    void leave(KeyState key) {
        Slot stands = key.slot();
        if (stands != null) {
            stands.remove(key.place());
            key.stand(null, 0);
            if (stands.keys.isEmpty()) {
                remove(stands);
            }
        }
    }

    private void remove(Slot slot) {
        slots.remove(slot.end);
        first = slots.isEmpty() ? Long.MAX_VALUE : slots.firstKey();
    }

    /**
     * Has keys let go of what the clock has passed.
     *
     * @param most how many keys at most
     * @return whether none is left of which that is known
     */
    boolean lapse(Instant clock, int most) {
        if (first == Long.MAX_VALUE) {
            return true;
        }
        long now = clock.toEpochMilli();
        for (int done = 0; first <= now && done < most; done++) {
            List<KeyState> keys = slots.firstEntry().getValue().keys;
            KeyState key = keys.get(keys.size() - 1);
            leave(key);
            key.lapsed(clock);
        }
        return first > now;
    }
}
