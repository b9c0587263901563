package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arithmetic;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calculating with points in time and lengths of time, whose finest unit is the microsecond. */
final class Dates {
    static final long MICROS = 1_000_000L;
    private static final BigInteger MOST =
            BigInteger.valueOf(86_400_000_000L).multiply(BigInteger.valueOf(999_999_999L));

    private Dates() {}

    static Object add(@Nullable Object left, @Nullable Object right, Supplier<RuntimeException> noMatch) {
        if (left instanceof Duration a && right instanceof Duration b) {
            return span(micros(a).add(micros(b)));
        }
        if (left instanceof OffsetDateTime date && right instanceof Duration span) {
            return moved(date, span);
        }
        if (left instanceof Duration span && right instanceof OffsetDateTime date) {
            return moved(date, span);
        }
        throw noMatch.get();
    }

    static Object subtract(@Nullable Object left, @Nullable Object right, Supplier<RuntimeException> noMatch) {
        if (left instanceof Duration a && right instanceof Duration b) {
            return span(micros(a).subtract(micros(b)));
        }
        if (left instanceof OffsetDateTime date && right instanceof Duration span) {
            return moved(date, span.negated());
        }
        if (left instanceof OffsetDateTime a && right instanceof OffsetDateTime b) {
            return Duration.between(b, a);
        }
        throw noMatch.get();
    }

    static Object multiply(@Nullable Object left, @Nullable Object right, Supplier<RuntimeException> noMatch) {
        if (left instanceof Duration span && Kind.isNumber(right)) {
            return span(exact(micros(span)).multiply(exact(right)));
        }
        if (right instanceof Duration span && Kind.isNumber(left)) {
            return span(exact(micros(span)).multiply(exact(left)));
        }
        throw noMatch.get();
    }

    static Object divide(@Nullable Object left, @Nullable Object right, Supplier<RuntimeException> noMatch) {
        boolean number = Kind.isNumber(right);
        if (!(left instanceof Duration span) || !(number || right instanceof Duration)) {
            throw noMatch.get();
        }
        double divisor = number
                ? Arithmetic.toDouble(right)
                : right instanceof Duration other ? micros(other).doubleValue() : 0;
        if (divisor == 0) {
            throw new ExpressionException("ZeroDivisionError", "float division by zero");
        }
        double quotient = micros(span).doubleValue() / divisor;
        return number ? span(exact(quotient)) : (Object) quotient;
    }

    /** Whole microseconds of a span. */
    static BigInteger micros(Duration span) {
        return BigInteger.valueOf(span.getSeconds())
                .multiply(BigInteger.valueOf(MICROS))
                .add(BigInteger.valueOf(span.getNano() / 1000));
    }

    /** The span of so many microseconds. */
    static Duration span(BigInteger micros) {
        if (micros.abs().compareTo(MOST) > 0) {
            throw new ExpressionException("OverflowError", "a timespan is at most 999999999 days long");
        }
        BigInteger[] parts = micros.divideAndRemainder(BigInteger.valueOf(MICROS));
        return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue() * 1000);
    }

    private static Duration span(BigDecimal micros) {
        if (micros.precision() - micros.scale() > 30) {
            throw new ExpressionException("OverflowError", "a timespan is at most 999999999 days long");
        }
        return span(micros.setScale(0, RoundingMode.HALF_EVEN).toBigInteger());
    }

    private static BigDecimal exact(@Nullable Object number) {
        if (number instanceof Double value) {
            if (value.isNaN() || value.isInfinite()) {
                throw new ExpressionException("OverflowError", "a timespan can't be calculated with " + value);
            }
            return new BigDecimal(value);
        }
        return new BigDecimal(Arithmetic.big(number));
    }

    /** The date that lies so much later. */
    static OffsetDateTime moved(OffsetDateTime date, Duration span) {
        try {
            return checked(date.plus(span));
        } catch (DateTimeException outOfRange) {
            throw outOfRange();
        }
    }

    /** The date, if its year is one that dates have. */
    static OffsetDateTime checked(OffsetDateTime date) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw outOfRange();
        }
        return date;
    }

    private static ExpressionException outOfRange() {
        return new ExpressionException("OverflowError", "date value out of range: years go from 1 to 9999");
    }

    /** The zone that lies so far from UTC. */
    static ZoneOffset zone(Duration offset) {
        if (offset.abs().compareTo(Duration.ofHours(18)) > 0) {
            throw new ExpressionException(
                    "ValueError", "an offset from UTC is at most 18 hours, found " + offset.toHours());
        }
        return ZoneOffset.ofTotalSeconds((int) offset.toSeconds());
    }

    /** The date of a timestamp in seconds. */
    static OffsetDateTime ofTimestamp(@Nullable Object seconds, ZoneOffset zone) {
        BigDecimal micros = exact(seconds).multiply(BigDecimal.valueOf(MICROS));
        if (micros.precision() - micros.scale() > 20) {
            throw outOfRange();
        }
        BigInteger whole = micros.setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
        Duration since = span(whole);
        try {
            return checked(Instant.EPOCH.plus(since).atOffset(zone));
        } catch (DateTimeException tooFar) {
            throw outOfRange();
        }
    }
}
