package io.drover.expressions;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parsed expression, written without braces. Immutable, may be evaluated by many threads at once. */
public interface Expression {
    /**
     * The expression's value: null, Boolean, Long or BigInteger, Double, String, List, Map, Set, a date, or a Collection for what Python calls a view of a dictionary. A lazy sequence comes back as a list.
     *
     * @param context the variables by name; never changed
     * @throws ExpressionException if the evaluation fails; of kind {@code UndefinedError} if the result itself is undefined and undefined values are refused
     */
    @Nullable
    Object evaluate(Map<String, ? extends @Nullable Object> context) throws ExpressionException;

    /** Whether the value counts as true in Python: not null, false, zero or empty. */
    boolean test(Map<String, ? extends @Nullable Object> context) throws ExpressionException;

    /** Names the expression reads, global functions such as {@code range} left out. */
    Set<String> undeclaredVariables();

    /** The text this expression was parsed from. */
    String text();

    /** The expression as conditions, comparisons, paths and constants, for whoever compiles it into something faster. */
    ExpressionTree tree();
}
