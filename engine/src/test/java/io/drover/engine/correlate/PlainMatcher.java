package io.drover.engine.correlate;

import io.drover.engine.match.ClauseEvaluator;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.match.Verdict;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleMatch;
import io.drover.model.trigger.TriggerInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks rule by rule: slow with many rules, and ready at once. */
final class PlainMatcher implements RuleMatcher {
    private final Map<Ref, MatchedRule> rules = new TreeMap<>();

    @Override
    public Matches match(List<TriggerInstance> batch) {
        List<RuleMatch> matches = new ArrayList<>();
        List<Matches.MatchError> errors = new ArrayList<>();
        for (int place = 0; place < batch.size(); place++) {
            TriggerInstance event = batch.get(place);
            for (MatchedRule rule : rules.values()) {
                if (!rule.trigger().equals(event.trigger())) {
                    continue;
                }
                Verdict verdict = ClauseEvaluator.explain(rule.clauses(), event.payload(), event.acceptedAt());
                if (verdict.result() == Verdict.Result.MATCHED) {
                    matches.add(new RuleMatch(rule.ref(), rule.revision(), place));
                }
                for (Verdict.Failure failure : verdict.errors()) {
                    errors.add(new Matches.MatchError(
                            rule.ref(), rule.revision(), place, failure.clause(), failure.message(), false));
                }
            }
        }
        return new Matches(matches, errors, Map.of());
    }

    @Override
    public void put(MatchedRule rule) {
        rules.put(rule.ref(), rule);
    }

    @Override
    public void remove(Ref rule) {
        rules.remove(rule);
    }

    @Override
    public void reset(Collection<MatchedRule> newRules) {
        rules.clear();
        newRules.forEach(this::put);
    }

    @Override
    public void close() {
        rules.clear();
    }
}
