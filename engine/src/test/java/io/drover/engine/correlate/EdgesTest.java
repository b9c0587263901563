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

import io.drover.model.pack.Ref;
import io.drover.model.rule.Form;
import io.drover.model.rule.Form.Comparison;
import io.drover.model.rule.Form.Function;
import io.drover.model.rule.When;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Late events, keys, and events that are several of a rule's events. */
class EdgesTest {

    @Test
    void anEventThatComesTooLateIsNotCollected() {
        try (Scene scene = new Scene(rule(sequence(60, "a", "b")))) {
            scene.take(0, "a").tick(30).take(19.999, "b").take(20, "b");

            assertThat(scene.found()).containsExactly("e2 late", "a=e1 b=e3 at 20");
        }
    }

    @Test
    void aRuleOfOneEventTakesLateEvents() {
        try (Scene scene = new Scene(rule("one", any("a")), rule("two", any("a", "b")))) {
            scene.tick(100).take(1, "a");

            assertThat(scene.found()).containsExactly("a=e1 at 1", "e1 late");
        }
    }

    @Test
    void aLateEventThatIsNoneOfTheRulesIsNotCounted() {
        try (Scene scene = new Scene(rule(when(new Form.Count(pattern("a", "a", "trigger.x == 1"), 2), 60)))) {
            scene.tick(100).take(1, "a", Map.of("x", 2));

            assertThat(scene.found()).isEmpty();
        }
    }

    @Test
    void anEventOfAnotherTriggerMovesTheClock() {
        try (Scene scene = new Scene(rule(byHost(absence(60, "a"))))) {
            scene.take(0, "a").take(70.001, "other");

            assertThat(scene.found()).containsExactly("a=e1 at 60");
            assertThat(scene.correlation().clock()).isEqualTo(Scene.at(70.001));
        }
    }

    @Test
    void theClockNeverGoesBack() {
        try (Scene scene = new Scene(rule(sequence(60, "a", "b")))) {
            scene.take(20, "a").tick(5).take(15, "b");

            assertThat(scene.correlation().clock()).isEqualTo(Scene.at(20));
            assertThat(scene.found()).containsExactly("a=e1 b=e2 at 15");
        }
    }

    @Test
    void anEventWithinTheWindowCountsThoughTheClockIsPastItsEnd() {
        try (Scene scene = new Scene(rule(sequence(60, "a", "b")))) {
            scene.take(0, "a").tick(65).take(58, "b");

            assertThat(scene.found()).containsExactly("a=e1 b=e2 at 58");
        }
    }

    @Test
    void timeIsAtMostThatOfAcceptance() {
        try (Scene scene = new Scene(rule(sequence(60, "a", "b")))) {
            TriggerInstance ahead = scene.event(5, "a", Map.of());
            TriggerInstance boasting = new TriggerInstance(
                    ahead.id(),
                    ahead.trigger(),
                    ahead.triggerType(),
                    ahead.payload(),
                    Scene.at(5_000),
                    ahead.acceptedAt(),
                    null,
                    "test",
                    ahead.trace());
            scene.take(boasting).take(6, "b");

            assertThat(scene.found()).containsExactly("a=e1 b=e2 at 6");
        }
    }

    @Test
    void anEventWhoseKeyIsMissingOrNullIsNotCollected() {
        Map<String, @Nullable Object> none = new HashMap<>();
        none.put("host", null);
        try (Scene scene = new Scene(rule(byHost(any("a", "b"))))) {
            scene.take(0, "a", Map.of("x", 1)).take(1, "a", none);

            assertThat(scene.found()).containsExactly("e1 no_key", "e2 no_key");
        }
    }

    @Test
    void textAndNumbersAreDifferentKeysAndEqualNumbersAreOne() {
        assertThat(meet("1", 1L)).isFalse();
        assertThat(meet("true", true)).isFalse();
        assertThat(meet("a", "A")).isFalse();
        assertThat(meet("", "a")).isFalse();
        assertThat(meet(1L, 1.0)).isTrue();
        assertThat(meet(1L, true)).isTrue();
        assertThat(meet(0L, -0.0)).isTrue();
        assertThat(meet("a", "a")).isTrue();
        assertThat(meet("", "")).isTrue();
    }

