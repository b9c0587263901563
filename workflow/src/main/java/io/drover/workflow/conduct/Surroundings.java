package io.drover.workflow.conduct;

import io.drover.expressions.value.ExpressionFunction;
import java.time.Instant;
import java.util.Map;

/**
 * What expressions may ask for beside the run itself.
 *
 * @param now the time that tasks started or ended at
 * @param functions such as {@code st2kv}, by name
 */
public record Surroundings(Instant now, Map<String, ExpressionFunction> functions) {
    public Surroundings {
        functions = Map.copyOf(functions);
    }

    /** With a time alone. */
    public static Surroundings at(Instant now) {
        return new Surroundings(now, Map.of());
    }
}
