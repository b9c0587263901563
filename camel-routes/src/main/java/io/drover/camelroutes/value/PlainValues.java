package io.drover.camelroutes.value;

import io.drover.model.json.JsonValues;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whatever Java objects a component delivers, as JSON values: what JSON does not know becomes text. */
public final class PlainValues {
    /** How many levels a value may have. */
    public static final int DEEPEST = 500;

    private PlainValues() {}

    /**
     * {@return the value with everything that JSON does not know as text}
     *
     * @throws IllegalArgumentException where the value has more levels than anybody means to write
     */
    public static @Nullable Object of(@Nullable Object value) {
        return value(value, 0);
    }

    /** {@return whether the value is one that a header may have and JSON can show} */
    public static boolean isScalar(@Nullable Object value) {
        return value instanceof String || value instanceof Boolean || value instanceof Number || value instanceof Date;
    }

    private static @Nullable Object value(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("Expected a value of at most " + DEEPEST + " levels, but found more.");
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            map.forEach((key, inner) -> plain.put(String.valueOf(key), value(inner, depth + 1)));
            return plain;
        }
        if (value instanceof Collection<?> collection) {
            List<@Nullable Object> plain = new ArrayList<>();
            collection.forEach(inner -> plain.add(value(inner, depth + 1)));
            return plain;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = Double.parseDouble(value.toString());
            return Double.isFinite(number) ? (Object) number : value.toString();
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof Calendar calendar) {
            return calendar.toInstant().toString();
        }
        if (value instanceof java.sql.Date || value instanceof java.sql.Time) {
            return value.toString();
        }
        if (value instanceof Date date) {
            return date.toInstant().toString();
        }
        return known(value);
    }

    private static @Nullable Object known(@Nullable Object value) {
        try {
            return JsonValues.copy(value);
        } catch (IllegalArgumentException foreign) {
            return String.valueOf(value);
        }
    }
}