    @Test
    void ofAnyUnlessWithoutHoldHasNothingToCancel() {
        try (Scene scene = new Scene(rule(Scene.unless(any("a", "b"), pattern("u"))))) {
            scene.take(0, "u").take(1, "a").take(2, "u").take(3, "b").tick(100);

            assertThat(scene.found()).containsExactly("a=e2 at 1", "b=e4 at 3");
        }
    }

    @Test
    void aMatchShowsOnlyTheEventsThatCame() {
        try (Scene scene = new Scene(rule(any("a", "b")))) {
            scene.take(0, "a");

            assertThat(scene.matches().get(0).context())
                    .containsKeys("a", "trigger")
                    .doesNotContainKey("b");
        }
    }

    @Test
    void ofAllAnEventBeforeTheWindowOfTheNewestIsNotCollected() {
        try (Scene scene = new Scene(rule(Scene.all(5, "a", "b")))) {
            scene.take(100, "a").take(94.999, "b");
            assertThat(scene.found()).isEmpty();

            scene.take(95, "b");
            assertThat(scene.found()).containsExactly("a=e1 b=e3 at 95");
        }
    }

    @Test
    void countOfOneIsEveryEvent() {
        try (Scene scene = new Scene(rule(Scene.count(1, 60, "a")))) {
            scene.take(0, "a").take(0, "a").take(1, "a");

            assertThat(scene.found()).containsExactly("a=e1 at 0", "a=e2 at 0", "a=e3 at 1");
        }
    }

    @Test
    void absenceWaitsForAKeyNoMoreThatUnlessEndedUntilItsNextEvent() {
        try (Scene scene = new Scene(rule(byHost(Scene.unless(absence(60, "a"), pattern("u")))))) {
            scene.take(0, "a").take(30, "u").tick(200);
            assertThat(scene.found()).isEmpty();

            scene.take(200, "a").tick(300);
            assertThat(scene.found()).containsExactly("a=e3 at 260");
        }
    }

    @Test
    void unlessOfAKeyWithNothingCollectedIsNothing() {
        try (Scene scene = new Scene(rule(byHost(Scene.unless(sequence(60, "a", "b"), pattern("u")))))) {
            scene.take(0, "u").take(1, "a").take(2, "u", Map.of("host", "n2")).take(3, "b");

            assertThat(scene.found()).containsExactly("a=e2 b=e4 at 3");
            assertThat(scene.store().put()).isEmpty();
        }
    }

    @Test
    void aChangedPathOfAKeyDropsWhatWasCollected() {
        When byHost = byHost(sequence(60, "a", "b"));
        When byNode = new When(
                byHost.form(),
                byHost.unless(),
                Map.of("a", "trigger.host", "b", "trigger.node"),
                byHost.within(),
                byHost.hold());
        try (Scene scene = new Scene(rule(byHost))) {
            scene.take(0, "a");
            boolean dropped = scene.put(rule(byNode));
            scene.take(1, "b", Map.of("node", "n1"));

            assertThat(dropped).isTrue();
            assertThat(scene.found()).isEmpty();
        }
    }

    @Test
    void listsAndObjectsAreKeysByWhatIsInThem() {
        assertThat(meet(List.of("a", 1L), List.of("a", 1.0))).isTrue();
        assertThat(meet(List.of("a", 1L), List.of(1L, "a"))).isFalse();
        assertThat(meet(List.of("1"), List.of(1L))).isFalse();
        assertThat(meet(Map.of("a", 1L), Map.of("a", 1L))).isTrue();
        Map<String, Object> other = new LinkedHashMap<>(Map.of("b", 2L));
        other.put("a", 1L);
        Map<String, Object> ordered = new LinkedHashMap<>(Map.of("a", 1L));
        ordered.put("b", 2L);
        assertThat(meet(ordered, other)).isTrue();
        assertThat(meet(Arrays.asList("a", null), Arrays.asList("a", "null"))).isFalse();
        assertThat(meet("[\"a\"]", List.of("a"))).isFalse();
    }

    private static boolean meet(Object first, Object second) {
        try (Scene scene = new Scene(rule(byHost(sequence(60, "a", "b"))))) {
            scene.take(0, "a", Map.of("host", first)).take(1, "b", Map.of("host", second));
            return !scene.matches().isEmpty();
        }
    }

