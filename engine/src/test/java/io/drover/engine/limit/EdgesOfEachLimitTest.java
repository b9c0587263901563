package io.drover.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.rule.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Edges that the pages of several limits name, for those limits that no other test has them of. */
class EdgesOfEachLimitTest {

    @Test
    void whatADebounceKeepsWithoutAKeyIsOneAndAKeyOfAnotherTypeIsAnother() {
        LimitedRule rule = new LimitedRule(LimitedRule.debounce(10, null, "trigger.host"));

        threeKeys(rule);

        assertThat(rule.clock(100)).containsExactly("fired b at 11 of a b", "fired c at 12 of c", "fired d at 13 of d");
    }

    @Test
    void whatACollapseKeepsWithoutAKeyIsOneAndAKeyOfAnotherTypeIsAnother() {
        LimitedRule rule = new LimitedRule(LimitedRule.collapse(10, "trigger.host", 100));

        threeKeys(rule);

        assertThat(rule.clock(100)).containsExactly("fired b at 10 of a b", "fired c at 12 of c", "fired d at 13 of d");
    }

    @Test
    void targetsOfAnotherTypeAreOtherTargetsOfAGuard() {
        LimitedRule rule = new LimitedRule(LimitedRule.guard(2, 10));

        assertThat(threeKeys(rule))
                .containsExactly(
                        "fired a at 0 of a",
                        "fired b at 1 of b",
                        "fired c at 2 of c",
                        "guard stopped d under  since 3",
                        "tripped by d over  1");
    }

    @Test
    void valuesWithoutAKeyFlapTogetherAndThoseOfAnotherTypeApart() {
        LimitedRule rule = new LimitedRule(LimitedRule.flap(2, 60, 10, "trigger.host"));

        rule.comes("a", 0, host(true, null, "up"));
        rule.comes("b", 1, host(false, null, "down"));
        rule.comes("c", 2, host(true, "1", "up"));
        rule.comes("d", 3, host(true, 1L, "down"));

        assertThat(rule.comes("e", 4, host(true, "1", "down"))).containsExactly("fired e at 4 of e");
        assertThat(rule.comes("f", 5, host(true, null, "up")))
                .containsExactly("fired f at 5 of f as start", "flap stopped f under  since 5");
    }

    @Test
    void aMatchThatIsBehindIsKeptAsOfNow() {
        LimitedRule debounced = new LimitedRule(LimitedRule.debounce(10, null, null));
        LimitedRule collapsed = new LimitedRule(LimitedRule.collapse(10, null, 100));
        for (LimitedRule rule : List.of(debounced, collapsed)) {
            rule.clock(20);
            rule.comes("a", 5);

            assertThat(rule.clock(29)).isEmpty();
            assertThat(rule.clock(30)).containsExactly("fired a at 30 of a");
        }
    }

    @Test
    void aChangeOrATargetThatIsBehindCountsAsOfNow() {
        LimitedRule flapping = new LimitedRule(LimitedRule.flap(1, 60, 10, null));
        flapping.comes("a", 20, host(false, null, "up"));
        flapping.comes("b", 5, host(false, null, "down"));
        LimitedRule guarded = new LimitedRule(LimitedRule.guard(1, 10));
        guarded.clock(20);
        guarded.comes("a", 5, "h1");

        assertThat(flapping.clock(29)).isEmpty();
        assertThat(flapping.clock(30)).containsExactly("fired b at 30 of b as stop");
        assertThat(guarded.comes("b", 29, "h2")).first().asString().startsWith("guard stopped b");
        assertThat(guarded.comes("c", 30, "h2")).containsExactly("fired c at 30 of c");
    }

