package io.drover.engine.match;

import io.drover.model.json.JsonValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Canonical texts of values: equal scalars have equal keys, whichever types they have. */
public final class Canonical {
    private static final int BRIEF = 200;

    private Canonical() {}

    /**
     * Gives the key of a text, number or boolean: {@code "abc"} is {@code s:abc}, and {@code 1}, {@code 1.0} and
     * {@code true} are all {@code n:1}. Two values have one key exactly where {@code equals} holds between them. Null
     * for what has no key: null, lists, objects and numbers that equal nothing.
     */
    public static @Nullable String key(@Nullable Object value) {
        if (value instanceof String text) {
            return "s:" + text;
        }
        if (value instanceof Boolean flag) {
            return flag ? "n:1" : "n:0";
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return "n:" + value;
        }
        if (value instanceof Double number) {
            return numberKey(number);
        }
        return null;
    }

    /**
     * Gives the key that events have in common: equal values have equal ones. That of a scalar is its {@link #key}, that of a
     * list or object its JSON, made of such keys and with names in order. Null for null alone.
     */
    public static @Nullable String identity(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        String key = key(value);
        return key != null ? key : "j:" + equalized(value);
    }

    private static String equalized(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, String> members = new TreeMap<>();
            map.forEach((name, member) -> members.put(text(String.valueOf(name)), equalized(member)));
            return members.entrySet().stream()
                    .map(member -> member.getKey() + ": " + member.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(Canonical::equalized).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof String) {
            return text(value);
        }
        String key = key(value);
        return key == null ? String.valueOf(value) : key;
    }

    private static @Nullable String numberKey(double number) {
        if (Double.isNaN(number)) {
            return null;
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "n:inf" : "n:-inf";
        }
        if (number == Math.rint(number)) {
            return Math.abs(number) < 1e15 ? "n:" + (long) number : "n:" + new BigDecimal(number).toBigInteger();
        }
        return "n:" + number;
    }

    /** Writes a value so that different values give different texts, types told apart. */
    static String text(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(JsonValues.copy(value), text);
        return text.toString();
    }

    /** Writes a value for a message: a long one is cut. */
    static String brief(@Nullable Object value) {
        String text = text(value);
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "… (" + text.length() + " characters)";
    }

    private static void append(@Nullable Object value, StringBuilder text) {
        if (value instanceof String string) {
            text.append('"');
            text.append(string.replace("\\", "\\\\").replace("\"", "\\\""));
            text.append('"');
        } else if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator);
                append(entry.getKey(), text);
                text.append(": ");
                append(entry.getValue(), text);
                separator = ", ";
            }
            text.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof Collection<?> list) {
            String separator = "[";
            for (Object element : list) {
                text.append(separator);
                append(element, text);
                separator = ", ";
            }
            text.append(list.isEmpty() ? "[]" : "]");
        } else {
            text.append(value);
        }
    }
}
