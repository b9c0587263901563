package io.drover.engine.match;

import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleMatch;
import java.util.List;
import java.util.Map;

/**
 * What came of a batch of events.
 *
 * @param matches by event, then the rule of higher priority first, then by ref
 * @param errors by event; of a clause that could not be decided for several elements of one event, the first
 * @param away events that cannot be decided now, as what a rule asks for does not answer; of them is nothing else here
 */
public record Matches(List<RuleMatch> matches, List<MatchError> errors, Map<Integer, DroverException> away) {
    /** No event matches anything. */
    public static final Matches NONE = new Matches(List.of(), List.of(), Map.of());

    /**
     * A clause that could not be decided for an event.
     *
     * @param event place of the event in the batch
     * @param overBudget whether it was stopped, because it took too much time or memory
     */
    public record MatchError(Ref rule, int revision, int event, String clause, String message, boolean overBudget) {}

    public Matches {
        matches = List.copyOf(matches);
        errors = List.copyOf(errors);
        away = Map.copyOf(away);
    }
}
