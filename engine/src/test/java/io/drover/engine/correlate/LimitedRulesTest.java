package io.drover.engine.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.RuleState;
import io.drover.model.rule.When;
import java.time.Duration;
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

    private static Map<String, Object> state(String state) {
        return Map.of("host", "n1", "state", state);
    }
}
