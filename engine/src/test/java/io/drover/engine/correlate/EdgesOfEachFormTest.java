package io.drover.engine.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.When;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The same eight edges for every form: equal times, the very end of a window, one event in two places, a key that is missing or of
 * another type, a late event, a change and a restart in the middle. The pages of the forms name these tests.
 */
class EdgesOfEachFormTest {
    private static final int WITHIN = 60;

    /** A form that an event of the trigger {@code a} begins. */
    private enum Shape {
        /** The first event is the match. */
        ANY,
        ALL,
        SEQUENCE,
        COUNT,
        AGGREGATE,
        /** Time completes it, unless another event comes. */
        ABSENCE,
        /** Time completes it, unless an event of {@code u} comes. */
        HOLD;

        When when(int within) {
            return Scene.byHost(
                    switch (this) {
                        case ANY -> Scene.any("a", "b");
                        case ALL -> Scene.all(within, "a", "b");
                        case SEQUENCE -> Scene.sequence(within, "a", "b");
                        case COUNT -> Scene.count(2, within, "a");
                        case AGGREGATE -> Scene.aggregate(within, Form.Function.SUM, Form.Comparison.AT_LEAST, "2");
                        case ABSENCE -> Scene.absence(within, "a");
                        case HOLD -> Scene.hold(Scene.unless(Scene.sequence(null, "a"), Scene.pattern("u")), within);
                    });
        }

        /** {@return the trigger of the event that completes it} */
        String second() {
            return this == ALL || this == SEQUENCE ? "b" : "a";
        }

        /** {@return the first and the second event of its match} */
        String members() {
            return "a=e1 " + second() + "=e2";
        }