    @Test
    void matchesOfEqualTimeAreTakenInTheOrderInWhichTheyCame() {
        LimitedRule debounced = new LimitedRule(LimitedRule.debounce(10, null, null));
        LimitedRule collapsed = new LimitedRule(LimitedRule.collapse(10, null, 100));
        for (LimitedRule rule : List.of(debounced, collapsed)) {
            rule.comes("a", 5);
            rule.comes("b", 5);

            assertThat(rule.clock(15)).containsExactly("fired b at 15 of a b");
        }
        LimitedRule throttled = new LimitedRule(LimitedRule.throttle(10, null, 1));
        throttled.comes("a", 5);
        assertThat(throttled.comes("b", 5)).containsExactly("throttle stopped b under  since 5");
        LimitedRule flapping = new LimitedRule(LimitedRule.flap(1, 60, 10, null));
        flapping.comes("a", 5, host(false, null, "up"));
        assertThat(flapping.comes("b", 5, host(false, null, "down")))
                .containsExactly("fired b at 5 of b as start", "flap stopped b under  since 5");
        LimitedRule guarded = new LimitedRule(LimitedRule.guard(1, 10));
        guarded.comes("a", 5, "h1");
        assertThat(guarded.comes("b", 5, "h2")).first().asString().startsWith("guard stopped b");
    }

    @Test
    void goesOnWithWhatItKnowsUnderAnotherLength() {
        LimitedRule throttled = new LimitedRule(LimitedRule.throttle(100, null, 1));
        throttled.comes("a", 0);
        throttled.become(LimitedRule.throttle(20, null, 1));
        assertThat(throttled.comes("b", 19)).containsExactly("throttle stopped b under  since 0");
        assertThat(throttled.comes("c", 20)).containsExactly("fired c at 20 of c");

        LimitedRule debounced = new LimitedRule(LimitedRule.debounce(100, null, null));
        LimitedRule collapsed = new LimitedRule(LimitedRule.collapse(100, null, 100));
        debounced.comes("a", 0);
        collapsed.comes("a", 0);
        debounced.become(LimitedRule.debounce(20, null, null));
        collapsed.become(LimitedRule.collapse(20, null, 100));
        for (LimitedRule rule : List.of(debounced, collapsed)) {
            assertThat(rule.clock(19)).isEmpty();
            assertThat(rule.clock(20)).containsExactly("fired a at 20 of a");
        }

        LimitedRule guarded = new LimitedRule(LimitedRule.guard(1, 100));
        guarded.comes("a", 0, "h1");
        guarded.become(LimitedRule.guard(1, 20));
        assertThat(guarded.comes("b", 19, "h2")).first().asString().startsWith("guard stopped b");
        assertThat(guarded.comes("c", 20, "h2")).containsExactly("fired c at 20 of c");

        LimitedRule flapping = new LimitedRule(LimitedRule.flap(1, 60, 100, null));
        flapping.comes("a", 0, host(false, null, "up"));
        flapping.comes("b", 1, host(false, null, "down"));
        flapping.become(LimitedRule.flap(1, 60, 20, null));
        assertThat(flapping.clock(20)).isEmpty();
        assertThat(flapping.clock(21)).containsExactly("fired b at 21 of b as stop");
    }

    @Test
    void aCollapseThatKeptMoreThanItMayNowEndsWithItsNextMatch() {
        LimitedRule rule = new LimitedRule(LimitedRule.collapse(100, null, 10));
        rule.comes("a", 0);
        rule.comes("b", 1);
        rule.comes("c", 2);
        rule.become(LimitedRule.collapse(100, null, 2));

        assertThat(rule.clock(3)).isEmpty();
        assertThat(rule.comes("d", 4)).containsExactly("fired d at 4 of a b c d");
    }

    @Test
    void aThrottleThatMayPassMoreNowPassesThemInTheOpenWindow() {
        LimitedRule rule = new LimitedRule(LimitedRule.throttle(100, null, 1));
        rule.comes("a", 0);
        rule.become(LimitedRule.throttle(100, null, 2));

        assertThat(rule.comes("b", 1)).containsExactly("fired b at 1 of b");
        assertThat(rule.comes("c", 2)).containsExactly("throttle stopped c under  since 0");
    }

