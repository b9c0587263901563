package io.drover.expressions.jinja;

import io.drover.expressions.Expression;
import io.drover.expressions.ExpressionException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expression that can also be asked for a value that is not there. */
public interface OpenExpression extends Expression {
    /** As {@link #evaluate}, but gives an {@link io.drover.expressions.value.Undefined} where the expression names nothing. */
    @Nullable
    Object evaluateOpen(Map<String, ? extends @Nullable Object> context) throws ExpressionException;
}
