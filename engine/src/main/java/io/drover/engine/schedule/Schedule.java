package io.drover.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When something is due, over and over. A pure function of time. */
public interface Schedule {

    /** {@return the first due time after a moment; null where there is none any more} */
    @Nullable
    Instant next(Instant after);

    /**
     * {@return the last due time that is not after a moment}
     *
     * @param due a due time that is not after it
     */
    default Instant latest(Instant due, Instant until) {
        for (Duration back : Lookback.STEPS) {
            Instant start = until.minus(back);
            if (!start.isAfter(due)) {
                break;
            }
            Instant near = next(start);
            if (near != null && !near.isAfter(until)) {
                return Lookback.forward(this, near, until);
            }
        }
        return Lookback.forward(this, due, until);
    }
}
