package io.drover.engine.correlate;

import static io.drover.engine.correlate.Scene.absence;
import static io.drover.engine.correlate.Scene.aggregate;
import static io.drover.engine.correlate.Scene.all;
import static io.drover.engine.correlate.Scene.any;
import static io.drover.engine.correlate.Scene.byHost;
import static io.drover.engine.correlate.Scene.count;
import static io.drover.engine.correlate.Scene.hold;
import static io.drover.engine.correlate.Scene.pattern;
import static io.drover.engine.correlate.Scene.rule;
import static io.drover.engine.correlate.Scene.sequence;
import static io.drover.engine.correlate.Scene.unless;
import static io.drover.engine.correlate.Scene.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.rule.Form;
import io.drover.model.rule.Form.Comparison;
import io.drover.model.rule.Form.Function;
import io.drover.model.rule.When;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each form makes of events, line by line of the rule language. */
class FormsTest {

    @ParameterizedTest
    @CsvSource({
        "AAB, 'a=e2 b=e3 at 3'",
        "ABB, 'a=e1 b=e2 at 2'",
        "BA, ''",
        "ABAB, 'a=e1 b=e2 at 2; a=e3 b=e4 at 4'",
        "B, ''",
        "ABBAB, 'a=e1 b=e2 at 2; a=e4 b=e5 at 5'"
    })
    void aSequenceOfTwoUsesItsEventsUp(String events, String matches) {
        assertThat(run(sequence(60, "a", "b"), events)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"ABAC, ''", "ABC, 'a=e1 b=e2 c=e3 at 3'", "ABBC, 'a=e1 b=e2 c=e4 at 4'", "ACBC, 'a=e1 b=e3 c=e4 at 4'"})
    void aNewFirstEventOfASequenceDropsAllButALaterKindThatIsThereIsIgnored(String events, String matches) {
        assertThat(run(sequence(60, "a", "b", "c"), events)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "AB, 'a=e1 b=e2 at 2'",
        "BA, 'b=e1 a=e2 at 2'",
        "AAB, 'a=e2 b=e3 at 3'",
        "BAAB, 'b=e1 a=e2 at 2; a=e3 b=e4 at 4'"
    })
    void allTakesTheNewestOfEachKindInAnyOrder(String events, String matches) {
        assertThat(run(all(60, "a", "b"), events)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "AAA, 'a=e1 a=e2 a=e3 at 3'",
        "AAAAA, 'a=e1 a=e2 a=e3 at 3'",
        "AAAAAA, 'a=e1 a=e2 a=e3 at 3; a=e4 a=e5 a=e6 at 6'"
    })
    void countFiresAtTheLastOfSoManyAndBeginsAnew(String events, String matches) {
        assertThat(run(count(3, 60, "a"), events)).isEqualTo(matches);
    }

    @Test
    void ofAnyEachEventIsAMatch() {
        assertThat(run(any("a", "b"), "ABA")).isEqualTo("a=e1 at 1; b=e2 at 2; a=e3 at 3");
    }

    @Test
    void aSequenceOrAllOfOneEventNeedsNoWindow() {
        assertThat(run(sequence(null, "a"), "AA")).isEqualTo("a=e1 at 1; a=e2 at 2");
        assertThat(run(all(null, "a"), "AA")).isEqualTo("a=e1 at 1; a=e2 at 2");
    }

    @Test
    void eventsOfEqualTimeMatchInTheOrderOfAcceptance() {
        try (Scene scene = new Scene(rule(sequence(60, "a", "b")))) {
            scene.take(5, "a").take(5, "b");

            assertThat(scene.found()).containsExactly("a=e1 b=e2 at 5");
        }
        try (Scene scene = new Scene(rule(sequence(60, "a", "b")))) {
            scene.take(5, "b").take(5, "a");

            assertThat(scene.found()).isEmpty();
        }
    }

    @Test
    void anEventAtTheVeryEndOfAWindowStillCounts() {
        for (When when : List.of(sequence(60, "a", "b"), all(60, "a", "b"))) {
            try (Scene scene = new Scene(rule(when))) {
                scene.take(0, "a").take(60, "b").take(100, "a").take(160.001, "b");

                assertThat(scene.found()).containsExactly("a=e1 b=e2 at 60");
            }
        }
        try (Scene scene = new Scene(rule(count(2, 60, "a")))) {
            scene.take(0, "a").take(60, "a").take(100, "a").take(160.001, "a");

            assertThat(scene.found()).containsExactly("a=e1 a=e2 at 60");
        }
    }