        /** {@return with events of one trigger in two places} */
        When twice() {
            List<EventPattern> both = List.of(Scene.pattern("one", "a", null), Scene.pattern("two", "a", null));
            EventPattern cancels = Scene.pattern("u", "a", null);
            return Scene.byHost(
                    switch (this) {
                        case ANY -> Scene.when(new Form.Any(both), null);
                        case ALL -> Scene.when(new Form.All(both), WITHIN);
                        case SEQUENCE -> Scene.when(new Form.Sequence(both), WITHIN);
                        case COUNT, AGGREGATE, ABSENCE -> Scene.unless(when(WITHIN), cancels);
                        case HOLD -> Scene.hold(Scene.unless(Scene.sequence(null, "a"), cancels), WITHIN);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void equalTimesBelongTogetherInTheOrderOfAcceptance(Shape shape) {
        try (Scene scene = new Scene(Scene.rule(shape.when(WITHIN)))) {
            take(scene, 5, "a", "n1");
            take(scene, 5, shape == Shape.HOLD ? "u" : shape.second(), "n1");
            take(scene, 5, shape == Shape.HOLD ? "a" : "other", "n1");
            scene.tick(200);

            assertThat(scene.found())
                    .isEqualTo(
                            switch (shape) {
                                case ANY -> List.of("a=e1 at 5", "a=e2 at 5");
                                case ABSENCE -> List.of("a=e2 at 65");
                                case HOLD -> List.of("a=e3 at 65");
                                default -> List.of(shape.members() + " at 5");
                            });
        }
    }

    @ParameterizedTest
    @EnumSource(value = Shape.class, mode = Mode.EXCLUDE, names = "ANY")
    void theVeryEndBelongsToTheWindowAndTheMomentAfterItDoesNot(Shape shape) {
        String last = shape == Shape.HOLD ? "u" : shape.second();
        try (Scene atTheEnd = new Scene(Scene.rule(shape.when(WITHIN)));
                Scene after = new Scene(Scene.rule(shape.when(WITHIN)))) {
            take(atTheEnd, 0, "a", "n1");
            take(atTheEnd, 60, last, "n1");
            atTheEnd.tick(71);
            take(after, 0, "a", "n1");
            take(after, 60.001, last, "n1");
            after.tick(71);

            boolean waits = shape == Shape.ABSENCE || shape == Shape.HOLD;
            assertThat(atTheEnd.found()).isEqualTo(waits ? List.of() : List.of(shape.members() + " at 60"));
            assertThat(after.found()).isEqualTo(waits ? List.of("a=e1 at 60") : List.of());
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void oneEventInTwoPlacesServesOnce(Shape shape) {
        try (Scene scene = new Scene(Scene.rule(shape.twice()))) {
            take(scene, 0, "a", "n1");
            take(scene, 30, "a", "n1");
            scene.tick(200);

            assertThat(scene.found())
                    .isEqualTo(
                            switch (shape) {
                                case ANY -> List.of("one=e1 at 0", "one=e2 at 30");
                                case ALL, SEQUENCE -> List.of("one=e1 two=e2 at 30");
                                // as an event of unless it cancels first, and is then collected
                                case COUNT, AGGREGATE -> List.of();
                                case ABSENCE, HOLD -> List.of("a=e2 at 90");
                            });
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void anEventWithoutAKeyIsNotCollected(Shape shape) {
        try (Scene scene = new Scene(Scene.rule(shape.when(WITHIN)))) {
            scene.take(0, "a", Map.of("cost", 1L));
            take(scene, 1, "a", null);
            take(scene, 2, shape.second(), null);
            scene.tick(200);

            assertThat(scene.found()).containsExactly("e1 no_key", "e2 no_key", "e3 no_key");
            assertThat(scene.store().put()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aKeyOfAnotherTypeIsAnotherKey(Shape shape) {
        try (Scene scene = new Scene(Scene.rule(shape.when(WITHIN)))) {
            take(scene, 0, "a", "1");
            take(scene, 1, shape == Shape.HOLD ? "u" : shape.second(), 1L);
            scene.tick(200);

            assertThat(scene.found())
                    .isEqualTo(
                            switch (shape) {
                                case ANY -> List.of("a=e1 at 0", "a=e2 at 1");
                                case ABSENCE -> List.of("a=e1 at 60", "a=e2 at 61");
                                case HOLD -> List.of("a=e1 at 60");
                                default -> List.of();
                            });
            assertThat(scene.matches().stream().map(Match::key)).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aLateEventIsCountedAndNotCollected(Shape shape) {
        try (Scene scene = new Scene(Scene.rule(shape.when(WITHIN)))) {
            scene.tick(100);
            take(scene, 89.999, "a", "n1");
            take(scene, 100, shape.second(), "n1");

            assertThat(scene.found())
                    .isEqualTo(shape == Shape.ANY ? List.of("e1 late", "a=e2 at 100") : List.of("e1 late"));
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aChangeDropsWhatWasCollectedButNotTheKeysThatAbsenceKnows(Shape shape) {
        try (Scene scene = new Scene(Scene.rule(shape.when(WITHIN)))) {
            take(scene, 0, "a", "n1");
            int before = scene.found().size();
            boolean dropped = scene.put(Scene.rule(
                    shape == Shape.ANY ? Scene.byHost(Scene.hold(Scene.any("a", "b"), 5)) : shape.when(WITHIN + 20)));
            take(scene, 1, shape == Shape.ABSENCE ? "other" : shape.second(), "n1");
            scene.tick(300);

            assertThat(dropped).isEqualTo(shape != Shape.ANY && shape != Shape.ABSENCE);
            assertThat(scene.found().subList(before, scene.found().size()))
                    .isEqualTo(
                            switch (shape) {
                                case ANY -> List.of("a=e2 at 6");
                                case ABSENCE -> List.of("a=e1 at 80");
                                case HOLD -> List.of("a=e2 at 81");
                                default -> List.of();
                            });
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aRestartGoesOnWhereItWas(Shape shape) {
        try (Scene scene = new Scene(Scene.rule(shape.when(WITHIN)))) {
            take(scene, 0, "a", "n1");
            scene.restart();
            take(scene, 1, shape == Shape.HOLD || shape == Shape.ABSENCE ? "other" : shape.second(), "n1");
            scene.restart();
            scene.tick(200);

            assertThat(scene.found())
                    .isEqualTo(
                            switch (shape) {
                                case ANY -> List.of("a=e1 at 0", "a=e2 at 1");
                                case ABSENCE, HOLD -> List.of("a=e1 at 60");
                                default -> List.of(shape.members() + " at 1");
                            });
        }
    }

    private static void take(Scene scene, double second, String trigger, @Nullable Object host) {
        Map<String, @Nullable Object> payload = new HashMap<>();
        payload.put("host", host);
        payload.put("cost", 1L);
        scene.take(second, trigger, payload);
    }
}
