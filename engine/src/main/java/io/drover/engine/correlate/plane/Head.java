package io.drover.engine.correlate.plane;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.IntSupplier;

/**
 * Up to when all events that this node accepted are committed: so far the wall clock may move rules on that have taken all of
 * them. While the database does not answer, time stands still for them.
 */
final class Head {
    private final IntSupplier inFlight;
    private final InstantSource clock;
    private volatile Instant newest = Instant.EPOCH;
    private volatile Duration grace = Duration.ZERO;
    private volatile Instant restsUntil = Instant.EPOCH;

    /** @param inFlight how many events were accepted and are not committed yet */
    Head(IntSupplier inFlight, InstantSource clock) {
        this.inFlight = inFlight;
        this.clock = clock;
    }

    /** Takes down that an event was committed; those that were accepted before are then, too. */
    void committed(Instant acceptedAt) {
        newest = acceptedAt;
    }

    /**
     * Has time stand still until {@link #rest} is called, and for a while from then on.
     *
     * @param grace for how long
     */
    void restAtStart(Duration grace) {
        this.grace = grace;
        restsUntil = Instant.MAX;
    }

    /** From now on sensors deliver here what waited: it has a while to come before the wall clock moves rules on. */
    void rest() {
        restsUntil = clock.instant().plus(grace);
    }

    /** {@return up to when; the beginning of time while the wall clock must not move rules on} */
    Instant reached() {
        // the clock first: what is accepted after it is later
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (now.isBefore(restsUntil)) {
            return Instant.EPOCH;
        }
        return inFlight.getAsInt() == 0 ? now : newest;
    }
}
