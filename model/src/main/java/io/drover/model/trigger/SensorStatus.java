package io.drover.model.trigger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a sensor is doing.
 *
 * @param delivery what it can promise for its source and settings
 * @param lastError null where there was none since its start
 * @param everyNode whether it runs on every node; else on one at a time
 * @param owner name of the node that runs it; null where each does, where none does yet, and where there is only one
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
        boolean everyNode,
        @Nullable String owner,
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
            @Nullable String warning,
            boolean everyNode,
            @Nullable String owner) {
        this(type, state, delivery, events, errors, lastEventAt, lastError, warning, everyNode, owner, null, null);
    }

    /** {@return this, of the sensor as it is declared or switched now} */
    public SensorStatus of(SensorType other) {
        return new SensorStatus(
                other,
                state,
                delivery,
                events,
                errors,
                lastEventAt,
                lastError,
                warning,
                everyNode,
                owner,
                cadence,
                nextExpectedAt);
    }

    /** {@return this, run by the node of this name} */
    public SensorStatus ownedBy(@Nullable String node) {
        return new SensorStatus(
                type,
                state,
                delivery,
                events,
                errors,
                lastEventAt,
                lastError,
                warning,
                everyNode,
                node,
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
                type, state, delivery, events, errors, last, lastError, warning, everyNode, owner, every, next);
    }

    /** Where a sensor stands. */
    public enum State {
        RUNNING,
        STOPPED,
        /** It did not start, or does not reach its source, and is tried again. */
        RETRYING,
        /** What it needs is not there yet. */
        WAITING,
        /** Another node runs it, or is about to; this one takes it over when that one ends or falls silent. */
        STANDBY
    }

    /** What a sensor promises about each event of its source. */
    public enum Delivery {
        AT_LEAST_ONCE,
        AT_MOST_ONCE
    }
}
