package io.drover.engine.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.time.zone.ZoneOffsetTransition;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Due whenever all fields fit: APScheduler's cron trigger, whose fields StackStorm's CronTimer has (platform spec 4.1).
 * Unlike there, a time that the clocks skip is due at the first moment after the gap, and a time that they show twice is due
 * at the first of the two; APScheduler shifts or drops some of them.
 *
 * @param days which days of a month fit, as that depends on the month
 * @param weekdays 0 is Monday
 * @param weeks of ISO 8601
 */
record CronSchedule(
        BitSet years,
        BitSet months,
        List<DayExpression> days,
        BitSet weeks,
        BitSet weekdays,
        BitSet hours,
        BitSet minutes,
        BitSet seconds,
        ZoneId zone)
        implements Schedule {
    /** The Gregorian calendar, weekdays included, repeats after so many years: what does not come by then never does. */
    private static final int CYCLE = 400;

    /** Reads the fields of a timer's parameters; problems are told as {@link IllegalArgumentException}. */
    static CronSchedule of(Map<String, ? extends @Nullable Object> parameters, ZoneId zone) {
        Map<CronField, String> given = CronField.given(parameters);
        return new CronSchedule(
                CronField.YEAR.values(given),
                CronField.MONTH.values(given),
                DayExpression.of(CronField.DAY.expressions(given)),
                CronField.WEEK.values(given),
                CronField.DAY_OF_WEEK.values(given),
                CronField.HOUR.values(given),
                CronField.MINUTE.values(given),
                CronField.SECOND.values(given),
                zone);
    }

    @Override
    public @Nullable Instant next(Instant after) {
        LocalDateTime local = LocalDateTime.ofInstant(after, zone);
        LocalTime from = local.toLocalTime();
        LocalDate last = LocalDate.of(Math.min(local.getYear() + CYCLE, Year.MAX_VALUE), 12, 31);
        for (LocalDate day = fitting(local.toLocalDate(), last); day != null; day = fitting(day.plusDays(1), last)) {
            if (!day.equals(local.toLocalDate())) {
                from = LocalTime.MIN;
            }
            for (LocalTime time = time(from); time != null; time = timeAfter(time)) {
                Instant due = instant(day.atTime(time));
                if (due.isAfter(after)) {
                    return due;
                }
            }
        }
        return null;
    }

    private @Nullable LocalDate fitting(LocalDate from, LocalDate last) {
        LocalDate day = from;
        while (!day.isAfter(last)) {
            if (!years.get(day.getYear())) {
                int year = years.nextSetBit(day.getYear());
                if (year < 0) {
                    return null;
                }
                day = LocalDate.of(year, 1, 1);
            } else if (!months.get(day.getMonthValue())) {
                day = day.withDayOfMonth(1).plusMonths(1);
            } else if (fits(day)) {
                return day;
            } else {
                day = day.plusDays(1);
            }
        }
        return null;
    }

    private boolean fits(LocalDate day) {
        return weekdays.get(day.getDayOfWeek().getValue() - 1)
                && weeks.get(day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))
                && days.stream().anyMatch(expression -> expression.fits(day));
    }

    private @Nullable LocalTime timeAfter(LocalTime time) {
        return time.toSecondOfDay() == LocalTime.MAX.toSecondOfDay() ? null : time(time.plusSeconds(1));
    }

    /** {@return the first fitting time of a day from a time on} */
    private @Nullable LocalTime time(LocalTime from) {
        int hour = hours.nextSetBit(from.getHour());
        if (hour == from.getHour()) {
            int minute = minutes.nextSetBit(from.getMinute());
            if (minute == from.getMinute()) {
                int second = seconds.nextSetBit(from.getSecond());
                if (second >= 0) {
                    return LocalTime.of(hour, minute, second);
                }
                minute = minutes.nextSetBit(minute + 1);
            }
            if (minute >= 0) {
                return LocalTime.of(hour, minute, seconds.nextSetBit(0));
            }
            hour = hours.nextSetBit(hour + 1);
        }
        return hour < 0 ? null : LocalTime.of(hour, minutes.nextSetBit(0), seconds.nextSetBit(0));
    }

    private Instant instant(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change == null) {
            return local.toInstant(zone.getRules().getOffset(local));
        }
        ZoneOffset first = change.getOffsetBefore();
        return change.isGap() ? change.getInstant() : local.toInstant(first);
    }
}
