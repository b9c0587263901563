package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON text as Python's encoder writes it: a blank after separators, everything beyond ASCII escaped. */
public final class PythonJson {
    private final StringBuilder out = new StringBuilder();
    private final Layout layout;
    private final Meter meter;
    private int charged;

    private PythonJson(Layout layout, Meter meter) {
        this.layout = layout;
        this.meter = meter;
    }

    /**
     * How the text is laid out.
     *
     * @param indent what one level is indented by; null for everything on one line
     * @param sortKeys whether members are in the order of their keys
     * @param itemSeparator between elements
     * @param keySeparator between key and value
     */
    public record Layout(@Nullable String indent, boolean sortKeys, String itemSeparator, String keySeparator) {
        /** One line, members in their own order. */
        public static final Layout PLAIN = new Layout(null, false, ", ", ": ");
    }

    /** The value as JSON. */
    public static String write(@Nullable Object value, Layout layout, Meter meter) {
        PythonJson json = new PythonJson(layout, meter);
        json.value(value, 0);
        return json.out.toString();
    }

    /** The text in quotes, escaped. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        quote(text, out);
        return out.toString();
    }

    private void value(@Nullable Object any, int depth) {
        meter.step();
        Object value = Markup.strip(Undefined.refuse(Value.of(any)));
        if (value == null) {
            out.append("null");
        } else if (value instanceof String text) {
            quote(text, out);
        } else if (value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Double number) {
            out.append(floating(number));
        } else if (value instanceof BigInteger number) {
            out.append(PythonText.digits(number));
        } else if (value instanceof Number) {
            out.append(value);
        } else if (value instanceof Map<?, ?> map) {
            mapping(map, depth);
        } else if (value instanceof List<?> list && !(list instanceof PythonRange)) {
            list(list, depth);
        } else {
            throw new ExpressionException(
                    "TypeError", "Object of type " + Value.typeName(value) + " is not JSON serializable");
        }
        meter.text(out.length() - charged);
        charged = out.length();
    }

    private static String floating(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        return Double.isInfinite(number) ? (number > 0 ? "Infinity" : "-Infinity") : PythonFloat.repr(number);
    }

    private void list(Collection<?> list, int depth) {
        if (list.isEmpty()) {
            out.append("[]");
            return;
        }
        meter.enter();
        out.append('[');
        boolean first = true;
        for (Object element : list) {
            separate(first, depth + 1);
            first = false;
            value(element, depth + 1);
        }
        newLine(depth);
        out.append(']');
        meter.leave();
    }

    private void mapping(Map<?, ?> map, int depth) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        meter.enter();
        out.append('{');
        boolean first = true;
        for (Object key : keys(map)) {
            separate(first, depth + 1);
            first = false;
            quote(key(Value.of(key)), out);
            out.append(layout.keySeparator());
            value(map.get(key), depth + 1);
        }
        newLine(depth);
        out.append('}');
        meter.leave();
    }

    private List<@Nullable Object> keys(Map<?, ?> map) {
        List<@Nullable Object> keys = new ArrayList<>(map.keySet());
        if (layout.sortKeys()) {
            keys.sort(Ordering.natural());
        }
        return keys;
    }

    private static String key(@Nullable Object key) {
        if (key instanceof String text) {
            return text;
        }
        if (key == null) {
            return "null";
        }
        if (key instanceof Boolean) {
            return key.toString();
        }
        if (key instanceof Double number) {
            return floating(number);
        }
        if (key instanceof Number) {
            return key.toString();
        }
        throw new ExpressionException(
                "TypeError", "keys must be str, int, float, bool or None, not " + Value.typeName(key));
    }

    private void separate(boolean first, int depth) {
        if (!first) {
            out.append(layout.itemSeparator());
        }
        newLine(depth);
    }

    private void newLine(int depth) {
        if (layout.indent() != null) {
            out.append('\n').append(layout.indent().repeat(depth));
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < ' ' || c > '~') {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
