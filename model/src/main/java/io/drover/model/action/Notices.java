package io.drover.model.action;

import io.drover.model.error.DroverException;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.json.JsonValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is told how a run ended: StackStorm's {@code notify} section of an action or of a request (platform spec 6.2).
 *
 * @param onComplete after any end; null: nobody
 * @param onSuccess null: nobody
 * @param onFailure after a failure, a timeout, or where it was abandoned; null: nobody
 */
public record Notices(
        @Nullable Notice onComplete,
        @Nullable Notice onSuccess,
        @Nullable Notice onFailure) {
    private static final String COMPLETE = "on-complete";
    private static final String SUCCESS = "on-success";
    private static final String FAILURE = "on-failure";
    private static final Set<String> SECTIONS = Set.of(COMPLETE, SUCCESS, FAILURE);
    private static final Set<String> FIELDS = Set.of("message", "data", "routes", "channels");

    /**
     * What is told, and where.
     *
     * @param message a template; null: a sentence with the action's name
     * @param data whose texts are templates
     * @param routes where to; nobody is told where there are none
     */
    public record Notice(@Nullable String message, Map<String, @Nullable Object> data, List<String> routes) {
        public Notice {
            data = JsonValues.copyOf(data);
            routes = List.copyOf(routes);
        }
    }

    /**
     * A notice that is due.
     *
     * @param word how the run ended in the sentence that is told where there is no message, such as {@code succeeded}
     */
    public record Due(Notice notice, String word) {}

    /**
     * Reads a section.
     *
     * @throws DroverException {@code INVALID_ARGUMENT} that says which part of it is not understood
     */
    public static Notices of(Map<String, ? extends @Nullable Object> section) {
        refuseOthers("'notify'", section.keySet(), SECTIONS);
        return new Notices(notice(section, COMPLETE), notice(section, SUCCESS), notice(section, FAILURE));
    }

    /** {@return those to be sent after an end in this status} */
    public List<Due> after(ExecutionStatus status) {
        boolean succeeded = status == ExecutionStatus.SUCCEEDED;
        boolean failed = status == ExecutionStatus.FAILED
                || status == ExecutionStatus.TIMEOUT
                || status == ExecutionStatus.ABANDONED;
        return Stream.of(
                        due(onComplete, "completed", status.isCompleted()),
                        due(onSuccess, "succeeded", succeeded),
                        due(onFailure, "failed", failed))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Due due(@Nullable Notice notice, String word, boolean happened) {
        return notice == null || !happened ? null : new Due(notice, word);
    }

    private static @Nullable Notice notice(Map<String, ? extends @Nullable Object> section, String name) {
        Object value = section.get(name);
        if (value == null) {
            return null;
        }
        String place = "'notify." + name + "'";
        if (!(value instanceof Map<?, ?> fields)) {
            throw expected("an object as " + place, value);
        }
        refuseOthers(place, fields.keySet(), FIELDS);
        Object message = fields.get("message");
        if (message != null && !(message instanceof String)) {
            throw expected("a text as 'message' of " + place, message);
        }
        Object data = fields.get("data");
        if (data != null && !(data instanceof Map<?, ?>)) {
            throw expected("an object as 'data' of " + place, data);
        }
        List<String> routes = names(fields.get("routes"), "routes", place);
        return new Notice(
                message == null || message.toString().isEmpty() ? null : message.toString(),
                data == null ? Map.of() : JsonValues.copyOf((Map<?, ?>) data),
                routes.isEmpty() ? names(fields.get("channels"), "channels", place) : routes);
    }

    private static List<String> names(@Nullable Object value, String name, String place) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Collection<?> list)) {
            throw expected("a list as '" + name + "' of " + place, value);
        }
        List<String> names = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof String text)) {
                throw expected("texts in '" + name + "' of " + place, element);
            }
            names.add(text);
        }
        return names;
    }

    private static void refuseOthers(String place, Collection<?> found, Set<String> known) {
        Set<Object> others = new LinkedHashSet<>(found);
        others.removeAll(known);
        if (!others.isEmpty()) {
            throw DroverException.invalid("Expected in " + place + " only "
                    + known.stream().sorted().toList() + ", but found " + others + ".");
        }
    }

    private static DroverException expected(String what, @Nullable Object found) {
        return DroverException.invalid("Expected " + what + ", but found " + found + ".");
    }
}
