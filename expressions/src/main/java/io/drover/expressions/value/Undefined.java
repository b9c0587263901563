package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import org.jspecify.annotations.Nullable;

/**
 * A name, member or element that is not there. Not the same as null. It can be passed on, tested with {@code is defined} and replaced with {@code default}; any other use fails with the hint, except that a
 * lenient one prints nothing, is false and is empty.
 *
 * @param hint what is not there, such as {@code 'x' is undefined}
 * @param kind name of the exception that a use raises
 * @param strict whether printing and testing fail as well
 */
public record Undefined(String hint, String kind, boolean strict) {
    /** A variable that is not there. */
    public static Undefined name(String name, boolean strict) {
        return new Undefined(Quoted.repr(name) + " is undefined", "UndefinedError", strict);
    }

    /** A member or element that is not there. */
    public static Undefined member(@Nullable Object object, @Nullable Object key, boolean strict) {
        String type = object == null ? "None" : Value.typeName(object) + " object";
        String hint = key instanceof String
                ? Quoted.repr(type) + " has no attribute " + Quoted.repr(key)
                : type + " has no element " + Quoted.repr(key);
        return new Undefined(hint, "UndefinedError", strict);
    }

    /** An attribute that is there in Python but not for templates. */
    public static Undefined unsafe(@Nullable Object object, String attribute) {
        return new Undefined(
                "access to attribute " + Quoted.repr(attribute) + " of " + Quoted.repr(Value.typeName(object))
                        + " object is unsafe.",
                "SecurityError",
                true);
    }

    /** The failure of using it. */
    public ExpressionException error() {
        return new ExpressionException(kind, hint);
    }

    /** Fails if the value is undefined; returned otherwise. */
    public static @Nullable Object refuse(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        return value;
    }
}
