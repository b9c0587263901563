package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.ExpressionFunction;
import java.util.Map;

/**
 * What a template can name without being given it.
 *
 * @param strict whether using an undefined value fails
 */
record Environment(
        boolean strict,
        Map<String, ExpressionFunction> filters,
        Map<String, ExpressionFunction> tests,
        Map<String, ExpressionFunction> globals) {
    ExpressionFunction filter(String name) {
        ExpressionFunction filter = filters.get(name);
        if (filter == null) {
            throw new ExpressionException("TemplateAssertionError", "No filter named '" + name + "'.");
        }
        return filter;
    }

    ExpressionFunction test(String name) {
        ExpressionFunction test = tests.get(name);
        if (test == null) {
            throw new ExpressionException("TemplateAssertionError", "No test named '" + name + "'.");
        }
        return test;
    }
}
