package io.drover.expressions.value;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values in messages: shown whole, or not at all if they are long, so that whoever masks what is secret in messages finds it. */
public final class Quoted {
    private static final int LONGEST = 200;
    private static final int MOST_WRITTEN = 2 * LONGEST + 2;

    private Quoted() {}

    /** {@code repr(value)}, or what kind of value it is if that is long; never fails. */
    public static String repr(@Nullable Object value) {
        return of(value, PythonText::repr);
    }

    /** {@code str(value)}, or what kind of value it is if that is long; never fails. */
    public static String str(@Nullable Object value) {
        return of(value, PythonText::str);
    }

    /** The value as it is written, or what kind of value it is if that is long; never fails. */
    public static String of(@Nullable Object value, Form form) {
        if ((value instanceof String text && text.length() > LONGEST)
                || (value instanceof Markup markup && markup.text().length() > LONGEST)
                || (value instanceof PythonBytes bytes && bytes.size() > LONGEST)) {
            return kind(value);
        }
        try {
            String written = form.write(value, new Meter(Budget.standard().withTextLength(MOST_WRITTEN)));
            return written.length() <= MOST_WRITTEN ? written : kind(value);
        } catch (ExpressionException tooLong) {
            return kind(value);
        }
    }

    /** What is said of a value that is too long to be shown. */
    private static String kind(@Nullable Object value) {
        if (value instanceof String text) {
            return "a text of " + text.length() + " characters";
        }
        if (value instanceof Map<?, ?> map) {
            return "a mapping of " + map.size();
        }
        return value instanceof List<?> list
                ? "a list of " + list.size()
                : "a value of the type " + Value.typeName(value);
    }

    /** A way to write a value. */
    @FunctionalInterface
    public interface Form {
        /** The text of the value, charged to the meter. */
        String write(@Nullable Object value, Meter meter);
    }
}
