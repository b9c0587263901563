package io.drover.testkit.time;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, with an end: tests never wait for a duration. */
public final class Await {
    /** Long enough for a machine that is busy with other things. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Await() {}

    /** {@return how long it took} */
    public static Duration until(String what, Callable<Boolean> condition) {
        return until(what, PATIENCE, condition);
    }

    /** {@return how long it took} */
    public static Duration until(String what, Duration patience, Callable<Boolean> condition) {
        long start = System.nanoTime();
        while (!holds(what, condition)) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError("Waited " + patience.toSeconds() + " s in vain until " + what + ".");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static boolean holds(String what, Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            throw new AssertionError("Could not find out whether " + what + ".", e);
        }
    }
}
