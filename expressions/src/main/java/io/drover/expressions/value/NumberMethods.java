package io.drover.expressions.value;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Attributes and methods of numbers. */
final class NumberMethods {
    private NumberMethods() {}

    static Object attribute(@Nullable Object number, String name) {
        if (number instanceof Double value) {
            return switch (name) {
                case "real" -> value;
                case "imag" -> 0.0;
                case "conjugate" -> (ExpressionFunction) arguments -> value;
                case "is_integer" -> (ExpressionFunction) arguments -> value == Math.rint(value) && !value.isInfinite();
                default -> Mappings.ABSENT;
            };
        }
        BigInteger whole = Arithmetic.big(number);
        return switch (name) {
            case "real", "numerator" -> Value.integer(whole);
            case "imag" -> 0L;
            case "denominator" -> 1L;
            case "bit_length" ->
                (ExpressionFunction) arguments -> (long) whole.abs().bitLength();
            case "conjugate" -> (ExpressionFunction) arguments -> Value.integer(whole);
            default -> Mappings.ABSENT;
        };
    }
}
