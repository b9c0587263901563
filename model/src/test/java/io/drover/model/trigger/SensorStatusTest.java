package io.drover.model.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SensorStatusTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final SourceHealth LEARNT = new SourceHealth("plant.alerts", 1, NOON, 30, MINUTE, MINUTE);

    @Test
    void isExpectedAfterWhatWasLearnt() {
        SensorStatus heard = status(true, null, null).heard(LEARNT);

        assertThat(heard.lastEventAt()).isEqualTo(NOON);
        assertThat(heard.cadence()).isEqualTo(MINUTE);
        assertThat(heard.nextExpectedAt()).isEqualTo(NOON.plus(MINUTE));
    }

    @Test
    void whatItsPackSaysCountsMoreThanWhatWasLearnt() {
        Duration hour = Duration.ofHours(1);
        SensorStatus heard = status(true, hour, null).heard(LEARNT);
        SensorStatus never = status(true, hour, null).heard(null);

        assertThat(heard.cadence()).isEqualTo(hour);
        assertThat(heard.nextExpectedAt()).isEqualTo(NOON.plus(hour));
        assertThat(never.cadence()).isEqualTo(hour);
        assertThat(never.nextExpectedAt()).as("it was never heard").isNull();
    }

    @Test
    void theNewerOfBothLastEventsCounts() {
        SensorStatus heard = status(true, null, NOON.plus(MINUTE)).heard(LEARNT);

        assertThat(heard.lastEventAt()).isEqualTo(NOON.plus(MINUTE));
        assertThat(heard.nextExpectedAt()).isEqualTo(NOON.plus(MINUTE).plus(MINUTE));
    }

    @Test
    void nothingIsExpectedOfASensorThatIsSwitchedOff() {
        SensorStatus heard = status(false, null, null).heard(LEARNT);

        assertThat(heard.cadence()).isEqualTo(MINUTE);
        assertThat(heard.nextExpectedAt()).isNull();
    }

    private static SensorStatus status(boolean enabled, @Nullable Duration expectEvery, @Nullable Instant lastEventAt) {
        SensorType type = new SensorType(
                Ref.parse("plant.alerts"),
                null,
                enabled,
                "routes/alerts.camel.yaml",
                null,
                List.of(),
                null,
                SensorType.Host.ROUTE,
                expectEvery);
        return new SensorStatus(
                type,
                SensorStatus.State.RUNNING,
                SensorStatus.Delivery.AT_LEAST_ONCE,
                0,
                0,
                lastEventAt,
                null,
                null,
                true,
                null);
    }
}
