package io.drover.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.model.rule.RuleState;
import io.drover.model.trigger.TriggerInstance;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Debounce and collapse, which make one match of many. */
class GatheringTest {

    @Test
    void debouncesUntilItHasBeenQuiet() {
        LimitedRule rule = new LimitedRule(LimitedRule.debounce(30, null, null));

        assertThat(rule.comes("a", 0)).containsExactly("debounce stopped a under  since 0");
        assertThat(rule.comes("b", 29)).containsExactly("debounce stopped b under  since 0");
        assertThat(rule.nextDue()).isEqualTo(59);
        assertThat(rule.clock(58)).isEmpty();
        assertThat(rule.clock(59)).containsExactly("fired b at 59 of a b");
        assertThat(rule.clock(1000)).isEmpty();
    }

    @Test
    void firesBeforeAMatchAtTheVeryTimeAndBeginsAnew() {
        LimitedRule rule = new LimitedRule(LimitedRule.debounce(30, null, null));
        rule.comes("a", 0);

        assertThat(rule.comes("b", 30)).containsExactly("fired a at 30 of a", "debounce stopped b under  since 30");
        assertThat(rule.clock(60)).containsExactly("fired b at 60 of b");
    }

    @Test
    void debouncesNoLongerThanItMay() {
        LimitedRule rule = new LimitedRule(LimitedRule.debounce(30, 50, null));
        rule.comes("a", 0);
        rule.comes("b", 20);
        rule.comes("c", 40);

        assertThat(rule.comes("d", 50)).containsExactly("fired c at 50 of a b c", "debounce stopped d under  since 50");
        assertThat(rule.clock(80)).containsExactly("fired d at 80 of d");
    }

    @Test
    void firesAtTheTimeThatWasDueHoweverLateItIsAsked() {
        LimitedRule rule = new LimitedRule(LimitedRule.debounce(30, null, "trigger.host"));
        rule.comes("a", 0, "web2");
        rule.comes("b", 0, "web1");
        rule.comes("c", 5, "web3");

        assertThat(rule.clock(4000)).containsExactly("fired b at 30 of b", "fired a at 30 of a", "fired c at 35 of c");
    }

    @Test
    void collapsesTheMatchesOfAWindow() {
        LimitedRule rule = new LimitedRule(LimitedRule.collapse(60, "trigger.service", 200));

        assertThat(rule.comes("a", 0, Map.of("service", "db")))
                .containsExactly("collapse stopped a under s:db since 0");
        rule.comes("b", 10, Map.of("service", "web"));
        rule.comes("c", 59, Map.of("service", "db"));

        assertThat(rule.comes("d", 60, Map.of("service", "db")))
                .containsExactly("fired c at 60 of a c", "collapse stopped d under s:db since 60");
        assertThat(rule.clock(500)).containsExactly("fired b at 70 of b", "fired d at 120 of d");
    }

    @Test
    void endsAWindowAtOnceWhenItIsFull() {
        LimitedRule rule = new LimitedRule(LimitedRule.collapse(60, null, 3));
        rule.comes("a", 0);
        rule.comes("b", 1);

        assertThat(rule.comes("c", 2)).containsExactly("fired c at 2 of a b c");
        assertThat(rule.nextDue()).isNull();
        assertThat(rule.comes("d", 3)).containsExactly("collapse stopped d under  since 3");
        assertThat(rule.clock(63)).containsExactly("fired d at 63 of d");
    }

    @Test
    void collapsesNothingIntoWindowsOfOne() {
        LimitedRule rule = new LimitedRule(LimitedRule.collapse(60, null, 1));

        assertThat(rule.comes("a", 0)).containsExactly("fired a at 0 of a");
        assertThat(rule.comes("b", 0)).containsExactly("fired b at 0 of b");
    }

    @Test
    void looksForAKeyInANamedEvent() {
        LimitedRule rule = new LimitedRule(LimitedRule.collapse(60, "down.host", 200));
        TriggerInstance down = rule.event("a", 0, Map.of("host", "web1"));
        TriggerInstance fan = rule.event("b", 1, Map.of("host", "other"));

        assertThat(rule.take(new Match(
                        LimitedRule.RULE,
                        1,
                        "",
                        null,
                        LimitedRule.at(1),
                        List.of(new Match.Member("down", down), new Match.Member("fan", fan)),
                        fan,
                        Map.of(),
                        "a,b")))
                .containsExactly("collapse stopped b under s:web1 since 1");
    }

