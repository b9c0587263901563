package io.drover.engine.correlate;

import static io.drover.engine.correlate.Scene.absence;
import static io.drover.engine.correlate.Scene.aggregate;
import static io.drover.engine.correlate.Scene.any;
import static io.drover.engine.correlate.Scene.byHost;
import static io.drover.engine.correlate.Scene.count;
import static io.drover.engine.correlate.Scene.hold;
import static io.drover.engine.correlate.Scene.pattern;
import static io.drover.engine.correlate.Scene.rule;
import static io.drover.engine.correlate.Scene.sequence;
import static io.drover.engine.correlate.Scene.unless;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.JinjaLanguage;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Form;
import io.drover.model.rule.Form.Comparison;
import io.drover.model.rule.Form.Function;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import io.drover.model.rule.When;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is stored of what rules have collected, and what becomes of it when they change. */
class StatesTest {

    @Test
    void goesOnAfterARestartBetweenTheSecondAndTheThirdEventOfASequence() {
        try (Scene scene = new Scene(rule(sequence(60, "a", "b", "c")))) {
            scene.take(0, "a").take(1, "b").restart().take(2, "c");

            assertThat(scene.found()).containsExactly("a=e1 b=e2 c=e3 at 2");
        }
    }

    @Test
    void goesOnAfterARestartWhileAMatchIsHeld() {
        When when = hold(unless(sequence(null, "a"), pattern("u")), 60);
        try (Scene scene = new Scene(rule(when))) {
            scene.take(0, "a").restart().take(1, "a").restart().tick(71);
            scene.take(100, "a").restart().take(101, "u").restart().tick(300);

            assertThat(scene.found()).containsExactly("a=e1 at 60");
            assertThat(scene.store().put()).isEmpty();
            assertThat(scene.stored()).isEmpty();
        }
    }

    @Test
    void aSilenceFiresOnceThoughItIsRestarted() {
        try (Scene scene = new Scene(rule(byHost(absence(60, "a"))))) {
            scene.take(0, "a").restart().tick(71).restart().tick(500).restart();
            scene.take(501, "a").restart().tick(600);

            assertThat(scene.found()).containsExactly("a=e1 at 60", "a=e2 at 561");
        }
    }

    @Test
    void theKeyOfARuleThatAwaitsItsFirstEventSurvivesARestart() {
        try (Scene scene = new Scene(rule(unless(absence(60, "a"), pattern("u"))))) {
            scene.tick(10).restart().tick(30).take(31, "u").restart().tick(500);
            assertThat(scene.found()).isEmpty();

            scene.take(501, "a").restart().tick(600);
            assertThat(scene.found()).containsExactly("a=e2 at 561");
        }
    }

    @Test
    void anAggregateThatWasSatisfiedIsNoMatchAgainAfterARestart() {
        Map<String, Object> one = Map.of("cost", 1L);
        try (Scene scene = new Scene(rule(aggregate(60, Function.SUM, Comparison.AT_LEAST, "2")))) {
            scene.take(0, "a", one)
                    .take(1, "a", one)
                    .restart()
                    .take(2, "a", one)
                    .restart();
            assertThat(scene.found()).containsExactly("a=e1 a=e2 at 1");

            scene.tick(61.001).restart().take(62, "a", one);
            assertThat(scene.found()).containsExactly("a=e1 a=e2 at 1", "a=e3 a=e4 at 62");
        }
    }

    @Test
    void onlyWhatChangedIsStored() {
        try (Scene scene = new Scene(rule(byHost(sequence(60, "a", "b"))))) {
            scene.take(0, "a", Map.of("host", "n1")).take(1, "a", Map.of("host", "n2"));
            assertThat(scene.store().put()).extracting(RuleState::key).containsExactlyInAnyOrder("s:n1", "s:n2");

            scene.take(2, "b", Map.of("host", "n2"));
            Correlation.Changes changes = scene.store();
            assertThat(changes.put()).isEmpty();
            assertThat(changes.removed()).containsExactly(new RuleState.Name(Ref.of("p", "rule"), "form", "s:n2"));
            assertThat(scene.store()).isEqualTo(new Correlation.Changes(List.of(), Set.of()));
        }
    }

    @Test
    void aStateRefersToItsEventsAndTellsWhenTheOldestWasAccepted() {
        try (Scene scene = new Scene(rule(sequence(60, "a", "b", "c")))) {
            scene.take(0, "a").take(1, "b");

            RuleState state = scene.store().put().get(0);
            assertThat(Correlation.events(state)).containsExactlyInAnyOrder("e1", "e2");
            assertThat(state.since()).isEqualTo(Scene.at(0));
            assertThat(state.document().toString()).doesNotContain("n1");
        }
    }

