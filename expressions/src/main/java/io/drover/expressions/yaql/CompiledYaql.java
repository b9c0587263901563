package io.drover.expressions.yaql;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.YaqlExpression;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Meter;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An expression, parsed: the way into this package. */
public final class CompiledYaql implements YaqlExpression {
    private final String text;
    private final Node node;
    private final Map<String, ExpressionFunction> functions;
    private final Budget budget;
    private final Clock clock;

    private CompiledYaql(
            String text, Node node, Map<String, ExpressionFunction> functions, Budget budget, Clock clock) {
        this.text = text;
        this.node = node;
        this.functions = functions;
        this.budget = budget;
        this.clock = clock;
    }

    /**
     * The expression of a text.
     *
     * @param functions beside the standard library
     */
    public static YaqlExpression parse(
            String text, Map<String, ExpressionFunction> functions, Budget budget, Clock clock) {
        try {
            return new CompiledYaql(text, Parser.parse(text, budget.nesting()), functions, budget, clock);
        } catch (StackOverflowError tooDeep) {
            throw tooDeep();
        }
    }

    /** {@return the names of the functions and methods that an expression calls} */
    public static Set<String> calls(String text, Budget budget) {
        try {
            return Parser.calls(text, budget.nesting());
        } catch (StackOverflowError tooDeep) {
            throw tooDeep();
        }
    }

    /** {@return the names of the library} */
    public static Set<String> names() {
        return Library.names();
    }

    @Override
    public @Nullable Object evaluate(@Nullable Object data) {
        return evaluate(data, Map.of());
    }

    @Override
    public @Nullable Object evaluate(@Nullable Object data, Map<String, ExpressionFunction> more) {
        Meter meter = new Meter(budget);
        Scope scope = new Scope(new Run(meter, more, functions, clock));
        scope.set("1", Frozen.of(data));
        try {
            return Output.of(node.evaluate(scope), meter);
        } catch (StackOverflowError tooDeep) {
            throw tooDeep();
        }
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }

    private static ExpressionException tooDeep() {
        return ExpressionException.overBudget(
                "The evaluation was stopped: it is nested too deeply. Make the text or its data flatter.");
    }
}