    @Test
    void showsTheNewestThousandEventsAndCountsAll() {
        LimitedRule rule = new LimitedRule(LimitedRule.debounce(30, null, null));
        IntStream.range(0, 1500).forEach(number -> rule.comes("e" + number, 0, Map.of("n", number)));

        Match merged = onlyFired(rule.due(30));

        assertThat(merged.context()).containsEntry("events_total", 1500L).containsEntry("trigger", Map.of("n", 1499L));
        assertThat(merged.members()).hasSize(Match.MOST_SHOWN);
        assertThat(merged.members().get(0).event().id()).isEqualTo("e500");
        assertThat(merged.context().get("events"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(Match.MOST_SHOWN);
    }

    @Test
    void addsUpTheEventsOfMatchesThatCountThemselves() {
        LimitedRule rule = new LimitedRule(LimitedRule.debounce(30, null, null));
        for (String id : List.of("a", "b")) {
            TriggerInstance event = rule.event(id, 0, Map.of());
            rule.take(new Match(
                    LimitedRule.RULE,
                    1,
                    "s:web1",
                    "web1",
                    LimitedRule.at(0),
                    List.of(new Match.Member("fail", event)),
                    event,
                    Map.of("events_total", 40, "value", id),
                    "once " + id));
        }
        rule.restart(1);

        Match merged = onlyFired(rule.due(30));

        assertThat(merged.context())
                .containsEntry("events_total", 80L)
                .containsEntry("value", "b")
                .containsEntry("key", "web1");
        assertThat(merged.key()).isEqualTo("s:web1");
    }

    @Test
    void isNamedAfterItsFirstMatchAndItsWindow() {
        LimitedRule once = new LimitedRule(LimitedRule.debounce(30, null, null));
        LimitedRule restarted = new LimitedRule(LimitedRule.debounce(30, null, null));
        for (LimitedRule rule : List.of(once, restarted)) {
            rule.comes("a", 0);
            rule.comes("b", 1);
        }
        restarted.restart(2);

        Match merged = onlyFired(once.due(90));

        assertThat(merged.once()).isEqualTo("a/debounce/2026-03-01T10:00:00Z");
        assertThat(onlyFired(restarted.due(40))).isEqualTo(merged);
    }

    @Test
    void keepsTheOldestOfItsEventsFromBeingPurged() {
        LimitedRule rule = new LimitedRule(LimitedRule.collapse(60, null, 200));
        rule.comes("a", 3);
        rule.comes("b", 20);

        assertThat(rule.states()).singleElement().satisfies(state -> {
            assertThat(state.since()).isEqualTo(LimitedRule.at(3));
            assertThat(Limiter.events(state)).containsExactlyInAnyOrder("a", "b");
            assertThat(state.document().toString()).doesNotContain("payload");
        });
    }

    @Test
    void doesWithoutEventsThatAreGone() {
        LimitedRule rule = new LimitedRule(LimitedRule.collapse(60, "trigger.host", 200));
        rule.comes("a", 0, "web1");
        rule.comes("b", 1, "web1");
        rule.comes("c", 2, "web2");
        rule.store();

        rule.restartWithout(3, List.of("b", "c"), LimitedRule.collapse(60, "trigger.host", 200));
        rule.store();

        assertThat(rule.stored()).hasSize(1);
        assertThat(rule.clock(100)).containsExactly("fired a at 60 of a");
    }

    @Test
    void passesWhatItHadKeptThroughTheOtherLimitsOnceTheLimitIsGone() {
        LimitedRule rule = new LimitedRule(
                LimitedRule.all(LimitedRule.debounce(30, null, "trigger.host"), LimitedRule.throttle(60, null, 1)));
        rule.comes("a", 0, "web1");
        rule.comes("b", 1, "web1");
        rule.comes("c", 2, "web2");
        rule.store();

        rule.become(LimitedRule.throttle(60, null, 1));

        assertThat(rule.clock(3)).containsExactly("fired b at 3 of a b", "throttle stopped c under  since 3");
        rule.store();
        assertThat(rule.stored().keySet()).extracting(RuleState.Name::part).containsExactly("throttle");
        assertThat(rule.clock(100)).isEmpty();
    }

    @Test
    void passesWhatWasStoredOfALimitThatIsGoneAtTheStart() {
        LimitedRule rule = new LimitedRule(LimitedRule.collapse(60, null, 200));
        rule.comes("a", 0);
        rule.comes("b", 1);
        rule.store();

        assertThat(LimitedRule.told(rule.restartWithout(5, List.of(), LimitedRule.debounce(30, null, null))))
                .containsExactly("fired b at 5 of a b");
        rule.store();
        assertThat(rule.stored()).isEmpty();
    }

    private static Match onlyFired(List<Found> found) {
        assertThat(found).singleElement().isInstanceOf(Found.Fired.class);
        return ((Found.Fired) found.get(0)).match();
    }
}
