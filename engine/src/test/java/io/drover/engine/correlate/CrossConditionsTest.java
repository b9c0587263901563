package io.drover.engine.correlate;

import static io.drover.engine.correlate.Scene.hold;
import static io.drover.engine.correlate.Scene.pattern;
import static io.drover.engine.correlate.Scene.rule;
import static io.drover.engine.correlate.Scene.sequence;
import static io.drover.engine.correlate.Scene.unless;
import static io.drover.engine.correlate.Scene.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.datastore.BatchKeys;
import io.drover.engine.datastore.SecretValues;
import io.drover.engine.datastore.StackStormFormat;
import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.match.FreshlyRead;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.secret.SecretBox;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.Trigger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions that mention another event of the rule. */
class CrossConditionsTest {

    @Test
    void aConditionSeesAnEarlierEventByItsName() {
        try (Scene scene = new Scene(below("trigger.kind == 'fan' and trigger.rpm < down.threshold"))) {
            scene.take(0, "down", Map.of("threshold", 400L));
            scene.take(1, "fan", Map.of("kind", "fan", "rpm", 500L));
            scene.take(2, "fan", Map.of("kind", "other", "rpm", 100L));
            scene.take(3, "fan", Map.of("kind", "fan", "rpm", 100L));

            assertThat(scene.found()).containsExactly("down=e1 fan=e4 at 3");
        }
    }

    @Test
    void aConditionOnAnEventThatIsNotThereDoesNotHold() {
        When backwards =
                when(new Form.Sequence(List.of(pattern("down", "down", "trigger.x == fan.x"), pattern("fan"))), 60);
        try (Scene scene = new Scene(rule(backwards))) {
            scene.take(0, "down", Map.of("x", 1L)).take(1, "fan", Map.of("x", 1L));

            assertThat(scene.found()).isEmpty();
        }
    }

    @Test
    void aConditionThatCannotBeDecidedIsToldAndDoesNotHold() {
        try (Scene scene = new Scene(below("trigger.rpm < down.threshold"))) {
            scene.take(0, "down", Map.of("threshold", "many")).take(1, "fan", Map.of("rpm", 100L));

            assertThat(scene.found()).containsExactly("e2 undecided where trigger.rpm < down.threshold");
        }
    }

    @Test
    void aConditionOfOneEventThatCannotBeDecidedIsToldUnderTheRule() {
        try (Scene scene = new Scene(below("trigger.rpm < 5"))) {
            scene.take(0, "fan", Map.of("rpm", "x"));

            assertThat(scene.found()).containsExactly("e1 undecided where trigger.rpm < 5");
        }
    }

    @Test
    void ofAllConditionsAreTestedOnceAllAreThere() {
        When when = when(new Form.All(List.of(pattern("a"), pattern("b", "b", "trigger.x == a.x"))), 60);
        try (Scene scene = new Scene(rule(when))) {
            scene.take(0, "b", Map.of("x", 2L)).take(1, "a", Map.of("x", 1L)).take(2, "a", Map.of("x", 2L));

            assertThat(scene.found()).containsExactly("b=e1 a=e3 at 2");
        }
    }

    @Test
    void anEventOfUnlessMayBeAskedForByWhatIsCollectedAndByWhatIsHeld() {
        When when = hold(unless(sequence(null, "a"), pattern("u", "u", "trigger.x == a.x")), 60);
        try (Scene scene = new Scene(rule(when))) {
            scene.take(0, "a", Map.of("x", 1L)).take(1, "u", Map.of("x", 2L)).tick(100);
            scene.take(200, "a", Map.of("x", 1L))
                    .take(201, "u", Map.of("x", 1L))
                    .tick(300);

            assertThat(scene.found()).containsExactly("a=e1 at 60");
        }
    }

    @Test
    void aPatternOfACriterionMayMentionAnotherEvent() {
        Ref fan = Ref.of("t", "fan");
        EventPattern reading = new EventPattern(
                "fan",
                new Trigger(fan, fan, Map.of()),
                List.of(new Criterion(
                        "trigger.node", Operator.named("eq").orElseThrow(), "eq", "{{ down.host }}", null)),
                null);
        When when = when(new Form.Sequence(List.of(pattern("down"), reading)), 60);
        try (Scene scene = new Scene(rule(when))) {
            scene.take(0, "down", Map.of("host", "n1")).take(1, "fan", Map.of("node", "n2"));
            scene.take(2, "fan", Map.of("node", "n1"));

            assertThat(scene.found()).containsExactly("down=e1 fan=e3 at 2");
        }
    }

    @Test
    void whereTheDatastoreIsAwayTheSameEventsAreTakenAgainAndNothingIsToldBefore(@TempDir Path folder) {
        AtomicBoolean away = new AtomicBoolean(true);
        BatchKeys keys = new BatchKeys(
                key -> {
                    if (away.get()) {
                        throw DroverException.of(ErrorCode.UNAVAILABLE, "The datastore is away. Try again.");
                    }
                    return Optional.empty();
                },
                new SecretValues(
                        new SecretBox(folder.resolve("keys.json")),
                        new StackStormFormat(folder.resolve("datastore_key.json"), false)),
                "tester",
                () -> Scene.START);
        Rule asking = below("trigger.rpm < down.threshold and (st2kv.system.limit is defined or down.threshold > 0)");
        try (Scene events = new Scene();
                Correlation correlation = new Correlation(
                        new FreshlyRead(
                                new DroolsRuleMatcher(failure -> {
                                    throw new AssertionError(failure);
                                }),
                                keys),
                        new JinjaLanguage(keys),
                        Silencing.NONE,
                        Scene.LATENESS,
                        new Holdings(1_000_000),
                        Scene.START)) {
            assertThat(correlation.put(rule("counting", Scene.count(2, 60, "down")), 1))
                    .isFalse();
            assertThat(correlation.put(asking, 1)).isFalse();
            List<TriggerInstances.Entry> batch = List.of(
                    events.entry(events.event(0, "down", Map.of("threshold", 9L))),
                    events.entry(events.event(1, "fan", Map.of("rpm", 1L))),
                    events.entry(events.event(2, "down", Map.of("threshold", 9L))));

            assertThatThrownBy(() -> correlation.take(batch)).isInstanceOf(DroverException.class);
            assertThat(correlation.found()).isEmpty();
            assertThat(correlation.changes().put()).isEmpty();

            away.set(false);
            correlation.take(batch);
            assertThat(correlation.found().stream().map(Scene::text))
                    .containsExactly("down=e1 fan=e2 at 1", "down=e1 down=e3 at 2");
        }
    }

    private static Rule below(String where) {
        return rule(when(new Form.Sequence(List.of(pattern("down"), pattern("fan", "fan", where))), 60));
    }
}
