package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code 'format' % values}. */
final class PercentFormat {
    private final String format;
    private final @Nullable Object values;
    private final boolean escaping;
    private final Meter meter;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int used;

    private PercentFormat(String format, @Nullable Object values, boolean escaping, Meter meter) {
        this.escaping = escaping;
        this.format = format;
        this.values = values;
        this.meter = meter;
    }

    static String format(String format, @Nullable Object values, Meter meter) {
        return made(new PercentFormat(format, values, false, meter));
    }

    /** {@return the text, with values that are put in escaped as HTML} */
    static String escaping(String format, @Nullable Object values, Meter meter) {
        return made(new PercentFormat(format, values, true, meter));
    }

    private static String made(PercentFormat run) {
        run.meter.text(run.format.length());
        while (run.at < run.format.length()) {
            run.next();
        }
        run.refuseLeftOver();
        return run.out.toString();
    }

    private void next() {
        int percent = format.indexOf('%', at);
        if (percent < 0) {
            out.append(format, at, format.length());
            at = format.length();
            return;
        }
        out.append(format, at, percent);
        at = percent + 1;
        placeholder();
    }

    private void placeholder() {
        meter.step();
        if (peek() == '%') {
            at++;
            out.append('%');
            return;
        }
        boolean keyed = peek() == '(';
        Object value = Mappings.ABSENT;
        if (keyed) {
            value = member();
        }
        boolean left = false;
        boolean sign = false;
        boolean blank = false;
        boolean alternate = false;
        boolean zero = false;
        while ("-+ #0".indexOf(peek()) >= 0) {
            char flag = format.charAt(at++);
            left |= flag == '-';
            sign |= flag == '+';
            blank |= flag == ' ';
            alternate |= flag == '#';
            zero |= flag == '0';
        }
        long width = count();
        if (width < 0) {
            left = true;
            width = -width;
        }
        long precision = -1;
        if (peek() == '.') {
            at++;
            precision = Math.max(0, count());
        }
        while ("hlL".indexOf(peek()) >= 0) {
            at++;
        }
        char type = peek();
        at++;
        Object converted = value == Mappings.ABSENT ? argument() : value;
        int size = precision < 0 ? -1 : NumberFormat.size(precision, meter);
        String prefix = "";
        String body;
        if (type == 's' || type == 'r' || type == 'a') {
            String plain = type == 's'
                    ? PythonText.str(converted, meter)
                    : type == 'r' ? PythonText.repr(converted, meter) : PythonText.ascii(converted, meter);
            boolean escaped = escaping && !(type == 's' && converted instanceof Markup);
            String text = escaped ? Markup.escape(plain, meter).text() : plain;
            body = size >= 0 && size < Iteration.length(text)
                    ? text.substring(0, text.offsetByCodePoints(0, size))
                    : text;
            zero = false;
        } else if (type == 'c') {
            body = character(converted);
            zero = false;
        } else {
            boolean integer = "diuoxX".indexOf(type) >= 0;
            if (!integer && "eEfFgG".indexOf(type) < 0) {
                throw new ExpressionException(
                        "ValueError", "unsupported format character '" + type + "' at index " + (at - 1));
            }
            refuseUnlessNumber(converted, type);
            if (integer && converted instanceof Double number) {
                converted = PythonFloat.truncate(number);
            }
            boolean negative = NumberFormat.isNegative(converted);
            prefix = negative ? "-" : sign ? "+" : blank ? " " : "";
            body = integer
                    ? integer(converted, type, size)
                    : NumberFormat.digits(
                            Math.abs(Arithmetic.toDouble(converted)), type, size < 0 ? 6 : size, alternate, meter);
            if (alternate && "oxX".indexOf(type) >= 0) {
                prefix += "0" + type;
            }
        }
        pad(prefix, body, NumberFormat.size(width, meter), left, zero);
    }

    private void pad(String prefix, String body, int width, boolean left, boolean zero) {
        int missing = Math.max(0, width - prefix.length() - body.codePointCount(0, body.length()));
        meter.text((long) prefix.length() + body.length() + missing);
        if (left) {
            out.append(prefix).append(body).append(" ".repeat(missing));
        } else if (zero) {
            out.append(prefix).append("0".repeat(missing)).append(body);
        } else {
            out.append(" ".repeat(missing)).append(prefix).append(body);
        }
    }

    private static String integer(@Nullable Object value, char type, int precision) {
        int radix = type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10;
        BigInteger number = Arithmetic.big(value).abs();
        String digits = radix == 10 ? PythonText.digits(number) : number.toString(radix);
        String cased = type == 'X' ? digits.toUpperCase(Locale.ROOT) : digits;
        return precision > cased.length() ? "0".repeat(precision - cased.length()) + cased : cased;
    }

    private static void refuseUnlessNumber(@Nullable Object value, char type) {
        Undefined.refuse(value);
        boolean wholeOnly = "oxX".indexOf(type) >= 0 && value instanceof Double;
        if (!Value.isNumber(value) || wholeOnly) {
            String wanted = "diu".indexOf(type) >= 0
                    ? "a real number is required"
                    : wholeOnly ? "an integer is required" : "a number is required";
            throw new ExpressionException(
                    "TypeError", "%" + type + " format: " + wanted + ", not " + Value.typeName(value));
        }
    }

    private static String character(@Nullable Object value) {
        Object plain = value instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : Markup.strip(value);
        if (plain instanceof String text && text.codePointCount(0, text.length()) == 1) {
            return text;
        }
        if (plain instanceof Long code && Character.isValidCodePoint((int) code.longValue())) {
            return Character.toString((int) code.longValue());
        }
        throw new ExpressionException("TypeError", "the character conversion requires int or char");
    }

    private @Nullable Object member() {
        int close = format.indexOf(')', at);
        if (close < 0) {
            throw new ExpressionException("ValueError", "incomplete format key");
        }
        String key = format.substring(at + 1, close);
        at = close + 1;
        if (!(values instanceof Map<?, ?> map)) {
            throw new ExpressionException("TypeError", "format requires a mapping");
        }
        Object value = Mappings.get(map, key);
        if (value == Mappings.ABSENT) {
            throw new ExpressionException("KeyError", Quoted.repr(key));
        }
        used = -1;
        return Value.of(value);
    }

    private long count() {
        if (peek() == '*') {
            at++;
            return Value.integer(argument(), "* wants int");
        }
        long count = 0;
        while (peek() >= '0' && peek() <= '9') {
            count = Math.min(count * 10 + (format.charAt(at) - '0'), Integer.MAX_VALUE);
            at++;
        }
        return count;
    }

    private @Nullable Object argument() {
        if (values instanceof Tuple tuple) {
            if (used >= tuple.size()) {
                throw notEnough();
            }
            return Value.of(tuple.get(used++));
        }
        if (used++ > 0) {
            throw notEnough();
        }
        return values;
    }

    private static ExpressionException notEnough() {
        return new ExpressionException("TypeError", "not enough arguments for format string");
    }

    private void refuseLeftOver() {
        boolean left = values instanceof Tuple tuple
                ? used < tuple.size() && used >= 0
                : used == 0
                        && !(values instanceof Undefined)
                        && !(values instanceof Map)
                        && !(values instanceof List)
                        && !(values instanceof PythonBytes);
        if (left) {
            throw new ExpressionException("TypeError", "not all arguments converted during string formatting");
        }
    }

    private char peek() {
        if (at >= format.length()) {
            throw new ExpressionException("ValueError", "incomplete format");
        }
        return format.charAt(at);
    }
}
