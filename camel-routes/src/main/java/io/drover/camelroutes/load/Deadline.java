package io.drover.camelroutes.load;

import java.util.concurrent.TimeUnit;

/** Until when routes that stop may end what they have under way; those that stop together share one. */
record Deadline(long nanoTime) {
    /** A node has six seconds to stop its sensors before another one may start them. */
    private static final long SECONDS = 3;

    /** {@return the time that routes have which begin to stop now} */
    static Deadline ofOne() {
        return new Deadline(System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS));
    }

    /** {@return what is left of it; at least a millisecond, as Camel refuses none} */
    long leftMillis() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime()));
    }
}
