package io.drover.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** A clock that moves only when told to. */
class ManualClockTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void standsStillUntilItIsMoved() {
        ManualClock clock = new ManualClock(NOON);

        assertThat(clock.instant()).isEqualTo(NOON);
        assertThat(clock.advance(Duration.ofMinutes(5))).isEqualTo(NOON.plusSeconds(300));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(300));
    }

    @Test
    void movesTogetherWithItsSistersInOtherZones() {
        ManualClock clock = new ManualClock(NOON);
        Clock sister = clock.withZone(ZoneId.of("Asia/Tokyo"));

        clock.set(NOON.minusSeconds(60));

        assertThat(sister.instant()).isEqualTo(NOON.minusSeconds(60));
        assertThat(sister.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }

    @Test
    void doesNotAdvanceBackwards() {
        ManualClock clock = new ManualClock(NOON);

        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
