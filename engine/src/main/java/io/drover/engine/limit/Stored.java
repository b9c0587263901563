package io.drover.engine.limit;

import io.drover.engine.correlate.Match;
import io.drover.model.json.JsonValues;
import io.drover.model.text.InstantText;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A document of a limit's state as it is read back.
 *
 * @param events by id, those to which it refers, as far as they are still there
 */
record Stored(Map<String, @Nullable Object> document, Map<String, TriggerInstance> events) {
    /** The field with the id of the newest event. */
    static final String EVENT = "event";
    /** The field with the events of matches, as pairs of name and id. */
    static final String MEMBERS = "members";

    /** {@return the ids of all events to which a document refers} */
    static Set<String> ids(Map<String, @Nullable Object> document) {
        Set<String> ids = new LinkedHashSet<>();
        if (document.get(MEMBERS) instanceof List<?> members) {
            members.forEach(member -> {
                if (member instanceof List<?> pair && pair.size() == 2) {
                    ids.add(String.valueOf(pair.get(1)));
                }
            });
        }
        if (document.get(EVENT) instanceof String id) {
            ids.add(id);
        }
        return ids;
    }

    String text(String field) {
        return String.valueOf(document.get(field));
    }

    long number(String field) {
        return document.get(field) instanceof Number number ? number.longValue() : 0;
    }

    Instant time(String field) {
        return InstantText.read(text(field));
    }

    List<?> list(String field) {
        return document.get(field) instanceof List<?> list ? list : List.of();
    }

    Map<String, @Nullable Object> object(String field) {
        return document.get(field) instanceof Map<?, ?> map ? JsonValues.copyOf(map) : Map.of();
    }

    boolean has(String field) {
        return document.get(field) != null;
    }

    /** {@return the newest event; null where it is not there any more} */
    @Nullable
    TriggerInstance event() {
        return events.get(text(EVENT));
    }

    /** {@return the members of a match that are still there} */
    List<Match.Member> members() {
        List<Match.Member> members = new ArrayList<>();
        for (Object each : list(MEMBERS)) {
            if (each instanceof List<?> pair && pair.size() == 2) {
                TriggerInstance event = events.get(String.valueOf(pair.get(1)));
                if (event != null) {
                    members.add(new Match.Member(String.valueOf(pair.get(0)), event));
                }
            }
        }
        return members;
    }
}
