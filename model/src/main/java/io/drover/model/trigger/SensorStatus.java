package io.drover.model.trigger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a sensor is doing.
 *
 * @param delivery what it can promise for its source and settings
 * @param lastError null where there was none since its start
 */
public record SensorStatus(
        SensorType type,
        State state,
        Delivery delivery,
        long events,
        long errors,
        @Nullable Instant lastEventAt,
        @Nullable String lastError,
        @Nullable String warning) {

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
