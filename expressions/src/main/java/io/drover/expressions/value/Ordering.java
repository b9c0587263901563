package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's {@code <}: numbers with numbers, texts with texts, lists with lists; anything else is an error. */
public final class Ordering {
    private Ordering() {}

    /** The order in which values are sorted; fails with a TypeError for values that have none. */
    public static Comparator<@Nullable Object> natural() {
        return (left, right) -> compare(left, right, "<");
    }

    /**
     * Negative, zero or positive, as for a comparator.
     *
     * @param operator how the comparison was written, for the message
     */
    public static int compare(@Nullable Object left, @Nullable Object right, String operator) {
        if (left instanceof Long l && right instanceof Long r) {
            return l.compareTo(r);
        }
        Object a = Markup.strip(Undefined.refuse(Value.of(left)));
        Object b = Markup.strip(Undefined.refuse(Value.of(right)));
        if (a instanceof String s && b instanceof String t) {
            return compareTexts(s, t);
        }
        if (Value.isNumber(a) && Value.isNumber(b)) {
            return compareNumbers(a, b);
        }
        boolean ranges = a instanceof PythonRange || b instanceof PythonRange;
        if (!ranges && a instanceof List<?> s && b instanceof List<?> t && a instanceof Tuple == b instanceof Tuple) {
            return compareLists(s, t, operator);
        }
        if (a instanceof PythonBytes s && b instanceof PythonBytes t) {
            return s.latin().compareTo(t.latin());
        }
        Instant first = instant(a);
        Instant second = instant(b);
        if (first != null && second != null) {
            return first.compareTo(second);
        }
        if (a instanceof LocalDate day && b instanceof LocalDate other) {
            return day.compareTo(other);
        }
        if (a instanceof LocalDateTime time && b instanceof LocalDateTime other) {
            return time.compareTo(other);
        }
        throw new ExpressionException(
                "TypeError",
                "'" + operator + "' not supported between instances of '" + Value.typeName(a) + "' and '"
                        + Value.typeName(b) + "'");
    }

    /** Whether {@code left operator right} holds, for one of {@code <}, {@code <=}, {@code >}, {@code >=}. */
    public static boolean holds(@Nullable Object left, String operator, @Nullable Object right) {
        int order = compare(left, right, operator);
        boolean holds = switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
        return holds && !unordered(left, right);
    }

    /** Whether one of the two is no number at all, so that every ordering of them is false. */
    public static boolean unordered(@Nullable Object left, @Nullable Object right) {
        return isNaN(left) || isNaN(right);
    }

    private static boolean isNaN(@Nullable Object value) {
        return value instanceof Double number && number.isNaN();
    }

    private static int compareTexts(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean bothSurrogates = Character.isSurrogate(a) == Character.isSurrogate(b);
                return bothSurrogates ? a - b : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return left.length() - right.length();
    }

    private static int compareNumbers(@Nullable Object left, @Nullable Object right) {
        Object a = left instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : left;
        Object b = right instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : right;
        if (a instanceof Long x && b instanceof Long y) {
            return x.compareTo(y);
        }
        if (a instanceof Double || b instanceof Double) {
            double x = ((Number) java.util.Objects.requireNonNull(a)).doubleValue();
            double y = ((Number) java.util.Objects.requireNonNull(b)).doubleValue();
            if (x != y || Double.isInfinite(x) || Double.isNaN(x)) {
                return x < y ? -1 : x > y ? 1 : 0;
            }
        }
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(@Nullable Object number) {
        if (number instanceof Double value) {
            return new BigDecimal(value);
        }
        return number instanceof BigInteger big
                ? new BigDecimal(big)
                : BigDecimal.valueOf(((Number) java.util.Objects.requireNonNull(number)).longValue());
    }

    private static int compareLists(List<?> left, List<?> right, String operator) {
        int length = Math.min(left.size(), right.size());
        for (int i = 0; i < length; i++) {
            if (!Equality.equal(left.get(i), right.get(i))) {
                return compare(left.get(i), right.get(i), operator);
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static @Nullable Instant instant(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof OffsetDateTime date) {
            return date.toInstant();
        }
        return value instanceof ZonedDateTime date ? date.toInstant() : null;
    }
}
