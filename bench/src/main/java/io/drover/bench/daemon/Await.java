package io.drover.bench.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, asking again and again. */
public final class Await {
    private Await() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @param what of the sentence "… did not happen within …"
     * @throws IOException if it does not hold in time, or if asking fails
     */
    public static void until(String what, Duration timeout, Duration interval, Condition condition) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(what + " did not happen within " + timeout.toSeconds() + " s");
            }
            LockSupport.parkNanos(interval.toNanos());
        }
    }

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException;
    }
}
