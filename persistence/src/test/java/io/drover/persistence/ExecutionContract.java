package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.action.ActionResult;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Claim;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.StatusChange;
import io.drover.model.store.Executions;
import io.drover.model.store.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Executions, whom they belong to, and their output. */
interface ExecutionContract extends OpenStore {

    @Test
    default void readsExecutionsBackAsTheyWere() {
        Execution byRule = Samples.execution(1);
        Execution byPerson = Samples.secret(2);

        store().change(t ->
                t.executions().insertAll(List.of(Samples.entry(byRule, 1, 0), Samples.entry(byPerson, 1, 1))));

        assertThat(store().<Object>read(t -> t.executions().find(byRule.id()).orElseThrow()))
                .isEqualTo(byRule);
        assertThat(store().<Object>read(t -> t.executions().find(byPerson.id()).orElseThrow()))
                .isEqualTo(byPerson);
        assertThat(store().<Object>read(t -> t.executions().last().orElseThrow()))
                .isEqualTo(byPerson);
    }

    @Test
    default void knowsNoLastExecutionWhereThereIsNone() {
        assertThat(store().<Boolean>read(t -> t.executions().last().isEmpty())).isTrue();
    }

    @Test
    default void writesOnlyWhatTheAttemptHolds() {
        Execution held = Samples.execution(1);
        Execution taken = Samples.execution(2);
        Execution done = Samples.completed(Samples.execution(3));
        store().change(t -> t.executions()
                .insertAll(List.of(
                        Samples.entry(held, 1, 0),
                        Samples.entry(taken.claimedBy("node-2"), 1, 1),
                        Samples.entry(done, 1, 2))));

        List<String> unwritten = store().inTransaction(t -> t.executions()
                .updateAll(List.of(
                        new Executions.Update(Samples.completed(held), 1),
                        new Executions.Update(Samples.completed(taken), 1),
                        new Executions.Update(Samples.execution(3), 1),
                        new Executions.Update(Samples.completed(Samples.execution(4)), 1))));

        assertThat(unwritten).containsExactly(taken.id(), done.id(), Samples.id(3, 4));
        assertThat(store().<Object>read(t -> t.executions().find(held.id()).orElseThrow()))
                .isEqualTo(Samples.completed(held));
        assertThat(store().<Object>read(t -> t.executions().find(taken.id()).orElseThrow()))
                .isEqualTo(taken.claimedBy("node-2"));
        assertThat(store().<Object>read(t -> t.executions().find(done.id()).orElseThrow()))
                .isEqualTo(done);
    }

    @Test
    default void readsALongResultBackAsItWas() {
        Execution running = Samples.execution(1);
        Map<String, @Nullable Object> result =
                Map.of("stdout", "ä\u0000\ud83d\ude00\\n\"".repeat(50_000), "stderr", "");
        Execution asking = running.pendingWith(ActionResult.pending(result), running.requestedAt());
        Execution ended = asking.completedWith(ActionResult.succeeded(Map.of("answer", 1L)), running.requestedAt());
        store().change(t -> t.executions().insertAll(List.of(Samples.entry(running, 1, 0))));

        store().change(t -> t.executions().updateAll(List.of(new Executions.Update(asking, 1))));
        Execution read = store().read(t -> t.executions().find(running.id()).orElseThrow());
        List<Execution> listed =
                store().read(t -> t.executions().list(Query.all()).items());
        store().change(t -> t.executions().updateAll(List.of(new Executions.Update(ended, 1))));

        assertThat(read).isEqualTo(asking);
        assertThat(listed).containsExactly(asking);
        assertThat(store().<Object>read(t -> t.executions().find(running.id()).orElseThrow()))
                .isEqualTo(ended);
    }

    @Test
    default void keepsTheQuestionOfWhatWaitsForAnAnswerAndEndsItOnce() {
        Execution running = Samples.execution(1);
        Execution asking = running.pendingWith(
                ActionResult.pending(Map.of("ttl", 60L, "schema", Map.of("type", "object"))), running.requestedAt());
        Execution timedOut = asking.completedWith(ActionResult.timedOut(Map.of()), running.requestedAt());
        Execution answered = asking.completedWith(ActionResult.succeeded(Map.of()), running.requestedAt());
        store().change(t -> t.executions().insertAll(List.of(Samples.entry(running, 1, 0))));
        int attempt = running.claim().attempt();
        store().change(t -> t.executions().updateAll(List.of(new Executions.Update(asking, attempt))));

        assertThat(store().<List<Execution>>read(t -> t.executions().unfinished("node-1", 10)))
                .containsExactly(asking);
        assertThat(store().<List<Execution>>read(t -> t.executions()
                        .list(Query.all().where("status", "pending").where("runner", asking.runnerType()))
                        .items()))
                .containsExactly(asking);

        List<String> first =
                store().inTransaction(t -> t.executions().updateAll(List.of(new Executions.Update(timedOut, attempt))));
        List<String> second =
                store().inTransaction(t -> t.executions().updateAll(List.of(new Executions.Update(answered, attempt))));

        assertThat(first).isEmpty();
        assertThat(second).containsExactly(running.id());
    }

    @Test
    default void letsAClaimRaiseTheAttempt() {
        Execution execution = Samples.secret(1);
        store().change(t -> t.executions().insertAll(List.of(Samples.entry(execution, 1, 0))));

        assertThat(store().<List<String>>inTransaction(t ->
                        t.executions().updateAll(List.of(new Executions.Update(execution.claimedBy("node-2"), 1)))))
                .isEmpty();
        assertThat(store().<List<String>>inTransaction(t ->
                        t.executions().updateAll(List.of(new Executions.Update(Samples.completed(execution), 1)))))
                .containsExactly(execution.id());

        assertThat(store().<Object>read(t -> t.executions().find(execution.id()).orElseThrow()))
                .isEqualTo(execution.claimedBy("node-2"));
    }

