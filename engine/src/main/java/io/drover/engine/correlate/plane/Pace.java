package io.drover.engine.correlate.plane;

import java.time.Duration;

/**
 * How many events are handed over at once: few where they take long, so that what came of them is committed before anybody
 * loses patience. Used by one thread.
 */
final class Pace {
    private static final int MOST = 64;
    private static final Duration LONG = Duration.ofMillis(250);

    private int next = 1;
    private Duration since = Duration.ZERO;

    /** {@return how many events are handed over next at most} */
    int next() {
        return next;
    }

    /**
     * Takes down how long the events took that were handed over last.
     *
     * @return whether what came has to be committed now
     */
    boolean took(Duration time) {
        next = time.compareTo(LONG) > 0 ? Math.max(1, next / 2) : Math.min(MOST, 2 * next);
        since = since.plus(time);
        return since.compareTo(LONG) > 0;
    }

    /** What came was committed. */
    void committed() {
        since = Duration.ZERO;
    }
}