    @Test
    void ofALongWindowOnlyTheSliceThatChangedIsWritten() {
        try (Scene scene = new Scene(rule(aggregate(1_000, Function.SUM, Comparison.GREATER, "100000")))) {
            for (int event = 0; event < 600; event++) {
                scene.take(event, "a", Map.of("cost", 1L));
            }
            assertThat(scene.store().put())
                    .extracting(RuleState::part)
                    .containsExactlyInAnyOrder("form/0", "form/1", "form/2");

            scene.take(600, "a", Map.of("cost", 1L));
            assertThat(scene.store().put()).extracting(RuleState::part).containsExactly("form/2");

            scene.tick(1_300);
            assertThat(scene.store().removed()).extracting(RuleState.Name::part).containsExactly("form/0");
            scene.restart();
            assertThat(scene.correlation().live()).isEqualTo(301);
        }
    }

    @Test
    void aStateSomeOfWhoseEventsAreGoneDoesWithoutThem() {
        Rule rule = rule(count(3, 60, "a"));
        try (Scene scene = new Scene(rule);
                Correlation other = another()) {
            var first = scene.event(0, "a", Map.of());
            var second = scene.event(1, "a", Map.of());
            scene.take(first).take(second);
            assertThat(other.put(rule, 1)).isFalse();
            other.restore(scene.store().put(), Map.of("e2", second), Scene.at(1));

            assertThat(other.live()).isEqualTo(1);
            other.take(List.of(scene.entry(scene.event(2, "a", Map.of())), scene.entry(scene.event(3, "a", Map.of()))));
            assertThat(other.found().stream().map(Scene::text)).containsExactly("a=e2 a=e3 a=e4 at 3");
        }
    }

    @Test
    void aChangedRuleDropsWhatItHasCollected() {
        try (Scene scene = new Scene(rule(sequence(60, "a", "b")))) {
            scene.take(0, "a");
            RuleState.Name name = scene.store().put().get(0).name();

            assertThat(scene.put(rule(sequence(61, "a", "b")))).isTrue();

            assertThat(scene.store().removed()).containsExactly(name);
            scene.take(1, "b");
            assertThat(scene.found()).isEmpty();
            assertThat(scene.put(rule(sequence(62, "a", "b")))).isFalse();
        }
    }

    @Test
    void aRuleOnlyOfWhichTheLimitsChangedKeepsWhatItHasCollected() {
        Limits throttled = new Limits(new Limits.Throttle(Duration.ofMinutes(1), null, 1), null, null, null, null);
        try (Scene scene = new Scene(rule(sequence(60, "a", "b")))) {
            scene.take(0, "a");

            assertThat(scene.put(rule("rule", sequence(60, "a", "b"), throttled)))
                    .isFalse();

            scene.take(1, "b").take(2, "a").take(3, "b");
            assertThat(scene.found()).first().isEqualTo("a=e1 b=e2 at 1");
            assertThat(scene.matches())
                    .hasSize(1)
                    .first()
                    .extracting(Match::revision)
                    .isEqualTo(2);
        }
    }

    @Test
    void theKeysThatAbsenceKnowsSurviveAnotherLengthOfSilence() {
        try (Scene scene = new Scene(rule(byHost(absence(60, "a"))))) {
            scene.take(0, "a");
            scene.store();

            assertThat(scene.put(rule(byHost(absence(100, "a"))))).isFalse();

            scene.restart().tick(110);
            assertThat(scene.found()).isEmpty();
            scene.tick(111);
            assertThat(scene.found()).containsExactly("a=e1 at 100");
        }
    }

    @Test
    void aRuleThatWasChangedWhileNothingRanLeavesItsStateOut() {
        try (Scene scene = new Scene(rule(sequence(60, "a", "b")));
                Correlation other = another()) {
            var event = scene.event(0, "a", Map.of());
            scene.take(event);
            List<RuleState> states = scene.store().put();
            assertThat(other.put(rule(sequence(61, "a", "b")), 2)).isFalse();

            other.restore(states, Map.of("e1", event), Scene.at(0));

            assertThat(other.live()).isZero();
            assertThat(other.changes().removed()).containsExactly(states.get(0).name());
        }
    }

    @Test
    void statesOfARuleThatIsGoneAreRemoved() {
        try (Scene scene = new Scene(rule(sequence(60, "a", "b")))) {
            scene.take(0, "a");
            scene.store();

            scene.correlation().remove(Ref.of("p", "rule"));

            assertThat(scene.store().removed()).hasSize(1);
            assertThat(scene.correlation().states(Ref.of("p", "rule"))).isEmpty();
            assertThat(scene.take(1, "b").found()).isEmpty();
        }
    }

