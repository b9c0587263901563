package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Value;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What dates and time spans have after a dot. */
final class DateProperties {
    static final Set<String> OF_DATES = new TreeSet<>(Set.of(
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "microsecond",
            "weekday",
            "offset",
            "timestamp",
            "date",
            "time",
            "utc"));
    static final Set<String> OF_SPANS =
            new TreeSet<>(Set.of("days", "hours", "minutes", "seconds", "milliseconds", "microseconds"));

    private DateProperties() {}

    /** The property of a value; only dates and spans have any. */
    static Object of(@Nullable Object value, String name) {
        if (value instanceof OffsetDateTime date && OF_DATES.contains(name)) {
            return ofDate(date, name);
        }
        if (value instanceof Duration span && OF_SPANS.contains(name)) {
            return ofSpan(span, name);
        }
        if (OF_DATES.contains(name) || OF_SPANS.contains(name)) {
            throw Invocation.Failures.noMatch("#property#" + name, false, null);
        }
        throw Invocation.Failures.unknown("#property#" + name, false, null);
    }

    private static Object ofDate(OffsetDateTime date, String name) {
        return switch (name) {
            case "year" -> (long) date.getYear();
            case "month" -> (long) date.getMonthValue();
            case "day" -> (long) date.getDayOfMonth();
            case "hour" -> (long) date.getHour();
            case "minute" -> (long) date.getMinute();
            case "second" -> (long) date.getSecond();
            case "microsecond" -> (long) date.getNano() / 1000;
            case "weekday" -> (long) date.getDayOfWeek().getValue() - 1;
            case "offset" -> Duration.ofSeconds(date.getOffset().getTotalSeconds());
            case "date" -> date.truncatedTo(ChronoUnit.DAYS);
            case "time" -> Duration.between(date.truncatedTo(ChronoUnit.DAYS), date);
            case "utc" -> utc(date);
            case "timestamp" -> seconds(Duration.between(OffsetDateTime.parse("1970-01-01T00:00:00Z"), utc(date)));
            default -> throw new ExpressionException("AttributeError", name);
        };
    }

    /** The clock's time moved to what it is in UTC. As in the original, the date keeps its offset, so that the moment it means, and its timestamp, move as well. */
    private static OffsetDateTime utc(OffsetDateTime date) {
        return Dates.moved(date, Duration.ofSeconds(-date.getOffset().getTotalSeconds()));
    }

    private static Object ofSpan(Duration span, String name) {
        double micros = Dates.micros(span).doubleValue();
        return switch (name) {
            case "days" -> micros / 86_400_000_000.0;
            case "hours" -> micros / 3_600_000_000.0;
            case "minutes" -> micros / 60_000_000.0;
            case "seconds" -> seconds(span);
            case "milliseconds" -> micros / 1000.0;
            default -> Value.integer(Dates.micros(span));
        };
    }

    private static Object seconds(Duration span) {
        return Dates.micros(span).doubleValue() / 1_000_000.0;
    }
}
