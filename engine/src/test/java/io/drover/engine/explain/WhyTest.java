package io.drover.engine.explain;

import static io.drover.engine.match.Rules.criterion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Datastore.Form;
import io.drover.engine.api.Datastore.Value;
import io.drover.engine.api.Explanation;
import io.drover.engine.api.Explanation.ClauseSeen;
import io.drover.engine.api.Explanation.Outcome;
import io.drover.engine.commit.Change;
import io.drover.engine.datastore.BatchKeys;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.silence.StoredSilences;
import io.drover.engine.silence.Wishes;
import io.drover.model.datastore.Key;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.silence.Silence;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInstance;
import io.drover.model.trigger.TriggerType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyTest {
    @TempDir
    Path folder;

    private @Nullable Parts made;

    @AfterEach
    void close() {
        parts().close();
    }

    @Test
    void tellsWhyARuleMatchedAndWhatCameOfIt() {
        start(alarm("eq", "a"));
        String event = emit(Map.of("host", "a", "size", 5L));

        Explanation why = why(event, "plant.alarm");

        assertThat(why.outcome()).isEqualTo(Outcome.MATCHED);
        assertThat(why.revision()).isEqualTo(1);
        assertThat(why.clauses())
                .extracting(ClauseSeen::value, ClauseSeen::holds)
                .containsExactly(Tuple.tuple("a", true), Tuple.tuple(5L, true));
        assertThat(why.message()).contains("all 2 clauses hold");
        assertThat(why.enforcements())
                .extracting(RuleEnforcement::status)
                .containsExactly(RuleEnforcement.Status.SUCCEEDED);
    }

    @Test
    void tellsOfOneClauseAndOfNone() {
        start(
                Plant.rule("one", Plant.CALC, Map.of(), criterion("trigger.host", "eq", "a")),
                Plant.rule("none", Plant.CALC, Map.of()));
        String event = emit(Map.of("host", "a"));

        assertThat(why(event, "plant.one").message()).endsWith("matched: its one clause holds.");
        assertThat(why(event, "plant.none").message()).endsWith("matched: it has no criteria.");
    }

    @Test
    void tellsWhichClauseDecidedAgainstIt() {
        start(alarm("eq", "a"));
        String event = emit(Map.of("host", "a", "size", 1L));

        Explanation why = why(event, "plant.alarm");

        assertThat(why.outcome()).isEqualTo(Outcome.NOT_MATCHED);
        assertThat(why.clauses()).extracting(ClauseSeen::holds).containsExactly(true, false);
        assertThat(why.message()).contains("trigger.size");
        assertThat(why.enforcements()).isEmpty();
    }

    @Test
    void tellsWhichClauseCouldNotBeDecided() {
        start(alarm("eq", "a"));
        String event = emit(Map.of("host", "a", "size", "x"));

        Explanation why = why(event, "plant.alarm");

        assertThat(why.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(why.clauses().get(1).holds()).isNull();
        assertThat(why.clauses().get(1).error()).isNotNull();
        assertThat(why.enforcements())
                .extracting(RuleEnforcement::status)
                .containsExactly(RuleEnforcement.Status.FAILED);
    }

    @Test
    void explainsByTheRevisionThatWasInForceThen() {
        start(alarm("eq", "a"));
        String before = emit(Map.of("host", "b", "size", 5L));
        parts().reader().lay(Plant.content(alarm("eq", "b")));
        parts().registration().packs().register(List.of(), Parts.ADMIN);
        String after = emit(Map.of("host", "b", "size", 5L));

        assertThat(why(before, "plant.alarm"))
                .extracting(Explanation::outcome, Explanation::revision)
                .containsExactly(Outcome.NOT_MATCHED, 1);
        assertThat(why(after, "plant.alarm"))
                .extracting(Explanation::outcome, Explanation::revision)
                .containsExactly(Outcome.MATCHED, 2);
    }

    @Test
    void tellsThatARuleWasDisabled() {
        start(alarm("eq", "a").with(false, false));
        String event = emit(Map.of("host", "a", "size", 5L));

        assertThat(why(event, "plant.alarm").outcome()).isEqualTo(Outcome.DISABLED);
    }

    @Test
    void tellsThatARuleWasNotThereYetOrNotAnyMore() {
        start();
        String early = emit(Map.of("host", "a", "size", 5L));
        parts().reader().lay(Plant.content(alarm("eq", "a")));
        parts().registration().packs().register(List.of(), Parts.ADMIN);
        parts().reader().lay(Plant.content());
        parts().registration().packs().register(List.of(), Parts.ADMIN);
        String late = emit(Map.of("host", "a", "size", 5L));

        assertThat(why(early, "plant.alarm").outcome()).isEqualTo(Outcome.NOT_IN_FORCE);
        assertThat(why(late, "plant.alarm").outcome()).isEqualTo(Outcome.NOT_IN_FORCE);
        assertThat(events().why(early, null)).isEmpty();
    }

    @Test
    void tellsThatARuleListensToAnotherTrigger() {
        start(alarm("eq", "a"));
        parts().registry()
                .putPack(
                        parts().registry().pack("plant").orElseThrow(),
                        List.of(),
                        List.of(
                                Plant.state(),
                                new TriggerType(Ref.of("plant", "other"), null, Map.of(), Map.of(), List.of(), null)),
                        List.of(),
                        Map.of());
        String event = String.valueOf(Await.done(
                        parts().dispatcher().accept(Emission.of(Ref.of("plant", "other"), Map.of(), "test")))
                .instanceId());

        Explanation why = why(event, "plant.alarm");

        assertThat(why.outcome()).isEqualTo(Outcome.OTHER_TRIGGER);
        assertThat(why.message()).contains("plant.state", "plant.other");
        assertThat(events().why(event, null)).isEmpty();
    }

    @Test
    void explainsEveryRuleOfTheTrigger() {
        start(alarm("eq", "a"), Plant.rule("always", Plant.CALC, Map.of()));
        String event = emit(Map.of("host", "b"));

        assertThat(events().why(event, null))
                .extracting(why -> why.rule().name(), Explanation::outcome)
                .containsExactlyInAnyOrder(
                        Tuple.tuple("alarm", Outcome.NOT_MATCHED), Tuple.tuple("always", Outcome.MATCHED));
    }

    @Test
    void whatNeverWasIsTold() {
        start(alarm("eq", "a"));
        String event = emit(Map.of("host", "b"));

        notFound(() -> events().why("nothing", null), "nothing");
        notFound(() -> events().why(event, "plant.nothing"), "plant.nothing");
        notFound(() -> events().reEmit("nothing", Parts.ADMIN), "nothing");
    }

    @Test
    void anEventCanBeHandedInOnceMore() {
        start(alarm("eq", "a"));
        String event = emit(Map.of("host", "a", "size", 5L));

        String again = Await.done(events().reEmit(event, Parts.ADMIN));

        TriggerInstance second = events().find(again).orElseThrow();
        assertThat(again).isNotEqualTo(event);
        assertThat(second.payload())
                .isEqualTo(Map.of("host", "a", "size", 5L, "__context", Map.of("original_id", event)));
        parts().settle();
        assertThat(parts().enforcements()).hasSize(2);
    }

    private static Rule alarm(String operator, String host) {
        return Plant.rule(
                "alarm",
                Plant.CALC,
                Map.of(),
                criterion("trigger.host", operator, host),
                criterion("trigger.size", "gt", 3L));
    }

    private void start(Rule... rules) {
        Setup setup = Setup.in(folder);
        setup.reader().lay(Plant.content(rules));
        made = setup.make().started();
    }

    @Test
    void saysThatItLookedAtTheDatastoreAsItIsNow() {
        start(Plant.rule("asks", Plant.CALC, Map.of(), criterion("trigger.host", "eq", "{{ st2kv.system.host }}")));
        String event = emit(Map.of("host", "a"));
        Explanation before = why(event, "plant.asks");

        parts().datastore().set(Key.system("host"), new Value("a", Form.PLAIN, null), null, Parts.ADMIN);
        Explanation now = why(event, "plant.asks");

        assertThat(before.outcome()).isEqualTo(Outcome.NOT_MATCHED);
        assertThat(now.outcome()).isEqualTo(Outcome.MATCHED);
        assertThat(now.message()).contains("datastore", "as it is now");
    }

    @Test
    void tellsOfTheSilenceThatKeptAMatchFromItsAction() {
        start(alarm("eq", "a"));
        StoredSilences silences = new StoredSilences(parts().silences(), parts().ids(), parts().clock());
        Silence silence = silences.create(Wishes.wish(Wishes.rule("plant.*"), Duration.ofHours(1)), Parts.ADMIN);
        String first = emit(Map.of("host", "a", "size", 5L));
        String second = emit(Map.of("host", "a", "size", 5L));
        String unmatched = emit(Map.of("host", "b", "size", 5L));
        parts().clock().advance(Duration.ofHours(1));
        String after = emit(Map.of("host", "a", "size", 5L));

        assertThat(why(first, "plant.alarm").outcome()).isEqualTo(Outcome.LIMITED);
        assertThat(why(first, "plant.alarm").message())
                .contains("all 2 clauses hold", "kept from its action by silence " + silence.id() + " of anna");
        assertThat(why(second, "plant.alarm").message())
                .contains("kept from its action by silence " + silence.id(), "one of 2", "'" + first + "'");
        assertThat(why(second, "plant.alarm").enforcements()).isEmpty();
        assertThat(why(unmatched, "plant.alarm").message()).doesNotContain("silence");
        assertThat(why(after, "plant.alarm").message()).doesNotContain("silence");
    }

    @Test
    void tellsOfASilenceThatFollowedNoEvent() {
        start(alarm("eq", "a"));
        RuleEnforcement fired = new RuleEnforcement(
                "eeeeeeeeeeeeeeeeeeeeeeee",
                "plant.alarm/0/silence",
                Ref.of("plant", "alarm"),
                1,
                0,
                "ffffffffffffffffffffffff",
                RuleEnforcement.Status.SUCCEEDED,
                null,
                null,
                null,
                "aaaaaaaaaaaaaaaaaaaaaaab",
                parts().clock().instant());
        parts().committer().commit(Change.of(batch -> batch.insert(fired)));

        List<Explanation> all = events().why(fired.triggerInstance(), null);

        assertThat(all).singleElement().satisfies(explanation -> {
            assertThat(explanation.outcome()).isEqualTo(Outcome.MATCHED);
            assertThat(explanation.message()).contains("No event came", "plant.alarm");
            assertThat(explanation.enforcements()).containsExactly(fired);
        });
        notFound(() -> events().why("aaaaaaaaaaaaaaaaaaaaaaaa", null), "no such trigger instance");
    }

    private String emit(Map<String, @Nullable Object> payload) {
        return String.valueOf(Await.done(parts().emit(payload)).instanceId());
    }

    private Explanation why(String event, String rule) {
        return events().why(event, rule).get(0);
    }

    private StoredEvents events() {
        Parts parts = parts();
        return new StoredEvents(
                parts.store(),
                parts.registry(),
                parts.dispatcher(),
                new Why(
                        parts.store(),
                        parts.reader(),
                        transaction -> new JinjaLanguage(new BatchKeys(
                                transaction.keyValuePairs()::find, parts.secrets(), "stanley", parts.clock()))));
    }

    private static void notFound(ThrowingCallable call, String word) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessageContaining(word);
    }

    private Parts parts() {
        return Objects.requireNonNull(made);
    }
}
