package io.drover.engine.repeat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A thread that does some work over and over, with pauses, until it is stopped. */
public final class Repeating {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Duration first;
    private final Supplier<@Nullable Duration> work;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /**
     * A thread that has not begun.
     *
     * @param first the pause before the work is done first
     * @param work tells the pause after it, null: it is not done again; it must not throw
     */
    public Repeating(String name, Duration first, Supplier<@Nullable Duration> work) {
        this.first = first;
        this.work = work;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            Duration pause = first;
            while (pause != null && !stop.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = work.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Does the work no more, and waits some seconds until what was begun is done.
     *
     * @return whether it is
     */
    public boolean stop() {
        stop.countDown();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** {@return whether it was told to stop, after a pause within the work that ends with that} */
    public boolean isStoppedWithin(Duration pause) {
        try {
            return stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
