package io.drover.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Ref;
import io.drover.model.timer.Missed;
import io.drover.model.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimerTypesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void countsAnIntervalFromWhenItWasAskedFor() {
        Schedule schedule = schedule(TimerTypes.INTERVAL, Map.of("unit", "minutes", "delta", 5));

        assertThat(schedule.next(NOON)).isEqualTo(NOON.plusSeconds(300));
        assertThat(schedule.next(NOON.plusSeconds(300))).isEqualTo(NOON.plusSeconds(600));
        assertThat(schedule.next(NOON.plusSeconds(301))).isEqualTo(NOON.plusSeconds(600));
        assertThat(schedule.next(NOON.minusSeconds(9999))).isEqualTo(NOON.plusSeconds(300));
    }

    @Test
    void isDueOnceAtADate() {
        Schedule schedule = schedule(TimerTypes.DATE, Map.of("date", "2026-03-02T00:00:00+01:00"));

        assertThat(schedule.next(NOON)).isEqualTo("2026-03-01T23:00:00Z");
        assertThat(schedule.next(Instant.parse("2026-03-01T23:00:00Z"))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-12-31T18:00:00Z | 2026-12-31T18:00:00Z",
                "2026-12-31T18:00:00.250+02:00 | 2026-12-31T16:00:00.250Z",
                "2026-12-31 18:00:00 | 2026-12-31T17:00:00Z",
                "2026-12-31 18:00 | 2026-12-31T17:00:00Z",
                "2026-12-31 18:00:00 +0000 | 2026-12-31T18:00:00Z",
                "2026-12-31 | 2026-12-30T23:00:00Z",
                "2026/12/31 18:00 | 2026-12-31T17:00:00Z",
                "20261231T180000Z | 2026-12-31T18:00:00Z",
                "31 Dec 2026 18:00:00 | 2026-12-31T17:00:00Z",
                "Thu, 31 Dec 2026 18:00:00 GMT | 2026-12-31T18:00:00Z",
                "Dec 31, 2026 18:00 | 2026-12-31T17:00:00Z",
                "31.12.2026 18:00 | 2026-12-31T17:00:00Z",
            })
    void readsDatesAsPeopleWriteThem(String text, Instant expected) {
        assertThat(DateTexts.read(text, ZoneId.of("Europe/Berlin"))).isEqualTo(expected);
    }

    @Test
    void findsTheLatestDueTimeOfALongWhile() {
        Schedule secondly = schedule(TimerTypes.CRON, Map.of("second", "*"));
        Schedule monthly = schedule(TimerTypes.CRON, Map.of("day", "last"));
        Schedule once = schedule(TimerTypes.DATE, Map.of("date", "2026-03-02"));
        Instant tenYearsLater = NOON.plus(Duration.ofDays(3650));

        assertThat(secondly.latest(NOON, tenYearsLater.plusMillis(1))).isEqualTo(tenYearsLater);
        assertThat(monthly.latest(Instant.parse("2026-03-31T00:00:00Z"), Instant.parse("2026-06-29T12:00:00Z")))
                .isEqualTo("2026-05-31T00:00:00Z");
        assertThat(once.latest(Instant.parse("2026-03-02T00:00:00Z"), tenYearsLater))
                .isEqualTo("2026-03-02T00:00:00Z");
    }

    @Test
    void saysWhyATimerCanNeverBeDue() {
        assertThat(problems(TimerTypes.INTERVAL, Map.of("unit", "fortnights", "delta", 1)))
                .containsExactly("unit 'fortnights' is none of days, hours, minutes, seconds, weeks.");
        assertThat(problems(TimerTypes.INTERVAL, Map.of("unit", "days", "delta", 0)))
                .singleElement()
                .asString()
                .startsWith("delta '0' is no whole number from 1 on");
        assertThat(problems(TimerTypes.INTERVAL, Map.of("unit", "weeks", "delta", Long.MAX_VALUE)))
                .hasSize(1);
        assertThat(problems(TimerTypes.DATE, Map.of("date", "tomorrow")))
                .singleElement()
                .asString()
                .contains("'tomorrow' cannot be read. Write it as 2026-12-31T18:00:00+01:00");
        assertThat(problems(TimerTypes.CRON, Map.of("hour", 1, "timezone", "Europe/Berln")))
                .singleElement()
                .asString()
                .contains("Did you mean 'Europe/Berlin'?");
        assertThat(problems(TimerTypes.CRON, Map.of("hour", 1, "missed", "some")))
                .containsExactly("missed 'some' is none of none, last, all.");
        assertThat(problems(TimerTypes.CRON, Map.of("hour", 1, "missed", "all")))
                .isEmpty();
        assertThat(problems(Ref.of("core", "st2.webhook"), Map.of("url", "x"))).isEmpty();
    }

    @Test
    void takesWhatATimerSaysOfMissedTimesBeforeWhatHoldsForAll() {
        assertThat(TimerTypes.missed(Trigger.of(TimerTypes.CRON, Map.of("hour", 1)), Missed.NONE))
                .isEqualTo(Missed.NONE);
        assertThat(TimerTypes.missed(Trigger.of(TimerTypes.CRON, Map.of("hour", 1, "missed", "all")), Missed.NONE))
                .isEqualTo(Missed.ALL);
    }

    private static List<String> problems(Ref type, Map<String, @Nullable Object> parameters) {
        return TimerTypes.problems(Trigger.of(type, parameters));
    }

    private static Schedule schedule(Ref type, Map<String, @Nullable Object> parameters) {
        return TimerTypes.schedule(Trigger.of(type, parameters), NOON, ZoneOffset.UTC);
    }
}
