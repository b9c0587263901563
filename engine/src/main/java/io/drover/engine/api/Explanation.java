package io.drover.engine.api;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleEnforcement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule made of an event.
 *
 * @param revision 0 where the rule was not in force when the event came
 * @param clauses in the order of the rule; those after the first that failed are there too
 * @param message the whole in one sentence
 * @param enforcements what the match led to, one per action
 */
public record Explanation(
        Ref rule,
        int revision,
        Outcome outcome,
        List<ClauseSeen> clauses,
        String message,
        List<RuleEnforcement> enforcements) {

    /** How it went. */
    public enum Outcome {
        MATCHED,
        NOT_MATCHED,
        /** The event is kept by a rule over several events, which waits for others or for its time. */
        WAITING,
        /** It matched, and a limit stopped or keeps the match. */
        LIMITED,
        ERROR,
        DISABLED,
        /** The rule did not exist when the event came. */
        NOT_IN_FORCE,
        /** The rule listens to another trigger. */
        OTHER_TRIGGER
    }

    /**
     * A clause with what it saw.
     *
     * @param value what stood at its path; null where it was missing or null
     * @param present whether something stood there
     * @param holds null where it could not be told
     * @param error null where there was none
     */
    public record ClauseSeen(
            String clause,
            @Nullable Object value,
            boolean present,
            @Nullable Boolean holds,
            @Nullable String error) {}

    public Explanation {
        clauses = List.copyOf(clauses);
        enforcements = List.copyOf(enforcements);
    }
}
