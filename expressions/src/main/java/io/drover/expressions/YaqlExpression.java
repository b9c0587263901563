package io.drover.expressions;

import io.drover.expressions.value.ExpressionFunction;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed YAQL expression. Immutable, may be evaluated by many threads at once. */
public interface YaqlExpression {
    /**
     * The expression's value: null, Boolean, Long or BigInteger, Double, String, List, Map, Set, OffsetDateTime or Duration. A lazy sequence comes back as a list.
     *
     * @param data what {@code $} is; never changed
     * @throws ExpressionException if the evaluation fails or the budget is used up
     */
    @Nullable
    Object evaluate(@Nullable Object data) throws ExpressionException;

    /** As {@link #evaluate(Object)}, with these functions beside those of {@link Yaql}, which they hide. */
    @Nullable
    Object evaluate(@Nullable Object data, Map<String, ExpressionFunction> functions) throws ExpressionException;

    /** The text this expression was parsed from. */
    String text();
}
