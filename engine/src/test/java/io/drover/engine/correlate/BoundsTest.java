package io.drover.engine.correlate;

import static io.drover.engine.correlate.Scene.absence;
import static io.drover.engine.correlate.Scene.byHost;
import static io.drover.engine.correlate.Scene.count;
import static io.drover.engine.correlate.Scene.hold;
import static io.drover.engine.correlate.Scene.rule;
import static io.drover.engine.correlate.Scene.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.JinjaLanguage;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How much rules hold, and how much is done at once where time passes. */
class BoundsTest {
    private static final int KEYS = 50;

    private static Correlation holding(long most, Rule... rules) {
        return holding(new Holdings(most), rules);
    }

    private static Correlation holding(Holdings holdings, Rule... rules) {
        Correlation correlation = new Correlation(
                new PlainMatcher(), new JinjaLanguage(), Silencing.NONE, Scene.LATENESS, holdings, Scene.START);
        for (Rule rule : rules) {
            assertThat(correlation.put(rule, 1)).isFalse();
        }
        return correlation;
    }

    @Test
    void putsAsideTheRuleThatHoldsMostAndTheOthersGoOn() {
        try (Scene events = new Scene();
                Correlation correlation =
                        holding(6, rule("few", sequence(60, "b", "c")), rule("many", byHost(count(9, 60, "a"))))) {
            take(correlation, events, events.event(0, "b", Map.of()));
            for (int second = 1; second <= 6; second++) {
                take(correlation, events, events.event(second, "a", Map.of("host", second == 3 ? "n2" : "n1")));
            }

            assertThat(correlation.found()).singleElement().isInstanceOfSatisfying(Found.TooMuch.class, found -> {
                assertThat(found.rule()).isEqualTo(Ref.of("p", "many"));
                assertThat(found.inWords()).contains("held 6 events", "more than 6", "5, of n1");
            });
            assertThat(correlation.live()).isEqualTo(1);
            take(correlation, events, events.event(7, "a", Map.of("host", "n1")));
            take(correlation, events, events.event(8, "c", Map.of()));
            assertThat(correlation.live()).isZero();
            assertThat(correlation.found().stream().map(Scene::text)).containsExactly("b=e1 c=e9 at 8");
        }
    }

    @Test
    void aRuleThatWasPutAsideBeginsEmptyWithItsNextRevision() {
        Rule rule = rule("many", count(3, 60, "a"));
        try (Scene events = new Scene();
                Correlation correlation = holding(1, rule)) {
            take(correlation, events, events.event(0, "a", Map.of()));
            take(correlation, events, events.event(1, "a", Map.of()));
            assertThat(correlation.found()).hasSize(1);

            assertThat(correlation.put(rule, 2)).isFalse();

            take(correlation, events, events.event(2, "a", Map.of()));
            assertThat(correlation.live()).isEqualTo(1);
            assertThat(correlation.found()).isEmpty();
        }
    }

    @Test
    void aRuleThatIsQuietedDropsAllAndBeginsEmptyWithItsNextRevision() {
        Rule rule = rule("many", count(3, 60, "a"));
        try (Scene events = new Scene();
                Correlation correlation = holding(9, rule)) {
            take(correlation, events, events.event(0, "a", Map.of()));
            correlation.quiet(rule.ref(), 2);
            long ofAnother = correlation.live();

            correlation.quiet(rule.ref(), 1);

            for (int second = 1; second < 5; second++) {
                take(correlation, events, events.event(second, "a", Map.of()));
            }
            assertThat(ofAnother).isEqualTo(1);
            assertThat(correlation.live()).isZero();
            assertThat(correlation.found()).isEmpty();
            assertThat(correlation.put(rule, 2)).isFalse();
            for (int second = 5; second < 8; second++) {
                take(correlation, events, events.event(second, "a", Map.of()));
            }
            assertThat(correlation.found()).hasSize(1);
        }
    }

