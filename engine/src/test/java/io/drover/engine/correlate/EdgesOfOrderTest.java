package io.drover.engine.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events of equal times, events that were accepted in another order than they occurred, and several keys side by side. */
class EdgesOfOrderTest {

    @Test
    void ofAllEventsOfEqualTimeBelongTogetherInWhicheverOrderTheyWereAccepted() {
        try (Scene scene = new Scene(Scene.rule(Scene.all(60, "a", "b")))) {
            scene.take(5, "b").take(5, "a");

            assertThat(scene.found()).containsExactly("b=e1 a=e2 at 5");
        }
    }

    @Test
    void ofAllTheLaterAcceptedOfAKindCountsThoughItOccurredAtTheSameTimeOrBefore() {
        try (Scene scene = new Scene(Scene.rule(Scene.all(60, "a", "b")))) {
            scene.take(5, "a").take(5, "a").take(5, "b");
            scene.take(20, "a").take(15, "a").take(21, "b");

            assertThat(scene.found()).containsExactly("a=e2 b=e3 at 5", "a=e5 b=e6 at 21");
        }
    }

    @Test
    void ofASequenceWhatWasAcceptedLaterIsLaterThoughItOccurredBefore() {
        try (Scene scene = new Scene(Scene.rule(Scene.sequence(60, "a", "b")))) {
            scene.take(20, "a").take(15, "b");
            scene.take(30, "b").take(25, "a");

            assertThat(scene.found()).containsExactly("a=e1 b=e2 at 15");
        }
    }

    @Test
    void aSequenceBeginsAnewWithAnEventThatIsAFirstOneAndNotTheNext() {
        EventPattern low = Scene.pattern("low", "a", null);
        EventPattern high = Scene.pattern("high", "a", "trigger.n > low.n");
        try (Scene scene = new Scene(Scene.rule(Scene.when(new Form.Sequence(List.of(low, high)), 60)))) {
            scene.take(0, "a", Map.of("n", 5L)).take(1, "a", Map.of("n", 3L)).take(2, "a", Map.of("n", 4L));

            assertThat(scene.found()).containsExactly("low=e2 high=e3 at 2");
        }
    }

    @Test
    void countAndAggregateLeaveOutAnEventThatOccurredBeforeTheirWindow() {
        When sum = Scene.aggregate(5, Form.Function.SUM, Form.Comparison.AT_LEAST, "2");
        try (Scene counting = new Scene(Scene.rule(Scene.count(2, 5, "a")));
                Scene adding = new Scene(Scene.rule(sum))) {
            for (Scene scene : List.of(counting, adding)) {
                scene.take(100, "a", Map.of("cost", 1L)).take(94.999, "a", Map.of("cost", 1L));
                assertThat(scene.found()).isEmpty();

                scene.take(95, "a", Map.of("cost", 1L));
                assertThat(scene.found()).containsExactly("a=e1 a=e3 at 95");
            }
        }
    }

    @Test
    void theWindowOfCountEndsAtItsNewestEventAndThatOfAggregateAtTheClock() {
        When sum = Scene.aggregate(5, Form.Function.SUM, Form.Comparison.AT_LEAST, "2");
        try (Scene scene = new Scene(Scene.rule("count", Scene.count(2, 5, "a")), Scene.rule("sum", sum))) {
            scene.take(100, "a", Map.of("cost", 1L)).tick(106).take(105, "a", Map.of("cost", 1L));

            assertThat(scene.matches()).extracting(match -> match.rule().name()).containsExactly("count");
        }
    }

    @Test
    void anEventLeavesAnAggregateWithoutWaitingForLateOnes() {
        When low = Scene.aggregate(60, Form.Function.SUM, Form.Comparison.LESS, "5");
        try (Scene scene = new Scene(Scene.rule(low))) {
            scene.take(0, "a", Map.of("cost", 9L)).take(30, "a", Map.of("cost", 1L));
            scene.tick(60);
            assertThat(scene.found()).isEmpty();

            scene.tick(60.001);
            assertThat(scene.found()).containsExactly("a=e2 at 60");
        }
    }

    @Test
    void anyTakesALateEventOnlyWhereItIsOneEventThatNothingCancelsOrHolds() {
        When one = Scene.any("a");
        try (Scene scene = new Scene(
                Scene.rule("alone", one),
                Scene.rule("held", Scene.hold(one, 60)),
                Scene.rule("unless", Scene.unless(one, Scene.pattern("u"))),
                Scene.rule("two", Scene.any("a", "b")))) {
            scene.tick(100).take(89.999, "a");

            assertThat(scene.matches()).extracting(match -> match.rule().name()).containsExactly("alone");
            assertThat(scene.found()).filteredOn("e1 late"::equals).hasSize(3);
        }
    }

    @Test
    void ofAnyAnEventIsTheFirstWhoseConditionHoldsAsTheyAreWritten() {
        EventPattern strict = Scene.pattern("strict", "a", "trigger.n > 1");
        EventPattern loose = Scene.pattern("loose", "a", null);
        try (Scene scene = new Scene(Scene.rule(Scene.when(new Form.Any(List.of(strict, loose)), null)))) {
            scene.take(0, "a", Map.of("n", 1L)).take(1, "a", Map.of("n", 2L));

            assertThat(scene.found()).containsExactly("loose=e1 at 0", "strict=e2 at 1");
        }
    }

