package io.drover.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.rule.Limits;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The limits after one another. */
class LimiterTest {

    @Test
    void letsEverythingPassWithoutLimits() {
        LimitedRule rule = new LimitedRule(Limits.NONE);

        assertThat(rule.comes("a", 0)).containsExactly("fired a at 0 of a");
        assertThat(rule.comes("b", 0)).containsExactly("fired b at 0 of b");
        assertThat(rule.states()).isEmpty();
        assertThat(rule.nextDue()).isNull();
    }

    @Test
    void throttlesWhatWasGathered() {
        LimitedRule rule = new LimitedRule(
                LimitedRule.all(LimitedRule.collapse(10, null, 200), LimitedRule.throttle(25, null, 1)));
        rule.comes("a", 0);
        rule.comes("b", 1);

        assertThat(rule.comes("c", 10)).containsExactly("fired b at 10 of a b", "collapse stopped c under  since 10");
        assertThat(rule.clock(20)).containsExactly("throttle stopped c under  since 10");
        rule.comes("d", 25);
        assertThat(rule.clock(35)).containsExactly("fired d at 35 of d");
    }

    @Test
    void guardsWhatWasNotThrottled() {
        LimitedRule rule =
                new LimitedRule(LimitedRule.all(LimitedRule.throttle(10, "trigger.host", 1), LimitedRule.guard(1, 30)));

        assertThat(rule.comes("a", 0, "web1")).containsExactly("fired a at 0 of a");
        assertThat(rule.comes("b", 1, "web1")).containsExactly("throttle stopped b under s:web1 since 0");
        assertThat(rule.comes("c", 2, "web2"))
                .containsExactly("guard stopped c under  since 2", "tripped by c over web1");
    }

    @Test
    void opensAThrottleAlthoughTheGuardStopsItsMatch() {
        LimitedRule rule =
                new LimitedRule(LimitedRule.all(LimitedRule.throttle(10, "trigger.host", 1), LimitedRule.guard(1, 30)));
        rule.comes("a", 0, "web1");
        rule.comes("b", 1, "web2");

        assertThat(rule.comes("c", 2, "web2")).containsExactly("throttle stopped c under s:web2 since 1");
    }

    @Test
    void keepsTheTwoMatchesOfFlappingOutOfTheWaitButNotFromTheGuard() {
        LimitedRule rule = new LimitedRule(LimitedRule.all(
                LimitedRule.flap(1, 20, 30, "trigger.host"),
                LimitedRule.debounce(5, null, null),
                LimitedRule.throttle(1000, null, 1),
                LimitedRule.guard(1, 1000)));
        rule.isSeen("a", 0, Map.of("host", "web1", "state", "up"));
        rule.isSeen("b", 0, Map.of("host", "web2", "state", "up"));

        assertThat(rule.isSeen("c", 1, Map.of("host", "web1", "state", "down")))
                .containsExactly("fired c at 1 of c as start");
        assertThat(rule.isSeen("d", 2, Map.of("host", "web2", "state", "down")))
                .containsExactly("guard stopped d under  since 2", "tripped by d over web1");
        assertThat(rule.clock(40)).containsExactly("fired c at 31 of c as stop", "guard stopped d under  since 2");
    }

    @Test
    void keepsWhatWasGatheredBeforeItFlapped() {
        LimitedRule rule = new LimitedRule(
                LimitedRule.all(LimitedRule.flap(1, 20, 30, null), LimitedRule.debounce(5, null, null)));
        rule.comes("a", 0, Map.of("state", "up"));

        assertThat(rule.comes("b", 1, Map.of("state", "down")))
                .containsExactly("fired b at 1 of b as start", "flap stopped b under  since 1");
        assertThat(rule.clock(10)).containsExactly("fired a at 5 of a");
    }

    @Test
    void doesWhatIsDueOfSeveralLimitsInTheOrderOfTime() {
        LimitedRule rule = new LimitedRule(LimitedRule.all(
                LimitedRule.flap(1, 20, 30, "trigger.host"),
                LimitedRule.collapse(7, "trigger.host", 100),
                LimitedRule.throttle(5, null, 1)));
        rule.comes("a", 0, Map.of("host", "web1", "state", "up"));
        rule.comes("b", 1, Map.of("host", "web1", "state", "down"));
        rule.comes("c", 2, Map.of("host", "web2", "state", "down"));
        rule.comes("d", 26, Map.of("host", "web3", "state", "down"));

        assertThat(rule.clock(100)).containsExactly("fired b at 31 of b as stop", "fired d at 33 of d");
    }

    @Test
    void isTheSameWhetherItIsAskedOnceOrAtEverySecond() {
        Limits limits = LimitedRule.all(LimitedRule.debounce(4, 9, "trigger.host"), LimitedRule.throttle(6, null, 1));
        LimitedRule once = new LimitedRule(limits);
        LimitedRule often = new LimitedRule(limits);
        for (LimitedRule rule : List.of(once, often)) {
            rule.comes("a", 0, "web1");
            rule.comes("b", 1, "web2");
            rule.comes("c", 2, "web3");
        }

        assertThat(LongStream.rangeClosed(2, 30).boxed().flatMap(second -> often.clock(second).stream()))
                .containsExactlyElementsOf(once.clock(30))
                .hasSize(3);
    }

    @Test
    void goesOnWhereItsLimitsChange() {
        LimitedRule rule = new LimitedRule(LimitedRule.all(
                LimitedRule.debounce(30, null, null), LimitedRule.throttle(100, null, 1), LimitedRule.guard(1, 100)));
        rule.comes("a", 0, "web1");
        rule.clock(30);
        rule.comes("b", 31, "web1");
        rule.store();
        assertThat(rule.stored().keySet())
                .extracting("part")
                .containsExactlyInAnyOrder("debounce", "throttle", "guard");

        rule.become(LimitedRule.all(LimitedRule.debounce(5, null, null), LimitedRule.guard(1, 100)));
        rule.store();

        assertThat(rule.stored().values()).containsExactlyInAnyOrderElementsOf(rule.states());
        assertThat(rule.stored().values()).extracting("part").containsExactlyInAnyOrder("debounce", "guard");
        assertThat(rule.stored().values()).extracting("revision").containsOnly(4);
        assertThat(rule.clock(40)).containsExactly("fired b at 36 of b");
        assertThat(rule.comes("c", 41, "web2")).containsExactly("debounce stopped c under  since 41");
        assertThat(rule.clock(50)).containsExactly("guard stopped c under  since 46", "tripped by c over web1");
    }
}
