package io.drover.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.CollectedPart;
import io.drover.engine.api.Explanation;
import io.drover.engine.api.Explanation.ClauseSeen;
import io.drover.engine.api.Explanation.Outcome;
import io.drover.engine.datastore.BatchKeys;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.silence.StoredFreezes;
import io.drover.engine.silence.StoredSilences;
import io.drover.engine.silence.Wishes;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.model.silence.Silence;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rule over several events, or with limits, made of an event, and what it keeps. */
class CorrelatedWhyTest {
    private static final Rule FAN_AFTER_DOWN = rule(
            "confirmed",
            new When(
                    new Form.Sequence(List.of(
                            pattern("down", "trigger.step == 'down'"), pattern("fan", "trigger.step == 'fan'"))),
                    List.of(),
                    Map.of("down", "trigger.host", "fan", "trigger.host"),
                    Duration.ofMinutes(3),
                    null),
            Limits.NONE);
    private static final Rule ONCE = rule(
            "once",
            null,
            new Limits(new Limits.Throttle(Duration.ofMinutes(10), "trigger.host", 1), null, null, null, null));

    private static final Rule CALM = rule(
            "calm",
            null,
            new Limits(null, new Limits.Debounce(Duration.ofMinutes(5), null, "trigger.host"), null, null, null));

    @TempDir
    Path folder;

    private Lives lives;
    private Parts parts;

    @BeforeEach
    void start() {
        lives = Lives.in(folder);
        parts = lives.start(Plant.content(FAN_AFTER_DOWN, ONCE, CALM));
    }

    @AfterEach
    void end() {
        lives.close();
    }

    @Test
    void tellsWhatARuleWaitsForThatKeepsTheEvent() {
        String down = emit("h1", "down");

        Explanation why = settled(down, "confirmed", Outcome.WAITING);

        assertThat(why.message())
                .startsWith(
                        "Rule 'plant.confirmed' keeps the event as its 'down' of key h1: waiting for 'fan', until ");
        assertThat(why.clauses()).extracting(ClauseSeen::holds).containsExactly(true, false);
        assertThat(why.clauses())
                .extracting(ClauseSeen::clause)
                .allSatisfy(clause -> assertThat(clause).containsAnyOf("down: ", "fan: "));
    }

    @Test
    void tellsThatAnEventIsNoneOfTheRules() {
        String other = emit("h1", "up");

        Explanation why = settled(other, "confirmed", Outcome.NOT_MATCHED);

        assertThat(why.message()).isEqualTo("Rule 'plant.confirmed' asks for other events of this trigger.");
    }

    @Test
    void tellsWhichEventCompletedAMatchAndWhatBecameOfTheOthers() {
        String down = emit("h1", "down");
        String fan = emit("h1", "fan");

        assertThat(settled(fan, "confirmed", Outcome.MATCHED).enforcements()).hasSize(1);
        assertThat(settled(down, "confirmed", Outcome.NOT_MATCHED).message()).contains("took it as its 'down'");
    }

    @Test
    void tellsThatAnEventWithoutAKeyIsNotCollected() {
        String keyless =
                String.valueOf(Await.done(parts.emit(Map.of("step", "down"))).instanceId());

        Explanation why = settled(keyless, "confirmed", Outcome.NOT_MATCHED);

        assertThat(why.message())
                .isEqualTo("Rule 'plant.confirmed' did not collect it as its 'down': its key trigger.host is missing or"
                        + " null.");
    }

    @Test
    void tellsThatALimitStoppedAMatch() {
        String first = emit("h1", "a");
        String second = emit("h1", "b");
        String third = emit("h1", "c");

        assertThat(settled(first, "once", Outcome.MATCHED).enforcements()).hasSize(1);
        assertThat(settled(second, "once", Outcome.LIMITED).message()).contains("throttle: ");
        assertThat(settled(third, "once", Outcome.LIMITED).message()).contains("'throttle' counted");
    }

    @Test
    void tellsThatALimitHasPutAMatchAside() {
        String kept = emit("h1", "restart");

        Explanation why = settled(kept, "calm", Outcome.LIMITED);

        assertThat(why.message())
                .isEqualTo(
                        "Rule 'plant.calm' matched with this event, and the match is put aside. Rule 'plant.calm' keeps"
                                + " the event as its 'trigger' of key h1 (debounce): 1 matches are kept until it is quiet;"
                                + " it is decided at " + Rules.NOW.plus(Duration.ofMinutes(5)) + ".");
    }

    @Test
    void tellsOfTheFreezeThatStoppedAMatch() {
        new StoredFreezes(parts.silences(), parts.ids(), parts.clock()).start(null, false, "storm", Parts.ADMIN);
        String down = emit("h1", "down");
        String first = emit("h1", "fan");
        String again = emit("h1", "down");
        String second = emit("h1", "fan");

        assertThat(settled(first, "confirmed", Outcome.LIMITED).message())
                .startsWith("Rule 'plant.confirmed' matched with this event, and it was stopped: freeze ")
                .endsWith(": storm");
        assertThat(settled(second, "confirmed", Outcome.LIMITED).message())
                .contains("'freeze' counted 2", "this event came within");
        assertThat(List.of(down, again)).doesNotContainNull();
    }

