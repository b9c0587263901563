package io.drover.expressions.value;

import org.jspecify.annotations.Nullable;

/** Something an expression can call: a function, a method bound to its object, a filter (its value is the first argument) or a test. The only kind of code that is reachable from a text. */
@FunctionalInterface
public interface ExpressionFunction {
    /** The function's value for these arguments. */
    @Nullable
    Object call(Arguments arguments);

    /** Whether a filter takes a {@link Lookup} itself, in place of its text. */
    default boolean takesLookups() {
        return false;
    }
}
