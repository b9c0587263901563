package io.drover.engine.match;

import io.drover.engine.datastore.BatchKeys;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerInstance;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A matcher that reads the datastore anew for each batch.
 *
 * @param keys which the rules' language asks
 */
public record FreshlyRead(RuleMatcher matcher, BatchKeys keys) implements RuleMatcher {
    @Override
    public Matches match(List<TriggerInstance> batch) {
        keys.forget();
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
    public void step(Runnable told) {
        matcher.step(told);
    }

    @Override
    public Set<Ref> testing() {
        return matcher.testing();
    }

    @Override
    public void close() {
        matcher.close();
    }
}