    @Test
    void tellsOfTheSilenceThatStoppedAMatch() {
        Silence silence = new StoredSilences(parts.silences(), parts.ids(), parts.clock())
                .create(Wishes.wish(Wishes.rule("plant.once"), Duration.ofHours(1)), Parts.ADMIN);

        String silenced = emit("h1", "a");

        assertThat(settled(silenced, "once", Outcome.LIMITED).message())
                .startsWith("Rule 'plant.once' matched with this event, and it was stopped: silence " + silence.id()
                        + " of anna");
    }

    @Test
    void tellsThatAnEventCameTooLateToBeCollected() {
        String newest = emit("h1", "up");
        Explanation unused = settled(newest, "confirmed", Outcome.NOT_MATCHED);
        Emission late = new Emission(
                Rules.STATE,
                Map.of("host", "h1", "step", "down"),
                Rules.NOW.minusSeconds(11),
                null,
                Emission.DEDUPE_WINDOW,
                null,
                "test");
        String id = String.valueOf(Await.done(parts.dispatcher().accept(late)).instanceId());

        Explanation why = settled(id, "confirmed", Outcome.NOT_MATCHED);

        assertThat(why.message())
                .isEqualTo(
                        "Rule 'plant.confirmed' did not collect it as its 'down', as it came too late: it happened at "
                                + Rules.NOW.minusSeconds(11)
                                + " and came when the rules were further than 'engine.lateness' past that time.");
    }

    @Test
    void tellsThatARuleHasNotComeToAnEventYet() {
        parts = lives.make();
        parts.registration().start();
        parts.dispatcher().open();
        // nothing follows the committed events

        Explanation why = why(emit("h1", "down"), "confirmed");

        assertThat(why.outcome()).isEqualTo(Outcome.WAITING);
        assertThat(why.message())
                .isEqualTo("Rule 'plant.confirmed' has not come to this event yet; it would be its 'down'.");
    }

    @Test
    void showsWhatARuleHasCollected() {
        String down = emit("h1", "down");
        Explanation unused = settled(down, "confirmed", Outcome.WAITING);

        List<CollectedPart> collected =
                parts.registration().rules().collected("plant.confirmed", 0, -1).items();
        List<CollectedPart> limits =
                parts.registration().rules().collected("plant.once", 0, -1).items();

        assertThat(collected).singleElement().satisfies(part -> {
            assertThat(part.part()).isEqualTo("form");
            assertThat(part.key()).isEqualTo("h1");
            assertThat(part.events())
                    .extracting(CollectedPart.Member::name, CollectedPart.Member::id)
                    .containsExactly(Tuple.tuple("down", down));
            assertThat(part.due()).isNull();
            assertThat(part.message()).startsWith("waiting for 'fan'");
        });
        assertThat(limits).singleElement().satisfies(part -> {
            assertThat(part.part()).isEqualTo("throttle");
            assertThat(part.due()).isEqualTo(Rules.NOW.plus(Duration.ofMinutes(10)));
            assertThat(part.message()).startsWith("1 of 1 passed since ");
        });
    }

    private Explanation settled(String event, String rule, Outcome outcome) {
        Await.until(
                "the rule has come to the event",
                () -> !why(event, rule).message().contains("has not come to this event yet"));
        Explanation why = why(event, rule);
        assertThat(why.outcome()).as(why.message()).isEqualTo(outcome);
        return why;
    }

    private Explanation why(String event, String rule) {
        TriggerInstance instance = lives.memory()
                .read(transaction -> transaction.triggerInstances().find(event))
                .orElseThrow();
        return new Why(
                        lives.memory(),
                        lives.reader(),
                        transaction -> new JinjaLanguage(new BatchKeys(
                                transaction.keyValuePairs()::find, parts.secrets(), "stanley", parts.clock())))
                .one(instance, Ref.of("plant", rule));
    }

    private String emit(String host, String step) {
        return String.valueOf(
                Await.done(parts.emit(Map.of("host", host, "step", step))).instanceId());
    }

    private static EventPattern pattern(String name, String where) {
        return new EventPattern(name, Trigger.of(Rules.STATE, Map.of()), List.of(), where);
    }

    private static Rule rule(String name, @Nullable When when, Limits limits) {
        return new Rule(
                Ref.of("plant", name),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(Rules.STATE, Map.of()),
                List.of(),
                null,
                List.of(new ActionCall(Plant.CALC, Map.of("host", "{{ trigger.host }}"), null)),
                0,
                List.of(),
                Map.of(),
                "rules/" + name + ".yaml",
                null,
                when,
                limits);
    }
}
