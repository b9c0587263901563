package io.drover.engine.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * Due again and again, first one interval after its beginning. A day is 24 hours, whatever clocks are set to.
 *
 * @param interval whole seconds, at least one
 */
record IntervalSchedule(Instant since, Duration interval) implements Schedule {

    @Override
    public Instant next(Instant after) {
        long passed = Math.max(0, Duration.between(since, after).dividedBy(interval));
        return since.plus(interval.multipliedBy(after.isBefore(since) ? 1 : passed + 1));
    }
}
