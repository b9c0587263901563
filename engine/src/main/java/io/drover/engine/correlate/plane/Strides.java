package io.drover.engine.correlate.plane;

import io.drover.engine.correlate.Correlation;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;

/**
 * Moves the clock of rules on in strides of a short time each, so that a million events that are over at once keep nobody waiting:
 * in between the next events are taken, and what came is committed. Used by one thread.
 */
final class Strides {
    private static final int AT_ONCE = 100;
    private static final int MOST = 1_000;
    private static final long LONGEST_NANOS = Duration.ofMillis(20).toNanos();
    /** An event that is not further ahead of the clock brings about no more than it can itself. */
    private static final Duration LEAP = Duration.ofSeconds(1);

    private final Correlation correlation;
    private boolean isBehind;
    private boolean isOnItsWay;

    Strides(Correlation correlation) {
        this.correlation = correlation;
    }

    /** {@return whether the last stride left something to be done} */
    boolean isBehind() {
        return isBehind;
    }

    /** {@return whether an event is so far ahead that the clock is to be moved on before it} */
    boolean isLeap(TriggerInstance event) {
        return Correlation.time(event)
                .isAfter(isOnItsWay ? correlation.clock() : correlation.clock().plus(LEAP));
    }

    /** Moves the clock on. {@return whether it has come to that moment} */
    boolean to(Instant moment) {
        long begun = System.nanoTime();
        int done = 0;
        do {
            isBehind = !correlation.tick(moment, AT_ONCE);
            done += AT_ONCE;
        } while (isBehind && done < MOST && System.nanoTime() - begun < LONGEST_NANOS);
        isOnItsWay = correlation.clock().isBefore(moment);
        return !isOnItsWay;
    }
}
