package io.drover.workflow.conduct;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An action that is to be run.
 *
 * @param item which item of the task it is for, from 0; null for a plain task
 * @param action reference of the action; null where its expression gave that
 * @param input its parameters, a mapping where the workflow is right
 * @param computed which of its parameters are written as texts and are none, because an expression gave them
 * @param delay seconds to wait before; null for none
 * @param context what is to stand in the context of its execution besides what always does, such as {@code notify}
 */
public record ActionRequest(
        String task,
        int route,
        @Nullable Integer item,
        @Nullable Object action,
        @Nullable Object input,
        Set<String> computed,
        @Nullable Long delay,
        Map<String, @Nullable Object> context) {
    public ActionRequest {
        computed = Set.copyOf(computed);
    }

    /** An action whose execution gets nothing more into its context, and whose parameters are as they are written. */
    public ActionRequest(
            String task,
            int route,
            @Nullable Integer item,
            @Nullable Object action,
            @Nullable Object input,
            @Nullable Long delay) {
        this(task, route, item, action, input, Set.of(), delay, Map.of());
    }

    /** {@return the same as an expression gave it} */
    ActionRequest computedFrom(@Nullable Object written) {
        if (!(input instanceof Map<?, ?> values)) {
            return this;
        }
        Set<String> names = values.entrySet().stream()
                .filter(value -> !(value.getValue() instanceof String) && isText(written, value.getKey()))
                .map(value -> String.valueOf(value.getKey()))
                .collect(Collectors.toSet());
        return new ActionRequest(task, route, item, action, input, names, delay, context);
    }

    /** Where all parameters are written as one text, each of them is. */
    private static boolean isText(@Nullable Object written, Object name) {
        return written instanceof String || (written instanceof Map<?, ?> each && each.get(name) instanceof String);
    }

    ActionRequest delayedBy(@Nullable Long seconds) {
        return new ActionRequest(task, route, item, action, input, computed, seconds, context);
    }
}
