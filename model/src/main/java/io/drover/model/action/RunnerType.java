package io.drover.model.action;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A way of carrying out actions.
 *
 * @param parameters what every action of this runner takes, as StackStorm writes parameter schemas
 * @param outputKey the key of the result that an action's output schema is about; null: the whole result
 * @param effects whether running it may change the outside world: then {@code running} is committed before it starts,
 *     and it is not run again after a crash
 * @param enabled whether it takes requests; the API may switch it
 */
public record RunnerType(
        String name,
        String description,
        Map<String, @Nullable Object> parameters,
        @Nullable String outputKey,
        boolean effects,
        boolean enabled) {
    public RunnerType {
        parameters = JsonValues.copyOf(parameters);
    }

    /** A way of carrying out actions that is switched on. */
    public RunnerType(
            String name,
            String description,
            Map<String, @Nullable Object> parameters,
            @Nullable String outputKey,
            boolean effects) {
        this(name, description, parameters, outputKey, effects, true);
    }

    /** {@return the same, switched on or off} */
    public RunnerType switched(boolean on) {
        return new RunnerType(name, description, parameters, outputKey, effects, on);
    }

    public String id() {
        return Kind.RUNNER.id(name);
    }
}
