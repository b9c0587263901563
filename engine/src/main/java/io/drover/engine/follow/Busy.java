package io.drover.engine.follow;

import java.time.Duration;

/** Since when a thread has been busy with one thing, for whoever watches it. */
public final class Busy {
    private static final long IDLE = 0;

    private volatile long since = IDLE;

    /** The thread begins with the next thing. */
    public void begin() {
        since = System.nanoTime();
    }

    /** The thread waits for something that is none of its own fault. */
    public void end() {
        since = IDLE;
    }

    /** {@return whether the thread has been busy with one thing for longer than a time} */
    public boolean isLongerThan(Duration patience) {
        long begun = since;
        return begun != IDLE && System.nanoTime() - begun > patience.toNanos();
    }
}
