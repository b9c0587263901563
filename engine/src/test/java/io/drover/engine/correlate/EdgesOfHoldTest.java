package io.drover.engine.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.When;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A match that is held, whichever form it is of: how it is cancelled, changed and taken up again. */
class EdgesOfHoldTest {
    private static final int HOLD = 60;

    /** A form with a match at {@code 40}, which is held until {@code 100}. */
    private enum Held {
        ANY,
        ALL,
        SEQUENCE,
        COUNT,
        AGGREGATE,
        ABSENCE;

        When when(int hold) {
            When form = switch (this) {
                case ANY -> Scene.any("a", "b");
                case ALL -> Scene.all(30, "a", "b");
                case SEQUENCE -> Scene.sequence(30, "a", "b");
                case COUNT -> Scene.count(2, 30, "a");
                case AGGREGATE -> Scene.aggregate(30, Form.Function.SUM, Form.Comparison.AT_LEAST, "2");
                case ABSENCE -> Scene.absence(30, "a");
            };
            return Scene.byHost(Scene.hold(Scene.unless(form, Scene.pattern("u")), hold));
        }

        /** Has the events come that make its match. */
        void comesToItsMatch(Scene scene) {
            if (this == ANY) {
                Held.take(scene, 40, "a");
                return;
            }
            Held.take(scene, 10, "a");
            if (this == ABSENCE) {
                scene.tick(50.001);
            } else {
                Held.take(scene, 40, this == ALL || this == SEQUENCE ? "b" : "a");
            }
        }

        private static void take(Scene scene, double second, String trigger) {
            scene.take(second, trigger, Map.of("host", "n1", "cost", 1L));
        }

