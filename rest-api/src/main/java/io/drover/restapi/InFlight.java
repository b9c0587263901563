package io.drover.restapi;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the requests that are being answered, so that a stop can wait for them. Thread-safe. */
final class InFlight {
    /** Added once when draining begins, so that one number tells both. */
    private static final long DRAINING = 1L << 62;

    private final AtomicLong count = new AtomicLong();
    private final CountDownLatch drained = new CountDownLatch(1);

    /** {@return whether the request may begin: not any more once draining has} */
    boolean begin() {
        if (count.incrementAndGet() >= DRAINING) {
            end();
            return false;
        }
        return true;
    }

    void end() {
        if (count.decrementAndGet() == DRAINING) {
            drained.countDown();
        }
    }

    boolean isDraining() {
        return count.get() >= DRAINING;
    }

    /** Lets nothing begin any more and waits for what has. */
    boolean drain(long time, TimeUnit unit) throws InterruptedException {
        if (!isDraining() && count.addAndGet(DRAINING) == DRAINING) {
            drained.countDown();
        }
        return drained.await(time, unit);
    }
}