    @Test
    void ofAThousandRulesOneThatChangesTouchesNoOther() {
        Rule[] rules = new Rule[1_000];
        for (int number = 0; number < rules.length; number++) {
            rules[number] = rule(
                    "r" + number,
                    Scene.when(
                            new Form.Sequence(
                                    List.of(pattern("a", "a", "trigger.n == " + number), pattern("b", "b", null))),
                            60));
        }
        try (Scene scene = new Scene(PlainMatcher::new, rules)) {
            for (int number = 0; number < rules.length; number++) {
                scene.take(0, "a", Map.of("n", (long) number));
            }
            assertThat(scene.store().put()).hasSize(1_000);

            scene.correlation().remove(Ref.of("p", "r500"));
            assertThat(scene.put(rule("new", any("c")))).isFalse();
            assertThat(scene.put(rule("r7", sequence(60, "c", "b")))).isTrue();

            assertThat(scene.correlation().live()).isEqualTo(998);
            scene.take(1, "b");
            assertThat(scene.matches()).hasSize(998);
        }
    }

    @Test
    void manyRulesAtOnceArePutAsEachAlone() {
        try (Scene scene = new Scene(
                rule("kept", sequence(60, "a", "b")),
                rule("changed", sequence(60, "a", "b")),
                rule("untouched", sequence(60, "a", "b")))) {
            scene.take(0, "a");
            scene.store();

            Set<Ref> dropped = scene.correlation()
                    .putAll(Map.of(
                            rule("kept", sequence(60, "a", "b")), 5,
                            rule("changed", sequence(60, "a", "c")), 6,
                            rule("new", any("b")), 7));
            scene.take(1, "b");

            assertThat(dropped).containsExactly(Ref.of("p", "changed"));
            assertThat(scene.correlation().triggers())
                    .containsExactlyInAnyOrder(Ref.of("t", "a"), Ref.of("t", "b"), Ref.of("t", "c"));
            assertThat(scene.matches())
                    .extracting(match -> match.rule().name() + " " + match.revision())
                    .containsExactlyInAnyOrder("kept 5", "untouched 3", "new 7");
        }
    }

    @Test
    void limitsStandBetweenAMatchAndWhatFires() {
        Limits throttled = new Limits(new Limits.Throttle(Duration.ofMinutes(1), null, 1), null, null, null, null);
        Limits gathered = new Limits(null, null, new Limits.Collapse(Duration.ofSeconds(30), null, 100), null, null);
        try (Scene scene =
                new Scene(rule("throttled", any("a"), throttled), rule("gathered", sequence(60, "b", "c"), gathered))) {
            scene.take(0, "a")
                    .take(1, "a")
                    .take(2, "b")
                    .restart()
                    .take(3, "c")
                    .restart()
                    .take(4, "a");
            scene.tick(32.999);
            assertThat(scene.matches()).extracting(match -> match.rule().name()).containsExactly("throttled");

            scene.restart().tick(33);
            assertThat(scene.matches())
                    .extracting(match -> match.rule().name())
                    .containsExactly("throttled", "gathered");
            assertThat(scene.all().stream().filter(Found.Limited.class::isInstance))
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void whoeverSilencesARuleIsAskedBeforeItsLimits() {
        Silencing silent = match -> new Silencing.Silenced("silence", "s1", Scene.START);
        try (Scene scene = new Scene();
                Correlation correlation = new Correlation(
                        new PlainMatcher(),
                        new JinjaLanguage(),
                        silent,
                        Scene.LATENESS,
                        new Holdings(1_000_000),
                        Scene.START)) {
            assertThat(correlation.put(rule(any("a")), 1)).isFalse();
            correlation.take(List.of(scene.entry(scene.event(0, "a", Map.of()))));

            assertThat(correlation.found())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Found.Limited.class,
                            limited -> assertThat(limited.limit()).isEqualTo("silence"));
        }
    }

    @Test
    void aRuleThatBreaksOffKeepsNoEventFromOthers() {
        Silencing breaking = match -> {
            if (match.rule().name().equals("bad")) {
                throw new IllegalStateException("broken");
            }
            return null;
        };
        try (Scene scene = new Scene();
                Correlation correlation = new Correlation(
                        new PlainMatcher(),
                        new JinjaLanguage(),
                        breaking,
                        Scene.LATENESS,
                        new Holdings(1_000_000),
                        Scene.START)) {
            assertThat(correlation.put(rule("bad", any("a")), 1)).isFalse();
            assertThat(correlation.put(rule("good", any("a")), 1)).isFalse();
            correlation.take(List.of(scene.entry(scene.event(0, "a", Map.of()))));

            assertThat(correlation.found().stream().map(Scene::text))
                    .containsExactly("e1 undecided rule p.bad", "a=e1 at 0");
        }
    }

    /** {@return a correlation without rules, as after a restart} */
    private static Correlation another() {
        return new Correlation(
                new PlainMatcher(),
                new JinjaLanguage(),
                Silencing.NONE,
                Scene.LATENESS,
                new Holdings(1_000_000),
                Scene.START);
    }
}
