package io.drover.persistence.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Instants as they are stored: whole microseconds, cut and not rounded, so that both databases keep the same. */
public final class Instants {
    private Instants() {}

    public static Instant stored(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** As {@link #stored}; null stays null. */
    public static @Nullable Instant storedOrNull(@Nullable Instant instant) {
        return instant == null ? null : stored(instant);
    }
}
