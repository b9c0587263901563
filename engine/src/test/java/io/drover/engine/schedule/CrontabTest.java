package io.drover.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CrontabTest {
    private static final Instant SUNDAY_NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void readsMinuteHourDayMonthAndWeekday() {
        assertThat(Crontab.read("30 2 * * sat", ZoneOffset.UTC).next(SUNDAY_NOON))
                .isEqualTo("2026-03-07T02:30:00Z");
        assertThat(Crontab.read(" */15  *\t* * * ", ZoneOffset.UTC).next(SUNDAY_NOON))
                .isEqualTo("2026-03-01T12:15:00Z");
        assertThat(Crontab.read("0 2 1 apr *", ZoneId.of("Europe/Berlin")).next(SUNDAY_NOON))
                .isEqualTo("2026-04-01T00:00:00Z");
        assertThat(Crontab.read("0 0 * * MON-FRI", ZoneOffset.UTC).next(SUNDAY_NOON))
                .isEqualTo("2026-03-02T00:00:00Z");
    }

    @Test
    void refusesOtherNumbersOfFields() {
        assertThatThrownBy(() -> Crontab.read("0 2 * *", ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'0 2 * *'", "4 fields", "five");
    }

    @Test
    void refusesWeekdaysByNumberAsTheyMeanDifferentDays() {
        for (String days : new String[] {"0", "1-5", "mon,3"}) {
            assertThatThrownBy(() -> Crontab.read("0 2 * * " + days, ZoneOffset.UTC))
                    .as(days)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Write mon to sun");
        }
    }

    @Test
    void namesTheFieldThatCannotBeRead() {
        assertThatThrownBy(() -> Crontab.read("0 25 * * *", ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("hour", "25");
    }
}
