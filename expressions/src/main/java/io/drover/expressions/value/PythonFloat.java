package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Floating point numbers as Python writes, reads and rounds them. */
public final class PythonFloat {
    private PythonFloat() {}

    /** The shortest text that reads back as the same number: {@code 1.0}, {@code 1e+21}, {@code 1e-05}, {@code inf}. */
    public static String repr(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        if (value == (long) value && Math.abs(value) < 1e15) {
            return (long) value + ".0";
        }
        BigDecimal shortest = shortest(value);
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = shortest.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (value < 0 ? "-" : "") + mantissa + exponent(exponent);
    }

    /** An exponent of ten as Python writes it, with a sign and two digits at least. */
    static String exponent(int exponent) {
        return String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static BigDecimal shortest(double value) {
        BigDecimal candidate = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        // Double.toString before Java 19 writes a digit too many for some numbers
        while (candidate.precision() > 1) {
            BigDecimal shorter = candidate.round(new MathContext(candidate.precision() - 1, RoundingMode.HALF_EVEN));
            if (shorter.doubleValue() != value) {
                return candidate;
            }
            candidate = shorter.stripTrailingZeros();
        }
        return candidate;
    }

    /** Rounded to so many decimal places, half to even, on the exact binary value. */
    public static double round(double value, long places) {
        if (Double.isNaN(value) || Double.isInfinite(value) || places > 330) {
            return value;
        }
        if (places < -330) {
            return 0.0 * value;
        }
        double rounded = new BigDecimal(value)
                .setScale((int) places, RoundingMode.HALF_EVEN)
                .doubleValue();
        return rounded == 0 ? 0.0 * Math.signum(value) : rounded;
    }

    /** {@code int(value)}: cut towards zero. */
    public static Object truncate(double value) {
        if (Double.isNaN(value)) {
            throw new ExpressionException("ValueError", "cannot convert float NaN to integer");
        }
        if (Double.isInfinite(value)) {
            throw new ExpressionException("OverflowError", "cannot convert float infinity to integer");
        }
        return Value.integer(new BigDecimal(value).toBigInteger());
    }

    /** {@code float(text)}, or null if the text is no number. */
    public static @Nullable Double parse(String text) {
        String plain = withPlainDigits(text.strip().toLowerCase(Locale.ROOT));
        String unsigned = plain.startsWith("+") || plain.startsWith("-") ? plain.substring(1) : plain;
        double sign = plain.startsWith("-") ? -1 : 1;
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (unsigned.equals("nan")) {
            return Double.NaN;
        }
        String digits = withoutSeparators(unsigned);
        if (digits.isEmpty() || !isDecimal(digits)) {
            return null;
        }
        return sign * Double.parseDouble(digits);
    }

    /** Digits of other scripts as those of ASCII. */
    private static String withPlainDigits(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
        return out.toString();
    }

    private static boolean isDecimal(String text) {
        int i = 0;
        int digits = 0;
        while (i < text.length() && isDigit(text.charAt(i))) {
            i++;
            digits++;
        }
        if (i < text.length() && text.charAt(i) == '.') {
            i++;
            while (i < text.length() && isDigit(text.charAt(i))) {
                i++;
                digits++;
            }
        }
        if (digits == 0) {
            return false;
        }
        if (i < text.length() && text.charAt(i) == 'e') {
            i++;
            if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
                i++;
            }
            int start = i;
            while (i < text.length() && isDigit(text.charAt(i))) {
                i++;
            }
            return i > start && i == text.length();
        }
        return i == text.length();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** {@code int(text, base)}, or null if the text is no such integer; base 0 looks at a prefix. */
    public static @Nullable Object parseInteger(String text, int base) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        boolean negative = plain.startsWith("-");
        String digits = negative || plain.startsWith("+") ? plain.substring(1) : plain;
        int radix = base;
        if (digits.length() > 2 && digits.charAt(0) == '0') {
            int prefixed = "box".indexOf(digits.charAt(1));
            int prefixRadix = prefixed < 0 ? 0 : new int[] {2, 8, 16}[prefixed];
            if (prefixRadix != 0 && (base == 0 || base == prefixRadix)) {
                radix = prefixRadix;
                digits = digits.substring(digits.charAt(2) == '_' ? 3 : 2);
            }
        }
        digits = withoutSeparators(digits);
        if (digits.isEmpty() || digits.length() > 4300) {
            return null;
        }
        if (radix == 0) {
            boolean leadingZero = digits.length() > 1
                    && digits.charAt(0) == '0'
                    && !digits.chars().allMatch(c -> c == '0');
            if (leadingZero) {
                return null;
            }
            radix = 10;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), radix) < 0) {
                return null;
            }
        }
        BigInteger value = new BigInteger(digits, radix);
        return Value.integer(negative ? value.negate() : value);
    }

    private static String withoutSeparators(String digits) {
        if (digits.indexOf('_') < 0) {
            return digits;
        }
        boolean wrong = digits.startsWith("_") || digits.endsWith("_") || digits.contains("__");
        return wrong ? "" : digits.replace("_", "");
    }
}
