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
 * @param context what else travels along; its {@code trace_context} and {@code parent} are understood (without the first it belongs to the trace of the second), its {@code user} and
 *     {@code pack} are replaced
 * @param user on whose behalf; null: the caller
 * @param delay how long after the request it starts
 * @param notices who is told how it ended, as {@link io.drover.model.action.Notices} reads it, unless its action says that; null:
 *     nobody
 */
public record ExecutionRequest(
        String action,
        Map<String, @Nullable Object> parameters,
        Map<String, @Nullable Object> context,
        @Nullable String user,
        Duration delay,
        @Nullable Map<String, @Nullable Object> notices) {
    public ExecutionRequest {
        parameters = JsonValues.copyOf(parameters);
        context = JsonValues.copyOf(context);
        notices = notices == null ? null : JsonValues.copyOf(notices);
    }

    /** A wish to run an action, of whose end nobody is told. */
    public ExecutionRequest(
            String action,
            Map<String, @Nullable Object> parameters,
            Map<String, @Nullable Object> context,
            @Nullable String user,
            Duration delay) {
        this(action, parameters, context, user, delay, null);
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
