package io.drover.model.rule;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule said from some batch on. Inserted, never changed; a rule that went away ends with a revision without a
 * document.
 *
 * @param number 1, 2, 3 … per rule
 * @param document the rule as text would say it, with the overlay applied; null: the rule is gone
 * @param fromFile whether the content came from a pack's file; else from the API
 * @param effectiveFrom the first version of the rules that it belongs to, see {@link
 *     io.drover.model.store.RegistryChanges}
 * @param by who made the change
 */
public record RuleRevision(
        Ref rule,
        int number,
        @Nullable Map<String, @Nullable Object> document,
        boolean fromFile,
        long effectiveFrom,
        Instant at,
        String by) {
    /** In the place of who made a change: the engine, which takes a rule out that ran over its budget too often. */
    public static final String QUARANTINE = "engine (quarantine)";

    public RuleRevision {
        document = document == null ? null : JsonValues.copyOf(document);
    }

    /** {@return whether the rule is taken out until it is changed, or disabled and enabled; the document says disabled} */
    public boolean isQuarantine() {
        return by.equals(QUARANTINE);
    }
}