    @Test
    default void listsWhatIsUnfinishedOldestFirst() {
        Execution mine = Samples.execution(3);
        Execution nobodys = withStatus(Samples.execution(1), ExecutionStatus.REQUESTED, null);
        Execution others = withStatus(Samples.execution(2), ExecutionStatus.RUNNING, "node-2");
        Execution done = Samples.completed(Samples.execution(4));
        store().change(t -> t.executions()
                .insertAll(List.of(
                        Samples.entry(mine, 1, 0),
                        Samples.entry(nobodys, 1, 1),
                        Samples.entry(others, 1, 2),
                        Samples.entry(done, 1, 3))));

        assertThat(store().<List<Execution>>read(t -> t.executions().unfinished("node-1", 10)))
                .containsExactly(mine, nobodys);
        assertThat(store().<List<Execution>>read(t -> t.executions().unfinished("node-1", 1)))
                .containsExactly(mine);
        assertThat(store().<Long>read(t -> t.executions().open())).isEqualTo(3);
        assertThat(store().<Map<String, Long>>read(t -> t.executions().countByStatus()))
                .isEqualTo(Map.of("running", 2L, "requested", 1L, "succeeded", 1L));
    }

    @Test
    default void countsWhatWaitsOrPausesAsUnfinished() {
        List<Execution> waiting = new ArrayList<>();
        for (ExecutionStatus status : List.of(
                ExecutionStatus.DELAYED,
                ExecutionStatus.PENDING,
                ExecutionStatus.PAUSING,
                ExecutionStatus.PAUSED,
                ExecutionStatus.RESUMING,
                ExecutionStatus.CANCELING)) {
            waiting.add(withStatus(Samples.execution(waiting.size()), status, "node-1"));
        }
        store().change(t -> {
            for (int i = 0; i < waiting.size(); i++) {
                t.executions().insertAll(List.of(Samples.entry(waiting.get(i), 1, i)));
            }
            Execution others = withStatus(Samples.execution(waiting.size()), ExecutionStatus.PAUSED, "node-2");
            t.executions().insertAll(List.of(Samples.entry(others, 1, waiting.size())));
        });

        assertThat(store().<List<Execution>>read(t -> t.executions().unfinished("node-1", 10)))
                .isEqualTo(waiting);
        assertThat(store().<Long>read(t -> t.executions().open())).isEqualTo(waiting.size() + 1);
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
                new Claim(0, owner),
                execution.requestedAt(),
                null,
                null,
                List.of(new StatusChange(status, execution.requestedAt())));
    }

    @Test
    default void filtersExecutionsByEveryField() {
        Execution byRule = Samples.execution(1);
        store().change(t ->
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
            assertThat(executions(OpenStore.sortedBy(field))).as(field).hasSize(2);
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
        OpenStore.refusesUnknownField(query -> store().read(t -> t.executions().list(query)));
    }

    private List<Execution> executions(Query query) {
        return store().read(t -> t.executions().list(query)).items();
    }

    @Test
    default void tellsWhichValuesExecutionsHave() {
        for (int i = 0; i < 3; i++) {
            int number = i;
            store().change(t -> t.executions().insertAll(List.of(Samples.entry(Samples.execution(number), number, 0))));
        }
        store().change(t ->
                t.executions().insertAll(List.of(Samples.entry(Samples.completed(Samples.execution(3)), 3, 0))));

        assertThat(store().<Map<String, List<String>>>read(t -> t.executions().values()))
                .isEqualTo(Map.of(
                        "action", List.of("core.local"),
                        "rule", List.of("ops.restart"),
                        "runner", List.of("local-shell-cmd"),
                        "status", List.of("running", "succeeded"),
                        "trigger", List.of("monitoring.alert"),
                        "trigger_type", List.of("monitoring.alert"),
                        "user", List.of("stanley")));
    }

    @Test
    default void forgetsTheValuesOfWhatWasNotCommitted() {
        Execution execution = Samples.execution(1);
        assertThatThrownBy(() -> store().change(t -> {
                    t.executions().insertAll(List.of(Samples.entry(execution, 1, 0)));
                    throw new IllegalStateException("the daemon ends");
                }))
                .isInstanceOf(IllegalStateException.class);

        store().change(t -> t.executions().insertAll(List.of(Samples.entry(execution, 1, 0))));

        assertThat(store().<Map<String, List<String>>>read(t -> t.executions().values()))
                .containsEntry("action", List.of("core.local"));
    }

    @Test
    default void listsOutputInOrder() {
        store().change(t -> t.executions().insertAll(List.of(Samples.entry(Samples.execution(1), 1, 0))));
        List<OutputChunk> chunks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            chunks.add(new OutputChunk(
                    Samples.id(3, 1), 1, i, OutputChunk.Stream.STDOUT, "line\u0000" + "x".repeat(i * 400_000), NOON));
        }
        List<OutputChunk> shuffled = new ArrayList<>(chunks);
        Collections.reverse(shuffled);

        store().change(t -> t.outputs().appendAll(shuffled));

        assertThat(store().<List<OutputChunk>>read(t -> t.outputs().list(Samples.id(3, 1), 0)))
                .isEqualTo(chunks);
        assertThat(store().<List<OutputChunk>>read(t -> t.outputs().list(Samples.id(3, 1), 3)))
                .isEqualTo(chunks.subList(3, 5));
        assertThat(store().<List<OutputChunk>>read(t -> t.outputs().list("none", 0)))
                .isEmpty();
    }
}
