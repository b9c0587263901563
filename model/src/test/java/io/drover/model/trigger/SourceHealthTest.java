package io.drover.model.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SourceHealthTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void knowsNoCadenceBeforeItWasHeardOftenEnough() {
        assertThat(heard(19, MINUTE).cadence()).isEmpty();
        assertThat(heard(20, MINUTE).cadence()).contains(MINUTE);
    }

    @Test
    void eventsOfOneMomentAreOneHearing() {
        SourceHealth polled = SourceHealth.first("plant.alerts", 1, NOON);
        for (int i = 1; i < 10; i++) {
            Instant poll = NOON.plus(MINUTE.multipliedBy(i));
            polled = polled.heard(poll).heard(poll).heard(poll);
        }

        assertThat(polled.events()).isEqualTo(28);
        assertThat(polled.cadence()).contains(MINUTE);
    }

    @Test
    void eventsOfOnePollAreOneHearingThoughEachIsAcceptedAtItsOwnMoment() {
        SourceHealth polled = SourceHealth.first("plant.alerts", 1, NOON);
        for (int poll = 0; poll < 40; poll++) {
            Instant at = NOON.plus(Duration.ofMinutes(5).multipliedBy(poll));
            for (int event = 0; event < 200; event++) {
                polled = polled.heard(at.plusNanos(event * 3_000_000L));
            }
        }

        assertThat(polled.cadence()).contains(Duration.ofMinutes(5));
        assertThat(polled.silentAfter()).contains(Duration.ofMinutes(15));
        assertThat(polled.lastAt()).isEqualTo(NOON.plus(Duration.ofMinutes(195)).plusMillis(597));
        assertThat(polled.events()).isEqualTo(8_001);
    }

    @Test
    void aRarePollMayTakeAHundredthOfItsTime() {
        SourceHealth polled = SourceHealth.first("plant.alerts", 1, NOON);
        for (int poll = 1; poll < 30; poll++) {
            Instant at = NOON.plus(Duration.ofHours(1).multipliedBy(poll));
            polled = polled.heard(at).heard(at.plusSeconds(10)).heard(at.plusSeconds(35));
        }

        assertThat(polled.cadence()).contains(Duration.ofHours(1));
        assertThat(polled.silentAfter()).contains(Duration.ofHours(3));
    }

    @Test
    void aSourceThatIsHeardAllTheTimeIsHeardEverySecondAndForgetsItsPauses() {
        SourceHealth busy = heard(40, Duration.ofMillis(100));
        Duration before = busy.cadence().orElseThrow();
        busy = busy.heard(busy.lastAt().plus(Duration.ofHours(8)));
        for (int i = 0; i < 100_000; i++) {
            busy = busy.heard(busy.lastAt().plusMillis(100));
        }

        assertThat(before).isEqualTo(Duration.ofSeconds(1));
        assertThat(busy.silentAfter().orElseThrow()).isLessThan(Duration.ofMinutes(6));
        assertThat(busy.cadence().orElseThrow()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void goesOnElsewhereWithWhatWasLearnt() {
        SourceHealth steady = heard(40, MINUTE);

        SourceHealth elsewhere = steady.on(2).resumed(steady.lastAt().plusSeconds(23));

        assertThat(elsewhere.node()).isEqualTo(2);
        assertThat(elsewhere.cadence()).contains(MINUTE);
        assertThat(elsewhere.silentAfter()).isEqualTo(steady.silentAfter());
    }

    @Test
    void aNewPaceIsLearntAndOneLateEventChangesLittle() {
        SourceHealth steady = heard(40, MINUTE);
        SourceHealth late = steady.heard(steady.lastAt().plus(MINUTE.multipliedBy(5)));
        SourceHealth faster = steady;
        for (int i = 0; i < 60; i++) {
            faster = faster.heard(faster.lastAt().plusSeconds(10));
        }

        assertThat(late.cadence()).contains(Duration.ofSeconds(84));
        assertThat(faster.cadence().orElseThrow()).isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_100));
    }

    @Test
    void theTimeInWhichNobodyListenedIsNoGap() {
        SourceHealth steady = heard(40, MINUTE);

        SourceHealth resumed = steady.resumed(steady.lastAt().plus(Duration.ofDays(2)));

        assertThat(resumed.cadence()).contains(MINUTE);
        assertThat(resumed.silentAfter()).isEqualTo(steady.silentAfter());
        assertThat(resumed.lastAt()).isEqualTo(steady.lastAt().plus(Duration.ofDays(2)));
        assertThat(resumed.events()).isEqualTo(41);
    }

    @Test
    void isSilentAfterThreeOfItsLongestGapsButNotWithinAMinute() {
        assertThat(heard(19, MINUTE).silentAfter()).isEmpty();
        assertThat(heard(20, MINUTE).silentAfter()).contains(Duration.ofMinutes(3));
        assertThat(heard(20, Duration.ofSeconds(1)).silentAfter()).contains(MINUTE);
    }

    private static SourceHealth heard(int events, Duration gap) {
        SourceHealth health = SourceHealth.first("plant.alerts", 1, NOON);
        for (int i = 1; i < events; i++) {
            health = health.heard(health.lastAt().plus(gap));
        }
        return health;
    }
}
