package io.drover.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.rule.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThrottleStageTest {

    @Test
    void letsTheFirstOfAWindowPassAndStopsTheRest() {
        LimitedRule rule = new LimitedRule(LimitedRule.throttle(10, null, 1));

        assertThat(rule.comes("a", 3)).containsExactly("fired a at 3 of a");
        assertThat(rule.comes("b", 3)).containsExactly("throttle stopped b under  since 3");
        assertThat(rule.comes("c", 12)).containsExactly("throttle stopped c under  since 3");
    }

    @Test
    void opensTheNextWindowWithTheMatchAtTheVeryEnd() {
        LimitedRule rule = new LimitedRule(LimitedRule.throttle(10, null, 1));
        rule.comes("a", 3);

        assertThat(rule.comes("b", 13)).containsExactly("fired b at 13 of b");
        assertThat(rule.comes("c", 22)).containsExactly("throttle stopped c under  since 13");
    }

    @Test
    void opensAWindowAtAMatchAndNotByTheClock() {
        LimitedRule rule = new LimitedRule(LimitedRule.throttle(10, null, 1));
        rule.comes("a", 0);

        assertThat(rule.comes("b", 17)).containsExactly("fired b at 17 of b");
        assertThat(rule.comes("c", 20)).containsExactly("throttle stopped c under  since 17");
    }

    @Test
    void letsAsManyPassAsAreAllowed() {
        LimitedRule rule = new LimitedRule(LimitedRule.throttle(10, null, 2));

        assertThat(rule.comes("a", 0)).containsExactly("fired a at 0 of a");
        assertThat(rule.comes("b", 9)).containsExactly("fired b at 9 of b");
        assertThat(rule.comes("c", 9)).containsExactly("throttle stopped c under  since 0");
        assertThat(rule.comes("d", 10)).containsExactly("fired d at 10 of d");
    }

    @Test
    void tellsKeysApartAndTextFromNumbers() {
        LimitedRule rule = new LimitedRule(LimitedRule.throttle(10, "trigger.host", 1));
        rule.comes("a", 0, Map.of("host", "1"));

        assertThat(rule.comes("b", 1, Map.of("host", "2"))).containsExactly("fired b at 1 of b");
        assertThat(rule.comes("c", 2, Map.of("host", 1))).containsExactly("fired c at 2 of c");
        assertThat(rule.comes("d", 3, Map.of("host", 1.0))).containsExactly("throttle stopped d under n:1 since 2");
        assertThat(rule.comes("e", 4, Map.of("host", "1"))).containsExactly("throttle stopped e under s:1 since 0");
        assertThat(rule.comes("f", 5, Map.of("host", List.of(1, 2)))).containsExactly("fired f at 5 of f");
        assertThat(rule.comes("g", 6, Map.of("host", List.of(1, 2))))
                .containsExactly("throttle stopped g under j:[n:1, n:2] since 5");
    }

    @Test
    void givesMatchesWithoutAKeyOneOfTheirOwn() {
        LimitedRule rule = new LimitedRule(LimitedRule.throttle(10, "trigger.host", 1));
        rule.comes("a", 0, Map.of("host", ""));

        assertThat(rule.comes("b", 1, Map.of())).containsExactly("fired b at 1 of b");
        Map<String, @Nullable Object> ofNull = new HashMap<>();
        ofNull.put("host", null);
        assertThat(rule.comes("c", 2, ofNull)).containsExactly("throttle stopped c under  since 1");
        assertThat(rule.comes("d", 3, Map.of("host", "null"))).containsExactly("fired d at 3 of d");
    }

    @Test
    void countsAMatchThatIsBehindAsOfNow() {
        LimitedRule rule = new LimitedRule(LimitedRule.throttle(5, null, 1));
        rule.clock(20);

        assertThat(rule.comes("a", 12)).containsExactly("fired a at 12 of a");
        assertThat(rule.clock(24)).isEmpty();
        assertThat(rule.comes("b", 17)).containsExactly("throttle stopped b under  since 20");
    }

    @Test
    void forgetsAWindowThatIsOver() {
        LimitedRule rule = new LimitedRule(LimitedRule.throttle(10, "trigger.host", 1));
        rule.comes("a", 0, "web1");
        rule.comes("b", 4, "web2");
        rule.store();
        assertThat(rule.nextDue()).isEqualTo(10);

        rule.clock(10);
        rule.store();

        assertThat(rule.states()).extracting("key").containsExactly("s:web2");
        assertThat(rule.stored().values()).containsExactlyElementsOf(rule.states());
        assertThat(rule.nextDue()).isEqualTo(14);
    }

    @Test
    void goesOnAfterARestart() {
        LimitedRule rule = new LimitedRule(LimitedRule.throttle(10, null, 2));
        rule.comes("a", 0);

        rule.restart(4);

        assertThat(rule.comes("b", 5)).containsExactly("fired b at 5 of b");
        assertThat(rule.comes("c", 5)).containsExactly("throttle stopped c under  since 0");
    }

    @Test
    void writesNothingForAMatchThatIsStopped() {
        LimitedRule rule = new LimitedRule(LimitedRule.throttle(10, null, 1));
        Limiter limiter = new Limiter(LimitedRule.RULE, 1, LimitedRule.throttle(10, null, 1));
        limiter.take(LimitedRule.match(0, rule.event("a", 0, Map.of())));
        assertThat(limiter.changed()).hasSize(1);

        limiter.take(LimitedRule.match(1, rule.event("b", 1, Map.of())));

        assertThat(limiter.changed()).isEmpty();
    }

    @Test
    void leavesOutAndRemovesTheStateOfALimitThatIsGone() {
        LimitedRule rule = new LimitedRule(LimitedRule.throttle(10, null, 1));
        rule.comes("a", 0);
        rule.store();
        assertThat(rule.stored()).hasSize(1);

        rule.restartWithout(1, List.of(), Limits.NONE);
        rule.store();

        assertThat(rule.stored()).isEmpty();
        assertThat(rule.nextDue()).isNull();
    }
}
