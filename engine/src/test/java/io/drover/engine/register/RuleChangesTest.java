package io.drover.engine.register;

import static io.drover.engine.match.Rules.criterion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleRevision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleChangesTest {
    private static final Rule ALARM = Plant.rule("alarm", Plant.CALC, Map.of());

    @TempDir
    Path folder;

    private final MemoryStore memory = new MemoryStore();
    private final PlainReader reader = new PlainReader();
    private final List<Parts> lives = new ArrayList<>();

    @BeforeEach
    void start() {
        reader.lay(Plant.content(ALARM));
        life();
    }

    @AfterEach
    void close() {
        lives.forEach(Parts::close);
    }

    @Test
    void aRuleOfTheApiMatchesAtOnce() {
        RegisteredRule created = rules().create(document("mine", "a"), Parts.ADMIN);
        Await.done(parts().emit(Map.of("host", "a")));
        parts().settle();

        assertThat(created.fromFile()).isFalse();
        assertThat(created.revision()).isEqualTo(1);
        assertThat(created.rule().context()).containsEntry("user", "anna");
        assertThat(enforced()).containsExactlyInAnyOrder("mine", "alarm");
        assertThat(parts().trail())
                .filteredOn(entry -> entry.subject().equals("plant.mine") && entry.traceId() == null)
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.who()).isEqualTo("anna");
                    assertThat(entry.why()).isEqualTo("asked by API");
                });
    }

    @Test
    void aRuleOfTheApiComesBackFromTheDatabase() {
        RegisteredRule created = rules().create(document("mine", "a"), Parts.ADMIN);

        restart();
        Await.done(parts().emit(Map.of("host", "a")));
        parts().settle();

        assertThat(rule("plant.mine").rule()).isEqualTo(created.rule());
        assertThat(rule("plant.mine").fromFile()).isFalse();
        assertThat(revisions("mine")).hasSize(1);
        assertThat(enforced()).contains("mine");
    }

    @Test
    void theUserOfARuleIsWhoMadeItWhateverTheDocumentSays() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>(document("mine", "a"));
        document.put("context", Map.of("user", "root", "note", 1L));

        RegisteredRule created = rules().create(document, Parts.ADMIN);

        assertThat(created.rule().context()).isEqualTo(Map.of("user", "anna", "note", 1L));
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        refused(ErrorCode.ALREADY_EXISTS, () -> rules().create(document("alarm", "a"), Parts.ADMIN), "plant.alarm");
    }

    @Test
    void ofTwoThatMakeTheSameRuleAtOnceTheSecondIsRefused() {
        CountDownLatch until = new CountDownLatch(1);
        CountDownLatch committing = new CountDownLatch(1);
        parts().store().hold(until, committing);
        Asked first = create(document("mine", "a"));
        Await.until("the first is being committed", () -> committing.getCount() == 0);

        Asked second = create(document("mine", "b"));
        Await.until("the second waits", second::waits);
        until.countDown();

        assertThat(Await.done(first.answer()).revision()).isEqualTo(1);
        assertThat(Await.failure(second.answer()))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
        assertThat(revisions("mine")).hasSize(1);
    }

    @Test
    void aRuleOfAnUnknownTriggerTypeIsRefused() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>(document("mine", "a"));
        document.put("trigger", Map.of("type", "plant.nothing"));

        refused(ErrorCode.INVALID_ARGUMENT, () -> rules().create(document, Parts.ADMIN), "plant.nothing");
        assertThat(parts().registry().rule("plant.mine")).isEmpty();
        assertThat(revisions("mine")).isEmpty();
    }

    @Test
    void aDocumentThatIsNoRuleIsRefused() {
        refused(ErrorCode.INVALID_ARGUMENT, () -> rules().create(Map.of("name", "mine"), Parts.ADMIN), "type");
    }

    @Test
    void aRuleOfTheApiCanBeChangedAndRenamed() {
        RegisteredRule created = rules().create(document("mine", "a"), Parts.ADMIN);

        RegisteredRule changed = rules().update("plant.mine", document("mine", "b"), Parts.ADMIN);
        RegisteredRule renamed = rules().update(created.rule().id(), document("yours", "b"), Parts.ADMIN);

        assertThat(changed.revision()).isEqualTo(2);
        assertThat(renamed.rule().ref()).isEqualTo(Ref.of("plant", "yours"));
        assertThat(parts().registry().rule("plant.mine")).isEmpty();
        assertThat(revisions("mine").get(2).document()).isNull();
    }

    @Test
    void aRuleCannotTakeTheNameOfAnother() {
        RegisteredRule unused = rules().create(document("mine", "a"), Parts.ADMIN);

        refused(
                ErrorCode.ALREADY_EXISTS,
                () -> rules().update("plant.mine", document("alarm", "a"), Parts.ADMIN),
                "plant.alarm");
        assertThat(rule("plant.mine").rule().ref().name()).isEqualTo("mine");
    }

    @Test
    void anIdOfAnotherRuleIsRefused() {
        RegisteredRule unused = rules().create(document("mine", "a"), Parts.ADMIN);
        Map<String, @Nullable Object> document = new LinkedHashMap<>(document("mine", "a"));
        document.put("id", Kind.RULE.id(Ref.of("plant", "alarm")));

        refused(ErrorCode.INVALID_ARGUMENT, () -> rules().update("plant.mine", document, Parts.ADMIN), "has the id");
    }

    @Test
    void aRuleOfTheApiCanBeDeleted() {
        RegisteredRule unused = rules().create(document("mine", "a"), Parts.ADMIN);

        rules().delete("plant.mine", Parts.ADMIN);
        restart();
        Await.done(parts().emit(Map.of("host", "a")));
        parts().settle();

        assertThat(parts().registry().rule("plant.mine")).isEmpty();
        assertThat(enforced()).containsExactly("alarm");
        refused(ErrorCode.NOT_FOUND, () -> rules().delete("plant.mine", Parts.ADMIN), "plant.mine");
    }

    @Test
    void aRuleThatWasDeletedCanBeMadeAgain() {
        RegisteredRule unused = rules().create(document("mine", "a"), Parts.ADMIN);
        rules().delete("plant.mine", Parts.ADMIN);

        RegisteredRule again = rules().create(document("mine", "a"), Parts.ADMIN);

        assertThat(again.revision()).isEqualTo(3);
    }

    @Test
    void theContentOfAFileCannotBeChangedOrDeleted() {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(reader.document(ALARM));
        changed.put("where", "trigger.host == 'a'");

        refused(ErrorCode.CONFLICT, () -> rules().update("plant.alarm", changed, Parts.ADMIN), "rules/alarm.yaml");
        refused(ErrorCode.CONFLICT, () -> rules().delete("plant.alarm", Parts.ADMIN), "rules/alarm.yaml");
        assertThat(revisions("alarm")).hasSize(1);
    }

    @Test
    void aRuleOfAFileIsSwitchedOffByAnOverlayThatStays() {
        RegisteredRule off = rules().update("plant.alarm", switched(false, false), Parts.ADMIN);
        Await.done(parts().emit(Map.of()));

        restart();
        Await.done(parts().emit(Map.of()));
        parts().settle();

        assertThat(off.rule().enabled()).isFalse();
        assertThat(off.fromFile()).isTrue();
        assertThat(rule("plant.alarm").overlay()).isNotNull();
        assertThat(rule("plant.alarm").rule().enabled()).isFalse();
        assertThat(enforced()).isEmpty();
        assertThat(revisions("alarm")).hasSize(2);
    }

    @Test
    void anOverlayStaysOverAChangedFile() {
        RegisteredRule unused = rules().update("plant.alarm", switched(false, false), Parts.ADMIN);

        reader.lay(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of(), criterion("trigger.host", "eq", "a"))));
        parts().registration().packs().register(List.of(), Parts.ADMIN);

        assertThat(rule("plant.alarm").rule().enabled()).isFalse();
        assertThat(rule("plant.alarm").rule().criteria()).hasSize(1);
    }

    @Test
    void aRuleOfAFileIsSetToShadowByAnOverlay() {
        RegisteredRule shadow = rules().update("plant.alarm", switched(true, true), Parts.ADMIN);
        RegisteredRule off = rules().update("plant.alarm", switched(false, true), Parts.ADMIN);

        assertThat(shadow.rule().shadow()).isTrue();
        assertThat(off.rule().shadow()).isTrue();
        assertThat(off.rule().enabled()).isFalse();
    }

    @Test
    void resettingLetsTheFileSpeakAgain() {
        RegisteredRule unused = rules().update("plant.alarm", switched(false, true), Parts.ADMIN);

        RegisteredRule reset = rules().reset("plant.alarm", Parts.ADMIN);
        restart();

        assertThat(reset.overlay()).isNull();
        assertThat(reset.rule()).isEqualTo(ALARM);
        assertThat(rule("plant.alarm").rule().enabled()).isTrue();
        assertThat(memory.<List<Overlay>>read(
                        transaction -> transaction.overlays().list()))
                .isEmpty();
        assertThat(parts().trail())
                .filteredOn(entry -> entry.who().equals("anna"))
                .extracting(AuditRecord::what)
                .containsExactly("changed", "disabled", "changed", "reset");
    }

    @Test
    void resettingWhatHasNoOverlayChangesNothing() {
        int before = parts().trail().size();

        RegisteredRule reset = rules().reset("plant.alarm", Parts.ADMIN);

        assertThat(reset).isEqualTo(rule("plant.alarm"));
        assertThat(parts().trail()).hasSize(before);
    }

    @Test
    void whereAChangeCannotBeStoredTheOldRuleStaysInForce() {
        RegisteredRule unused = rules().create(document("mine", "a"), Parts.ADMIN);
        parts().store().whenFailing(() -> parts().clock().advance(Duration.ofMinutes(1)));
        parts().store().next(Fault.NOT_COMMITTED);

        refused(
                ErrorCode.UNAVAILABLE,
                () -> rules().update("plant.mine", document("mine", "b"), Parts.ADMIN),
                "NOT_COMMITTED");
        Await.done(parts().emit(Map.of("host", "a")));
        Await.done(parts().emit(Map.of("host", "b")));
        parts().settle();

        assertThat(enforced()).containsExactlyInAnyOrder("mine", "alarm", "alarm");
        assertThat(rule("plant.mine").revision()).isEqualTo(1);
    }

    @Test
    void aChangeOfUnknownOutcomeCanBeAskedForAgain() {
        changeWithUnknownOutcome();

        RegisteredRule again = rules().update("plant.mine", document("mine", "b"), Parts.ADMIN);
        RegisteredRule other = rules().update("plant.mine", document("mine", "c"), Parts.ADMIN);

        assertThat(again.revision()).isEqualTo(2);
        assertThat(other.revision()).isEqualTo(3);
        assertThat(revisions("mine")).hasSize(3);
    }

    @Test
    void whatIsInForceIsRecordedAnewAfterAChangeOfUnknownOutcome() {
        changeWithUnknownOutcome();

        RegisteredRule unused = rules().create(document("yours", "a"), Parts.ADMIN);

        assertThat(rule("plant.mine").revision()).isEqualTo(3);
        assertThat(revisions("mine").get(2).document())
                .isEqualTo(revisions("mine").get(0).document());
    }

    /** Makes the rule {@code mine} and changes it; that is committed, but nobody is told. */
    private void changeWithUnknownOutcome() {
        RegisteredRule unused = rules().create(document("mine", "a"), Parts.ADMIN);
        parts().store().whenFailing(() -> {
            parts().store().deaf(true);
            parts().clock().advance(Duration.ofMinutes(1));
        });
        parts().store().next(Fault.ANSWER_LOST);
        refused(
                ErrorCode.UNAVAILABLE,
                () -> rules().update("plant.mine", document("mine", "b"), Parts.ADMIN),
                "answered");
        parts().store().deaf(false);
    }

    @Test
    void aRevisionIsInForceForTheBatchesAfterItsOwn() {
        RegisteredRule unused = rules().create(document("mine", "a"), Parts.ADMIN);
        long own = memory.<Long>read(transaction -> transaction.batches().last(1));
        Await.done(parts().emit(Map.of()));

        long from = revisions("mine").get(0).effectiveFrom();
        assertThat(ruleSet(own)).isEqualTo(from - 1);
        assertThat(ruleSet(own + 1)).isEqualTo(from);
    }

    private long ruleSet(long batch) {
        return memory.<Long>read(transaction ->
                transaction.batches().find(1, batch).orElseThrow().ruleSet());
    }

    /** Something that a thread of its own asks. */
    private record Asked(Thread thread, CompletableFuture<RegisteredRule> answer) {
        boolean waits() {
            return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.BLOCKED;
        }
    }

    private Asked create(Map<String, @Nullable Object> document) {
        CompletableFuture<RegisteredRule> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                answer.complete(rules().create(document, Parts.ADMIN));
            } catch (DroverException refusal) {
                answer.completeExceptionally(refusal);
            }
        });
        thread.start();
        return new Asked(thread, answer);
    }

    private List<String> enforced() {
        return parts().enforcements().stream()
                .map(RuleEnforcement::rule)
                .map(Ref::name)
                .toList();
    }

    private Rules rules() {
        return parts().registration().rules();
    }

    private RegisteredRule rule(String ref) {
        return parts().registry().rule(ref).orElseThrow();
    }

    private List<RuleRevision> revisions(String rule) {
        return memory.read(transaction -> transaction.rules().list(Ref.of("plant", rule)));
    }

    private Map<String, @Nullable Object> switched(boolean enabled, boolean shadow) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>(reader.document(ALARM.with(enabled, shadow)));
        document.put("id", ALARM.id());
        document.put("ref", "plant.alarm");
        return document;
    }

    private static Map<String, @Nullable Object> document(String name, String host) {
        return Map.of(
                "name", name,
                "pack", "plant",
                "trigger", Map.of("type", "plant.state", "description", "what clients send back"),
                "criteria", Map.of("trigger.host", Map.of("type", "eq", "pattern", host)),
                "actions", List.of(Map.of("ref", "plant.calc")));
    }

    private static void refused(ErrorCode code, ThrowingCallable call, String word) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DroverException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(word);
    }

    private Parts parts() {
        return lives.get(lives.size() - 1);
    }

    private void life() {
        Parts parts = Setup.in(folder)
                .stored(memory)
                .packs(reader)
                .run(new HandRunner("effects", true), new HandRunner("pure", false))
                .make();
        lives.add(parts);
        parts.started();
    }

    private void restart() {
        lives.forEach(Parts::close);
        lives.clear();
        life();
    }
}
