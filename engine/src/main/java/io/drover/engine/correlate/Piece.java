package io.drover.engine.correlate;

import io.drover.model.json.JsonValues;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of what is collected for a key, as it is stored. Events stand in its document under {@code events}, each a list that
 * begins with its id and its order, or under {@code members} by name and id.
 *
 * @param since when the oldest event in it was accepted; null where there is none
 */
record Piece(
        String part,
        Map<String, @Nullable Object> document,
        @Nullable Instant since) {
    static final String FORM = "form";
    static final String HOLD = "hold";
    static final String EVENTS = "events";
    static final String MEMBERS = "members";

    Piece {
        document = JsonValues.copyOf(document);
    }

    static Piece of(String part, Map<String, ? extends @Nullable Object> document, Collection<TriggerInstance> events) {
        Instant since = null;
        for (TriggerInstance event : events) {
            if (since == null || event.acceptedAt().isBefore(since)) {
                since = event.acceptedAt();
            }
        }
        return new Piece(part, JsonValues.copyOf(document), since);
    }

    /** {@return whether a part is one of a form, not of a limit} */
    static boolean isOfForm(String part) {
        return part.equals(FORM) || part.equals(HOLD) || part.startsWith(FORM + "/");
    }

    /** {@return the ids of the events in a document} */
    static Set<String> ids(Map<String, @Nullable Object> document) {
        Set<String> ids = new HashSet<>();
        rows(document, EVENTS).forEach(row -> add(row.get(0), ids));
        rows(document, MEMBERS).forEach(row -> add(row.get(1), ids));
        return ids;
    }

    private static void add(@Nullable Object id, Set<String> ids) {
        if (id instanceof String text) {
            ids.add(text);
        }
    }

    /** {@return the lists that a document has under a name} */
    static List<List<?>> rows(Map<String, @Nullable Object> document, String name) {
        if (!(document.get(name) instanceof List<?> all)) {
            return List.of();
        }
        List<List<?>> rows = new ArrayList<>(all.size());
        for (Object each : all) {
            if (each instanceof List<?> row && row.size() > 1) {
                rows.add(row);
            }
        }
        return rows;
    }
}