    @Test
    void ofAllAnEventOfAKindThatIsThereTakesTheFirstPlaceAndNeverTwo() {
        EventPattern one = Scene.pattern("one", "a", null);
        EventPattern two = Scene.pattern("two", "a", null);
        When when = Scene.when(new Form.All(List.of(one, two, Scene.pattern("b"))), 60);
        try (Scene scene = new Scene(Scene.rule(when))) {
            scene.take(0, "a").take(1, "a").take(2, "a").take(3, "b");

            assertThat(scene.found()).containsExactly("two=e2 one=e3 b=e4 at 3");
        }
    }

    @Test
    void eachKeyHasAWindowOfItsOwn() {
        Map<String, Object> first = Map.of("host", "n1");
        Map<String, Object> second = Map.of("host", "n2");
        try (Scene scene = new Scene(Scene.rule(Scene.byHost(Scene.sequence(60, "a", "b"))))) {
            scene.take(0, "a", first).take(50, "a", second);
            scene.take(60, "b", first).take(110, "b", second);
            scene.take(200, "a", first).take(260, "a", second).take(260.001, "b", first);

            assertThat(scene.found()).containsExactly("a=e1 b=e3 at 60", "a=e2 b=e4 at 110");
        }
    }

    @Test
    void whatIsDueAtTheSameTimeIsDecidedInTheOrderOfTheKeysAlsoAfterARestart() {
        for (boolean restarts : List.of(false, true)) {
            try (Scene scene = new Scene(Scene.rule(Scene.byHost(Scene.absence(60, "a"))))) {
                for (String host : List.of("n3", "n1", "n2")) {
                    scene.take(0, "a", Map.of("host", host));
                }
                if (restarts) {
                    scene.restart();
                }
                scene.tick(71);

                assertThat(scene.matches()).extracting(Match::key).containsExactly("s:n1", "s:n2", "s:n3");
            }
        }
    }

    @Test
    void anEventThatIsLateAndHasNoKeyIsCountedOnceAsLate() {
        try (Scene scene = new Scene(Scene.rule(Scene.byHost(Scene.sequence(60, "a", "b"))))) {
            scene.tick(100).take(1, "a", Map.of()).take(100, "a", Map.of());

            assertThat(scene.found()).containsExactly("e1 late", "e2 no_key");
        }
    }

    @Test
    void anEventWithoutAKeyMovesTheClockAllTheSame() {
        try (Scene scene = new Scene(Scene.rule(Scene.byHost(Scene.absence(60, "a"))))) {
            scene.take(0, "a").take(70.001, "a", Map.of());

            assertThat(scene.found()).containsExactly("a=e1 at 60", "e2 no_key");
        }
    }

    @Test
    void keysKeepTheirTypesOverARestart() {
        try (Scene scene = new Scene(Scene.rule(Scene.byHost(Scene.sequence(60, "a", "b"))))) {
            scene.take(0, "a", Map.of("host", "1")).take(1, "a", Map.of("host", 2L));
            scene.restart();
            scene.take(2, "b", Map.of("host", 1L)).take(3, "b", Map.of("host", "2"));
            scene.take(4, "b", Map.of("host", "1")).take(5, "b", Map.of("host", 2.0));

            assertThat(scene.found()).containsExactly("a=e1 b=e5 at 4", "a=e2 b=e6 at 5");
        }
    }

    @Test
    void theClockIsTheSameForAllKeysAndRulesAfterARestartToo() {
        try (Scene scene = new Scene(
                Scene.rule("one", Scene.byHost(Scene.sequence(60, "a", "b"))), Scene.rule("two", Scene.any("c")))) {
            scene.take(0, "a").take(30, "c", Map.of("host", "n2"));
            scene.restart();
            scene.take(19.999, "b").take(20, "b");

            assertThat(scene.found()).containsExactly("c=e2 at 30", "e3 late", "a=e1 b=e4 at 20");
        }
    }

    @Test
    void absenceDropsItsKeysWhereTheEventOrTheKeyIsAnother() {
        When before = Scene.byHost(Scene.absence(60, "a"));
        When otherEvent =
                Scene.byHost(Scene.when(new Form.Absence(Scene.pattern("a", "a", "trigger.host != 'n9'")), 60));
        When otherKey = new When(before.form(), List.of(), Map.of("a", "trigger.node"), before.within(), null);
        List<Boolean> dropped = new ArrayList<>();
        for (When after : List.of(otherEvent, otherKey)) {
            try (Scene scene = new Scene(Scene.rule(before))) {
                scene.take(0, "a");
                dropped.add(scene.put(Scene.rule(after)));
                scene.tick(500);

                assertThat(scene.found()).isEmpty();
            }
        }
        assertThat(dropped).containsOnly(true);
    }

    @Test
    void aSilenceThatIsOverUnderAShorterTimeIsDecidedAtOnce() {
        try (Scene scene = new Scene(Scene.rule(Scene.byHost(Scene.absence(60, "a"))))) {
            scene.take(0, "a").tick(50);
            boolean dropped = scene.put(Scene.rule(Scene.byHost(Scene.absence(20, "a"))));
            scene.tick(50);

            assertThat(dropped).isFalse();
            assertThat(scene.found()).containsExactly("a=e1 at 20");
        }
    }
}
