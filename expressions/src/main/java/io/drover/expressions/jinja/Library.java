package io.drover.expressions.jinja;

import io.drover.expressions.value.ExpressionFunction;
import java.util.HashMap;
import java.util.Map;

/** Everything Jinja2 brings along, and what an installation adds to it. */
final class Library {
    private Library() {}

    static Environment environment(
            boolean strict, Map<String, ExpressionFunction> moreFilters, Map<String, ExpressionFunction> moreGlobals) {
        Map<String, ExpressionFunction> filters = new HashMap<>();
        Map<String, ExpressionFunction> tests = new HashMap<>();
        Map<String, ExpressionFunction> globals = new HashMap<>(Globals.functions());
        globals.putAll(moreGlobals);
        Environment environment = new Environment(strict, filters, tests, globals);
        filters.putAll(TextFilters.functions());
        filters.putAll(NumberFilters.functions());
        filters.putAll(new SequenceFilters(environment).functions());
        filters.putAll(moreFilters);
        tests.putAll(BuiltinTests.functions(environment));
        return environment;
    }
}
