package io.drover.engine.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.RuleState;
import io.drover.model.rule.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rules with limits: what their limits are told of time and of the rule's changes. */
class LimitedRulesTest {
    private static Limits throttle(int seconds) {
        return limits(new Limits.Throttle(Duration.ofSeconds(seconds), null, 1), null);
    }

    private static Limits limits(Limits.@Nullable Throttle throttle, Limits.@Nullable Debounce debounce) {
        return new Limits(throttle, debounce, null, null, null);
    }

    private static List<String> fired(Scene scene) {
        return scene.matches().stream().map(Scene::text).toList();
    }

    @Test
    void countsEventsOfASourceThatIsBehindAsOfTheClockThoughTheDaemonStartsAnew() {
        try (Scene scene = new Scene(Scene.rule("rule", Scene.any("a"), throttle(5)))) {
            scene.tick(30).take(22, "a").tick(34);
            scene.restart();
            scene.take(27, "a").tick(35).take(28, "a");

            assertThat(fired(scene)).containsExactly("a=e1 at 22", "a=e3 at 28");
        }
    }

    @Test
    void firesWhatIsDueBeforeAnEventAtTheVeryTime() {
        Limits debounce = limits(null, new Limits.Debounce(Duration.ofSeconds(10), null, null));
        try (Scene scene = new Scene(Scene.rule("rule", Scene.any("a"), debounce))) {
            scene.take(0, "a").take(9, "a").restart().take(19, "a").tick(29);

            assertThat(fired(scene)).containsExactly("a=e1 a=e2 at 19", "a=e3 at 29");
        }
    }

    @Test
    void throttlesMatchesThatWereHeld() {
        try (Scene scene = new Scene(Scene.rule("rule", Scene.hold(Scene.any("a"), 5), throttle(20)))) {
            scene.take(0, "a").tick(16).take(17, "a").tick(33).take(34, "a").tick(60);

            assertThat(fired(scene)).containsExactly("a=e1 at 5", "a=e3 at 39");
        }
    }

    @Test
    void goesOnWithAWindowWhereLimitsChange() {
        try (Scene scene = new Scene(Scene.rule("rule", Scene.any("a"), throttle(100)))) {
            scene.take(0, "a");
            scene.store();

            boolean dropped = scene.put(Scene.rule("rule", Scene.any("a"), throttle(50)));
            scene.take(49, "a").take(50, "a");

            assertThat(dropped).isFalse();
            assertThat(fired(scene)).containsExactly("a=e1 at 0", "a=e3 at 50");
            assertThat(scene.store().put()).extracting(RuleState::revision).containsExactly(2);
        }
    }

    @Test
    void removesWhatALimitKnewThatIsGone() {
        try (Scene scene = new Scene(Scene.rule("rule", Scene.any("a"), throttle(100)))) {
            scene.take(0, "a");
            scene.store();
            assertThat(scene.stored()).hasSize(1);

            boolean dropped = scene.put(Scene.rule("rule", Scene.any("a"), Limits.NONE));
            scene.take(1, "a");
            scene.store();

            assertThat(dropped).isFalse();
            assertThat(scene.stored()).isEmpty();
            assertThat(fired(scene)).containsExactly("a=e1 at 0", "a=e2 at 1");
        }
    }

    @Test
    void firesWhatALimitHadKeptThatIsTakenAway() {
        Limits debounce = limits(null, new Limits.Debounce(Duration.ofSeconds(10), null, null));
        try (Scene scene = new Scene(Scene.rule("rule", Scene.any("a"), debounce))) {
            scene.take(0, "a").take(1, "a");
            scene.store();

            boolean dropped = scene.put(Scene.rule("rule", Scene.any("a"), Limits.NONE));
            scene.take(2, "a").tick(60);
            scene.store();

            assertThat(dropped).isFalse();
            assertThat(scene.stored()).isEmpty();
            assertThat(fired(scene)).containsExactly("a=e1 a=e2 at 1", "a=e3 at 2");
        }
    }

