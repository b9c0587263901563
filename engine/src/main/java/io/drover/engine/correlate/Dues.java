package io.drover.engine.correlate;

import java.time.Instant;
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
     * Decides what is due, one after the other, until the clock has not reached the next.
     *
     * @param turn is told before each whose turn it is
     */
    void decide(Instant clock, Consumer<Waiting> turn) {
        Entry next = head();
        while (next != null && next.isReached(clock)) {
            queue.remove();
            moment = next.at();
            Waiting waiting = next.waiting();
            waiting.planned(null);
            turn.accept(waiting);
            waiting.decide(next.at());
            plan(waiting);
            next = head();
        }
        moment = clock;
    }

    /** {@return the moment at which something is decided: when it was due, or the clock where an event is taken} */
    Instant moment() {
        return moment;
    }

    /** {@return the first moment at which the clock decides something; null where nothing waits} */
    @Nullable
    Instant next() {
        Entry next = head();
        if (next == null) {
            return null;
        }
        return next.waiting().isInclusive() ? next.at() : next.at().plusNanos(1);
    }

    /** Puts back what has been put off, until the first in the queue is where it belongs. */
    private @Nullable Entry head() {
        Entry head = queue.peek();
        while (head != null) {
            Waiting waiting = head.waiting();
            Instant due = waiting.due();
            if (due != null && !due.isAfter(head.at())) {
                return head;
            }
            queue.remove();
            if (head.at().equals(waiting.planned())) {
                waiting.planned(null);
            }
            plan(waiting);
            if (waiting.planned() == null) {
                waiting.settled();
            }
            head = queue.peek();
        }
        return null;
    }
}
