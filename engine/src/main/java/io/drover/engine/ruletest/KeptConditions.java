package io.drover.engine.ruletest;

import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerInstance;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A matcher whose conditions stay, so that the many cases of one rule build its network once: what a case puts, the next one
 * finds there, and what a case takes away stays.
 */
final class KeptConditions implements RuleMatcher {
    private final RuleMatcher matcher;
    private final Set<Ref> known = new HashSet<>();

    KeptConditions(RuleMatcher matcher) {
        this.matcher = matcher;
    }

    @Override
    public Matches match(List<TriggerInstance> batch) {
        return matcher.match(batch);
    }

    @Override
    public void put(MatchedRule rule) {
        if (known.add(rule.ref())) {
            matcher.put(rule);
        }
    }

    @Override
    public void remove(Ref rule) {
        // the next case asks for it again
    }

    @Override
    public void reset(Collection<MatchedRule> rules) {
        rules.forEach(this::put);
    }

    /** A case is over; {@link #end} is for the last one. */
    @Override
    public void close() {
        // the next case goes on with it
    }

    void end() {
        matcher.close();
    }
}
