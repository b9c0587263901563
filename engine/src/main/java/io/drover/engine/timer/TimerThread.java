package io.drover.engine.timer;

import io.drover.engine.repeat.Repeating;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ticks {@link DueTimers} when one is due. */
public final class TimerThread {
    private static final Logger LOG = LoggerFactory.getLogger(TimerThread.class);
    /** So soon is seen that rules ask for other timers, or that the clock was set. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration AFTER_ANOTHER_NODE = Duration.ofMillis(50);

    private final DueTimers timers;
    private final InstantSource clock;
    private final Repeating thread = new Repeating("drover-timers", Duration.ZERO, this::fire);
    private boolean failing;
    private boolean outrun;

    public TimerThread(DueTimers timers, InstantSource clock) {
        this.timers = timers;
        this.clock = clock;
    }

    public void start() {
        thread.start();
    }

    private Duration fire() {
        try {
            Instant next = timers.tick();
            failing = false;
            outrun = false;
            return until(next);
        } catch (DroverException e) {
            if (e.code() == ErrorCode.ALREADY_EXISTS && !outrun) {
                outrun = true;
                LOG.debug("Another node was first with a timer that is due.");
                return AFTER_ANOTHER_NODE;
            }
            if (!failing) {
                LOG.warn("Timers wait; they are tried again every second. {}", e.getMessage());
            }
            failing = true;
            return AFTER_FAILURE;
        } catch (RuntimeException e) {
            LOG.error("Timers failed; they are tried again.", e);
            return AFTER_FAILURE;
        }
    }

    private Duration until(@Nullable Instant next) {
        Duration wait = next == null ? LONGEST_WAIT : Duration.between(clock.instant(), next);
        return wait.isNegative() || wait.isZero()
                ? Duration.ofMillis(10)
                : wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** Fires no more, and waits until what was begun is done. */
    public void stop() {
        boolean unused = thread.stop();
    }
}