    @Test
    void templatesSeeTheKeyAsTheNewestEventHasIt() {
        try (Scene scene = new Scene(rule(byHost(sequence(60, "a", "b"))))) {
            scene.take(0, "a", Map.of("host", 1L)).take(1, "b", Map.of("host", 1.0));

            Match match = scene.matches().get(0);
            assertThat(match.key()).isEqualTo("n:1");
            assertThat(match.context()).containsEntry("key", 1.0).containsEntry("a", Map.of("host", 1L));
        }
    }

    @Test
    void keysLieWhereEachEventHasThem() {
        When when = sequence(60, "a", "b");
        When byBoth = new When(
                when.form(), List.of(), Map.of("a", "trigger.host", "b", "trigger.node.name"), when.within(), null);
        try (Scene scene = new Scene(rule(byBoth))) {
            scene.take(0, "a", Map.of("host", "n1"));
            scene.take(1, "b", Map.of("host", "n1")).take(2, "b", Map.of("node", Map.of("name", "n1")));

            assertThat(scene.found()).containsExactly("e2 no_key", "a=e1 b=e3 at 2");
        }
    }

    @Test
    void anEventOfUnlessThatIsOneOfTheFormTooCancelsFirstAndIsThenCollected() {
        When when = unless(sequence(60, "a", "b"), pattern("u", "a", "trigger.fresh"));
        try (Scene scene = new Scene(rule(when))) {
            scene.take(0, "a", Map.of("fresh", false))
                    .take(1, "a", Map.of("fresh", true))
                    .take(2, "b");

            assertThat(scene.found()).containsExactly("a=e2 b=e3 at 2");
        }
    }

    @Test
    void anEventOfTwoKindsWithTwoKeysIsCollectedForEach() {
        When when = new When(
                new Form.Sequence(List.of(pattern("one", "a", null), pattern("two", "a", null))),
                List.of(),
                Map.of("one", "trigger.from", "two", "trigger.to"),
                Duration.ofSeconds(60),
                null);
        try (Scene scene = new Scene(rule(when))) {
            scene.take(0, "a", Map.of("from", "x", "to", "w")).take(1, "a", Map.of("from", "y", "to", "x"));
            scene.take(2, "a", Map.of("from", "z", "to", "y"));

            assertThat(scene.found()).containsExactly("one=e1 two=e2 at 1", "one=e2 two=e3 at 2");
        }
    }

    @Test
    void ofAnyAnEventIsOneMatchThoughItBeSeveralOfTheRulesEvents() {
        When when = new When(
                new Form.Any(List.of(pattern("one", "a", null), pattern("two", "a", null))),
                List.of(),
                Map.of("one", "trigger.from", "two", "trigger.to"),
                null,
                null);
        try (Scene scene = new Scene(rule(when))) {
            scene.take(0, "a", Map.of("from", "x", "to", "w"));

            assertThat(scene.found()).containsExactly("one=e1 at 0");
        }
    }

    @Test
    void whatIsNoNumberIsLeftOutOfAnAggregateAndTold() {
        try (Scene scene = new Scene(rule(aggregate(60, Function.SUM, Comparison.AT_LEAST, "2")))) {
            scene.take(0, "a", Map.of("cost", 1L))
                    .take(1, "a", Map.of("cost", "x"))
                    .take(2, "a", Map.of());
            scene.take(3, "a", Map.of("cost", true)).take(4, "a", Map.of("cost", 1L));

            assertThat(scene.found())
                    .containsExactly(
                            "e2 undecided sum of trigger.cost",
                            "e3 undecided sum of trigger.cost",
                            "e4 undecided sum of trigger.cost",
                            "a=e1 a=e5 at 4");
        }
    }

    @Test
    void distinctValuesMayBeAnyScalar() {
        try (Scene scene = new Scene(rule(aggregate(60, Function.COUNT_DISTINCT, Comparison.AT_LEAST, "3")))) {
            scene.take(0, "a", Map.of("cost", "1"))
                    .take(1, "a", Map.of("cost", 1L))
                    .take(2, "a", Map.of("cost", true));
            scene.take(3, "a", Map.of("cost", List.of())).take(4, "a", Map.of("cost", 0.5));

            assertThat(scene.found())
                    .containsExactly("e4 undecided count_distinct of trigger.cost", "a=e1 a=e2 a=e3 a=e5 at 4");
        }
    }

