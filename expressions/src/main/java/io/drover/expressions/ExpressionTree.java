package io.drover.expressions;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an expression is made of, as far as a matcher can make use of it. Every part can be evaluated alone. */
public sealed interface ExpressionTree {
    /** The part as an expression of its own. */
    Expression expression();

    /** The part's text as written. */
    default String text() {
        return expression().text();
    }

    /** The part's value; see {@link Expression#evaluate}. */
    default @Nullable Object evaluate(Map<String, ? extends @Nullable Object> context) {
        return expression().evaluate(context);
    }

    /** All operands hold; evaluation stops at the first that does not. {@code a < b < c} is the two comparisons. */
    record And(List<ExpressionTree> operands, Expression expression) implements ExpressionTree {}

    /** At least one operand holds; evaluation stops at the first that does. */
    record Or(List<ExpressionTree> operands, Expression expression) implements ExpressionTree {}

    /** The operand does not hold. */
    record Not(ExpressionTree operand, Expression expression) implements ExpressionTree {}

    /** Two values compared. */
    record Comparison(ExpressionTree left, Operator operator, ExpressionTree right, Expression expression)
            implements ExpressionTree {}

    /**
     * A variable, or a member of one: {@code trigger.body['refs'][0]}.
     *
     * @param root the variable's name
     * @param steps String for a key, Long for a list position (negative ones count from the end)
     */
    record Path(String root, List<Object> steps, Expression expression) implements ExpressionTree {}

    /** A value that does not depend on the context: text, number, boolean, none, or a list, tuple or mapping of such. */
    record Constant(@Nullable Object value, Expression expression) implements ExpressionTree {}

    /** Anything else: calls, filters, tests such as {@code is defined}, arithmetic. Opaque to a matcher. */
    record Opaque(Expression expression) implements ExpressionTree {}

    /** How two values are compared. */
    enum Operator {
        /** {@code ==} */
        EQ,
        /** {@code !=} */
        NE,
        /** {@code <} */
        LT,
        /** {@code <=} */
        LE,
        /** {@code >} */
        GT,
        /** {@code >=} */
        GE,
        /** {@code in} */
        IN,
        /** {@code not in} */
        NOT_IN
    }
}
