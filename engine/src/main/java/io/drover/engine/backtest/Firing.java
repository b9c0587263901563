package io.drover.engine.backtest;

import io.drover.engine.correlate.Match;
import io.drover.engine.match.Canonical;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A match that would have called the rule's actions.
 *
 * @param event the last one of the match
 * @param events how many it has
 */
record Firing(Instant at, String key, String event, long events) {

    static Firing of(Match match) {
        return new Firing(
                match.at(), match.key(), match.newest().id(), match.members().size());
    }

    /** {@return what is the same in two versions of a rule} */
    Same same() {
        return new Same(at, key, event);
    }

    /** When, for which key, on which event. */
    record Same(Instant at, String key, String event) {}

    Map<String, @Nullable Object> document() {
        return Map.of("at", at.toString(), "key", Canonical.shown(key), "event", event, "events", events);
    }
}
