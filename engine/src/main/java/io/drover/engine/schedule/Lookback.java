package io.drover.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A year of due times each second is long to step through: the last one is looked for close to the end first. */
final class Lookback {
    static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofDays(31),
            Duration.ofDays(366));

    private Lookback() {}

    static Instant forward(Schedule schedule, Instant due, Instant until) {
        Instant latest = due;
        for (Instant next = due; next != null && !next.isAfter(until); next = schedule.next(next)) {
            latest = next;
        }
        return latest;
    }
}
