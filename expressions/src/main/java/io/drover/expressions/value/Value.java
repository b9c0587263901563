package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The closed set of values an expression can hold, and what is asked of any of them. */
public final class Value {
    private Value() {}

    /**
     * The value in its one form: whole numbers as Long (BigInteger where too large), fractions as Double, texts as String.
     *
     * @throws ExpressionException of kind TypeError for an object that is no value; it is never looked into
     */
    public static @Nullable Object of(@Nullable Object any) {
        if (any == null
                || any instanceof String
                || any instanceof Long
                || any instanceof Boolean
                || any instanceof Map
                || any instanceof List
                || any instanceof Double) {
            return any;
        }
        if (any instanceof Number number) {
            return ofNumber(number);
        }
        if (any instanceof Undefined
                || any instanceof Markup
                || any instanceof Set
                || any instanceof DictView
                || any instanceof Generator
                || any instanceof ExpressionFunction
                || any instanceof HasAttributes
                || any instanceof PythonBytes
                || any instanceof Temporal
                || any instanceof TemporalAmount) {
            return any;
        }
        if (any instanceof Enum<?> constant) {
            return constant.name();
        }
        if (any instanceof CharSequence || any instanceof Character || any instanceof UUID) {
            return any.toString();
        }
        if (any instanceof Collection<?> collection) {
            return new PythonList(collection);
        }
        throw new ExpressionException(
                "TypeError", "An object of the type " + any.getClass().getName() + " can't be used in an expression.");
    }

    private static Object ofNumber(Number number) {
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if (number instanceof Float) {
            return Double.valueOf(number.toString());
        }
        if (number instanceof BigInteger big) {
            return integer(big);
        }
        if (number instanceof BigDecimal) {
            return number.doubleValue();
        }
        return number.longValue();
    }

    /** The integer as Long if it fits. */
    public static Object integer(BigInteger value) {
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    /** Whether the value counts as true in Python. */
    public static boolean isTrue(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value == null) {
            return false;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof Collection<?> collection) {
            return !collection.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        if (value instanceof Number number) {
            return number instanceof BigInteger big ? big.signum() != 0 : number.doubleValue() != 0;
        }
        if (value instanceof Markup markup) {
            return !markup.text().isEmpty();
        }
        if (value instanceof PythonBytes bytes) {
            return bytes.size() > 0;
        }
        if (value instanceof Undefined undefined) {
            if (undefined.strict()) {
                throw undefined.error();
            }
            return false;
        }
        return true;
    }

    /** Whether the value is a number in Python, where booleans are. */
    public static boolean isNumber(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    /** Whether the value is an integer in Python, where booleans are. */
    public static boolean isInteger(@Nullable Object value) {
        return value instanceof Long || value instanceof BigInteger || value instanceof Boolean;
    }

    /** Whether the value is text, marked as HTML or not. */
    public static boolean isText(@Nullable Object value) {
        return value instanceof String || value instanceof Markup;
    }

    /** Python's name of the value's type. */
    public static String typeName(@Nullable Object value) {
        if (value == null) {
            return "NoneType";
        }
        if (value instanceof String) {
            return "str";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Number number) {
            return number instanceof Double || number instanceof Float || number instanceof BigDecimal
                    ? "float"
                    : "int";
        }
        if (value instanceof Map) {
            return "dict";
        }
        if (value instanceof Tuple) {
            return "tuple";
        }
        if (value instanceof PythonRange) {
            return "range";
        }
        if (value instanceof List) {
            return "list";
        }
        if (value instanceof Set) {
            return "set";
        }
        if (value instanceof DictView view) {
            return switch (view.kind()) {
                case KEYS -> "dict_keys";
                case VALUES -> "dict_values";
                case ITEMS -> "dict_items";
            };
        }
        if (value instanceof Markup) {
            return "Markup";
        }
        if (value instanceof PythonBytes) {
            return "bytes";
        }
        if (value instanceof Undefined) {
            return "Undefined";
        }
        if (value instanceof Generator) {
            return "generator";
        }
        if (value instanceof HasAttributes object) {
            return object.typeName();
        }
        if (value instanceof ExpressionFunction) {
            return "function";
        }
        if (value instanceof LocalDate) {
            return "date";
        }
        if (value instanceof LocalTime) {
            return "time";
        }
        if (value instanceof Instant || value instanceof Temporal) {
            return "datetime";
        }
        return value instanceof TemporalAmount ? "timedelta" : "object";
    }

    /** The text of a value that has to be one. */
    public static String text(@Nullable Object value, String what) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Markup markup) {
            return markup.text();
        }
        Undefined.refuse(value);
        throw new ExpressionException("TypeError", what + " must be str, not " + typeName(value));
    }

    /** The whole number of a value that has to be one, where whatever is beyond {@code most} is as good as that. */
    public static long clamped(@Nullable Object value, String what, long most) {
        return value instanceof BigInteger big
                ? big.signum() * most
                : Math.max(-most, Math.min(most, integer(value, what)));
    }

    /** The whole number of a value that has to be one and fit into 64 bits. */
    public static long integer(@Nullable Object value, String what) {
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        Undefined.refuse(value);
        if (value instanceof BigInteger) {
            throw new ExpressionException("OverflowError", what + " is too large");
        }
        throw new ExpressionException(
                "TypeError", what + ": '" + typeName(value) + "' object cannot be interpreted as an integer");
    }
}
