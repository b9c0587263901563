package io.drover.model.trigger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a sensor is doing.
 *
 * @param delivery what it can promise for its source and settings
 * @param lastError null where there was none since its start
 * @param cadence how often it is expected to be heard: as its pack says, else as was learnt; null while nothing is known
 * @param nextExpectedAt when its next event is expected; null where that is not known, or it is switched off
 */
public record SensorStatus(
        SensorType type,
        State state,
        Delivery delivery,
        long events,
        long errors,
        @Nullable Instant lastEventAt,
        @Nullable String lastError,
        @Nullable String warning,
        @Nullable Duration cadence,
        @Nullable Instant nextExpectedAt) {

    /** A status of a process that does not know how the sensor is heard. */
    public SensorStatus(
            SensorType type,
            State state,
            Delivery delivery,
            long events,
            long errors,
            @Nullable Instant lastEventAt,
            @Nullable String lastError,
            @Nullable String warning) {
        this(type, state, delivery, events, errors, lastEventAt, lastError, warning, null, null);
    }

    /** {@return this status with the sensor as it is switched} */
    public SensorStatus of(SensorType shown) {
        return new SensorStatus(
                shown,
                state,
                delivery,
                events,
                errors,
                lastEventAt,
                lastError,
                warning,
                cadence,
                nextExpectedAt);
    }

    /**
     * {@return this status with how the sensor is heard, before its last start and on other nodes, too}
     *
     * @param health null where it was never heard
     */
    public SensorStatus heard(@Nullable SourceHealth health) {
        Instant last = health == null || (lastEventAt != null && lastEventAt.isAfter(health.lastAt()))
                ? lastEventAt
                : health.lastAt();
        Duration declared = type.expectEvery();
        Duration learnt = health == null ? null : health.cadence().orElse(null);
        Duration every = declared == null ? learnt : declared;
        Instant next = last == null || every == null || !type.enabled() ? null : last.plus(every);
        return new SensorStatus(
                type,
                state,
                delivery,
                events,
                errors,
                last,
                lastError,
                warning,
                every,
                next);
    }

    /** Where a sensor stands. */
    public enum State {
        RUNNING,
        STOPPED,
        /** It did not start, or does not reach its source, and is tried again. */
        RETRYING,
        /** What it needs is not there yet. */
        WAITING
    }

    /** What a sensor promises about each event of its source. */
    public enum Delivery {
        AT_LEAST_ONCE,
        AT_MOST_ONCE
    }
}