    @Test
    void aLongWindowShowsItsNewestThousandAndTellsHowManyThereAre() {
        try (Scene scene = new Scene(rule(aggregate(3_000, Function.SUM, Comparison.AT_LEAST, "1500")))) {
            for (int second = 0; second < 1_500; second++) {
                scene.take(second, "a", Map.of("cost", 1L));
            }

            Match match = scene.matches().get(0);
            assertThat(match.members()).hasSize(Match.MOST_SHOWN);
            assertThat(match.context()).containsEntry("events_total", 1_500L).containsEntry("value", 1_500L);
            assertThat(match.once()).startsWith("e1..sha256 ");
        }
    }

    @Test
    void aMatchIsToldFromOthersByItsEventsAndASilenceByItsEnd() {
        try (Scene scene = new Scene(
                rule("s", sequence(60, "a", "b")),
                rule("n", byHost(absence(60, "a"))),
                rule("c", count(100, 900, "b")))) {
            scene.take(0, "a").take(1, "b").tick(71);
            for (int second = 100; second < 199; second++) {
                scene.take(second, "b");
            }

            assertThat(scene.matches())
                    .extracting(match -> match.rule().name(), Match::once)
                    .satisfiesExactly(
                            first -> assertThat(first.toList()).containsExactly("s", "e1,e2"),
                            second -> assertThat(second.toList()).containsExactly("n", "s:n1 2026-03-01T12:01:00Z"),
                            third ->
                                    assertThat(third.toList().get(1).toString()).matches("sha256 [0-9a-f]{64}"));
        }
    }

    @Test
    void itSaysWhenTheClockHasToBeLookedAtAgain() {
        try (Scene scene = new Scene(rule(hold(sequence(null, "a"), 60)))) {
            assertThat(scene.correlation().nextDue()).isNull();

            scene.take(0, "a");
            assertThat(scene.correlation().nextDue()).isEqualTo(Scene.at(70).plusNanos(1));

            scene.tick(70);
            assertThat(scene.found()).isEmpty();
            scene.correlation().tick(Scene.at(70).plusNanos(1));
            assertThat(scene.correlation().found()).hasSize(1);
            assertThat(scene.correlation().nextDue()).isNull();
        }
    }

    @Test
    void itTellsHowManyEventsItHolds() {
        try (Scene scene = new Scene(rule(all(60, "a", "b", "c")), rule("n", count(3, 60, "a")))) {
            scene.take(0, "a").take(1, "b").take(2, "a");
            assertThat(scene.correlation().live()).isEqualTo(4);

            scene.tick(1_000);
            assertThat(scene.correlation().live()).isZero();
        }
    }

    @Test
    void itAsksForTheTriggersOfItsRules() {
        try (Scene scene = new Scene(rule("s", unless(sequence(60, "a", "b"), pattern("u"))), rule("n", any("a")))) {
            assertThat(scene.correlation().triggers())
                    .containsExactlyInAnyOrder(Ref.of("t", "a"), Ref.of("t", "b"), Ref.of("t", "u"));

            scene.correlation().remove(Ref.of("p", "s"));
            assertThat(scene.correlation().triggers()).containsExactly(Ref.of("t", "a"));
        }
    }

    @Test
    void tellsOfEachEventAndOfEachRuleThatDealsWithItOrWithWhatIsDue() {
        try (Scene scene = new Scene(Scene.rule("many", Scene.any("a")), Scene.rule("gone", Scene.absence(10, "a")))) {
            List<String> steps = new ArrayList<>();
            scene.correlation()
                    .step(() -> steps.add(String.valueOf(scene.correlation().busyWith())));

            scene.take(0, "a");
            assertThat(steps).startsWith("[]").contains("[p.gone]", "[p.many]");
            steps.clear();
            scene.tick(60);

            assertThat(steps).isNotEmpty().containsOnly("[p.gone]");
            assertThat(scene.correlation().busyWith()).isEmpty();
        }
    }
}
