package io.drover.camelsensors.emit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a sensor did since it was first seen. Thread-safe. */
public final class SensorRecord {
    private long events;
    private long errors;
    private @Nullable Instant lastEventAt;
    private @Nullable String lastError;
    private @Nullable String warning;

    /**
     * One look at a record.
     *
     * @param events accepted ones, without duplicates
     * @param errors refused events and failed exchanges
     */
    public record Reading(
            long events,
            long errors,
            @Nullable Instant lastEventAt,
            @Nullable String lastError,
            @Nullable String warning) {}

    /** {@return how it stands} */
    public synchronized Reading read() {
        return new Reading(events, errors, lastEventAt, lastError, warning);
    }

    synchronized void emitted(long count, Instant at) {
        events += count;
        lastEventAt = at;
    }

    synchronized void failed(String error) {
        errors++;
        lastError = error;
    }

    synchronized void warn(String text) {
        warning = text;
    }

    synchronized void begin() {
        lastError = null;
        warning = null;
    }
}
