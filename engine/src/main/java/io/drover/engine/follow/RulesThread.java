package io.drover.engine.follow;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The thread that owns some rules. It works until it is ended, or given up because a rule does not come back. */
public final class RulesThread {
    private static final long PATIENCE_SECONDS = 10;

    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean abandoned;

    /**
     * A thread that has not begun.
     *
     * @param work is done once, and returns soon after {@link #goesOn} has become false
     */
    public RulesThread(String name, Runnable work) {
        this.thread = new Thread(work, name);
        this.thread.setDaemon(true);
    }

    public void begin() {
        thread.start();
    }

    /** {@return whether it is neither ended nor given up} */
    public boolean goesOn() {
        return ended.getCount() > 0 && !abandoned;
    }

    /** {@return whether it is given up: then nothing that it still does may count} */
    public boolean isAbandoned() {
        return abandoned;
    }

    /** Asks it to end in order. */
    public void end() {
        ended.countDown();
    }

    /** Gives up on it. */
    public void abandon() {
        abandoned = true;
        thread.interrupt();
    }

    /** Waits a while for its end. */
    public void join() {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has it, called on itself, do nothing for a second, or until it is ended. */
    public void pause() {
        try {
            boolean unused = ended.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return where it is right now} */
    public StackTraceElement[] stack() {
        return thread.getStackTrace();
    }
}