    @Test
    void firesWhatALimitHadStoredThatIsGoneAtTheStart() {
        Limits debounce = limits(null, new Limits.Debounce(Duration.ofSeconds(10), null, null));
        try (Scene scene = new Scene(Scene.rule("rule", Scene.any("a"), debounce))) {
            scene.take(0, "a").take(1, "a");

            scene.restartAs(Scene.rule("rule", Scene.any("a"), Limits.NONE)).tick(60);
            scene.store();

            assertThat(scene.stored()).isEmpty();
            assertThat(fired(scene)).containsExactly("a=e1 a=e2 at 1");
        }
    }

    @Test
    void looksForFlappingInEventsThatDoNotMatchToo() {
        Limits flap = new Limits(
                null,
                null,
                null,
                new Limits.Flap("trigger.state", "trigger.host", 2, Duration.ofSeconds(60), Duration.ofSeconds(30)),
                null);
        When down = Scene.when(new Form.Any(List.of(Scene.pattern("a", "a", "trigger.state == 'down'"))), null);
        try (Scene scene = new Scene(Scene.rule("rule", down, flap))) {
            scene.take(0, "a", state("down")).take(1, "a", state("up")).restart();
            scene.take(2, "a", state("down")).take(3, "a", state("down")).tick(40);

            assertThat(fired(scene)).containsExactly("a=e1 at 0", "trigger=e3 at 2", "trigger=e4 at 32");
            assertThat(scene.matches())
                    .extracting(match -> match.shown().get("phase"))
                    .containsExactly(null, "start", "stop");
        }
    }

    @Test
    void oneEventThatServesTwoMatchesCountsWithEach() {
        Limits debounce = limits(null, new Limits.Debounce(Duration.ofSeconds(10), null, null));
        Limits collapse = new Limits(null, null, new Limits.Collapse(Duration.ofSeconds(10), null, 100), null, null);
        Limits guard = new Limits(null, null, null, null, new Limits.Guard(1, "trigger.rack", Duration.ofSeconds(100)));

        assertThat(ofAChain(throttle(100))).containsExactly("one=e1 two=e2 at 1");
        assertThat(ofAChain(debounce)).containsExactly("one=e1 two=e2 one=e2 two=e3 at 12");
        assertThat(ofAChain(collapse)).containsExactly("one=e1 two=e2 one=e2 two=e3 at 11");
        assertThat(ofAChain(guard)).containsExactly("one=e1 two=e2 at 1");
    }

    /** {@return what fires of three events, the second of which ends a match and begins another} */
    private static List<String> ofAChain(Limits limits) {
        When when = new When(
                new Form.Sequence(List.of(Scene.pattern("one", "a", null), Scene.pattern("two", "a", null))),
                List.of(),
                Map.of("one", "trigger.from", "two", "trigger.to"),
                Duration.ofSeconds(60),
                null);
        try (Scene scene = new Scene(Scene.rule("rule", when, limits))) {
            scene.take(0, "a", Map.of("from", "x", "to", "w", "rack", "r1"));
            scene.take(1, "a", Map.of("from", "y", "to", "x", "rack", "r2"));
            scene.take(2, "a", Map.of("from", "z", "to", "y", "rack", "r3"));
            scene.tick(100);
            return fired(scene);
        }
    }

    @Test
    void anEventThatIsTwoOfTheRulesEventsChangesAFlappingValueOnce() {
        Limits flap = new Limits(
                null,
                null,
                null,
                new Limits.Flap("trigger.state", null, 2, Duration.ofSeconds(60), Duration.ofSeconds(30)),
                null);
        When twice = Scene.when(
                new Form.Any(List.of(Scene.pattern("one", "a", null), Scene.pattern("two", "a", null))), null);
        try (Scene scene = new Scene(Scene.rule("rule", twice, flap))) {
            scene.take(0, "a", state("up")).take(1, "a", state("down"));
            assertThat(fired(scene)).containsExactly("one=e1 at 0", "one=e2 at 1");

            scene.take(2, "a", state("up"));
            assertThat(fired(scene)).last().isEqualTo("trigger=e3 at 2");
        }
    }