        String match() {
            return switch (this) {
                case ANY, ABSENCE -> "a=e1 at 100";
                case ALL, SEQUENCE -> "a=e1 b=e2 at 100";
                case COUNT, AGGREGATE -> "a=e1 a=e2 at 100";
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void isAMatchAtTheEndOfItsTimeOnceTheClockHasPassedItByTheLateness(Held form) {
        try (Scene scene = new Scene(Scene.rule(form.when(HOLD)))) {
            form.comesToItsMatch(scene);
            scene.tick(110);
            assertThat(scene.found()).isEmpty();

            scene.tick(110.001);
            assertThat(scene.found()).containsExactly(form.match());
        }
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void isCancelledAtTheVeryEndAndNotAMomentLater(Held form) {
        try (Scene atTheEnd = new Scene(Scene.rule(form.when(HOLD)));
                Scene after = new Scene(Scene.rule(form.when(HOLD)))) {
            form.comesToItsMatch(atTheEnd);
            atTheEnd.take(100, "u").tick(500);
            form.comesToItsMatch(after);
            after.take(100.001, "u").tick(500);

            assertThat(atTheEnd.found()).isEmpty();
            assertThat(after.found()).containsExactly(form.match());
        }
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void isCancelledByWhatOccurredInTimeAndArrivesWithinTheLateness(Held form) {
        try (Scene scene = new Scene(Scene.rule(form.when(HOLD)))) {
            form.comesToItsMatch(scene);
            scene.tick(109).take(99, "u").tick(500);

            assertThat(scene.found()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void isNotCancelledByWhatIsLateNorByAnEventOfAnotherOrWithoutAKey(Held form) {
        try (Scene scene = new Scene(Scene.rule(form.when(HOLD)))) {
            form.comesToItsMatch(scene);
            scene.tick(90).take(79.999, "u");
            scene.take(91, "u", Map.of("host", "n2")).take(92, "u", Map.of());
            scene.tick(500);

            assertThat(scene.found())
                    .filteredOn(found -> !found.startsWith("a="))
                    .satisfiesExactly(
                            late -> assertThat(late).endsWith(" late"),
                            withoutKey -> assertThat(withoutKey).endsWith(" no_key"));
            assertThat(scene.found()).contains(form.match());
        }
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void keepsItsTimeThoughFurtherEventsOfItsFormCome(Held form) {
        try (Scene scene = new Scene(Scene.rule(form.when(HOLD)))) {
            form.comesToItsMatch(scene);
            for (int second = 60; second <= 100; second += 20) {
                Held.take(scene, second, "a");
                Held.take(scene, second, "b");
            }
            scene.tick(500);

            assertThat(scene.found()).containsExactly(form.match());
        }
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void goesOnAfterARestart(Held form) {
        try (Scene scene = new Scene(Scene.rule(form.when(HOLD)))) {
            form.comesToItsMatch(scene);
            scene.restart().tick(105).restart().tick(500);
            scene.restart().tick(1_000);

            assertThat(scene.found()).containsExactly(form.match());
        }
    }

    @ParameterizedTest
    @EnumSource(Held.class)
    void isDroppedWhereTheRuleChangesAndThatIsTold(Held form) {
        try (Scene scene = new Scene(Scene.rule(form.when(HOLD)))) {
            form.comesToItsMatch(scene);

            boolean dropped = scene.put(Scene.rule(form.when(HOLD + 20)));
            scene.tick(500);

            assertThat(dropped).isTrue();
            // a key that absence knows stays, and its silence is decided by the rule as it is now
            assertThat(scene.found()).isEqualTo(form == Held.ABSENCE ? List.of("a=e1 at 120") : List.of());
        }
    }

    @Test
    void aHeldSilenceIsDecidedAnewWhereTheRuleChangesThoughItIsRestarted() {
        try (Scene scene = new Scene(Scene.rule(Held.ABSENCE.when(HOLD)))) {
            Held.ABSENCE.comesToItsMatch(scene);
            boolean dropped = scene.put(Scene.rule(Held.ABSENCE.when(HOLD + 20)));
            assertThat(dropped).isTrue();
            scene.restart().tick(51).restart().tick(130);
            assertThat(scene.found()).isEmpty();

            scene.tick(130.001).restart().tick(500);
            assertThat(scene.found()).containsExactly("a=e1 at 120");
        }
    }

    @Test
    void aHeldSilenceIsDecidedAnewWhereTheRuleWasChangedWhileNothingRan() {
        try (Scene scene = new Scene(Scene.rule(Held.ABSENCE.when(HOLD)))) {
            Held.ABSENCE.comesToItsMatch(scene);
            scene.restartAs(Scene.rule(Held.ABSENCE.when(HOLD + 20))).tick(130);
            assertThat(scene.found()).isEmpty();

            scene.tick(130.001).restart().tick(500);
            assertThat(scene.found()).containsExactly("a=e1 at 120");
        }
    }

    @Test
    void aSilenceThatWasAMatchIsNoneAgainWhereTheRuleChanges() {
        try (Scene scene = new Scene(Scene.rule(Held.ABSENCE.when(HOLD)))) {
            Held.ABSENCE.comesToItsMatch(scene);
            scene.tick(111);

            boolean dropped = scene.put(Scene.rule(Held.ABSENCE.when(HOLD + 20)));
            scene.tick(500);

            assertThat(dropped).isFalse();
            assertThat(scene.found()).containsExactly("a=e1 at 100");
        }
    }

    @Test
    void whatCancelsIsTakenInTheOrderOfAcceptanceThoughItOccurredBefore() {
        EventPattern cancels = Scene.pattern("u");
        When held = Scene.hold(Scene.unless(Scene.sequence(null, "a"), cancels), HOLD);
        When collected = Scene.unless(Scene.sequence(60, "a", "b"), cancels);
        try (Scene scene = new Scene(Scene.rule("held", held), Scene.rule("collected", collected))) {
            scene.take(20, "a").take(15, "u").take(30, "b").tick(500);

            assertThat(scene.found()).isEmpty();
        }
    }

    @Test
    void withoutHoldAMatchIsOutWhenItIsComplete() {
        try (Scene scene = new Scene(Scene.rule(Scene.unless(Scene.sequence(60, "a", "b"), Scene.pattern("u"))))) {
            scene.take(0, "a").take(10, "b").take(10, "u");

            assertThat(scene.found()).containsExactly("a=e1 b=e2 at 10");
        }
    }
}
