package io.drover.engine.dispatch;

import static io.drover.engine.match.Rules.STATE;
import static io.drover.engine.match.Rules.criterion;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Datastore;
import io.drover.engine.api.Datastore.Form;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.audit.AuditRecord;
import io.drover.model.datastore.Key;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.rule.ClauseError;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleEnforcement.Status;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an event leads to, committed together with it. */
class DecisionsTest {
    private final Lives lives;

    DecisionsTest(@TempDir Path folder) {
        lives = Lives.in(folder);
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void commitsAnEventWithAllThatItLeadsToInOneBatch() {
        Parts parts = lives.start(Plant.content(Plant.rule(
                "alarm", Plant.CALC, Map.of("host", "{{ trigger.host }}"), criterion("trigger.host", "eq", "a"))));

        Acceptance answer = Await.done(parts.emit(Map.of("host", "a")));
        parts.settle();

        assertThat(answer.verdict()).isEqualTo(Verdict.ACCEPTED);
        TriggerInstance event = parts.events().get(0);
        Execution execution = parts.executions().get(0);
        RuleEnforcement enforcement = parts.enforcements().get(0);
        assertThat(event.id()).isEqualTo(answer.instanceId());
        assertThat(event.trace().tag()).isEqualTo("trigger_instance-" + event.id());
        assertThat(execution.parameters()).isEqualTo(Map.of("host", "a"));
        assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(execution.trace()).isEqualTo(event.trace());
        assertThat(execution.cause().triggerInstance()).isEqualTo(event.id());
        assertThat(enforcement.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(enforcement.executionId()).isEqualTo(execution.id());
        assertThat(parts.trail())
                .filteredOn(entry -> event.trace().id().equals(entry.traceId()))
                .extracting(AuditRecord::what)
                .containsExactly("accepted", "requested", "enforced", "succeeded");
    }

    @Test
    void anEventIsNotTakenWhileTheDatastoreThatItsRuleAsksIsAway() {
        Parts parts = lives.start(Plant.content(Plant.rule(
                "alarm", Plant.CALC, Map.of("host", "{{ st2kv.system.host }}"), criterion("trigger.host", "eq", "a"))));
        parts.store().deaf(true);
        Throwable failure = Await.failure(parts.emit(Map.of("host", "a")));
        parts.store().deaf(false);

        Acceptance again = Await.done(parts.emit(Map.of("host", "a")));

        parts.settle();
        assertThat(failure)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(parts.events()).extracting(TriggerInstance::id).containsExactly(again.instanceId());
        assertThat(parts.enforcements()).extracting(RuleEnforcement::status).containsExactly(Status.SUCCEEDED);
        assertThat(parts.dispatcher().inFlight()).isZero();
    }

    @Test
    void anEventIsNotTakenWhileTheDatastoreThatACriterionAsksIsAway() {
        Parts parts = lives.start(Plant.content(
                Plant.rule("alarm", Plant.CALC, Map.of(), criterion("trigger.host", "eq", "{{ st2kv.system.host }}"))));
        parts.datastore().set(Key.system("host"), new Datastore.Value("a", Form.PLAIN, null), null, Parts.ADMIN);
        parts.store().deaf(true);
        Throwable failure = Await.failure(parts.emit(Map.of("host", "a")));
        parts.store().deaf(false);

        Await.done(parts.emit(Map.of("host", "a")));
        Await.done(parts.emit(Map.of("host", "b")));

        parts.settle();
        assertThat(failure)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(parts.events()).hasSize(2);
        assertThat(parts.enforcements()).extracting(RuleEnforcement::status).containsExactly(Status.SUCCEEDED);
        assertThat(parts.dispatcher().inFlight()).isZero();
    }

    @Test
    void nothingOfAnEventIsThereWhereItsCommitIsNot() {
        Parts parts = lives.start(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of())));
        parts.store().whenFailing(() -> parts.clock().advance(Duration.ofMinutes(1)));
        parts.store().next(Fault.NOT_COMMITTED);

        Throwable failure = Await.failure(parts.emit(Map.of()));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(parts.events()).isEmpty();
        assertThat(parts.executions()).isEmpty();
        assertThat(parts.dispatcher().inFlight()).isZero();
        assertThat(parts.runs().open()).isZero();
    }

    @Test
    void aLostAnswerMakesNoSecondExecution() {
        HandRunner runner = new HandRunner("effects", true);
        Parts parts =
                lives.with(setup -> setup.run(runner)).start(Plant.content(Plant.rule("alarm", Plant.ACT, Map.of())));
        parts.store().next(Fault.ANSWER_LOST, Fault.ANSWER_LOST);

        Acceptance answer = Await.done(parts.emit(Map.of()));
        parts.settle();

        assertThat(answer.verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(parts.executions()).hasSize(1);
        assertThat(runner.calls()).hasSize(1);
    }

    @Test
    void aDuplicateDropsItsMatches() {
        HandRunner runner = new HandRunner("pure", false);
        Parts parts =
                lives.with(setup -> setup.run(runner)).start(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of())));

