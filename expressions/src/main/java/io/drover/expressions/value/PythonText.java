package io.drover.expressions.value;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values as Python writes them: {@code str()} for people, {@code repr()} with quotes. */
public final class PythonText {
    private static final int MOST_DIGITS = 4300;
    private static final int MOST_BITS = 14300;

    private final StringBuilder out;
    private final Meter meter;
    private int charged;

    private PythonText(Meter meter) {
        this.meter = meter;
        this.out = new StringBuilder();
    }

    /** {@code str(value)}: texts as they are, {@code None}, {@code True}, {@code 1.0}, {@code ['a', 1]}. */
    public static String str(@Nullable Object value) {
        return value instanceof String text ? text : str(value, new Meter(Budget.standard()));
    }

    /** {@code repr(value)}: as {@link #str(Object)} but texts in quotes. */
    public static String repr(@Nullable Object value) {
        return repr(value, new Meter(Budget.standard()));
    }

    /** {@code str(value)}, charged to the meter. */
    public static String str(@Nullable Object value, Meter meter) {
        Object known = Value.of(value);
        if (known instanceof String text) {
            return text;
        }
        if (known instanceof Markup markup) {
            return markup.text();
        }
        if (known instanceof Undefined undefined) {
            if (undefined.strict()) {
                throw undefined.error();
            }
            return "";
        }
        if (known instanceof Long) {
            return known.toString();
        }
        return known instanceof Collection || known instanceof Map ? repr(known, meter) : scalar(known);
    }

    /** {@code repr(value)}, charged to the meter. */
    public static String repr(@Nullable Object value, Meter meter) {
        PythonText text = new PythonText(meter);
        text.write(value);
        return text.out.toString();
    }

    /** {@code ascii(value)}: as {@link #repr(Object, Meter)}, with all characters beyond ASCII escaped. */
    static String ascii(@Nullable Object value, Meter meter) {
        String text = repr(value, meter);
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c < 0x80) {
                out.append((char) c);
            } else {
                escape(c, out);
            }
        });
        return meter.made(out.toString());
    }

    private void write(@Nullable Object any) {
        Object value = Value.of(any);
        if (value instanceof String text) {
            charge(text.length());
            quote(text);
        } else if (value instanceof Map<?, ?> map) {
            meter.enter();
            mapping(map);
            meter.leave();
        } else if (value instanceof Collection<?> collection && !(value instanceof PythonRange)) {
            meter.enter();
            collection(collection);
            meter.leave();
        } else if (value instanceof Undefined) {
            out.append("Undefined");
        } else if (value instanceof Markup markup) {
            out.append("Markup(");
            quote(markup.text());
            out.append(')');
        } else if (value instanceof Temporal || value instanceof Duration) {
            out.append(PythonTime.repr(value));
        } else {
            charge(value instanceof PythonBytes bytes ? bytes.size() : 0);
            out.append(scalar(value));
        }
        charge(out.length() - charged);
    }

    private void charge(int characters) {
        meter.text(characters);
        charged += characters;
    }

    private void collection(Collection<?> collection) {
        if (collection instanceof Tuple) {
            elements(collection, "(", collection.size() == 1 ? ",)" : ")");
        } else if (collection instanceof DictView) {
            elements(collection, Value.typeName(collection) + "([", "])");
        } else if (collection instanceof Set && collection.isEmpty()) {
            out.append("set()");
        } else if (collection instanceof Set) {
            elements(collection, "{", "}");
        } else {
            elements(collection, "[", "]");
        }
    }

    private void elements(Collection<?> collection, String open, String close) {
        out.append(open);
        boolean first = true;
        for (Object element : collection) {
            meter.step();
            if (!first) {
                out.append(", ");
            }
            first = false;
            write(element);
        }
        out.append(close);
    }

    private void mapping(Map<?, ?> map) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            meter.step();
            if (!first) {
                out.append(", ");
            }
            first = false;
            write(entry.getKey());
            out.append(": ");
            write(entry.getValue());
        }
        out.append('}');
    }

    private void quote(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == quote || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
            } else {
                escape(c);
            }
        }
        out.append(quote);
    }

    private void escape(int c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else {
                    escape(c, out);
                }
            }
        }
    }

    private static void escape(int c, StringBuilder out) {
        String form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
        out.append(String.format(Locale.ROOT, form, c));
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    /** The digits of a whole number, of which Python writes no more than 4300. */
    static String digits(BigInteger number) {
        String digits = number.bitLength() > MOST_BITS ? "" : number.toString();
        if (digits.isEmpty() || digits.length() > MOST_DIGITS + (number.signum() < 0 ? 1 : 0)) {
            throw new ExpressionException(
                    "ValueError", "Exceeds the limit (" + MOST_DIGITS + " digits) for integer string conversion");
        }
        return digits;
    }

    private static String scalar(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof Double number) {
            return PythonFloat.repr(number);
        }
        if (value instanceof BigInteger number) {
            return digits(number);
        }
        if (value instanceof Number) {
            return value.toString();
        }
        if (value instanceof PythonRange range) {
            return "range(" + range.start() + ", " + range.stop()
                    + (range.stride() == 1 ? ")" : ", " + range.stride() + ")");
        }
        if (value instanceof Generator generator) {
            return "<generator object " + generator.name() + ">";
        }
        if (value instanceof PythonBytes) {
            return value.toString();
        }
        if (value instanceof HasAttributes object) {
            return object.inText();
        }
        if (value instanceof ExpressionFunction) {
            return "<function>";
        }
        if (value instanceof Duration duration) {
            return duration(duration);
        }
        return date(value);
    }

    private static String duration(Duration duration) {
        long days = Math.floorDiv(duration.getSeconds(), 86_400L);
        long rest = Math.floorMod(duration.getSeconds(), 86_400L);
        String micros = duration.getNano() == 0 ? "" : String.format(Locale.ROOT, ".%06d", duration.getNano() / 1000);
        String prefix = days == 0 ? "" : days + (Math.abs(days) == 1 ? " day, " : " days, ");
        return prefix + String.format(Locale.ROOT, "%d:%02d:%02d%s", rest / 3600, rest / 60 % 60, rest % 60, micros);
    }

    private static String date(Object value) {
        if (value instanceof LocalDate || value instanceof LocalTime) {
            return value.toString();
        }
        if (value instanceof LocalDateTime local) {
            return local(local);
        }
        OffsetDateTime time;
        if (value instanceof Instant instant) {
            time = instant.atOffset(ZoneOffset.UTC);
        } else if (value instanceof ZonedDateTime zoned) {
            time = zoned.toOffsetDateTime();
        } else if (value instanceof OffsetDateTime offset) {
            time = offset;
        } else {
            throw new ExpressionException(
                    "TypeError",
                    "can't write a value of the type " + value.getClass().getName());
        }
        return local(time.toLocalDateTime())
                + DateTimeFormatter.ofPattern("xxxxx", Locale.ROOT).format(time);
    }

    private static String local(LocalDateTime time) {
        String pattern = time.equals(time.truncatedTo(ChronoUnit.SECONDS))
                ? "yyyy-MM-dd HH:mm:ss"
                : "yyyy-MM-dd HH:mm:ss.SSSSSS";
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time);
    }
}