    @Test
    void ofAllOneThatLeavesTheWindowIsDroppedAlone() {
        try (Scene scene = new Scene(rule(all(60, "a", "b", "c")))) {
            scene.take(0, "a").take(50, "b").take(70, "c").take(80, "a");

            assertThat(scene.found()).containsExactly("b=e2 c=e3 a=e4 at 80");
        }
    }

    @Test
    void oneEventThatIsTwoKindsServesAsTheFirstThatIsNotThereYet() {
        When twice = when(new Form.All(List.of(pattern("one", "a", null), pattern("two", "a", null))), 60);

        assertThat(run(twice, "A")).isEmpty();
        assertThat(run(twice, "AA")).isEqualTo("one=e1 two=e2 at 2");
        When inOrder = when(new Form.Sequence(List.of(pattern("one", "a", null), pattern("two", "a", null))), 60);
        assertThat(run(inOrder, "AAA")).isEqualTo("one=e1 two=e2 at 2");
    }

    @Test
    void countIsASlidingWindow() {
        try (Scene scene = new Scene(rule(count(3, 60, "a")))) {
            scene.take(0, "a").take(50, "a").take(61, "a").take(100, "a");

            assertThat(scene.found()).containsExactly("a=e2 a=e3 a=e4 at 100");
            assertThat(scene.matches().get(0).shown()).containsEntry("value", 3L);
        }
    }

    @Test
    void absenceFiresOncePerSilenceWhenTheClockHasPassedItByTheLateness() {
        try (Scene scene = new Scene(rule(byHost(absence(60, "a"))))) {
            scene.take(0, "a").tick(70);
            assertThat(scene.found()).isEmpty();

            scene.tick(70.001).tick(500);
            assertThat(scene.found()).containsExactly("a=e1 at 60");

            scene.take(501, "a").tick(600);
            assertThat(scene.found()).containsExactly("a=e1 at 60", "a=e2 at 561");
        }
    }

    @Test
    void absenceWithoutAKeyBeginsWhenTheRuleBecameActive() {
        try (Scene scene = new Scene(rule(absence(60, "a")))) {
            scene.tick(71);

            assertThat(scene.found()).containsExactly("at 60");
            assertThat(scene.matches().get(0).newest().payload()).isEmpty();
        }
    }

    @Test
    void absenceWithAKeyKnowsNoKeyBeforeItsFirstEvent() {
        try (Scene scene = new Scene(rule(byHost(absence(60, "a"))))) {
            scene.tick(1000);

            assertThat(scene.found()).isEmpty();
        }
    }

    @Test
    void anEventAtTheVeryEndOfASilenceEndsIt() {
        try (Scene scene = new Scene(rule(byHost(absence(60, "a"))))) {
            scene.take(0, "a").take(60, "a").tick(130);
            assertThat(scene.found()).isEmpty();

            scene.tick(131);
            assertThat(scene.found()).containsExactly("a=e2 at 120");
        }
    }

    @Test
    void aSilenceThatAnEventEndedTooLateIsOneAllTheSame() {
        try (Scene scene = new Scene(rule(byHost(absence(60, "a"))))) {
            scene.take(0, "a").take(63, "a").tick(71);

            assertThat(scene.found()).containsExactly("a=e1 at 60");
        }
    }

    @Test
    void aLateEventFillsASilenceThatIsNotDecided() {
        try (Scene scene = new Scene(rule(byHost(absence(60, "a"))))) {
            scene.take(0, "a").take(63, "a").take(58, "a").tick(80);

            assertThat(scene.found()).isEmpty();
        }
    }

    @Test
    void anAggregateFiresWhereItBeginsToSatisfy() {
        try (Scene scene = new Scene(rule(aggregate(60, Function.SUM, Comparison.GREATER, "10")))) {
            cost(scene, 0, 6);
            cost(scene, 10, 5);
            cost(scene, 20, 1);
            assertThat(scene.found()).containsExactly("a=e1 a=e2 at 10");
            assertThat(scene.matches().get(0).shown())
                    .containsEntry("value", 11L)
                    .containsEntry("events_total", 2L);

            scene.tick(60.001);
            cost(scene, 61, 9);
            assertThat(scene.found()).containsExactly("a=e1 a=e2 at 10", "a=e2 a=e3 a=e4 at 61");
        }
    }

