package io.drover.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardStageTest {

    @Test
    void letsKnownTargetsPassAndTripsOnceAtOneTooMany() {
        LimitedRule rule = new LimitedRule(LimitedRule.guard(2, 30));
        rule.comes("a", 0, "web1");
        rule.comes("b", 1, "web2");

        assertThat(rule.comes("c", 2, "web3"))
                .containsExactly("guard stopped c under  since 2", "tripped by c over web1 web2");
        assertThat(rule.comes("d", 3, "web1")).containsExactly("fired d at 3 of d");
        assertThat(rule.comes("e", 4, "web4")).containsExactly("guard stopped e under  since 2");
    }

    @Test
    void slidesWithEveryMatchOfATarget() {
        LimitedRule rule = new LimitedRule(LimitedRule.guard(2, 30));
        rule.comes("a", 0, "web1");
        rule.comes("b", 1, "web2");
        rule.comes("c", 10, "web1");

        assertThat(rule.comes("d", 30, "web3"))
                .containsExactly("guard stopped d under  since 30", "tripped by d over web2 web1");
        assertThat(rule.comes("e", 31, "web3")).containsExactly("fired e at 31 of e");
        assertThat(rule.comes("f", 31, "web2"))
                .containsExactly("guard stopped f under  since 31", "tripped by f over web1 web3");
    }

    @Test
    void tripsAgainOnlyAfterItWasNotFull() {
        LimitedRule rule = new LimitedRule(LimitedRule.guard(1, 30));
        rule.comes("a", 0, "web1");
        rule.comes("b", 1, "web2");
        rule.comes("c", 29, "web1");

        assertThat(rule.comes("d", 58, "web2")).containsExactly("guard stopped d under  since 1");
        assertThat(rule.comes("e", 59, "web2")).containsExactly("fired e at 59 of e");
        assertThat(rule.comes("f", 60, "web1"))
                .containsExactly("guard stopped f under  since 60", "tripped by f over web2");
    }

    @Test
    void takesMatchesWithoutATargetForOneTarget() {
        LimitedRule rule = new LimitedRule(LimitedRule.guard(1, 30));

        assertThat(rule.comes("a", 0, Map.of())).containsExactly("fired a at 0 of a");
        assertThat(rule.comes("b", 1, Map.of())).containsExactly("fired b at 1 of b");
        assertThat(rule.comes("c", 2, "web1")).hasSize(2);
    }

    @Test
    void goesOnAfterARestartAndForgetsWhatIsOver() {
        LimitedRule rule = new LimitedRule(LimitedRule.guard(2, 30));
        rule.comes("a", 0, Map.of("host", 7));
        rule.comes("b", 1, "web2");
        rule.comes("c", 2, "web3");

        rule.restart(5);

        assertThat(rule.comes("d", 6, "web4")).containsExactly("guard stopped d under  since 2");
        assertThat(rule.comes("e", 7, Map.of("host", 7))).containsExactly("fired e at 7 of e");
        assertThat(rule.clock(36)).isEmpty();
        assertThat(rule.nextDue()).isEqualTo(37);
        rule.clock(37);
        rule.store();
        assertThat(rule.stored()).isEmpty();
        assertThat(rule.nextDue()).isNull();
    }
}
