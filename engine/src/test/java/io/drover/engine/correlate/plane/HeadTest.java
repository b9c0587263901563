package io.drover.engine.correlate.plane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How far the wall clock may move rules on. */
class HeadTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final HandClock clock = new HandClock();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Head head = new Head(inFlight::get, clock);

    @Test
    void reachesTheClockWhereNothingIsUnderWayAndElseTheNewestCommittedEvent() {
        Instant committed = clock.instant();
        head.committed(committed);
        clock.advance(Duration.ofSeconds(3));

        assertThat(head.reached()).isEqualTo(clock.instant());
        inFlight.set(1);
        assertThat(head.reached()).isEqualTo(committed);
    }

    @Test
    void standsStillUntilTheSensorsHaveDeliveredForAWhile() {
        head.restAtStart(GRACE);
        clock.advance(Duration.ofHours(1));
        assertThat(head.reached()).isEqualTo(Instant.EPOCH);

        head.rest();
        head.committed(clock.instant());
        clock.advance(GRACE.minusMillis(1));
        assertThat(head.reached()).isEqualTo(Instant.EPOCH);

        clock.advance(Duration.ofMillis(1));
        assertThat(head.reached()).isEqualTo(clock.instant());
    }

    @Test
    void standsStillAgainAfterATakeover() {
        head.restAtStart(GRACE);
        head.rest();
        clock.advance(Duration.ofHours(1));

        head.rest();

        assertThat(head.reached()).isEqualTo(Instant.EPOCH);
        clock.advance(GRACE);
        assertThat(head.reached()).isEqualTo(clock.instant());
    }
}
