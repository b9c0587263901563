package io.drover.engine.dispatch;

import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerInstance;
import java.util.Collection;
import java.util.List;

/** Throws at the events of the host {@code poison}. */
final class FailingMatcher implements RuleMatcher {
    private final RuleMatcher matcher = new DroolsRuleMatcher(failure -> {});
    private final Runnable failure;

    FailingMatcher(Runnable failure) {
        this.failure = failure;
    }

    @Override
    public Matches match(List<TriggerInstance> batch) {
        if (batch.stream().anyMatch(event -> "poison".equals(event.payload().get("host")))) {
            failure.run();
        }
        return matcher.match(batch);
    }

    @Override
    public void put(MatchedRule rule) {
        matcher.put(rule);
    }

    @Override
    public void remove(Ref rule) {
        matcher.remove(rule);
    }

    @Override
    public void reset(Collection<MatchedRule> rules) {
        matcher.reset(rules);
    }

    @Override
    public void close() {
        matcher.close();
    }
}