    @Test
    void aGuardThatHasRoomAgainAfterAChangeTellsAnewThatItTripped() {
        LimitedRule rule = new LimitedRule(LimitedRule.guard(1, 100));
        rule.comes("a", 0, "h1");
        rule.comes("b", 1, "h2");
        rule.become(LimitedRule.guard(2, 100));

        assertThat(rule.comes("c", 2, "h2")).containsExactly("fired c at 2 of c");
        assertThat(rule.comes("d", 3, "h3"))
                .containsExactly("guard stopped d under  since 3", "tripped by d over h1 h2");
    }

    @Test
    void aGuardThatHasNoRoomMoreAfterAChangeKnowsItsTargetsYet() {
        LimitedRule rule = new LimitedRule(LimitedRule.guard(3, 100));
        rule.comes("a", 0, "h1");
        rule.comes("b", 1, "h2");
        rule.become(LimitedRule.guard(1, 100));

        assertThat(rule.comes("c", 2, "h2")).containsExactly("fired c at 2 of c");
        assertThat(rule.comes("d", 3, "h3")).first().asString().startsWith("guard stopped d");
        assertThat(rule.comes("e", 100, "h3")).first().asString().startsWith("guard stopped e");
        assertThat(rule.comes("f", 102, "h3")).containsExactly("fired f at 102 of f");
    }

    @Test
    void nothingTellsTheEndOfFlappingWhereTheLimitIsGone() {
        LimitedRule rule = new LimitedRule(LimitedRule.flap(1, 60, 10, null));
        rule.comes("a", 0, host(false, null, "up"));
        rule.comes("b", 1, host(false, null, "down"));
        rule.become(Limits.NONE);

        assertThat(rule.comes("c", 2, host(false, null, "up"))).containsExactly("fired c at 2 of c");
        assertThat(rule.clock(100)).isEmpty();
    }

    @Test
    void goesOnAfterARestartWithWhatItKept() {
        LimitedRule debounced = new LimitedRule(LimitedRule.debounce(10, null, null));
        LimitedRule collapsed = new LimitedRule(LimitedRule.collapse(11, null, 100));
        for (LimitedRule rule : List.of(debounced, collapsed)) {
            rule.comes("a", 0);
            rule.restart(1);
            rule.comes("b", 1);
            assertThat(rule.restart(2)).isEmpty();

            assertThat(rule.clock(10)).isEmpty();
            assertThat(rule.clock(11)).containsExactly("fired b at 11 of a b");
        }
    }

    @Test
    void aWindowThatEndedWhileNothingRanIsOverAtItsOwnTime() {
        LimitedRule debounced = new LimitedRule(LimitedRule.debounce(10, null, null));
        LimitedRule collapsed = new LimitedRule(LimitedRule.collapse(10, null, 100));
        for (LimitedRule rule : List.of(debounced, collapsed)) {
            rule.comes("a", 0);

            assertThat(LimitedRule.told(rule.restart(500))).containsExactly("fired a at 10 of a");
        }
        LimitedRule flapping = new LimitedRule(LimitedRule.flap(1, 60, 10, null));
        flapping.comes("a", 0, host(false, null, "up"));
        flapping.comes("b", 1, host(false, null, "down"));

        assertThat(LimitedRule.told(flapping.restart(500))).containsExactly("fired b at 11 of b as stop");
    }

    /** Two events without a key, and two whose keys look alike. */
    private static List<String> threeKeys(LimitedRule rule) {
        List<String> told = new ArrayList<>();
        told.addAll(rule.comes("a", 0, host(false, null, "up")));
        told.addAll(rule.comes("b", 1, host(true, null, "up")));
        told.addAll(rule.comes("c", 2, host(true, "1", "up")));
        told.addAll(rule.comes("d", 3, host(true, 1L, "up")));
        return told;
    }

    private static Map<String, @Nullable Object> host(boolean isThere, @Nullable Object host, String state) {
        Map<String, @Nullable Object> payload = new HashMap<>();
        payload.put("state", state);
        if (isThere) {
            payload.put("host", host);
        }
        return payload;
    }
}
