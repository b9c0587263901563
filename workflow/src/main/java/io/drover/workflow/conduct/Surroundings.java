package io.drover.workflow.conduct;

import io.drover.expressions.value.ExpressionFunction;
import java.time.Instant;
import java.util.Map;

/**
 * What expressions may ask for beside the run itself.
 *
 * @param now the time that tasks started or ended at
 * @param functions such as {@code st2kv}, by name
 * @param variables what the templates of an action chain see besides, such as {@code st2kv} and {@code config_context}
 */
public record Surroundings(Instant now, Map<String, ExpressionFunction> functions, Map<String, Object> variables) {
    public Surroundings {
        functions = Map.copyOf(functions);
        variables = Map.copyOf(variables);
    }

    /** Without variables. */
    public Surroundings(Instant now, Map<String, ExpressionFunction> functions) {
        this(now, functions, Map.of());
    }

    /** With a time alone. */
    public static Surroundings at(Instant now) {
        return new Surroundings(now, Map.of());
    }
}