    @Test
    void aLateEventOfARuleOfOneEventMeetsEachLimitAsOfTheClock() {
        Limits debounce = limits(null, new Limits.Debounce(Duration.ofSeconds(10), null, null));
        Limits collapse = new Limits(null, null, new Limits.Collapse(Duration.ofSeconds(10), null, 100), null, null);
        Limits flap = new Limits(
                null,
                null,
                null,
                new Limits.Flap("trigger.state", null, 1, Duration.ofSeconds(60), Duration.ofSeconds(10)),
                null);
        Limits guard = new Limits(null, null, null, null, new Limits.Guard(1, "trigger.host", Duration.ofSeconds(10)));

        assertThat(ofLateEvents(throttle(10))).containsExactly("a=e1 at 1", "a=e4 at 110");
        assertThat(ofLateEvents(debounce)).containsExactly("a=e1 a=e2 a=e3 a=e4 at 120");
        assertThat(ofLateEvents(collapse)).containsExactly("a=e1 a=e2 a=e3 at 110", "a=e4 at 120");
        assertThat(ofLateEvents(flap))
                .containsExactly("a=e1 at 1", "trigger=e2 at 100", "trigger=e3 at 110", "a=e4 at 110");
        assertThat(ofLateEvents(guard)).containsExactly("a=e1 at 1", "a=e4 at 110");
    }

    /** {@return what fires of two late events, and of two in time: nine and ten seconds after those were taken} */
    private static List<String> ofLateEvents(Limits limits) {
        try (Scene scene = new Scene(Scene.rule("rule", Scene.any("a"), limits))) {
            scene.tick(100);
            scene.take(1, "a", Map.of("host", "n1", "state", "up"));
            scene.take(2, "a", Map.of("host", "n2", "state", "down"));
            scene.take(109, "a", Map.of("host", "n2", "state", "down"));
            scene.take(110, "a", Map.of("host", "n2", "state", "down"));
            scene.tick(500);
            return fired(scene);
        }
    }

    @Test
    void aLateEventOfARuleOverSeveralNeverComesToItsLimits() {
        Limits flap = new Limits(
                null,
                null,
                null,
                new Limits.Flap("trigger.state", null, 1, Duration.ofSeconds(60), Duration.ofSeconds(10)),
                null);
        try (Scene scene = new Scene(Scene.rule("rule", Scene.any("a", "b"), flap))) {
            scene.take(100, "a", state("up"));
            scene.take(1, "a", state("down")).take(101, "a", state("up"));

            assertThat(scene.found()).containsExactly("a=e1 at 100", "e2 late", "a=e3 at 101");
        }
    }

    @Test
    void whatLimitsKnewIsDroppedWhereTheRuleCollectsSomethingElseAndThatIsTold() {
        Limits debounce = limits(null, new Limits.Debounce(Duration.ofSeconds(10), null, null));
        List<Boolean> dropped = new ArrayList<>();
        try (Scene throttled = new Scene(Scene.rule("rule", Scene.any("a"), throttle(100)));
                Scene debounced = new Scene(Scene.rule("rule", Scene.any("a"), debounce));
                Scene silent = new Scene(Scene.rule("rule", Scene.byHost(Scene.absence(60, "a")), debounce))) {
            throttled.take(0, "a");
            debounced.take(0, "a");
            silent.take(0, "a").tick(71);
            dropped.add(throttled.put(Scene.rule("rule", Scene.any("a", "b"), throttle(100))));
            dropped.add(debounced.put(Scene.rule("rule", Scene.any("a", "b"), debounce)));
            dropped.add(silent.put(Scene.rule("rule", Scene.byHost(Scene.absence(70, "a")), debounce)));
            throttled.take(1, "a");
            debounced.tick(500);
            silent.tick(500);

            assertThat(dropped).containsOnly(true);
            assertThat(fired(throttled)).containsExactly("a=e1 at 0", "a=e2 at 1");
            assertThat(fired(debounced)).isEmpty();
            assertThat(fired(silent)).isEmpty();
            assertThat(debounced.store().put()).isEmpty();
        }
    }

    private static Map<String, Object> state(String state) {
        return Map.of("host", "n1", "state", state);
    }
}
