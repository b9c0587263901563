package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Attributes and methods of numbers. */
final class NumberMethods {
    private static final Map<String, ExpressionFunction> OF_FLOATS = new MethodTable()
            .with("conjugate(self)", (meter, a) -> a[0])
            .with("is_integer(self)", (meter, a) -> {
                double value = Arithmetic.toDouble(a[0]);
                return value == Math.rint(value) && !Double.isInfinite(value);
            })
            .with("as_integer_ratio(self)", (meter, a) -> ratio(Arithmetic.toDouble(a[0])))
            .with("hex(self)", (meter, a) -> hexadecimal(Arithmetic.toDouble(a[0])))
            .with("fromhex(self, string)", (meter, a) -> fromHexadecimal(Value.text(a[1], "a number in hexadecimal")))
            .functions();

    private static final Map<String, ExpressionFunction> OF_INTEGERS = new MethodTable()
            .with("conjugate(self)", (meter, a) -> whole(a[0]))
            .with("bit_length(self)", (meter, a) ->
                    (long) Arithmetic.big(a[0]).abs().bitLength())
            .with("bit_count(self)", (meter, a) ->
                    (long) Arithmetic.big(a[0]).abs().bitCount())
            .with("as_integer_ratio(self)", (meter, a) -> Tuple.of(whole(a[0]), 1L))
            .with(
                    "to_bytes(self, length=1, byteorder='big', signed=False)",
                    (meter, a) -> PythonBytes.of(Arithmetic.big(a[0]), a[1], a[2], a[3], meter))
            .with(
                    "from_bytes(self, bytes, byteorder='big', signed=False)",
                    (meter, a) -> PythonBytes.number(a[1], a[2], a[3], meter))
            .functions();

    private NumberMethods() {}

    static Object attribute(@Nullable Object any, String name) {
        Object number = Objects.requireNonNull(any);
        boolean isFloat = number instanceof Double;
        return switch (name) {
            case "real" -> number instanceof Double ? number : whole(number);
            case "imag" -> isFloat ? (Object) 0.0 : 0L;
            case "numerator" -> isFloat ? Mappings.ABSENT : whole(number);
            case "denominator" -> isFloat ? Mappings.ABSENT : 1L;
            default -> Members.bound((isFloat ? OF_FLOATS : OF_INTEGERS).get(name), number);
        };
    }

    private static Object whole(@Nullable Object number) {
        return Value.integer(Arithmetic.big(number));
    }

    private static Tuple ratio(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new ExpressionException(
                    Double.isNaN(value) ? "ValueError" : "OverflowError",
                    "cannot convert " + PythonFloat.repr(value) + " to integer ratio");
        }
        BigDecimal exact = new BigDecimal(value);
        BigInteger over = exact.unscaledValue();
        BigInteger under = BigInteger.TEN.pow(Math.max(0, exact.scale()));
        BigInteger common = over.gcd(under).max(BigInteger.ONE);
        return Tuple.of(Value.integer(over.divide(common)), Value.integer(under.divide(common)));
    }

    private static String hexadecimal(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return PythonFloat.repr(value);
        }
        String java = Double.toHexString(value);
        int point = java.indexOf('.');
        int exponent = java.indexOf('p');
        String digits = java.substring(point + 1, exponent);
        String power = java.substring(exponent + 1);
        return value == 0
                ? (1 / value < 0 ? "-" : "") + "0x0.0p+0"
                : java.substring(0, point + 1) + digits + "0".repeat(13 - digits.length()) + "p"
                        + (power.startsWith("-") ? power : "+" + power);
    }

    private static double fromHexadecimal(String text) {
        Double plain = PythonFloat.parse(text.strip().toLowerCase(Locale.ROOT));
        if (plain != null && (plain.isNaN() || plain.isInfinite())) {
            return plain;
        }
        String number = text.strip().toLowerCase(Locale.ROOT);
        String sign = number.startsWith("-") || number.startsWith("+") ? number.substring(0, 1) : "";
        String digits = number.substring(sign.length());
        digits = digits.startsWith("0x") ? digits.substring(2) : digits;
        try {
            return Double.parseDouble(sign + "0x" + digits + (digits.indexOf('p') < 0 ? "p0" : ""));
        } catch (NumberFormatException wrong) {
            throw new ExpressionException("ValueError", "invalid hexadecimal floating-point string");
        }
    }
}
