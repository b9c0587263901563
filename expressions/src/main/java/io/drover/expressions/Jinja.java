package io.drover.expressions;

import io.drover.expressions.jinja.Parsers;
import io.drover.expressions.stackstorm.StackStormFilters;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.TextCache;
import java.util.HashMap;
import java.util.Map;

/**
 * Jinja2 as StackStorm sets it up: sandboxed, {@code trim_blocks} and {@code lstrip_blocks} on, no extensions, no loader, with StackStorm's filters. Thread-safe; keeps what it parsed last, so one instance
 * should be shared.
 */
public final class Jinja {
    private static final int KEPT_TEXTS = 2048;
    private static final Jinja STRICT = new Jinja(true, StackStormFilters.functions(), Map.of(), Budget.standard());
    private static final Jinja LENIENT = new Jinja(false, StackStormFilters.functions(), Map.of(), Budget.standard());

    private final boolean strict;
    private final Map<String, ExpressionFunction> filters;
    private final Map<String, ExpressionFunction> functions;
    private final Budget budget;
    private final Parsers parsers;
    private final TextCache<Template> templates = new TextCache<>(KEPT_TEXTS);
    private final TextCache<Expression> expressions = new TextCache<>(KEPT_TEXTS);

    private Jinja(
            boolean strict,
            Map<String, ExpressionFunction> filters,
            Map<String, ExpressionFunction> functions,
            Budget budget) {
        this.strict = strict;
        this.filters = filters;
        this.functions = functions;
        this.budget = budget;
        this.parsers = new Parsers(strict, filters, functions, budget);
    }

    /** For rules, parameters and workflows: any use of an undefined value fails. */
    public static Jinja strict() {
        return STRICT;
    }

    /** For texts to people: an undefined value prints nothing and is false. */
    public static Jinja lenient() {
        return LENIENT;
    }

    /** The same with one more filter, whose first argument is the filtered value; or with another one of that name. */
    public Jinja withFilter(String name, ExpressionFunction filter) {
        Map<String, ExpressionFunction> more = new HashMap<>(filters);
        more.put(name, filter);
        return new Jinja(strict, more, functions, budget);
    }

    /** The same with one more global function. A variable of that name hides it. */
    public Jinja withFunction(String name, ExpressionFunction function) {
        Map<String, ExpressionFunction> more = new HashMap<>(functions);
        more.put(name, function);
        return new Jinja(strict, filters, more, budget);
    }

    /** The same with another budget for each evaluation. */
    public Jinja withBudget(Budget other) {
        return new Jinja(strict, filters, functions, other);
    }

    /**
     * The template of a text with {@code {{ }}} and {@code {% %}}.
     *
     * @throws ExpressionException of kind TemplateSyntaxError or TemplateAssertionError, with its place, if it is none
     */
    public Template template(String text) throws ExpressionException {
        return templates.get(text, parsers::template);
    }

    /**
     * One expression, without braces.
     *
     * @throws ExpressionException of kind TemplateSyntaxError or TemplateAssertionError, with its place, if it is none
     */
    public Expression expression(String text) throws ExpressionException {
        return expressions.get(text, parsers::expression);
    }
}
