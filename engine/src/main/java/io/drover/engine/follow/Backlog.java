package io.drover.engine.follow;

import io.drover.model.store.TriggerInstances;
import java.time.Duration;
import java.time.Instant;

/** Stored events that are still to be taken in. */
public final class Backlog {
    /** Events around a moment may have been committed in another order than they were accepted. */
    private static final Duration AROUND = Duration.ofMinutes(1);

    private Backlog() {}

    /** {@return a place after which all events stand that were accepted since a moment} */
    public static long placeOf(TriggerInstances stored, Instant moment) {
        return stored.placeOf(moment.minus(AROUND));
    }
}
