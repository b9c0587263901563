package io.drover.expressions.jinja;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Generator;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.Markup;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Undefined;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one text is evaluated: each time with a budget of its own, and with failures that name the text.
 *
 * @param changesValues whether the text may change a list or mapping it is given, and so gets copies
 */
record Evaluation(String text, Environment environment, Budget budget, boolean changesValues) {
    /** What is evaluated. */
    interface Work {
        @Nullable
        Object in(Frame frame);
    }

    @Nullable
    Object run(Map<String, ? extends @Nullable Object> context, Work work) {
        Meter meter = new Meter(budget);
        try {
            Map<String, ? extends @Nullable Object> seen = changesValues ? Changes.copy(context, meter) : context;
            return work.in(new Frame(seen, environment, meter));
        } catch (ExpressionException failure) {
            throw failure.at(1, 1).in(text);
        } catch (StackOverflowError tooDeep) {
            throw tooDeep().in(text);
        }
    }

    /** Runs the parser; a text can be too deep for it too. */
    static <T> T parse(String text, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (ExpressionException failure) {
            throw failure.in(text);
        } catch (StackOverflowError tooDeep) {
            throw tooDeep().in(text);
        }
    }

    private static ExpressionException tooDeep() {
        return ExpressionException.overBudget(
                        "The evaluation was stopped: it is nested too deeply. Make the text or its data flatter.")
                .at(1, 1);
    }

    /** The expression's value as it is given out: nothing lazy, nothing undefined. */
    @Nullable
    Object value(Node node, Frame frame) {
        Object value = node.evaluate(frame);
        if (value instanceof Undefined undefined) {
            if (environment.strict()) {
                throw undefined.error();
            }
            return null;
        }
        return given(value, frame);
    }

    /** The value as it is given out, undefined if it is. */
    static @Nullable Object given(@Nullable Object value, Frame frame) {
        Object given = value instanceof Generator ? Iteration.list(value, frame.meter()) : Markup.strip(value);
        count(given, frame.meter());
        return given;
    }

    /** Lists that share their parts, or hold themselves, are small here and too large for whoever copies them. */
    private static void count(@Nullable Object value, Meter meter) {
        boolean made = value instanceof PythonList || value instanceof Tuple || value instanceof PythonDict;
        if (!made) {
            return;
        }
        meter.enter();
        Collection<?> parts =
                value instanceof Map<?, ?> map ? map.values() : value instanceof List<?> list ? list : List.of();
        for (Object part : parts) {
            meter.step();
            count(part, meter);
        }
        meter.leave();
    }
}
