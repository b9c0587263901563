package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arithmetic;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Functions that make and write dates and time spans. */
final class DateFunctions {
    private DateFunctions() {}

    static FunctionTable table() {
        return new FunctionTable()
                .function("datetime(string:str, format:str?=null)", DateFunctions::ofText)
                .function(
                        "datetime(timestamp:num, offset:timespan=none)",
                        (scope, a) -> Dates.ofTimestamp(a[0], Dates.zone(span(a[1]))))
                .function(
                        "datetime(year:int, month:int, day:int, hour:int=0, minute:int=0, second:int=0, microsecond:int=0, "
                                + "offset:timespan=none)",
                        DateFunctions::ofParts)
                .function(
                        "timespan(days:int=0, hours:int=0, minutes:int=0, seconds:whole=0, milliseconds:whole=0, microseconds:whole=0)",
                        DateFunctions::timespan)
                .function("now(offset:timespan?=none)", DateFunctions::now)
                .function(
                        "localtz()",
                        (scope, a) -> Duration.ofSeconds(localZone(scope).getTotalSeconds()))
                .function("utctz()", (scope, a) -> Duration.ZERO)
                .method(
                        "replace(dt:datetime, year:int?=null, month:int?=null, day:int?=null, hour:int?=null, minute:int?=null, "
                                + "second:int?=null, microsecond:int?=null, offset:timespan?=null)",
                        DateFunctions::replace)
                .method(
                        "format(dt:datetime, format:str)",
                        (scope, a) -> DateText.format(date(a[0]), Argument.text(a[1]), scope.meter()));
    }

    private static OffsetDateTime date(@Nullable Object value) {
        return (OffsetDateTime) Objects.requireNonNull(value);
    }

    private static Duration span(@Nullable Object value) {
        return value instanceof Duration span ? span : Duration.ZERO;
    }

    private static OffsetDateTime ofText(Scope scope, @Nullable Object[] a) {
        String format = (String) a[1];
        return format == null || format.isEmpty()
                ? FreeDate.parse(Argument.text(a[0]), scope.run().clock())
                : DateText.parse(Argument.text(a[0]), format);
    }

    private static OffsetDateTime ofParts(Scope scope, @Nullable Object[] a) {
        return of(
                Argument.index(a[0]),
                Argument.index(a[1]),
                Argument.index(a[2]),
                Argument.index(a[3]),
                Argument.index(a[4]),
                Argument.index(a[5]),
                Argument.index(a[6]),
                Dates.zone(span(a[7])));
    }

    /** The date of these parts; fails if there is no such date. */
    static OffsetDateTime of(
            int year, int month, int day, int hour, int minute, int second, int micro, ZoneOffset zone) {
        try {
            if (micro < 0 || micro >= Dates.MICROS || year < 1 || year > 9999) {
                throw new DateTimeException("year " + year + " or microsecond " + micro + " is out of range");
            }
            return OffsetDateTime.of(year, month, day, hour, minute, second, micro * 1000, zone);
        } catch (DateTimeException noSuchDate) {
            throw new ExpressionException("ValueError", "there is no such date: " + noSuchDate.getMessage());
        }
    }

    private static Duration timespan(Scope scope, @Nullable Object[] a) {
        long[] micros = {86_400_000_000L, 3_600_000_000L, 60_000_000L, 1_000_000L, 1000L, 1L};
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < micros.length; i++) {
            sum = sum.add(Arithmetic.big(a[i]).multiply(BigInteger.valueOf(micros[i])));
        }
        return Dates.span(sum);
    }

    private static OffsetDateTime now(Scope scope, @Nullable Object[] a) {
        ZoneOffset zone = a[0] == null ? localZone(scope) : Dates.zone(span(a[0]));
        OffsetDateTime now = scope.run().clock().instant().atOffset(zone);
        return now.withNano(now.getNano() / 1000 * 1000);
    }

    private static ZoneOffset localZone(Scope scope) {
        return scope.run()
                .clock()
                .getZone()
                .getRules()
                .getOffset(scope.run().clock().instant());
    }

    private static OffsetDateTime replace(Scope scope, @Nullable Object[] a) {
        OffsetDateTime date = date(a[0]);
        return of(
                part(a[1], date.getYear()),
                part(a[2], date.getMonthValue()),
                part(a[3], date.getDayOfMonth()),
                part(a[4], date.getHour()),
                part(a[5], date.getMinute()),
                part(a[6], date.getSecond()),
                part(a[7], date.getNano() / 1000),
                a[8] == null ? date.getOffset() : Dates.zone(span(a[8])));
    }

    private static int part(@Nullable Object given, int present) {
        return given == null ? present : Argument.index(given);
    }
}
