package io.drover.camelsensors.emit;

import java.time.Duration;

/**
 * How far a sensor goes.
 *
 * @param backPressureTimeout how long a call waits for a commit before the source is told to deliver again
 * @param largestPayload in bytes; beyond it an event becomes a dead letter
 */
public record EmissionLimits(Duration backPressureTimeout, int largestPayload) {
    /** What counts where nothing is said: 30 seconds, 1 MB. */
    public static final EmissionLimits STANDARD = new EmissionLimits(Duration.ofSeconds(30), 1 << 20);

    public EmissionLimits {
        if (backPressureTimeout.isNegative() || backPressureTimeout.isZero() || largestPayload <= 0) {
            throw new IllegalArgumentException("Expected limits above zero, but found a back-pressure time-out of "
                    + backPressureTimeout + " and a largest payload of " + largestPayload + " bytes.");
        }
    }
}
