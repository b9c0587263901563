package io.drover.engine.rehearse;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes on only when it is told to. */
public final class HandClock implements InstantSource {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Goes on, or back. */
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
