package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Digits of numbers in a given notation, without sign or padding; shared by both of Python's ways to format. */
final class NumberFormat {
    private NumberFormat() {}

    /** The digits of a number that is not negative in the notation {@code e}, {@code f}, {@code g} or their capitals. */
    static String digits(double value, char notation, int precision, boolean alternate, Meter meter) {
        meter.text(precision);
        boolean upper = Character.isUpperCase(notation);
        String digits;
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            digits = Double.isNaN(value) ? "nan" : "inf";
        } else {
            digits = switch (Character.toLowerCase(notation)) {
                case 'e' -> scientific(new BigDecimal(value), precision, alternate);
                case 'f' -> fixed(value, precision, alternate);
                default -> general(value, precision == 0 ? 1 : precision, alternate);
            };
        }
        return upper ? digits.toUpperCase(Locale.ROOT) : digits;
    }

    /** The digits of a float as such: as {@code g}, but at least one place after the point, or an exponent. */
    static String asFloat(double value, int precision, boolean alternate, Meter meter) {
        meter.text(precision);
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            String digits = digits(value, 'g', Math.max(1, precision), alternate, meter);
            return !digits.equals("0") ? digits : precision > 1 ? "0.0" : "0e+00";
        }
        int places = precision == 0 ? 1 : precision;
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(places, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent >= places - 1) {
            String digits = scientific(rounded, places - 1, alternate);
            int e = digits.indexOf('e');
            String mantissa = digits.substring(0, e);
            return (alternate || mantissa.indexOf('.') < 0 ? mantissa : stripZeros(mantissa)) + digits.substring(e);
        }
        String digits = general(value, places, alternate);
        return digits.indexOf('.') < 0 ? digits + ".0" : digits;
    }

    private static String fixed(double value, int precision, boolean alternate) {
        String digits = new BigDecimal(value)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toPlainString();
        return alternate && precision == 0 ? digits + "." : digits;
    }

    private static String scientific(BigDecimal value, int precision, boolean alternate) {
        BigDecimal rounded =
                value.signum() == 0 ? value : value.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String all = rounded.signum() == 0
                ? "0".repeat(precision + 1)
                : padded(rounded.unscaledValue().toString(), precision + 1);
        String point = precision > 0 || alternate ? "." : "";
        return all.charAt(0) + point + all.substring(1) + PythonFloat.exponent(exponent);
    }

    private static String padded(String digits, int length) {
        return digits.length() >= length ? digits.substring(0, length) : digits + "0".repeat(length - digits.length());
    }

    private static String general(double value, int precision, boolean alternate) {
        if (value == 0) {
            return alternate ? "0." + "0".repeat(precision - 1) : "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(precision, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        boolean plain = exponent >= -4 && exponent < precision;
        String digits = plain
                ? rounded.setScale(Math.max(0, precision - 1 - exponent), RoundingMode.HALF_EVEN)
                        .toPlainString()
                : scientific(rounded, precision - 1, alternate);
        if (alternate) {
            return plain && digits.indexOf('.') < 0 ? digits + "." : digits;
        }
        int e = digits.indexOf('e');
        String mantissa = e < 0 ? digits : digits.substring(0, e);
        String rest = e < 0 ? "" : digits.substring(e);
        if (mantissa.indexOf('.') >= 0) {
            mantissa = stripZeros(mantissa);
        }
        return mantissa + rest;
    }

    private static String stripZeros(String mantissa) {
        int end = mantissa.length();
        while (mantissa.charAt(end - 1) == '0') {
            end--;
        }
        return mantissa.substring(0, mantissa.charAt(end - 1) == '.' ? end - 1 : end);
    }

    /** Whether a minus stands in front of it, as it does of {@code -0.0}. */
    static boolean isNegative(@Nullable Object number) {
        return number instanceof Double value
                ? Math.copySign(1, value) < 0 && !value.isNaN()
                : Arithmetic.big(number).signum() < 0;
    }

    /** A width or precision, refused if it is absurdly large. */
    static int size(long size, Meter meter) {
        meter.text(Math.max(0, size));
        if (size > Integer.MAX_VALUE) {
            throw new ExpressionException("ValueError", "Too many decimal digits in format string");
        }
        return (int) size;
    }
}