    @Test
    void ofTwoThatHoldTooMuchTogetherTheOneWithMoreLetsGo() {
        HeldTogether together = new HeldTogether(5);
        Rule rule = rule("many", count(9, 60, "a"));
        try (Scene events = new Scene();
                Correlation few = holding(together.part(9), rule)) {
            try (Correlation many = holding(together.part(9), rule)) {
                for (int second = 0; second < 4; second++) {
                    take(many, events, events.event(second, "a", Map.of()));
                }
                take(few, events, events.event(4, "a", Map.of()));
                take(few, events, events.event(4, "a", Map.of()));

                assertThat(few.live()).isEqualTo(2);
                many.tick(Scene.at(5));

                assertThat(few.found()).isEmpty();
                assertThat(many.live()).isZero();
                assertThat(many.found())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Found.TooMuch.class,
                                found -> assertThat(found.inWords())
                                        .contains("held 4 events", "all packs held more than 5 together"));
            }
            for (int second = 5; second < 8; second++) {
                take(few, events, events.event(second, "a", Map.of()));
            }
            assertThat(few.live()).isEqualTo(5);
        }
    }

    @Test
    void whatLimitsRememberCountsUntilTheyForgetIt() {
        Limits throttle = new Limits(new Limits.Throttle(Duration.ofSeconds(10), "a.id", 1), null, null, null, null);
        Rule rule = rule("each", Scene.any("a"), throttle);
        try (Scene events = new Scene();
                Correlation correlation = holding(3, rule)) {
            for (int second = 0; second < 60; second += 5) {
                take(correlation, events, events.event(second, "a", Map.of("id", (long) second)));
            }
            assertThat(correlation.found())
                    .hasSize(12)
                    .allSatisfy(found -> assertThat(found).isInstanceOf(Found.Fired.class));

            for (int id = 100; id < 104; id++) {
                take(correlation, events, events.event(60, "a", Map.of("id", (long) id)));
            }
            assertThat(correlation.found()).anyMatch(Found.TooMuch.class::isInstance);
        }
    }

    @Test
    void letsGoOfWhatIsOverSomeAtATimeWhileOtherEventsAreTaken() {
        try (Scene scene =
                new Scene(rule("wait", byHost(sequence(60, "a", "b"))), rule("other", sequence(60, "c", "d")))) {
            fill(scene, "a");
            Correlation.Changes unused = scene.store();

            boolean isDone = scene.correlation().tick(Scene.at(200), 10);

            assertThat(isDone).isFalse();
            assertThat(scene.correlation().clock()).isEqualTo(Scene.at(200));
            assertThat(scene.correlation().live()).isEqualTo(KEYS - 10);
            scene.take(200, "c").take(201, "d").take(201, "b", Map.of("host", "n0"));
            assertThat(scene.found()).containsExactly("c=e51 d=e52 at 201");
            scene.stride(202, 10);
            assertThat(scene.correlation().live()).isZero();
            Correlation.Changes last = scene.store();
            assertThat(last.put()).isEmpty();
            assertThat(scene.stored()).isEmpty();
        }
    }

    @Test
    void decidesALotInStridesThatComeToTheSame() {
        Rule gone = rule("gone", byHost(absence(60, "a")));
        Rule held = rule("held", byHost(hold(sequence(60, "a"), 30)));
        try (Scene strides = new Scene(gone, held);
                Scene whole = new Scene(gone, held)) {
            fill(strides, "a");
            fill(whole, "a");

            assertThat(strides.correlation().tick(Scene.at(300), 7)).isFalse();
            assertThat(strides.correlation().clock()).isBefore(Scene.at(300));
            assertThat(strides.correlation().found()).hasSize(7);
            strides.restart().stride(300, 7);
            whole.tick(300);

            assertThat(whole.found()).hasSize(2 * KEYS);
            assertThat(strides.found()).isEqualTo(whole.found().subList(7, 2 * KEYS));
        }
    }

    @Test
    void decidesALotThatIsDueInTheSameInstantInStridesThatComeToTheSame() {
        Rule gone = rule("gone", byHost(absence(60, "a")));
        try (Scene strides = new Scene(gone);
                Scene whole = new Scene(gone)) {
            for (int key = 0; key < KEYS; key++) {
                strides.take(1, "a", Map.of("host", "n" + key));
                whole.take(1, "a", Map.of("host", "n" + key));
            }

            assertThat(strides.correlation().tick(Scene.at(300), 2)).isFalse();
            assertThat(strides.correlation().clock()).isBefore(Scene.at(80));
            assertThat(strides.correlation().found()).hasSize(20);
            strides.restart().stride(300, 2);
            whole.tick(300);

            assertThat(whole.found()).hasSize(KEYS);
            assertThat(strides.found()).isEqualTo(whole.found().subList(20, KEYS));
        }
    }

    @Test
    void letsAKeyWithManyEventsGoOfThemSomeAtATime() {
        int events = 2_500;
        try (Scene scene = new Scene(rule("many", count(9_000, 60, "a")))) {
            for (int event = 0; event < events; event++) {
                scene.take(event / 1_000.0, "a", Map.of());
            }

            assertThat(scene.correlation().tick(Scene.at(200), 1)).isFalse();
            assertThat(scene.correlation().live()).isEqualTo(events - 1_000);
            assertThat(scene.correlation().tick(Scene.at(200), 2)).isTrue();
            assertThat(scene.correlation().live()).isZero();
        }
    }

    private static void fill(Scene scene, String trigger) {
        for (int key = 0; key < KEYS; key++) {
            scene.take(key / 10.0, trigger, Map.of("host", "n" + key));
        }
    }

    private static void take(Correlation correlation, Scene scene, TriggerInstance event) {
        correlation.take(List.of(scene.entry(event)));
    }
}
