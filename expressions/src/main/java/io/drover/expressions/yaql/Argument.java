package io.drover.expressions.yaql;

import io.drover.expressions.value.Value;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Arguments of a library function, whose kinds have been looked at before it was called. */
final class Argument {
    /** In place of numbers beyond 64 bits: no position, count or year is larger, and sums of two such numbers still fit. */
    private static final long BEYOND_ALL = 1L << 61;

    private Argument() {}

    static String text(@Nullable Object value) {
        return (String) Objects.requireNonNull(value);
    }

    static long whole(@Nullable Object value) {
        return value instanceof BigInteger big ? big.signum() * BEYOND_ALL : Value.integer(value, "a whole number");
    }

    /** A position or count, which no text or list is longer than. */
    static int index(@Nullable Object value) {
        return (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, whole(value)));
    }

    static Lambda lambda(@Nullable Object value) {
        return (Lambda) Objects.requireNonNull(value);
    }

    static Map<?, ?> mapping(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }

    /** The arguments beyond the parameters. */
    static List<?> rest(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }

    static boolean isGiven(@Nullable Object value) {
        return value != Overload.NONE;
    }
}
