package io.drover.expressions.yaql;

import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Meter;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one evaluation has at hand everywhere. */
final class Run {
    private final Meter meter;
    private final Map<String, ExpressionFunction> nearer;
    private final Map<String, ExpressionFunction> functions;
    private final Clock clock;
    private boolean definitions;

    Run(Meter meter, Map<String, ExpressionFunction> nearer, Map<String, ExpressionFunction> functions, Clock clock) {
        this.meter = meter;
        this.nearer = nearer;
        this.functions = functions;
        this.clock = clock;
    }

    Meter meter() {
        return meter;
    }

    /** A function beside the standard library. */
    @Nullable
    ExpressionFunction function(String name) {
        ExpressionFunction near = nearer.get(name);
        return near != null ? near : functions.get(name);
    }

    Clock clock() {
        return clock;
    }

    void defines() {
        definitions = true;
    }

    /** Whether the expression has defined a function. */
    boolean hasDefinitions() {
        return definitions;
    }
}
