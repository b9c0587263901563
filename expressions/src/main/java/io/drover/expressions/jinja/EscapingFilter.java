package io.drover.expressions.jinja;

import io.drover.expressions.value.Arguments;
import io.drover.expressions.value.ExpressionFunction;
import org.jspecify.annotations.Nullable;

/**
 * A filter that works otherwise where what is printed is made HTML.
 *
 * @param usual what it does elsewhere
 * @param escaping what it does there
 */
record EscapingFilter(ExpressionFunction usual, ExpressionFunction escaping) implements ExpressionFunction {
    @Override
    public @Nullable Object call(Arguments arguments) {
        return usual.call(arguments);
    }

    /** The filter as it is to be used in the frame. */
    static ExpressionFunction in(Frame frame, ExpressionFunction filter) {
        return frame.escaping() && filter instanceof EscapingFilter both ? both.escaping() : filter;
    }
}
