package io.drover.engine.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Ref;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.RuleState;
import io.drover.model.store.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The store in memory keeps what rules have collected, and what limits stopped, as the databases do. */
class MemoryRuleStatesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Ref RULE = Ref.of("ops", "restart");

    private final MemoryStore store = new MemoryStore();

    @Test
    void keepsOneStateOfAName() {
        RuleState first = state("form", "a", NOON);
        RuleState second = state("form", "a", NOON.plusSeconds(5));
        RuleState hold = state("hold", "a", null);

        store.change(t -> t.ruleStates().put(List.of(hold, first)));
        store.change(t -> t.ruleStates().put(List.of(second)));

        assertThat(store.<List<RuleState>>read(t -> t.ruleStates().ofRule(RULE)))
                .containsExactly(second, hold);
        assertThat(store.<Instant>read(t -> t.ruleStates().oldestEvent().orElseThrow()))
                .isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void removesStatesWhereTheyAreThere() {
        RuleState gone = state("form", "a", NOON);
        RuleState kept = state("form", "b", null);
        store.change(t -> t.ruleStates().put(List.of(gone, kept)));

        store.change(t -> t.ruleStates().remove(Set.of(gone.name(), new RuleState.Name(RULE, "hold", "a"))));

        assertThat(store.<List<RuleState>>read(t -> t.ruleStates().ofRule(RULE)))
                .containsExactly(kept);
    }

    @Test
    void countsWhatALimitStoppedAndForgetsWhatIsOld() {
        LimitedMatches first = limited("web-1", 1, 5);
        LimitedMatches later = limited("web-1", 7, 2);
        LimitedMatches other = limited("web-2", 2, 1);

        assertThat(add(List.of(first, other))).containsExactly(first, other);
        assertThat(add(List.of(later))).isEmpty();

        assertThat(listed(Query.all().where("key", "web-1"))).containsExactly(first.and(later));
        assertThat(store.<Integer>inTransaction(t -> t.limitedCounts().forget(NOON.plusSeconds(7), 10)))
                .isOne();
        assertThat(listed(Query.all())).containsExactly(first.and(later));
    }

    private List<LimitedMatches> add(List<LimitedMatches> counted) {
        return store.inTransaction(t -> t.limitedCounts().add(counted));
    }

    private List<LimitedMatches> listed(Query query) {
        return store.read(t -> t.limitedCounts().list(query).items());
    }

    private static RuleState state(String part, String key, @Nullable Instant since) {
        return new RuleState(RULE, 3, part, key, Map.of("n", 1L), since);
    }

    private static LimitedMatches limited(String key, int second, long count) {
        return new LimitedMatches(RULE, 3, "throttle", key, NOON, "e1", "e2", NOON, NOON.plusSeconds(second), count);
    }
}
