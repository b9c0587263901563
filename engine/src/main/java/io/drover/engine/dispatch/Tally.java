package io.drover.engine.dispatch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the events.
 *
 * @param inFlight those that were handed over and are not committed yet
 */
record Tally(AtomicInteger inFlight, LongAdder accepted, LongAdder refused, LongAdder duplicates) {
    Tally() {
        this(new AtomicInteger(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