    @Test
    void anAggregateIsTestedWhenAnEventLeaves() {
        try (Scene scene = new Scene(rule(aggregate(60, Function.AVG, Comparison.LESS, "5")))) {
            cost(scene, 0, 100);
            cost(scene, 10, 1);
            scene.tick(60);
            assertThat(scene.found()).isEmpty();

            scene.tick(60.001);
            assertThat(scene.found()).containsExactly("a=e2 at 60");
        }
    }

    @Test
    void anEmptyWindowSatisfiesNothing() {
        try (Scene scene = new Scene(rule(aggregate(60, Function.SUM, Comparison.LESS, "5")))) {
            cost(scene, 0, 100);
            scene.tick(500);

            assertThat(scene.found()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SUM, EQUAL, 0.3, 0.1 0.2, true",
        "AVG, EQUAL, 0.15, 0.1 0.2, true",
        "SUM, EQUAL, 9007199254740993, 9007199254740992 1, true",
        "MIN, EQUAL, 1, 3 1 2, true",
        "MAX, AT_LEAST, 3, 1 3 2, true",
        "MAX, GREATER, 3, 1 3 2, false",
        "COUNT_DISTINCT, EQUAL, 2, 1 2 1.0, true",
        "COUNT_DISTINCT, EQUAL, 2, 1 1.0, false",
        "AVG, LESS, 0.333333333333333333333333333333333333333, 1 0 0, false",
    })
    void aggregatesAreExact(Function function, Comparison comparison, String bound, String values, boolean fires) {
        try (Scene scene = new Scene(rule(aggregate(60, function, comparison, bound)))) {
            double second = 0;
            for (String value : values.split(" ", -1)) {
                Object number = value.contains(".") ? (Object) Double.valueOf(value) : Long.valueOf(value);
                scene.take(second++, "a", Map.of("cost", number));
            }

            assertThat(scene.found()).hasSize(fires ? 1 : 0);
        }
    }

    @Test
    void unlessCancelsWhatWasCollectedForItsKey() {
        When when = byHost(unless(sequence(60, "a", "b"), pattern("u")));
        try (Scene scene = new Scene(rule(when))) {
            scene.take(0, "a", Map.of("host", "n1")).take(1, "a", Map.of("host", "n2"));
            scene.take(2, "u", Map.of("host", "n1"));
            scene.take(3, "b", Map.of("host", "n1")).take(4, "b", Map.of("host", "n2"));

            assertThat(scene.found()).containsExactly("a=e2 b=e5 at 4");
        }
    }

    @Test
    void aHeldMatchIsCancelledUpToTheVeryEndAndFiresAtItsEnd() {
        When when = hold(unless(sequence(null, "a"), pattern("u")), 60);
        try (Scene scene = new Scene(rule(when))) {
            scene.take(0, "a").take(60, "u").tick(200);
            assertThat(scene.found()).isEmpty();

            scene.take(200, "a").tick(270).take(269, "u");
            assertThat(scene.found()).isEmpty();
            scene.tick(270.001);
            assertThat(scene.found()).containsExactly("a=e3 at 260");
        }
    }

    @Test
    void whileAMatchIsHeldFurtherEventsOfItsFormAreIgnored() {
        When when = hold(unless(sequence(null, "a"), pattern("u")), 60);
        try (Scene scene = new Scene(rule(when))) {
            scene.take(0, "a").take(30, "a").take(59, "a").tick(71).tick(500);

            assertThat(scene.found()).containsExactly("a=e1 at 60");
        }
    }

    private static void cost(Scene scene, double second, Object cost) {
        scene.take(second, "a", Map.of("cost", cost));
    }

    /** Takes one event a second, a letter for each, and tells what came. */
    private static String run(When when, String events) {
        try (Scene scene = new Scene(rule(when))) {
            int second = 1;
            for (String name : events.toLowerCase(Locale.ROOT).split("", -1)) {
                if (!name.isEmpty()) {
                    scene.take(second++, name);
                }
            }
            return String.join("; ", scene.found());
        }
    }
}
