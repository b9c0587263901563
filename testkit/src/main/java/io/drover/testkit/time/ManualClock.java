package io.drover.testkit.time;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that moves only when told to; any number of threads may read and move it. Clocks made from it by
 * {@link #withZone} show the same time and move along.
 */
public final class ManualClock extends Clock {
    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    /** Starts at the given instant, in UTC. */
    public ManualClock(Instant start) {
        this(new AtomicReference<>(start), ZoneOffset.UTC);
    }

    private ManualClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    @Override
    public Instant instant() {
        return requireNonNull(now.get());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public ManualClock withZone(ZoneId other) {
        return new ManualClock(now, other);
    }

    /**
     * Moves time forward.
     *
     * @return the instant it is now
     * @throws IllegalArgumentException if the step is negative; a clock that jumps back is what {@link #set} is for
     */
    public Instant advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("time cannot advance by " + step + "; use set to jump back");
        }
        return now.updateAndGet(before -> before.plus(step));
    }

    /** Jumps to the given instant, forward or back. */
    public void set(Instant instant) {
        now.set(instant);
    }
}