        Acceptance first = Await.done(parts.dispatcher().accept(keyed("k")));
        Acceptance second = Await.done(parts.dispatcher().accept(keyed("k")));
        parts.settle();

        assertThat(second).isEqualTo(Acceptance.duplicate(first.instanceId()));
        assertThat(parts.events()).hasSize(1);
        assertThat(parts.enforcements()).hasSize(1);
        assertThat(runner.calls()).hasSize(1);
        assertThat(parts.dispatcher().duplicates()).isEqualTo(1);
    }

    @Test
    void theFirstErrorOfAClauseInAnHourIsAFailedEnforcementAndTheOthersAreCounted() {
        Parts parts = lives.start(
                Plant.content(Plant.rule("alarm", Plant.CALC, Map.of(), criterion("trigger.size", "gt", 1L))));

        Await.done(parts.emit(Map.of("size", "x")));
        Await.done(parts.emit(Map.of("size", "y")));
        List<RuleEnforcement> ofFirstHour = parts.enforcements();
        parts.clock().advance(Duration.ofHours(1));
        Await.done(parts.emit(Map.of("size", "z")));

        assertThat(ofFirstHour).singleElement().satisfies(enforcement -> {
            assertThat(enforcement.status()).isEqualTo(Status.FAILED);
            assertThat(enforcement.failureReason()).contains("trigger.size", "could not be decided");
            assertThat(enforcement.executionId()).isNull();
        });
        assertThat(parts.enforcements()).hasSize(2);
        assertThat(parts.store()
                        .<List<ClauseError>>read(
                                transaction -> transaction.enforcements().errors("plant.alarm")))
                .extracting(ClauseError::count)
                .containsExactly(2L, 1L);
        assertThat(parts.executions()).isEmpty();
    }

    @Test
    void severalClausesOfARuleThatFailForOneEventAreOneEnforcement() {
        Map<String, @Nullable Object> pattern = Map.of(
                "item.size", Map.of("type", "gt", "pattern", 1L), "item.age", Map.of("type", "gt", "pattern", 1L));
        Rule rule = Plant.rule(
                "alarm", Plant.CALC, Map.of(), search("trigger.items", pattern), search("trigger.more", pattern));
        Parts parts = lives.start(Plant.content(rule));

        Acceptance answer = Await.done(parts.emit(Map.of(
                "items", List.of(Map.of("size", "x", "age", 2L), Map.of("size", 2L, "age", 2L)),
                "more", List.of(Map.of("size", 2L, "age", "x"), Map.of("size", 2L, "age", 2L)))));
        parts.settle();

        assertThat(answer.verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(parts.enforcements())
                .extracting(RuleEnforcement::status)
                .containsExactlyInAnyOrder(Status.SUCCEEDED, Status.FAILED);
        assertThat(parts.store()
                        .<List<ClauseError>>read(
                                transaction -> transaction.enforcements().errors("plant.alarm")))
                .hasSize(2);
    }

    @Test
    void anEventThatCannotBeMatchedIsKeptWithTheReasonAndHarmsNoOther() {
        Parts parts = lives.with(setup -> setup.matched(() -> new FailingMatcher(() -> {
                    throw new IllegalStateException("poison");
                })))
                .start(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of())));

        List<CompletionStage<Acceptance>> answers = new ArrayList<>();
        for (String host : List.of("a", "poison", "b")) {
            answers.add(parts.emit(Map.of("host", host)));
        }

        assertThat(answers)
                .allSatisfy(answer -> assertThat(Await.done(answer).verdict()).isEqualTo(Verdict.ACCEPTED));
        parts.settle();
        assertThat(parts.events())
                .extracting(event -> event.payload().get("host"))
                .containsExactlyInAnyOrder("a", "poison", "b");
        assertThat(parts.enforcements()).hasSize(2);
        assertThat(parts.trail())
                .filteredOn(entry -> entry.what().equals("failed"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.subject())
                            .isEqualTo(Await.done(answers.get(1)).instanceId());
                    assertThat(entry.why()).contains("poison");
                });
        assertThat(parts.dispatcher().isOpen()).isTrue();
    }

    @Test
    void aParameterThatIsNoJsonValueFailsItsRuleAlone() {
        Rule odd = Plant.rule("odd", Plant.CALC, Map.of("host", List.of("{{ trigger.keys }}")));
        Rule good = Plant.rule("good", Plant.CALC, Map.of());
        Parts parts = lives.start(Plant.content(odd, good));

        Acceptance answer = Await.done(parts.emit(Map.of("host", "a")));
        parts.settle();

        assertThat(answer.verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(parts.enforcements())
                .extracting(enforcement -> enforcement.rule().name(), RuleEnforcement::status)
                .containsExactlyInAnyOrder(Tuple.tuple("odd", Status.FAILED), Tuple.tuple("good", Status.SUCCEEDED));
    }

    private static Criterion search(String key, Map<String, @Nullable Object> pattern) {
        return new Criterion(key, Operator.SEARCH, "search", pattern, "any");
    }

    private static Emission keyed(String key) {
        return new Emission(STATE, Map.of(), null, key, Emission.DEDUPE_WINDOW, null, "test");
    }
}
