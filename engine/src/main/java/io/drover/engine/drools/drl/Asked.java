package io.drover.engine.drools.drl;

import io.drover.model.pack.Ref;
import io.drover.model.trigger.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a rule's match.
 *
 * @param number which of the requests of the match, from 0
 * @param events those that matched, in the order of acceptance; none where they cannot be told
 * @param newest the one that the session took last before; null where it has taken none
 * @param at what the session's clock said
 * @param action null where the rule failed
 * @param failure why the rule failed; null where it did not
 */
public record Asked(
        Ref rule,
        int number,
        List<Event> events,
        @Nullable Event newest,
        Instant at,
        @Nullable String action,
        Map<String, @Nullable Object> parameters,
        @Nullable Once once,
        @Nullable String failure) {

    /** A request counts once for the key within the window. */
    public record Once(String key, Duration window) {}

    Asked oncePer(Once limit) {
        return new Asked(rule, number, events, newest, at, action, parameters, limit, failure);
    }
}
