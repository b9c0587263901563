package io.drover.engine.explain;

import io.drover.engine.api.Explanation;
import io.drover.engine.api.Explanation.Outcome;
import io.drover.engine.silence.Stop;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleEnforcement.Status;
import io.drover.model.store.Query;
import io.drover.model.store.Transaction;
import io.drover.model.trigger.TriggerInstance;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells of silences and freezes that kept a match from its actions. */
final class Kept {
    /** So many are in force at a time at most that somebody would read of. */
    private static final int MOST = 10;

    private Kept() {}

    /** {@return an explanation that says so where the match was kept from its actions} */
    static Explanation told(Transaction transaction, TriggerInstance event, Explanation explanation) {
        String words = explanation.outcome() == Outcome.LIMITED ? "" : words(transaction, event, explanation);
        return words.isEmpty()
                ? explanation
                : new Explanation(
                        explanation.rule(),
                        explanation.revision(),
                        explanation.outcome() == Outcome.MATCHED ? Outcome.LIMITED : explanation.outcome(),
                        explanation.clauses(),
                        explanation.message() + " It was kept from its action by " + words,
                        explanation.enforcements());
    }

    private static String words(Transaction transaction, TriggerInstance event, Explanation explanation) {
        if (explanation.enforcements().isEmpty()) {
            return mayHaveMatched(explanation) ? counted(transaction, event, explanation) : "";
        }
        return explanation.enforcements().stream()
                .filter(enforcement -> enforcement.status() == Status.LIMITED)
                .map(RuleEnforcement::failureReason)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining("; and by "));
    }

    /** Of a rule in DRL nobody knows better: it has no clauses. */
    private static boolean mayHaveMatched(Explanation explanation) {
        return explanation.outcome() == Outcome.MATCHED
                || (explanation.outcome() == Outcome.NOT_MATCHED
                        && explanation.clauses().isEmpty());
    }

    /** Only the first match of a silence is a row of its own; the event of another lies between the first and the last. */
    private static String counted(Transaction transaction, TriggerInstance event, Explanation explanation) {
        Query query = new Query(
                Map.of("rule_ref", Set.of(explanation.rule().toString()), "limit", Stop.LIMITS),
                event.acceptedAt().minus(1, ChronoUnit.MICROS),
                null,
                List.of(),
                0,
                MOST);
        return transaction.limitedCounts().list(query).items().stream()
                .filter(counted -> !counted.firstAt().isAfter(event.acceptedAt()))
                .map(Kept::words)
                .collect(Collectors.joining(" or by "));
    }

    private static String words(LimitedMatches counted) {
        return counted.limit() + " " + counted.key() + ", as one of " + counted.count() + " since " + counted.window()
                + " of which the first is told in full with event '" + counted.firstInstance() + "'.";
    }
}
