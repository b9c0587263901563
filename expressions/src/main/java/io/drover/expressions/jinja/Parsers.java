package io.drover.expressions.jinja;

import io.drover.expressions.Budget;
import io.drover.expressions.Template;
import io.drover.expressions.value.ExpressionFunction;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The way into this package: makes templates and expressions of texts. */
public final class Parsers {
    private final Environment environment;
    private final Budget budget;

    /**
     * Parsers for one set of names.
     *
     * @param strict whether using an undefined value fails
     * @param filters besides Jinja2's own
     * @param globals functions besides Jinja2's own
     */
    public Parsers(
            boolean strict,
            Map<String, ExpressionFunction> filters,
            Map<String, ExpressionFunction> globals,
            Budget budget) {
        this.environment = Library.environment(strict, filters, globals);
        this.budget = budget;
    }

    /** {@return the names of all filters, tests and functions} */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(environment.filters().keySet());
        names.addAll(environment.tests().keySet());
        names.addAll(environment.globals().keySet());
        return names;
    }

    /** The text as a template. */
    public Template template(String text) {
        return CompiledTemplate.parse(text, environment, budget);
    }

    /** The text as one expression. */
    public OpenExpression expression(String text) {
        return CompiledExpression.parse(text, environment, budget);
    }
}
