package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What stands after the colon: fill, alignment, sign, width, grouping, precision and notation. */
final class FormatSpecification {
    private String fill = " ";
    private char align;
    private char sign;
    private boolean unsignedZero;
    private boolean alternate;
    private boolean zeros;
    private int width;
    private char grouping;
    private int precision = -1;
    private char type;

    /** {@code format(value, specification)}. */
    static String format(@Nullable Object any, String specification, Meter meter) {
        Object value = Markup.strip(Undefined.refuse(Value.of(any)));
        if (specification.isEmpty()) {
            return PythonText.str(value, meter);
        }
        FormatSpecification wanted = parse(specification, meter);
        if (value instanceof String text) {
            return wanted.text(text);
        }
        if (value instanceof Boolean && wanted.type == 0) {
            return wanted.number(value, meter);
        }
        if (Value.isNumber(value)) {
            return wanted.number(value, meter);
        }
        throw new ExpressionException(
                "TypeError", "unsupported format string passed to " + Value.typeName(value) + ".__format__");
    }

    private static FormatSpecification parse(String text, Meter meter) {
        FormatSpecification parsed = new FormatSpecification();
        int at = 0;
        int first = text.offsetByCodePoints(0, 1);
        boolean filled = first < text.length() && "<>=^".indexOf(text.charAt(first)) >= 0;
        if (filled) {
            parsed.fill = text.substring(0, first);
            parsed.align = text.charAt(first);
            at = first + 1;
        } else if ("<>=^".indexOf(text.charAt(0)) >= 0) {
            parsed.align = text.charAt(0);
            at = 1;
        }
        if (at < text.length() && "+- ".indexOf(text.charAt(at)) >= 0) {
            parsed.sign = text.charAt(at++);
        }
        if (at < text.length() && text.charAt(at) == 'z') {
            parsed.unsignedZero = true;
            at++;
        }
        if (at < text.length() && text.charAt(at) == '#') {
            parsed.alternate = true;
            at++;
        }
        if (at < text.length() && text.charAt(at) == '0') {
            if (!filled) {
                parsed.fill = "0";
            }
            if (parsed.align == 0) {
                parsed.align = '=';
                parsed.zeros = true;
            }
            at++;
        }
        int end = endOfDigits(text, at);
        parsed.width = end > at ? NumberFormat.size(number(text, at, end), meter) : 0;
        at = end;
        if (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == '_')) {
            parsed.grouping = text.charAt(at++);
        }
        if (at < text.length() && text.charAt(at) == '.') {
            end = endOfDigits(text, at + 1);
            if (end == at + 1) {
                throw new ExpressionException("ValueError", "Format specifier missing precision");
            }
            parsed.precision = NumberFormat.size(number(text, at + 1, end), meter);
            at = end;
        }
        if (at < text.length()) {
            parsed.type = text.charAt(at++);
        }
        if (at < text.length()) {
            throw new ExpressionException("ValueError", "Invalid format specifier");
        }
        return parsed;
    }

    private static int endOfDigits(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static long number(String text, int start, int end) {
        return end - start > 12 ? Long.MAX_VALUE : Long.parseLong(text.substring(start, end));
    }

    private String text(String text) {
        if (type != 0 && type != 's') {
            throw unknownType("str");
        }
        refuse(sign != 0, (sign == ' ' ? "Space" : "Sign") + " not allowed in string format specifier");
        refuse(unsignedZero, "Negative zero coercion (z) not allowed in string format specifier");
        refuse(alternate, "Alternate form (#) not allowed in string format specifier");
        refuse(grouping != 0, "Cannot specify '" + grouping + "' with 's'.");
        refuse(align == '=' && !zeros, "'=' alignment not allowed in string format specifier");
        int length = text.codePointCount(0, text.length());
        String cut =
                precision >= 0 && precision < length ? text.substring(0, text.offsetByCodePoints(0, precision)) : text;
        if (align == '=') {
            align = '<';
        }
        return pad("", cut, '<');
    }

    private String number(@Nullable Object value, Meter meter) {
        refuse(type == 'n' && grouping != 0, "Cannot specify '" + grouping + "' with 'n'.");
        boolean negative = NumberFormat.isNegative(value);
        String prefix = negative ? "-" : sign == '-' || sign == 0 ? "" : String.valueOf(sign);
        if (value instanceof Double || (type != 0 && "eEfFgG%".indexOf(type) >= 0)) {
            String digits = floating(Math.abs(Arithmetic.toDouble(value)), meter);
            boolean noSign = unsignedZero
                    && negative
                    && digits.codePoints().noneMatch(c -> (c >= '1' && c <= '9') || c == 'n' || c == 'i');
            String shown = noSign ? (sign == '-' || sign == 0 ? "" : String.valueOf(sign)) : prefix;
            return pad(shown, group(digits, 3, shown.length()), '>');
        }
        refuse(
                unsignedZero,
                "Negative zero coercion (z) not allowed in format specifier with integer format code '"
                        + (type == 0 ? 'd' : type) + "'");
        refuse(precision >= 0, "Precision not allowed in integer format specifier");
        refuse(
                (grouping == ',' && "xXobcn".indexOf(type) > -1) || (grouping == '_' && "cn".indexOf(type) > -1),
                "Cannot specify '" + grouping + "' with '" + type + "'.");
        refuse(type == 'c' && sign != 0, "Sign not allowed with integer format specifier 'c'");
        refuse(type == 'c' && alternate, "Alternate form (#) not allowed with integer format specifier 'c'");
        BigInteger whole = Arithmetic.big(value).abs();
        return switch (type) {
            case 0, 'd', 'n' -> whole(prefix, PythonText.digits(whole), 3);
            case 'x' -> whole(prefix + (alternate ? "0x" : ""), whole.toString(16), 4);
            case 'X' ->
                whole(prefix + (alternate ? "0X" : ""), whole.toString(16).toUpperCase(Locale.ROOT), 4);
            case 'o' -> whole(prefix + (alternate ? "0o" : ""), whole.toString(8), 4);
            case 'b' -> whole(prefix + (alternate ? "0b" : ""), whole.toString(2), 4);
            case 'c' -> pad("", character(value), '<');
            default -> throw unknownType("int");
        };
    }

    private String whole(String prefix, String digits, int size) {
        return pad(prefix, group(digits, size, prefix.length()), '>');
    }

    @SuppressWarnings("OrphanedFormatString") // it is Python's message
    private static String character(@Nullable Object value) {
        BigInteger code = Arithmetic.big(value);
        if (code.signum() < 0 || code.bitLength() > 21 || !Character.isValidCodePoint(code.intValue())) {
            throw new ExpressionException("OverflowError", "the code of a character is not in range(0x110000)");
        }
        return Character.toString(code.intValue());
    }

    private String floating(double value, Meter meter) {
        if (type == '%') {
            return NumberFormat.digits(value * 100, 'f', precision < 0 ? 6 : precision, alternate, meter) + "%";
        }
        if (type == 0 && precision < 0) {
            String shortest = PythonFloat.repr(value);
            int e = shortest.indexOf('e');
            boolean needsPoint = alternate && e > 0 && shortest.indexOf('.') < 0;
            return needsPoint ? shortest.substring(0, e) + "." + shortest.substring(e) : shortest;
        }
        if (type == 0) {
            return NumberFormat.asFloat(value, precision, alternate, meter);
        }
        char notation = type == 'n' ? 'g' : type;
        if ("eEfFgG".indexOf(notation) < 0) {
            throw unknownType("float");
        }
        return NumberFormat.digits(value, notation, precision < 0 ? 6 : precision, alternate, meter);
    }

    /** Digits with separators between groups; zeros that fill them up to the width are grouped, too. */
    private String group(String digits, int size, int before) {
        if (grouping == 0) {
            return digits;
        }
        int radix = size == 4 ? 16 : 10;
        int end = 0;
        while (end < digits.length() && Character.digit(digits.charAt(end), radix) >= 0) {
            end++;
        }
        int count = end;
        if (align == '=' && fill.equals("0") && end > 0) {
            int wanted = width - before - (digits.length() - end);
            while (count + (count - 1) / size < wanted) {
                count++;
            }
        }
        int zeros = count - end;
        StringBuilder grouped = new StringBuilder(digits.length() + zeros + count / size);
        for (int i = 0; i < count; i++) {
            if (i > 0 && (count - i) % size == 0) {
                grouped.append(grouping);
            }
            grouped.append(i < zeros ? '0' : digits.charAt(i - zeros));
        }
        grouped.append(digits, end, digits.length());
        return grouped.toString();
    }

    private String pad(String prefix, String body, char usual) {
        int length = prefix.length() + body.codePointCount(0, body.length());
        int missing = Math.max(0, width - length);
        char how = align == 0 ? usual : align;
        return switch (how) {
            case '<' -> prefix + body + fill.repeat(missing);
            case '^' -> fill.repeat(missing / 2) + prefix + body + fill.repeat(missing - missing / 2);
            case '=' -> prefix + fill.repeat(missing) + body;
            default -> fill.repeat(missing) + prefix + body;
        };
    }

    private static void refuse(boolean wrong, String problem) {
        if (wrong) {
            throw new ExpressionException("ValueError", problem);
        }
    }

    private ExpressionException unknownType(String kind) {
        return new ExpressionException(
                "ValueError", "Unknown format code '" + type + "' for object of type '" + kind + "'");
    }
}
