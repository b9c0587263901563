package io.drover.expressions;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parsed template: text with {@code {{ }}} and {@code {% %}} in it. Immutable, may be rendered by many threads at once. */
public interface Template {
    /**
     * The template's text with every expression replaced by its value, written as Python writes it.
     *
     * @param context the variables by name; never changed, even by a template that calls {@code append} or {@code update}
     * @throws ExpressionException if an expression fails or the budget is used up
     */
    String render(Map<String, ? extends @Nullable Object> context) throws ExpressionException;

    /**
     * The value of the template's only {@code {{ }}} with its type kept, where there is nothing else but white space around it; else the rendered text. Null, Boolean, Long or BigInteger, Double, String, List, Map,
     * Set or a date, as {@link Expression#evaluate} gives it.
     *
     * @param context the variables by name; never changed
     * @throws ExpressionException if an expression fails or the budget is used up
     */
    @Nullable
    Object value(Map<String, ? extends @Nullable Object> context) throws ExpressionException;

    /** Whether the text holds no expression and no statement, so that every context gives the same. */
    boolean isConstant();

    /** Names the template reads and does not define itself, global functions such as {@code range} left out. */
    Set<String> undeclaredVariables();

    /** The text this template was parsed from. */
    String text();
}
