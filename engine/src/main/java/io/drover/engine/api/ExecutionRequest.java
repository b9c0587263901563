package io.drover.engine.api;

import io.drover.model.json.JsonValues;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A wish to run an action.
 *
 * @param action ref or id
 * @param parameters as given; templates in them are rendered
 * @param context what else travels along; its {@code trace_context} and {@code parent} are understood, its {@code user} and
 *     {@code pack} are replaced
 * @param user on whose behalf; null: the caller
 * @param delay how long after the request it starts
 */
public record ExecutionRequest(
        String action,
        Map<String, @Nullable Object> parameters,
        Map<String, @Nullable Object> context,
        @Nullable String user,
        Duration delay) {
    public ExecutionRequest {
        parameters = JsonValues.copyOf(parameters);
        context = JsonValues.copyOf(context);
    }

    /** A wish to run an action at once. */
    public ExecutionRequest(
            String action,
            Map<String, @Nullable Object> parameters,
            Map<String, @Nullable Object> context,
            @Nullable String user) {
        this(action, parameters, context, user, Duration.ZERO);
    }
}
