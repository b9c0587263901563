package io.drover.engine.correlate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the clock, in the order of time; of equal times by rule, limits before keys, then by key, so that the order is the
 * same after a restart. Most of what waits is put off by each further event: it is then left where it is in the queue, and
 * put further back when its turn comes.
 */
final class Dues {
    private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::at)
            .thenComparing(entry -> !entry.waiting().isInclusive())
            .thenComparing(entry -> entry.waiting().rule())
            .thenComparing(entry -> String.valueOf(entry.waiting().key()));

    /** By so much more is done at most where all of it is due in the same millisecond. */
    private static final long MOST_OF_A_MILLI = 10;

    /** So many that were put off are looked at when it is asked what is next. */
    private static final int MOST_PUT_OFF = 1_000;

    private final Queue<Entry> queue = new PriorityQueue<>(ORDER);
    private Instant moment;

    /** Nothing waits; the clock stands somewhere. */
    Dues(Instant clock) {
        this.moment = clock;
    }

    private record Entry(Instant at, Waiting waiting) {
        boolean isReached(Instant clock) {
            return waiting.isInclusive() ? !at.isAfter(clock) : at.isBefore(clock);
        }
    }

    /** Goes on from where the clock stood. */
    void begin(Instant clock) {
        moment = clock;
    }

    /** Looks at what waits for something new. */
    void plan(Waiting waiting) {
        Instant due = waiting.due();
        Instant planned = waiting.planned();
        if (due != null && (planned == null || due.isBefore(planned))) {
            queue.add(new Entry(due, waiting));
            waiting.planned(due);
        }
    }

    /**
     * Decides what is due, one after the other, until the clock has not reached the next; or some of it, where that is a lot.
     *
     * @param most after so many it ends with the millisecond that it has come to; or within it, where a lot is due then: the clock
     *     stays before it until the rest is decided, too
     * @param turn is told before each whose turn it is
     * @return where the clock stands then: all that is due before is decided, and nothing that is due later
     */
    Instant decide(Instant clock, int most, Consumer<Waiting> turn) {
        Instant before = moment;
        Instant until = clock;
        long looked = 0;
        Entry next = queue.peek();
        while (next != null && next.isReached(until)) {
            queue.remove();
            look(next, turn);
            looked++;
            if (looked == most) {
                Instant end = next.at().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
                until = end.isBefore(clock) ? end : clock;
            }
            next = queue.peek();
            if (next != null && looked >= most * MOST_OF_A_MILLI && next.isReached(until)) {
                Instant milli = next.at().truncatedTo(ChronoUnit.MILLIS);
                until = milli.isAfter(before) ? milli : before;
                break;
            }
        }
        moment = until;
        return until;
    }

    private void look(Entry entry, Consumer<Waiting> turn) {
        Waiting waiting = entry.waiting();
        Instant due = waiting.due();
        if (due != null && !due.isAfter(entry.at())) {
            moment = entry.at();
            waiting.planned(null);
            turn.accept(waiting);
            waiting.decide(entry.at());
            plan(waiting);
        } else {
            putOff(entry);
        }
    }

    /** {@return the moment at which something is decided: when it was due, or the clock where an event is taken} */
    Instant moment() {
        return moment;
    }

    /** {@return the first moment at which the clock may decide something; null where nothing waits} */
    @Nullable
    Instant next() {
        Entry next = queue.peek();
        for (int looked = 0; next != null && looked < MOST_PUT_OFF && isPutOff(next); looked++) {
            queue.remove();
            putOff(next);
            next = queue.peek();
        }
        if (next == null) {
            return null;
        }
        return next.waiting().isInclusive() ? next.at() : next.at().plusNanos(1);
    }

    private static boolean isPutOff(Entry entry) {
        Instant due = entry.waiting().due();
        return due == null || due.isAfter(entry.at());
    }

    /** Puts back what has been put off to where it belongs. */
    private void putOff(Entry entry) {
        Waiting waiting = entry.waiting();
        if (entry.at().equals(waiting.planned())) {
            waiting.planned(null);
        }
        plan(waiting);
        if (waiting.planned() == null) {
            waiting.settled();
        }
    }
}
