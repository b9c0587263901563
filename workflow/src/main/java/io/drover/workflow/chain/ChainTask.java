package io.drover.workflow.chain;

import io.drover.model.json.JsonValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task of a chain (platform spec 5.4).
 *
 * @param ref reference of its action
 * @param parameters of the action, with templates
 * @param onSuccess the task that follows where it succeeds, or a template that names it; empty: none
 * @param onFailure the task that follows a failure or timeout, or a template that names it; empty: none
 * @param publish variables for the tasks after it, with templates
 * @param notices who is told how it ended, in the form of {@code notify}; empty: whoever is told of the chain
 * @param written the task as it is written
 */
public record ChainTask(
        String name,
        String ref,
        Map<String, @Nullable Object> parameters,
        String onSuccess,
        String onFailure,
        Map<String, @Nullable Object> publish,
        Map<String, @Nullable Object> notices,
        Map<String, @Nullable Object> written) {
    private static final List<String> PROPERTIES =
            List.of("name", "ref", "params", "parameters", "on-success", "on-failure", "publish", "notify");

    /** Makes a task of what was found to be right. */
    static ChainTask of(Map<?, ?> written) {
        Map<String, @Nullable Object> parameters = members(written, "parameters");
        return new ChainTask(
                text(written, "name"),
                text(written, "ref"),
                parameters.isEmpty() ? members(written, "params") : parameters,
                text(written, "on-success"),
                text(written, "on-failure"),
                members(written, "publish"),
                members(written, "notify"),
                JsonValues.copyOf(written));
    }

    private static String text(Map<?, ?> task, String name) {
        return task.get(name) instanceof String text ? text : "";
    }

    private static Map<String, @Nullable Object> members(Map<?, ?> task, String name) {
        return task.get(name) instanceof Map<?, ?> members ? JsonValues.copyOf(members) : Map.of();
    }

    /** {@return the task as StackStorm puts it into the context of its execution} */
    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        for (String property : PROPERTIES) {
            document.put(property.replace('-', '_'), written.get(property));
        }
        return document;
    }
}
