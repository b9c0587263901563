package io.drover.expressions.yaql;

import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Quoted;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values as {@code str()} writes them. */
final class Text {
    private Text() {}

    static String of(@Nullable Object value, Meter meter) {
        if (value instanceof String text) {
            return text;
        }
        if (value == null) {
            return "null";
        }
        if (value instanceof Boolean truth) {
            return truth ? "true" : "false";
        }
        return meter.made(python(value, meter));
    }

    /** As Python writes it. */
    private static String python(@Nullable Object value, Meter meter) {
        if (value instanceof Set<?> set) {
            return set.isEmpty() ? "frozenset()" : "frozenset(" + PythonText.repr(value, meter) + ")";
        }
        if (value instanceof Scope || value instanceof Ordered || value instanceof Memorized) {
            return "<" + value.getClass().getSimpleName() + ">";
        }
        return PythonText.str(value, meter);
    }

    /** For a message: whole, or what kind of value it is if that is long; never fails. */
    static String shown(@Nullable Object value) {
        return Quoted.of(value, Text::python);
    }
}
