package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.access.ApiKey;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.Position;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ClauseError;
import io.drover.model.rule.Overlay;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Batches;
import io.drover.model.store.Contents;
import io.drover.model.store.Executions;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.ReportTable;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.TriggerInstance;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do. A test begins with an empty one. */
abstract class StoreContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");

    @SuppressWarnings("NullAway.Init")
    private HibernateStore store;

    /** {@return a store over an empty database} */
    abstract HibernateStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    HibernateStore store() {
        return store;
    }

    // What is stored is read back.

    @Test
    void readsAnEventBackAsItWas() {
        TriggerInstance event = Samples.event(1);

        store.change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(event, 7, 2))));

        assertThat(store.<Object>read(t -> t.triggerInstances().find(event.id()).orElseThrow()))
                .isEqualTo(event);
        assertThat(store.<Object>read(
                        t -> t.triggerInstances().position(event.id()).orElseThrow()))
                .isEqualTo(new Position(Samples.NODE, 7, 2));
        assertThat(store.<Boolean>read(t -> t.triggerInstances().find("none").isEmpty()
                        && t.triggerInstances().position("none").isEmpty()))
                .isTrue();
    }

    @Test
    void keepsEveryJsonValueApart() {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("whole", 1L);
        payload.put("fraction", 1.0);
        payload.put("large fraction", 1.0E10);
        payload.put("tiny", 4.9E-324);
        payload.put("huge", new BigInteger("123456789012345678901234567890"));
        payload.put("nul", "a\u0000b");
        payload.put("nul\u0000key", true);
        payload.put("half a pair", "x\uD800y");
        payload.put("escape", "\uE0000000");
        payload.put("astral", "\uD83D\uDC02 drover äöü");
        payload.put("quotes", "\"\\\n\t\u001f");
        payload.put("nothing", null);
        payload.put("empty", Map.of());
        payload.put("list", Arrays.asList(1L, "two", null, List.of(), Map.of("deep", 3.5)));
        TriggerInstance event = Samples.event(1, payload, null);

        store.change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(event, 1, 0))));

        Map<String, @Nullable Object> read = store.read(
                t -> t.triggerInstances().find(event.id()).orElseThrow().payload());
        assertThat(read).isEqualTo(event.payload());
        assertThat(new ArrayList<>(read.keySet())).isEqualTo(new ArrayList<>(payload.keySet()));
    }

    @Test
    void keepsTextThatADatabaseRefuses() {
        String text = "nul \u0000, half \uDC00, escape \uE000, astral \uD83D\uDC02, quote ' and \\";
        AuditRecord happened =
                AuditRecord.of("ada", "did", "thing", text, null, NOON).because(text);

        store.change(t ->
                t.audit().appendAll(List.of(new io.drover.model.store.Audit.Entry(happened, new Position(1, 1, 0)))));

        assertThat(store.<Object>read(
                        t -> t.audit().list(Query.all().where("subject", text)).items()))
                .isEqualTo(List.of(happened));
    }

    @Test
    void keepsAMegabyteOfResult() {
        Execution running = Samples.execution(1);
        Execution completed = running.completedWith(
                io.drover.model.action.ActionResult.succeeded(Map.of("stdout", "ä".repeat(2_000_000))), NOON);

        store.change(t -> t.executions().insertAll(List.of(Samples.entry(running, 1, 0))));
        store.change(t -> assertThat(t.executions().updateAll(List.of(new Executions.Update(completed, 1))))
                .isEmpty());

        assertThat(store.<Object>read(t -> t.executions().find(running.id()).orElseThrow()))
                .isEqualTo(completed);
    }

    @Test
    void cutsInstantsToMicroseconds() {
        Instant instant = Instant.parse("2026-03-01T12:00:00.123456789Z");
        store.change(t -> t.apiKeys().put(new ApiKey("k", "ada", "h", Map.of(), true, instant)));

        assertThat(store.<Object>read(t -> t.apiKeys().find("k").orElseThrow().createdAt()))
                .isEqualTo(Instant.parse("2026-03-01T12:00:00.123456Z"));
    }

    // Transactions.

    @Test
    void keepsNothingOfATransactionThatThrows() {
        assertThatThrownBy(() -> store.change(t -> {
                    t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(1), 1, 0)));
                    throw new IllegalStateException("stop");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stop");

        assertThat(store.<Long>read(t -> t.triggerInstances().list(Query.all()).total()))
                .isZero();
    }

    @Test
    void keepsNothingOfARead() {
        store.read(t -> {
            t.batches().append(new Batches.Batch(1, 1, 1, NOON));
            return true;
        });

        assertThat(store.<Long>read(t -> t.batches().last(1))).isZero();
    }

    @Test
    void tellsASecondRowOfTheSameKey() {
        store.change(t -> t.batches().append(new Batches.Batch(1, 1, 1, NOON)));

        assertThatThrownBy(() -> store.change(t -> t.batches().append(new Batches.Batch(1, 1, 1, NOON))))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
    }

    // Batches.

    @Test
    void countsTheBatchesOfEachNode() {
        Batches.Batch batch = new Batches.Batch(2, 5, 17, NOON);
        store.change(t -> t.batches().append(new Batches.Batch(2, 4, 17, NOON)));
        store.change(t -> t.batches().append(batch));

        assertThat(store.<Object>read(t -> t.batches().find(2, 5).orElseThrow()))
                .isEqualTo(batch);
        assertThat(store.<Boolean>read(t -> t.batches().find(2, 6).isEmpty()
                        && t.batches().find(1, 5).isEmpty()))
                .isTrue();
        assertThat(store.<Long>read(t -> t.batches().last(2))).isEqualTo(5);
        assertThat(store.<Long>read(t -> t.batches().last(1))).isZero();
    }

    @Test
    void givesEachNodeNameItsNumberForEver() {
        int first = store.inTransaction(t -> t.batches().nodeNumber("alpha", NOON));
        int second = store.inTransaction(t -> t.batches().nodeNumber("beta", NOON));
        int again = store.inTransaction(t -> t.batches().nodeNumber("alpha", NOON.plusSeconds(1)));

        assertThat(List.of(first, second, again)).containsExactly(1, 2, 1);
    }

    // Events.

    @Test
    void remembersADedupeKeyForItsWindow() {
        TriggerInstance event = Samples.event(1);
        String key = TriggerInstances.dedupeKey(event);
        store.change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(event, 1, 0))));
        Instant end = event.acceptedAt().plus(Duration.ofHours(1));

        assertThat(known(key, end.minusMillis(1))).isEqualTo(Map.of(key, event.id()));
        assertThat(known(key, end)).isEmpty();
        assertThat(known("other", event.acceptedAt())).isEmpty();
    }

    @Test
    void remembersAVeryLongDedupeKey() {
        TriggerInstance event = Samples.event(1, Map.of(), "ä\u0000".repeat(10_000));
        String key = TriggerInstances.dedupeKey(event);
        store.change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(event, 1, 0))));

        assertThat(known(key, event.acceptedAt())).isEqualTo(Map.of(key, event.id()));
        assertThat(known(key + "x", event.acceptedAt())).isEmpty();
        assertThat(store.<Object>read(t -> t.triggerInstances().find(event.id()).orElseThrow()))
                .isEqualTo(event);
    }

    @Test
    void refusesADedupeKeyWithinItsWindow() {
        store.change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(1), 1, 0))));
        TriggerInstance same = Samples.event(2, Map.of(), "check-1");

        assertThatThrownBy(() -> store.change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(same, 2, 0)))))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
        assertThat(store.<Long>read(t -> t.triggerInstances().list(Query.all()).total()))
                .isEqualTo(1);
    }

    @Test
    void takesADedupeKeyAgainAfterItsWindow() {
        store.change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(1), 1, 0))));
        TriggerInstance later = Samples.event(4_000_000, Map.of(), "check-1");

        store.change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(later, 2, 0))));

        assertThat(known(TriggerInstances.dedupeKey(later), later.acceptedAt())).containsValue(later.id());
    }

    @Test
    void forgetsKeysWhoseWindowHasPassed() {
        store.change(t -> t.triggerInstances()
                .insertAll(List.of(
                        Samples.entry(Samples.event(1), 1, 0),
                        Samples.entry(Samples.event(2), 1, 1),
                        Samples.entry(Samples.event(5_000_000), 1, 2))));
        Instant later = Samples.at(2).plus(Duration.ofHours(1)).plusSeconds(1);

        assertThat(store.<Integer>inTransaction(t -> t.triggerInstances().forgetKeys(later, 1)))
                .isEqualTo(1);
        assertThat(store.<Integer>inTransaction(t -> t.triggerInstances().forgetKeys(later, 100)))
                .isEqualTo(1);
        assertThat(store.<Integer>inTransaction(t -> t.triggerInstances().forgetKeys(later, 100)))
                .isZero();
        assertThat(store.<Long>read(t -> t.triggerInstances().list(Query.all()).total()))
                .isEqualTo(3);
    }

    private Map<String, String> known(String key, Instant now) {
        return store.read(t -> t.triggerInstances().known(List.of(key), now));
    }

    // Lists.

    @Test
    void listsNewestFirstByPositionAndNotById() {
        store.change(t -> t.triggerInstances()
                .insertAll(List.of(
                        Samples.entry(Samples.event(3), 1, 0),
                        Samples.entry(Samples.event(1), 2, 1),
                        Samples.entry(Samples.event(2), 2, 0))));

        assertThat(events(Query.all())).containsExactly(1, 2, 3);
        assertThat(events(new Query(Map.of(), null, null, List.of(new Query.Order("id", true)), 0, -1)))
                .containsExactly(1, 2, 3);
        assertThat(events(new Query(Map.of(), null, null, List.of(new Query.Order("id", false)), 0, -1)))
                .containsExactly(3, 2, 1);
    }

    @Test
    void pagesAndTellsTheTotal() {
        store.change(t -> t.triggerInstances()
                .insertAll(List.of(
                        Samples.entry(Samples.event(1), 1, 0),
                        Samples.entry(Samples.event(2), 1, 1),
                        Samples.entry(Samples.event(3), 1, 2))));

        assertPage(0, 2, List.of(3, 2));
        assertPage(2, 2, List.of(1));
        assertPage(3, 2, List.of());
        assertPage(9, 2, List.of());
        assertPage(1, -1, List.of(2, 1));
        assertPage(0, 0, List.of());
        assertPage(0, 3, List.of(3, 2, 1));
        assertThatThrownBy(() -> events(new Query(Map.of(), null, null, List.of(), -1, 1)))
                .isInstanceOf(DroverException.class);
    }

    private void assertPage(int offset, int limit, List<Integer> expected) {
        Query query = new Query(Map.of(), null, null, List.of(), offset, limit);
        assertThat(events(query)).isEqualTo(expected);
        assertThat(store.<Long>read(t -> t.triggerInstances().list(query).total()))
                .isEqualTo(3);
    }

    @Test
    void listsWhatHappenedBetween() {
        store.change(t -> t.triggerInstances()
                .insertAll(List.of(
                        Samples.entry(Samples.event(1), 1, 0),
                        Samples.entry(Samples.event(2), 1, 1),
                        Samples.entry(Samples.event(3), 1, 2))));

        assertThat(events(new Query(Map.of(), Samples.at(1), Samples.at(3), List.of(), 0, -1)))
                .containsExactly(2);
    }

    @Test
    void filtersEventsByEveryField() {
        TriggerInstance event = Samples.event(1);
        store.change(t -> t.triggerInstances()
                .insertAll(List.of(Samples.entry(event, 1, 0), Samples.entry(Samples.event(2), 1, 1))));
        Map<String, String> fields = Map.of(
                "id", event.id(),
                "trigger", "monitoring.alert",
                "trigger_type", "monitoring.alert",
                "trace_id", event.trace().id(),
                "source", "monitoring.listener");

        fields.forEach((field, value) -> {
            assertThat(events(Query.all().where(field, value))).as(field).contains(1);
            assertThat(events(Query.all().where(field, "other"))).as(field).isEmpty();
            assertThat(events(Query.all().where(field, Query.ABSENT))).as(field).isEmpty();
            assertThat(events(sortedBy(field))).as(field).hasSize(2);
        });
        assertThat(events(new Query(
                        Map.of("id", Set.of(Samples.id(1, 1), Samples.id(1, 2), "x")), null, null, List.of(), 0, -1)))
                .containsExactly(2, 1);
        refusesUnknownField(query -> store.read(t -> t.triggerInstances().list(query)));
    }

    private List<Integer> events(Query query) {
        Listing<TriggerInstance> page = store.read(t -> t.triggerInstances().list(query));
        return page.items().stream()
                .map(event -> Integer.parseInt(event.id().substring(8), 16))
                .toList();
    }

    private static Query sortedBy(String field) {
        return new Query(Map.of(), null, null, List.of(new Query.Order(field, true)), 0, -1);
    }

    private static void refusesUnknownField(java.util.function.Consumer<Query> list) {
        for (Query query : List.of(Query.all().where("payload", "x"), sortedBy("1; drop table node"))) {
            assertThatThrownBy(() -> list.accept(query))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        }
    }

    // Enforcements.

    @Test
    void readsEnforcementsBackAsTheyWere() {
        RuleEnforcement requested = Samples.enforcement(1);
        RuleEnforcement shadow = new RuleEnforcement(
                Samples.id(2, 2),
                "ops.restart/0/other",
                Samples.RULE,
                3,
                0,
                Samples.id(1, 2),
                RuleEnforcement.Status.SHADOW,
                null,
                "a reason",
                Map.of("cmd", "ls", "secret", "********"),
                Samples.id(9, 2),
                NOON);

        store.change(t -> t.enforcements().insertAll(List.of(requested, shadow)));

        assertThat(store.<Object>read(t -> t.enforcements().find(requested.id()).orElseThrow()))
                .isEqualTo(requested);
        assertThat(store.<Object>read(t -> t.enforcements().list(Query.all()).items()))
                .isEqualTo(List.of(shadow, requested));
    }

    @Test
    void enforcesAMatchOnce() {
        store.change(t -> t.enforcements().insertAll(List.of(Samples.enforcement(1))));
        RuleEnforcement first = Samples.enforcement(1);
        RuleEnforcement again = new RuleEnforcement(
                Samples.id(2, 99),
                first.key(),
                first.rule(),
                4,
                0,
                first.triggerInstance(),
                first.status(),
                Samples.id(3, 99),
                null,
                null,
                first.traceId(),
                NOON);

        assertThatThrownBy(() -> store.change(t -> t.enforcements().insertAll(List.of(again))))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
    }

    @Test
    void filtersEnforcementsByEveryField() {
        RuleEnforcement enforcement = Samples.enforcement(1);
        store.change(t -> t.enforcements().insertAll(List.of(enforcement)));
        Map<String, String> fields = Map.of(
                "id", enforcement.id(),
                "rule_ref", "ops.restart",
                "rule_id", Kind.RULE.id(Samples.RULE),
                "trigger_instance", enforcement.triggerInstance(),
                "execution", Samples.id(3, 1),
                "status", "succeeded",
                "trace_id", enforcement.traceId());

        fields.forEach((field, value) -> {
            assertThat(enforcements(Query.all().where(field, value))).as(field).isEqualTo(1);
            assertThat(enforcements(Query.all().where(field, "other")))
                    .as(field)
                    .isZero();
            assertThat(enforcements(sortedBy(field))).as(field).isEqualTo(1);
        });
        assertThat(enforcements(new Query(Map.of(), enforcement.at(), null, List.of(), 0, -1)))
                .isZero();
        refusesUnknownField(query -> store.read(t -> t.enforcements().list(query)));
    }

    private long enforcements(Query query) {
        Listing<RuleEnforcement> page = store.read(t -> t.enforcements().list(query));
        assertThat(page.items()).hasSize((int) page.total());
        return page.total();
    }

    @Test
    void countsErrorsOfAClauseByTheHour() {
        ClauseError error = new ClauseError(Samples.RULE, 3, "trigger.x > 1", NOON, "no number", "e1", 1);
        ClauseError other = new ClauseError(Samples.RULE, 3, "trigger.y > 1", NOON, "no number", "e1", 2);
        ClauseError again = new ClauseError(Samples.RULE, 3, "trigger.x > 1", NOON, "later", "e2", 5);

        assertThat(store.<List<ClauseError>>inTransaction(t -> t.enforcements().count(List.of(error, other, again))))
                .containsExactly(error, other);
        assertThat(store.<List<ClauseError>>inTransaction(t -> t.enforcements().count(List.of(again))))
                .isEmpty();

        assertThat(store.<List<ClauseError>>read(t -> t.enforcements().errors("ops.restart")))
                .containsExactlyInAnyOrder(
                        other, new ClauseError(Samples.RULE, 3, "trigger.x > 1", NOON, "no number", "e1", 11));
        assertThat(store.<List<ClauseError>>read(t -> t.enforcements().errors("ops.other")))
                .isEmpty();
    }

    // Executions.

    @Test
    void readsExecutionsBackAsTheyWere() {
        Execution byRule = Samples.execution(1);
        Execution byPerson = Samples.secret(2);

        store.change(
                t -> t.executions().insertAll(List.of(Samples.entry(byRule, 1, 0), Samples.entry(byPerson, 1, 1))));

        assertThat(store.<Object>read(t -> t.executions().find(byRule.id()).orElseThrow()))
                .isEqualTo(byRule);
        assertThat(store.<Object>read(t -> t.executions().find(byPerson.id()).orElseThrow()))
                .isEqualTo(byPerson);
        assertThat(store.<Object>read(t -> t.executions().last().orElseThrow())).isEqualTo(byPerson);
    }

    @Test
    void knowsNoLastExecutionWhereThereIsNone() {
        assertThat(store.<Boolean>read(t -> t.executions().last().isEmpty())).isTrue();
    }

    @Test
    void writesOnlyWhatTheAttemptHolds() {
        Execution held = Samples.execution(1);
        Execution taken = Samples.execution(2);
        Execution done = Samples.completed(Samples.execution(3));
        store.change(t -> t.executions()
                .insertAll(List.of(
                        Samples.entry(held, 1, 0),
                        Samples.entry(taken.claimedBy("node-2"), 1, 1),
                        Samples.entry(done, 1, 2))));

        List<String> unwritten = store.inTransaction(t -> t.executions()
                .updateAll(List.of(
                        new Executions.Update(Samples.completed(held), 1),
                        new Executions.Update(Samples.completed(taken), 1),
                        new Executions.Update(Samples.execution(3), 1),
                        new Executions.Update(Samples.completed(Samples.execution(4)), 1))));

        assertThat(unwritten).containsExactly(taken.id(), done.id(), Samples.id(3, 4));
        assertThat(store.<Object>read(t -> t.executions().find(held.id()).orElseThrow()))
                .isEqualTo(Samples.completed(held));
        assertThat(store.<Object>read(t -> t.executions().find(taken.id()).orElseThrow()))
                .isEqualTo(taken.claimedBy("node-2"));
        assertThat(store.<Object>read(t -> t.executions().find(done.id()).orElseThrow()))
                .isEqualTo(done);
    }

    @Test
    void letsAClaimRaiseTheAttempt() {
        Execution execution = Samples.secret(1);
        store.change(t -> t.executions().insertAll(List.of(Samples.entry(execution, 1, 0))));

        assertThat(store.<List<String>>inTransaction(t ->
                        t.executions().updateAll(List.of(new Executions.Update(execution.claimedBy("node-2"), 1)))))
                .isEmpty();
        assertThat(store.<List<String>>inTransaction(
                        t -> t.executions().updateAll(List.of(new Executions.Update(Samples.completed(execution), 1)))))
                .containsExactly(execution.id());

        assertThat(store.<Object>read(t -> t.executions().find(execution.id()).orElseThrow()))
                .isEqualTo(execution.claimedBy("node-2"));
    }

    @Test
    void listsWhatIsUnfinishedOldestFirst() {
        Execution mine = Samples.execution(3);
        Execution nobodys = withStatus(Samples.execution(1), ExecutionStatus.REQUESTED, null);
        Execution others = withStatus(Samples.execution(2), ExecutionStatus.RUNNING, "node-2");
        Execution done = Samples.completed(Samples.execution(4));
        store.change(t -> t.executions()
                .insertAll(List.of(
                        Samples.entry(mine, 1, 0),
                        Samples.entry(nobodys, 1, 1),
                        Samples.entry(others, 1, 2),
                        Samples.entry(done, 1, 3))));

        assertThat(store.<List<Execution>>read(t -> t.executions().unfinished("node-1", 10)))
                .containsExactly(mine, nobodys);
        assertThat(store.<List<Execution>>read(t -> t.executions().unfinished("node-1", 1)))
                .containsExactly(mine);
        assertThat(store.<Long>read(t -> t.executions().open())).isEqualTo(3);
        assertThat(store.<Map<String, Long>>read(t -> t.executions().countByStatus()))
                .isEqualTo(Map.of("running", 2L, "requested", 1L, "succeeded", 1L));
    }

    private static Execution withStatus(Execution execution, ExecutionStatus status, @Nullable String owner) {
        return new Execution(
                execution.id(),
                execution.action(),
                execution.runnerType(),
                execution.actionRevision(),
                status,
                execution.parameters(),
                null,
                execution.context(),
                execution.cause(),
                execution.trace(),
                new io.drover.model.execution.Claim(0, owner),
                execution.requestedAt(),
                null,
                null,
                List.of(new io.drover.model.execution.StatusChange(status, execution.requestedAt())));
    }

    @Test
    void filtersExecutionsByEveryField() {
        Execution byRule = Samples.execution(1);
        store.change(t ->
                t.executions().insertAll(List.of(Samples.entry(byRule, 1, 0), Samples.entry(Samples.secret(2), 1, 1))));
        Map<String, String> fields = new LinkedHashMap<>(Map.of(
                "id", byRule.id(),
                "status", "running",
                "action", "core.local",
                "rule", "ops.restart",
                "runner", "local-shell-cmd",
                "user", "stanley",
                "trigger", "monitoring.alert",
                "trigger_type", "monitoring.alert",
                "trigger_instance", Samples.id(1, 1),
                "trace_id", Samples.id(9, 1)));
        fields.put("start_timestamp", byRule.requestedAt().toString());

        fields.forEach((field, value) -> {
            assertThat(executions(Query.all().where(field, value))).as(field).contains(byRule);
            assertThat(executions(sortedBy(field))).as(field).hasSize(2);
        });
        assertThat(executions(Query.all().where("parent", Query.ABSENT))).hasSize(2);
        assertThat(executions(Query.all().where("parent", "x"))).isEmpty();
        assertThat(executions(Query.all().where("rule", Query.ABSENT))).containsExactly(Samples.secret(2));
        assertThat(executions(
                        new Query(Map.of("rule", Set.of(Query.ABSENT, "ops.restart")), null, null, List.of(), 0, -1)))
                .hasSize(2);
        assertThat(executions(new Query(Map.of(), null, null, List.of(new Query.Order("rule", true)), 0, -1)))
                .containsExactly(Samples.secret(2), byRule);
        assertThatThrownBy(() -> executions(Query.all().where("start_timestamp", "yesterday")))
                .isInstanceOf(DroverException.class);
        refusesUnknownField(query -> store.read(t -> t.executions().list(query)));
    }

    private List<Execution> executions(Query query) {
        return store.read(t -> t.executions().list(query)).items();
    }

    @Test
    void listsOutputInOrder() {
        store.change(t -> t.executions().insertAll(List.of(Samples.entry(Samples.execution(1), 1, 0))));
        List<OutputChunk> chunks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            chunks.add(new OutputChunk(
                    Samples.id(3, 1), 1, i, OutputChunk.Stream.STDOUT, "line\u0000" + "x".repeat(i * 400_000), NOON));
        }
        List<OutputChunk> shuffled = new ArrayList<>(chunks);
        Collections.reverse(shuffled);

        store.change(t -> t.outputs().appendAll(shuffled));

        assertThat(store.<List<OutputChunk>>read(t -> t.outputs().list(Samples.id(3, 1), 0)))
                .isEqualTo(chunks);
        assertThat(store.<List<OutputChunk>>read(t -> t.outputs().list(Samples.id(3, 1), 3)))
                .isEqualTo(chunks.subList(3, 5));
        assertThat(store.<List<OutputChunk>>read(t -> t.outputs().list("none", 0)))
                .isEmpty();
    }

    // Rules.

    @Test
    void knowsWhichRevisionWasInForce() {
        RuleRevision first = revision(1, Map.of("enabled", true), 1);
        RuleRevision second = revision(2, Map.of("enabled", false), 10);
        RuleRevision gone = revision(3, null, 20);
        RuleRevision other = new RuleRevision(Ref.of("ops", "other"), 1, Map.of("a", 1L), true, 5, NOON, "file");
        for (RuleRevision revision : List.of(first, second, gone, other)) {
            store.change(t -> t.rules().append(revision));
        }

        assertThat(inForce(0)).isNull();
        assertThat(inForce(1)).isEqualTo(first);
        assertThat(inForce(9)).isEqualTo(first);
        assertThat(inForce(10)).isEqualTo(second);
        assertThat(inForce(99)).isEqualTo(gone);
        assertThat(store.<List<RuleRevision>>read(t -> t.rules().current())).containsExactly(other, gone);
        assertThat(store.<Object>read(t -> t.rules().current(Samples.RULE).orElseThrow()))
                .isEqualTo(gone);
        assertThat(store.<Object>read(t -> t.rules().find(Samples.RULE, 2).orElseThrow()))
                .isEqualTo(second);
        assertThat(store.<Boolean>read(t -> t.rules().find(Samples.RULE, 4).isEmpty()))
                .isTrue();
        assertThat(store.<List<RuleRevision>>read(t -> t.rules().list(Samples.RULE)))
                .containsExactly(first, second, gone);
    }

    private static RuleRevision revision(int number, @Nullable Map<String, @Nullable Object> document, long from) {
        return new RuleRevision(Samples.RULE, number, document, false, from, NOON, "ada");
    }

    private @Nullable RuleRevision inForce(long batch) {
        return store.<java.util.Optional<RuleRevision>>read(t -> t.rules().inForce(Samples.RULE, batch))
                .orElse(null);
    }

    // Content.

    @Test
    void putsAndRemovesOverlays() {
        Overlay overlay = new Overlay(Kind.RULE, Samples.RULE, false, null, NOON, "ada");
        Overlay replaced = new Overlay(Kind.RULE, Samples.RULE, null, true, NOON.plusSeconds(1), "bob");
        Overlay action = new Overlay(Kind.ACTION, Samples.RULE, true, null, NOON, "ada");
        store.change(t -> t.overlays().put(overlay));
        store.change(t -> t.overlays().put(action));
        store.change(t -> t.overlays().put(replaced));

        assertThat(store.<List<Overlay>>read(t -> t.overlays().list())).containsExactly(action, replaced);
        assertThat(store.<Boolean>inTransaction(t -> t.overlays().remove(Kind.RULE, Samples.RULE)))
                .isTrue();
        assertThat(store.<Boolean>inTransaction(t -> t.overlays().remove(Kind.RULE, Samples.RULE)))
                .isFalse();
        assertThat(store.<List<Overlay>>read(t -> t.overlays().list())).containsExactly(action);
    }

    @Test
    void keepsOlderRevisionsOfActions() {
        Contents.Content first = content(Kind.ACTION, "one");
        Contents.Content second = content(Kind.ACTION, "two");
        store.change(t -> t.contents().putAll(List.of(first)));
        store.change(t -> t.contents().putAll(List.of(second)));

        assertThat(store.<List<Contents.Content>>read(t -> t.contents().current(Kind.ACTION)))
                .containsExactly(second);
        assertThat(revision("one")).isEqualTo(first);

        store.change(t -> t.contents().putAll(List.of(first)));
        assertThat(store.<List<Contents.Content>>read(t -> t.contents().current(Kind.ACTION)))
                .containsExactly(first);

        store.change(t -> t.contents().remove(Kind.ACTION, Samples.RULE));
        assertThat(store.<List<Contents.Content>>read(t -> t.contents().current(Kind.ACTION)))
                .isEmpty();
        assertThat(revision("one")).isEqualTo(first);
        assertThat(revision("two")).isEqualTo(second);
    }

    @Test
    void keepsOneRevisionOfOtherContent() {
        Contents.Content pack = content(Kind.PACK, "one");
        store.change(t -> t.contents().putAll(List.of(pack, content(Kind.TRIGGER_TYPE, "one"))));
        store.change(t -> t.contents().putAll(List.of(content(Kind.TRIGGER_TYPE, "two"))));

        assertThat(store.<List<Contents.Content>>read(t -> t.contents().current(Kind.PACK)))
                .containsExactly(pack);
        assertThat(store.<List<Contents.Content>>read(t -> t.contents().current(Kind.TRIGGER_TYPE)))
                .containsExactly(content(Kind.TRIGGER_TYPE, "two"));
    }

    private static Contents.Content content(Kind kind, String hash) {
        return new Contents.Content(kind, Samples.RULE, hash, Map.of("hash", hash), true, false, NOON);
    }

    private Contents.@Nullable Content revision(String hash) {
        return store.<java.util.Optional<Contents.Content>>read(
                        t -> t.contents().revision(Kind.ACTION, Samples.RULE, hash))
                .orElse(null);
    }

    // Dead letters, keys, audit.

    @Test
    void keepsADeadLetterOncePerIdentity() {
        DeadLetter letter = letter("1", "mail", "id-1");
        DeadLetter again = letter("2", "mail", "id-1");
        DeadLetter otherSource = letter("3", "queue", "id-1");
        DeadLetter nameless = letter("4", "mail", null);
        DeadLetter namelessToo = letter("5", "mail", null);

        List<Boolean> added = new ArrayList<>();
        for (DeadLetter each : List.of(letter, again, otherSource, nameless, namelessToo)) {
            added.add(store.inTransaction(t -> t.deadLetters().add(each)));
        }

        assertThat(added).containsExactly(true, false, true, true, true);
        assertThat(store.<Object>read(t -> t.deadLetters().find("1").orElseThrow()))
                .isEqualTo(letter);
        assertThat(letters(Query.all())).containsExactly(namelessToo, nameless, otherSource, letter);
        assertThat(letters(Query.all().where("source", "queue"))).containsExactly(otherSource);
        assertThat(letters(Query.all().where("id", "1").where("trigger", "monitoring.alert")))
                .containsExactly(letter);
        assertThat(letters(sortedBy("trigger"))).hasSize(4);
        refusesUnknownField(query -> store.read(t -> t.deadLetters().list(query)));
        assertThat(store.<Boolean>inTransaction(t -> t.deadLetters().remove("1")))
                .isTrue();
        assertThat(store.<Boolean>inTransaction(t -> t.deadLetters().remove("1")))
                .isFalse();
        assertThat(store.<Boolean>inTransaction(t -> t.deadLetters().add(again)))
                .isTrue();
    }

    private static DeadLetter letter(String id, String source, @Nullable String identity) {
        return new DeadLetter(
                id,
                source,
                identity,
                Ref.of("monitoring", "alert"),
                "text \u0000 ".repeat(9_000),
                false,
                70_000,
                List.of("'host' is missing", "'state' is no text"),
                NOON);
    }

    private List<DeadLetter> letters(Query query) {
        return store.read(t -> t.deadLetters().list(query)).items();
    }

    @Test
    void putsFindsAndRemovesApiKeys() {
        ApiKey key = new ApiKey("1", "ada", "f".repeat(128), Map.of("for", "ci"), true, NOON);
        ApiKey disabled = new ApiKey("1", "ada", "f".repeat(128), Map.of("for", "ci"), false, NOON);
        ApiKey other = new ApiKey("2", "bob", "e".repeat(128), Map.of(), true, NOON.plusSeconds(1));
        for (ApiKey each : List.of(key, disabled, other)) {
            store.change(t -> t.apiKeys().put(each));
        }

        assertThat(store.<Object>read(t -> t.apiKeys().find("1").orElseThrow())).isEqualTo(disabled);
        assertThat(store.<Object>read(
                        t -> t.apiKeys().findByHash("e".repeat(128)).orElseThrow()))
                .isEqualTo(other);
        assertThat(store.<Boolean>read(t -> t.apiKeys().findByHash("d").isEmpty()))
                .isTrue();
        assertThat(store.<List<ApiKey>>read(t -> t.apiKeys().list())).containsExactly(disabled, other);
        assertThat(store.<Boolean>inTransaction(t -> t.apiKeys().remove("1"))).isTrue();
        assertThat(store.<Boolean>inTransaction(t -> t.apiKeys().remove("1"))).isFalse();
    }

    @Test
    void tellsTheAuditTrailInTheOrderOfCommits() {
        AuditRecord why = AuditRecord.of("ada", "disabled", "rule", "ops.restart", null, NOON)
                .because("too loud")
                .with("was", true);
        io.drover.model.store.Audit.Entry third = Samples.audit(3, "succeeded", "execution", "e1", 2, 1);
        io.drover.model.store.Audit.Entry second = Samples.audit(2, "requested", "execution", "e1", 2, 0);
        io.drover.model.store.Audit.Entry first = new io.drover.model.store.Audit.Entry(why, new Position(1, 1, 0));
        store.change(t -> t.audit().appendAll(List.of(third, second)));
        store.change(t -> t.audit().appendAll(List.of(first)));

        assertThat(audit(Query.all())).containsExactly(why, second.record(), third.record());
        assertThat(audit(Query.first(1))).containsExactly(why);
        assertThat(audit(Query.all().where("subject", "e1"))).containsExactly(second.record(), third.record());
        assertThat(audit(Query.all().where("trace_id", Query.ABSENT))).containsExactly(why);
        for (Map.Entry<String, String> field : Map.of(
                        "kind", "rule", "subject", "ops.restart", "who", "ada", "what", "disabled")
                .entrySet()) {
            assertThat(audit(Query.all().where(field.getKey(), field.getValue())))
                    .as(field.getKey())
                    .containsExactly(why);
        }
        assertThat(audit(new Query(Map.of(), null, NOON, List.of(), 0, -1)))
                .containsExactly(second.record(), third.record());
        assertThat(audit(new Query(Map.of(), null, null, List.of(new Query.Order("what", false)), 0, -1)))
                .containsExactly(third.record(), second.record(), why);
        refusesUnknownField(query -> store.read(t -> t.audit().list(query)));
    }

    private List<AuditRecord> audit(Query query) {
        return store.read(t -> t.audit().list(query)).items();
    }

    // Reports.

    @Test
    void runsAReportOverTheViews() {
        store.change(t -> {
            t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(1), 1, 0)));
            t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(2), 1, 1)));
        });

        ReportTable table = store.report(
                "select id, payload, occurred_at, batch, trace_tag, 1.5 as half from report_v1.events order by id;", 1);

        assertThat(table.columns()).containsExactly("id", "payload", "occurred_at", "batch", "trace_tag", "half");
        assertThat(table.truncated()).isTrue();
        assertThat(table.rows()).hasSize(1);
        assertThat(table.rows().get(0))
                .isEqualTo(Arrays.<@Nullable Object>asList(
                        Samples.id(1, 1),
                        Samples.event(1).payload(),
                        Samples.at(1).toString(),
                        1L,
                        null,
                        1.5));
        assertThat(store.report("select id from events", 2).truncated()).isFalse();
        assertThat(store.report("select id from events where 1 = 0", 2).columns())
                .containsExactly("id");
        assertThat(store.report("with x as (select 1 as a union all select 2) select a from x -- why", 9)
                        .rows())
                .hasSize(2);
    }

    @Test
    void refusesReportsBeyondTheViews() {
        store.change(t -> t.apiKeys().put(new ApiKey("1", "ada", "hash", Map.of(), true, NOON)));
        for (String sql : List.of(
                "select * from api_key",
                "select * from public.execution",
                "select key_hash from \"public\".api_key",
                "delete from report_v1.events",
                "insert into report_v1.events (id) values ('x')",
                "create table report_v1.x (a integer)",
                "drop view report_v1.events",
                "reset role",
                "select 1; reset role; select * from public.api_key",
                "select 1) as r; reset role; select * from (select * from public.api_key",
                "select set_config('role', 'none', true), query_to_xml('select * from public.api_key', true, true, '')",
                "select pg_read_file('/etc/passwd')",
                "select file_read('/etc/passwd')",
                "script",
                "select * from nothing",
                "selec 1",
                "",
                ";")) {
            assertThatThrownBy(() -> store.report(sql, 10))
                    .as(sql)
                    .isInstanceOfSatisfying(
                            DroverException.class,
                            e -> assertThat(e.code()).isIn(ErrorCode.INVALID_ARGUMENT, ErrorCode.PERMISSION_DENIED));
        }
        assertThat(store.<Long>read(t -> t.triggerInstances().list(Query.all()).total()))
                .isZero();
        assertThat(store.<Boolean>read(t -> t.apiKeys().find("1").isPresent())).isTrue();
    }

    @Test
    void saysWhatItIs() {
        assertThat(store.describe()).matches("(H2|PostgreSQL) \\d+\\..*");
    }

    @Test
    void callersErrorsStayWhatTheyAre() {
        AtomicBoolean ran = new AtomicBoolean();

        assertThatThrownBy(() -> store.read(t -> {
                    ran.set(true);
                    throw DroverException.notFound("no such thing");
                }))
                .hasMessage("no such thing");
        assertThat(ran).isTrue();
    }
}
