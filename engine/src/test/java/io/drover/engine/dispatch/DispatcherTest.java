package io.drover.engine.dispatch;

import static io.drover.engine.match.Rules.STATE;
import static io.drover.engine.match.Rules.criterion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ClauseError;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleEnforcement.Status;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInstance;
import io.drover.model.trigger.TriggerType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatcherTest {
    @TempDir
    Path folder;

    private @Nullable Parts made;

    @AfterEach
    void close() {
        if (made != null) {
            made.close();
        }
    }

    @Test
    void takesNoEventBeforeItIsOpen() {
        Parts parts = start(Plant.content());
        parts.dispatcher().stopTaking();

        Throwable failure = Await.failure(parts.emit(Map.of()));

        assertThat(code(failure)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(parts.events()).isEmpty();
    }

    @Test
    void refusesAnEventOfAnUnknownTrigger() {
        Parts parts = start(Plant.content());

        Acceptance answer =
                Await.done(parts.dispatcher().accept(Emission.of(Ref.of("plant", "nothing"), Map.of(), "test")));

        assertThat(answer.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(answer.violations()).singleElement().asString().contains("'plant.nothing' is not registered");
        assertThat(parts.events()).isEmpty();
        assertThat(parts.dispatcher().refused()).isEqualTo(1);
    }

    @Test
    void refusesAPayloadThatItsSchemaDoesNotAllow() {
        Parts parts = start(Plant.content());

        Acceptance answer = Await.done(parts.emit(Map.of("host", 5L)));

        assertThat(answer.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(answer.violations()).singleElement().asString().contains("host");
        assertThat(parts.events()).isEmpty();
    }

    @Test
    void refusesEventsOfATypeWhoseSchemaIsNone() {
        Parts parts = start(Plant.content());
        Map<String, @Nullable Object> noSchema =
                Map.of("type", "object", "properties", Map.of("a", Map.of("$ref", "#/nowhere")));
        parts.registry()
                .putPack(
                        new RegisteredPack(Plant.pack("odd", folder), List.of(), List.of(), List.of(), Map.of()),
                        List.of(),
                        List.of(new TriggerType(Ref.of("odd", "type"), null, noSchema, Map.of(), List.of(), null)),
                        List.of(),
                        Map.of());

        Acceptance answer =
                Await.done(parts.dispatcher().accept(Emission.of(Ref.of("odd", "type"), Map.of("a", 1L), "test")));

        assertThat(answer.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(answer.violations()).singleElement().asString().contains("odd.type", "cannot be used");
    }

    @Test
    void commitsAnEventWithAllThatItLeadsToInOneBatch() {
        Parts parts = start(Plant.content(Plant.rule(
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
    void nothingOfAnEventIsThereWhereItsCommitIsNot() {
        Parts parts = start(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of())));
        parts.store().whenFailing(() -> parts.clock().advance(Duration.ofMinutes(1)));
        parts.store().next(Fault.NOT_COMMITTED);

        Throwable failure = Await.failure(parts.emit(Map.of()));

        assertThat(code(failure)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(parts.events()).isEmpty();
        assertThat(parts.executions()).isEmpty();
        assertThat(parts.dispatcher().inFlight()).isZero();
        assertThat(parts.runs().open()).isZero();
    }

    @Test
    void aLostAnswerMakesNoSecondExecution() {
        HandRunner runner = new HandRunner("effects", true);
        Parts parts = start(setup().run(runner), Plant.content(Plant.rule("alarm", Plant.ACT, Map.of())));
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
        Parts parts = start(setup().run(runner), Plant.content(Plant.rule("alarm", Plant.CALC, Map.of())));

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
    void turnsEventsAwayWhileAsManyAsItTakesAreUnderWay() {
        CountDownLatch end = new CountDownLatch(1);
        HandRunner runner = new HandRunner("effects", true);
        runner.does(context -> {
            end.await();
            return ActionResult.succeeded(Map.of());
        });
        Parts parts = start(setup().run(runner).atMost(2), Plant.content(Plant.rule("alarm", Plant.ACT, Map.of())));
        Await.done(parts.emit(Map.of()));
        Await.done(parts.emit(Map.of()));

        Throwable failure = Await.failure(parts.emit(Map.of()));
        end.countDown();
        parts.settle();
        Acceptance later = Await.done(parts.emit(Map.of()));

        assertThat(code(failure)).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(later.verdict()).isEqualTo(Verdict.ACCEPTED);
        parts.settle();
        assertThat(parts.events()).hasSize(3);
    }

    @Test
    void takesNoneOfSeveralEventsThatAreTooManyTogether() {
        Parts parts = start(setup().atMost(2), Plant.content());
        Emission event = Emission.of(STATE, Map.of("host", "a"), "test");

        Throwable failure = Await.failure(parts.dispatcher().acceptAll(List.of(event, event, event)));
        List<Acceptance> fewer = Await.done(parts.dispatcher().acceptAll(List.of(event, event)));

        assertThat(code(failure)).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(fewer).extracting(Acceptance::verdict).containsOnly(Verdict.ACCEPTED);
        assertThat(parts.events()).hasSize(2);
    }

    @Test
    void severalEventsAreAcceptedThoughOneOfThemIsRefused() {
        Parts parts = start(Plant.content());

        List<Acceptance> answers = Await.done(parts.dispatcher()
                .acceptAll(List.of(
                        Emission.of(STATE, Map.of("host", "a"), "test"),
                        Emission.of(STATE, Map.of("host", 1L), "test"),
                        Emission.of(STATE, Map.of("host", "b"), "test"))));

        assertThat(answers)
                .extracting(Acceptance::verdict)
                .containsExactly(Verdict.ACCEPTED, Verdict.REFUSED, Verdict.ACCEPTED);
        assertThat(parts.events()).hasSize(2);
    }

    @Test
    void aRuleChangesBetweenTwoBatches() {
        Parts parts =
                start(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of(), criterion("trigger.host", "eq", "a"))));
        Acceptance before = Await.done(parts.emit(Map.of("host", "b")));

        parts.reader()
                .lay(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of(), criterion("trigger.host", "eq", "b"))));
        parts.registration().packs().register(List.of(), Parts.ADMIN);
        Acceptance after = Await.done(parts.emit(Map.of("host", "b")));
        parts.settle();

        assertThat(parts.enforcements()).singleElement().satisfies(enforcement -> {
            assertThat(enforcement.triggerInstance()).isEqualTo(after.instanceId());
            assertThat(enforcement.ruleRevision()).isEqualTo(2);
        });
        assertThat(revisionFor(parts, before)).isEqualTo(1);
        assertThat(revisionFor(parts, after)).isEqualTo(2);
    }

    @Test
    void eventsUnderWayAreMatchedWithTheRulesThatTheirBatchIsCommittedUnder() {
        Parts parts = start(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of())));
        List<CompletionStage<Acceptance>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(parts.emit(Map.of("n", (long) i)));
            if (i % 60 == 30) {
                boolean on = i % 120 != 30;
                parts.registration().rules().update("plant.alarm", switched(parts, on), Parts.ADMIN);
            }
        }
        List<String> ids = answers.stream()
                .map(answer -> String.valueOf(Await.done(answer).instanceId()))
                .toList();
        parts.settle();

        List<String> enforced = parts.enforcements().stream()
                .map(RuleEnforcement::triggerInstance)
                .toList();
        for (String id : ids) {
            boolean inForce = parts.store()
                    .read(transaction -> transaction
                            .rules()
                            .inForce(
                                    Ref.of("plant", "alarm"),
                                    transaction
                                            .triggerInstances()
                                            .position(id)
                                            .orElseThrow()
                                            .batch()))
                    .map(revision -> Boolean.TRUE.equals(java.util.Objects.requireNonNull(revision.document())
                            .get("enabled")))
                    .orElseThrow();
            assertThat(enforced.contains(id)).isEqualTo(inForce);
        }
    }

    @Test
    void theFirstErrorOfAClauseInAnHourIsAFailedEnforcementAndTheOthersAreCounted() {
        Parts parts =
                start(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of(), criterion("trigger.size", "gt", 1L))));

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
        Parts parts = start(Plant.content(rule));

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
        Parts parts = start(
                setup().matched(new FailingMatcher("poison")),
                Plant.content(Plant.rule("alarm", Plant.CALC, Map.of())));

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
        Parts parts = start(Plant.content(odd, good));

        Acceptance answer = Await.done(parts.emit(Map.of("host", "a")));
        parts.settle();

        assertThat(answer.verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(parts.enforcements())
                .extracting(enforcement -> enforcement.rule().name(), RuleEnforcement::status)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("odd", Status.FAILED),
                        org.assertj.core.groups.Tuple.tuple("good", Status.SUCCEEDED));
    }

    @Test
    void whatIsDoneBetweenTwoBatchesTellsItsFailure() {
        Parts parts = start(Plant.content());

        assertThatThrownBy(() -> parts.dispatcher().between(() -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
        assertThat(parts.dispatcher().<String>between(() -> "still there")).isEqualTo("still there");
    }

    @Test
    void aDeadLetterIsBuriedOnce() {
        Parts parts = start(Plant.content());
        Await.done(parts.dispatcher().bury(letter("d1")));

        Await.done(parts.dispatcher().bury(letter("d2")));

        assertThat(parts.store()
                        .<List<DeadLetter>>read(transaction ->
                                transaction.deadLetters().list(Query.all()).items()))
                .extracting(DeadLetter::id)
                .containsExactly("d1");
    }

    @Test
    void closingDispatchesWhatWaits() {
        Parts parts = start(Plant.content());
        List<CompletableFuture<Acceptance>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(parts.emit(Map.of("n", (long) i)).toCompletableFuture());
        }

        parts.dispatcher().close();
        parts.committer().close();

        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
        assertThat(parts.events()).hasSize(200);
    }

    @Test
    void anEventFromTheFutureHappenedNow() {
        Parts parts = start(Plant.content());
        Emission early = new Emission(
                STATE, Map.of(), parts.clock().instant().plusSeconds(60), null, Emission.DEDUPE_WINDOW, "tag", "test");

        Await.done(parts.dispatcher().accept(early));

        assertThat(parts.events()).singleElement().satisfies(event -> {
            assertThat(event.occurredAt()).isEqualTo(parts.clock().instant());
            assertThat(event.trace().tag()).isEqualTo("tag");
        });
    }

    private Setup setup() {
        return Setup.in(folder);
    }

    private Parts start(io.drover.model.pack.PackContent content) {
        return start(setup(), content);
    }

    private Parts start(Setup setup, io.drover.model.pack.PackContent content) {
        setup.reader().lay(content);
        Parts parts = setup.make().started();
        made = parts;
        return parts;
    }

    private static Map<String, @Nullable Object> switched(Parts parts, boolean on) {
        Rule rule = parts.registry().rule("plant.alarm").orElseThrow().rule();
        return parts.reader().document(rule.with(on, false));
    }

    private static int revisionFor(Parts parts, Acceptance answer) {
        return parts.store()
                .read(transaction -> transaction
                        .rules()
                        .inForce(
                                Ref.of("plant", "alarm"),
                                transaction
                                        .triggerInstances()
                                        .position(String.valueOf(answer.instanceId()))
                                        .orElseThrow()
                                        .batch()))
                .orElseThrow()
                .number();
    }

    private static io.drover.model.rule.Criterion search(String key, Map<String, @Nullable Object> pattern) {
        return new io.drover.model.rule.Criterion(key, io.drover.model.rule.Operator.SEARCH, "search", pattern, "any");
    }

    private static Emission keyed(String key) {
        return new Emission(STATE, Map.of(), null, key, Emission.DEDUPE_WINDOW, null, "test");
    }

    private static DeadLetter letter(String id) {
        return new DeadLetter(
                id,
                "plant.alerts",
                "same",
                STATE,
                "x",
                false,
                1,
                List.of("no JSON"),
                java.time.Instant.parse("2026-03-01T12:00:00Z"));
    }

    private static ErrorCode code(Throwable failure) {
        assertThat(failure).isInstanceOf(DroverException.class);
        return ((DroverException) failure).code();
    }

    /** Throws at one host's events. */
    private static final class FailingMatcher implements RuleMatcher {
        private final RuleMatcher matcher = new DroolsRuleMatcher(failure -> {});
        private final String poison;

        FailingMatcher(String poison) {
            this.poison = poison;
        }

        @Override
        public Matches match(List<TriggerInstance> batch) {
            if (batch.stream().anyMatch(event -> poison.equals(event.payload().get("host")))) {
                throw new IllegalStateException("poison");
            }
            return matcher.match(batch);
        }

        @Override
        public void put(MatchedRule rule) {
            matcher.put(rule);
        }

        @Override
        public void remove(Ref rule) {
            matcher.remove(rule);
        }

        @Override
        public void reset(Collection<MatchedRule> rules) {
            matcher.reset(rules);
        }

        @Override
        public void close() {
            matcher.close();
        }
    }
}
