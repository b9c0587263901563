package io.drover.distribution.packaged;

import java.time.Duration;

/**
 * Promised times hold for an idle machine with two cores. {@code -Ddrover.slowness=4} allows four times as long where
 * other things run besides.
 */
final class Slowness {
    private static final int FACTOR = Integer.getInteger("drover.slowness", 1);

    /** Promise 7: after a crash, from the start of the process. */
    static final Duration RESUMES_WITHIN = allowed(Duration.ofSeconds(30));

    /** What is changed in a pack's folder works. */
    static final Duration LIVE_WITHIN = allowed(Duration.ofSeconds(2));

    private Slowness() {}

    static Duration allowed(Duration promised) {
        return promised.multipliedBy(FACTOR);
    }
}
