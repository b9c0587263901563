package io.drover.engine.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.Clauses;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptConditionsTest {
    private static final MatchedRule RULE =
            new MatchedRule(Ref.of("p", "r/a"), 1, Ref.of("p", "t"), false, 0, new Clauses(List.of()));

    private final List<String> told = new ArrayList<>();
    private final KeptConditions conditions = new KeptConditions(new Told());

    @Test
    void buildsTheConditionsOfARuleOnceForAllCases() {
        for (int i = 0; i < 3; i++) {
            conditions.put(RULE);
            conditions.match(List.of());
            conditions.remove(RULE.ref());
            conditions.close();
        }
        conditions.end();

        assertThat(told).containsExactly("put p.r/a", "match", "match", "match", "close");
    }

    private final class Told implements RuleMatcher {
        @Override
        public Matches match(List<TriggerInstance> batch) {
            told.add("match");
            return Matches.NONE;
        }

        @Override
        public void put(MatchedRule rule) {
            told.add("put " + rule.ref());
        }

        @Override
        public void remove(Ref rule) {
            told.add("remove " + rule);
        }

        @Override
        public void reset(Collection<MatchedRule> rules) {
            told.add("reset");
        }

        @Override
        public void close() {
            told.add("close");
        }
    }
}
