package io.drover.engine.schema;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.PythonLiteral;
import io.drover.expressions.value.PythonText;
import io.drover.model.error.DroverException;
import io.drover.model.json.JsonValues;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Casts a parameter to the type its schema asks for (platform spec 5.2, step 6; StackStorm's {@code util/casts.py}). A value
 * of a type that it does not name stays as it is: the schema check says what is wrong with it.
 */
public final class Cast {
    /** Stands for null where only text can be written. */
    private static final String NONE = "%*****__%NONE%__*****%";

    /** What Java reads as a number, but nobody else: {@code 1d}, {@code 0x1p3}. */
    private static final Pattern JAVA_ONLY = Pattern.compile("[dDfF]$|[xX]");

    private Cast() {}

    /**
     * Casts a value.
     *
     * @throws DroverException {@code INVALID_ARGUMENT} where it cannot be done
     */
    public static @Nullable Object to(Map<?, ?> schema, String name, @Nullable Object value) {
        if (value == null || NONE.equals(value)) {
            return null;
        }
        Object type = schema.get("type");
        List<?> types =
                type instanceof Collection<?> several ? List.copyOf(several) : type == null ? List.of() : List.of(type);
        DroverException first = null;
        for (Object each : types) {
            try {
                return toType(String.valueOf(each), name, value);
            } catch (DroverException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return value;
    }

    /** {@return the type of a value, as a schema names it} */
    public static String typeOf(@Nullable Object value) {
        if (value instanceof Boolean) {
            return "boolean";
        } else if (value instanceof Number) {
            return value instanceof Long || value instanceof BigInteger ? "integer" : "number";
        } else if (value instanceof Map<?, ?>) {
            return "object";
        } else if (value instanceof Collection<?>) {
            return "array";
        }
        return value == null ? "null" : "string";
    }

    private static @Nullable Object toType(String type, String name, Object value) {
        return switch (type) {
            case "array" -> value instanceof Collection<?> ? value : parsed(type, name, value, Collection.class);
            case "object" -> value instanceof Map<?, ?> ? value : parsed(type, name, value, Map.class);
            case "boolean" -> bool(name, value);
            case "integer" -> integer(name, value);
            case "number" -> number(name, value);
            case "string" -> text(name, value);
            default -> value;
        };
    }

    private static Object parsed(String type, String name, Object value, Class<?> wanted) {
        if (value instanceof String text) {
            Object read = Json.read(text).orElseGet(() -> literal(text));
            if (wanted.isInstance(read)) {
                return read;
            }
        }
        throw refused(type, name, value);
    }

    private static @Nullable Object literal(String text) {
        try {
            return JsonValues.copy(PythonLiteral.parse(text));
        } catch (ExpressionException | IllegalArgumentException notLiteral) {
            return null;
        }
    }

    private static Object bool(String name, Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        return switch (value.toString().toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw refused("boolean", name, value);
        };
    }

    private static Object integer(String name, Object value) {
        if (value instanceof Boolean bool) {
            return bool ? 1L : 0L;
        }
        if (value instanceof Double number && !number.isInfinite() && !number.isNaN()) {
            return number.longValue();
        }
        if (value instanceof Number) {
            return value;
        }
        try {
            Object whole = JsonValues.copy(new BigInteger(value.toString().strip()));
            return whole == null ? value : whole;
        } catch (NumberFormatException e) {
            throw refused("integer", name, value);
        }
    }

    private static Object number(String name, Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        String text = value.toString().strip();
        if (JAVA_ONLY.matcher(text).find()) {
            throw refused("number", name, value);
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw refused("number", name, value);
        }
    }

    private static Object text(String name, Object value) {
        if (value instanceof String) {
            return value;
        }
        throw DroverException.invalid("Expected parameter '" + name + "' to be a string, but found "
                + PythonText.repr(value) + ". Write it in quotes.");
    }

    private static DroverException refused(String type, String name, Object value) {
        return DroverException.invalid("Expected parameter '" + name + "' to be of type '" + type + "', but found "
                + PythonText.repr(value) + ". Give a value of that type, or a text that reads as one.");
    }
}
