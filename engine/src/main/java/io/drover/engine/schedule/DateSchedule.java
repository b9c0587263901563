package io.drover.engine.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Due once. */
record DateSchedule(Instant date) implements Schedule {

    @Override
    public @Nullable Instant next(Instant after) {
        return date.isAfter(after) ? date : null;
    }
}
