package io.drover.distribution.trace;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many spans may wait, and how many got lost. It is as large as the queue behind it and is left only by what has left that
 * queue, so that nothing is dropped there without being counted here.
 */
final class Room {
    private final int size;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder lost = new LongAdder();

    Room(int size) {
        this.size = size;
    }

    /** {@return whether there is a place for one more; else it counts as lost} */
    boolean take() {
        if (waiting.incrementAndGet() > size) {
            waiting.decrementAndGet();
            lost.increment();
            return false;
        }
        return true;
    }

    /** So many spans have left the queue. */
    void leave(int spans) {
        waiting.addAndGet(-spans);
    }

    /** So many spans that had left the queue were not taken. */
    void refused(int spans) {
        lost.add(spans);
    }

    long lost() {
        return lost.sum();
    }
}
