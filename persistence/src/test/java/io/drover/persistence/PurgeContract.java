package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.Position;
import io.drover.model.rule.ClauseError;
import io.drover.model.store.Batches;
import io.drover.model.store.Listing;
import io.drover.model.store.Purgeable;
import io.drover.model.store.Purges;
import io.drover.model.store.Query;
import io.drover.model.store.TriggerInstances;
import io.drover.model.store.WorkflowRuns;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.workflow.WorkflowPart;
import io.drover.model.workflow.WorkflowRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is old goes; what is open, or needed by what is open, stays. */
interface PurgeContract extends OpenStore {
    Instant LATER = Samples.START.plusSeconds(3_600);

    @Test
    default void removesOldCompletedExecutionsAndLeavesOpenOnes() {
        store().change(t -> t.executions()
                .insertAll(List.of(
                        Samples.entry(Samples.completed(Samples.execution(1)), 1, 0),
                        Samples.entry(Samples.execution(2), 1, 1),
                        Samples.entry(Samples.completed(Samples.execution(3)), 1, 2))));

        assertThat(purge(Purgeable.EXECUTIONS, Samples.START)).isZero();
        assertThat(executions()).hasSize(3);
        assertThat(purge(Purgeable.EXECUTIONS, LATER)).isEqualTo(2);
        assertThat(executions()).containsExactly(Samples.id(3, 2));
    }

    @Test
    default void leavesTheFamilyOfAnOpenExecution() {
        Execution parent = Samples.completed(Samples.execution(1));
        Execution openChild = child(2, parent);
        Execution openParent = Samples.execution(3);
        Execution child = Samples.completed(child(4, openParent));
        store().change(t -> t.executions()
                .insertAll(List.of(
                        Samples.entry(parent, 1, 0),
                        Samples.entry(openChild, 1, 1),
                        Samples.entry(openParent, 1, 2),
                        Samples.entry(child, 1, 3))));

        assertThat(purge(Purgeable.EXECUTIONS, LATER)).isZero();
        assertThat(executions()).hasSize(4);
    }

    @Test
    default void removesTheRunOfAWorkflowWithTheExecutionThatHasIt() {
        WorkflowPart part = WorkflowContract.part("task/0", "result", "x".repeat(5_000));
        WorkflowRun gone = WorkflowContract.run(1);
        WorkflowRun open = WorkflowContract.run(2);
        WorkflowRun takenUp = WorkflowContract.run(3).takenUpBy(Samples.id(3, 2));
        store().change(t -> {
            t.executions()
                    .insertAll(List.of(
                            Samples.entry(Samples.completed(Samples.execution(1)), 1, 0),
                            Samples.entry(Samples.execution(2), 1, 1),
                            Samples.entry(Samples.completed(Samples.execution(3)), 1, 2)));
            assertThat(t.workflowRuns()
                            .writeAll(Stream.of(gone, open, takenUp)
                                    .map(run -> new WorkflowRuns.Update(run, List.of(part)))
                                    .toList()))
                    .isEmpty();
        });

        assertThat(purge(Purgeable.EXECUTIONS, LATER)).isEqualTo(2);

        assertThat(executions()).containsExactly(Samples.id(3, 2));
        assertThat(store().<Boolean>read(t -> t.workflowRuns().find(gone.id()).isEmpty()
                        && t.workflowRuns().parts(gone.id()).isEmpty()))
                .isTrue();
        assertThat(count("select count(*) from workflow_value")).isEqualTo(2);
        for (WorkflowRun kept : List.of(open, takenUp)) {
            assertThat(store().<Object>read(
                                    t -> t.workflowRuns().find(kept.id()).orElseThrow()))
                    .isEqualTo(kept);
            assertThat(store().<Object>read(t -> t.workflowRuns().parts(kept.id())))
                    .isEqualTo(Map.of("task/0", part.document()));
        }
    }

    @Test
    default void removesEventsAndEnforcementsOnlyOnceWhatTheyAskedForIsCompleted() {
        store().change(t -> {
            t.triggerInstances()
                    .insertAll(List.of(Samples.entry(Samples.event(1), 1, 0), Samples.entry(Samples.event(2), 1, 1)));
            t.enforcements().insertAll(List.of(Samples.enforcement(1), Samples.enforcement(2)));
            t.executions()
                    .insertAll(List.of(
                            Samples.entry(Samples.execution(1), 1, 0),
                            Samples.entry(Samples.completed(Samples.execution(2)), 1, 1)));
        });

        assertThat(purge(Purgeable.TRIGGER_INSTANCES, LATER)).isOne();
        assertThat(purge(Purgeable.ENFORCEMENTS, LATER)).isOne();

        assertThat(store().<Long>read(
                                t -> t.triggerInstances().list(Query.all()).total()))
                .isOne();
        assertThat(store().<Boolean>read(
                                t -> t.triggerInstances().find(Samples.id(1, 1)).isPresent()))
                .isTrue();
        assertThat(store().<Boolean>read(
                                t -> t.enforcements().find(Samples.id(2, 1)).isPresent()))
                .isTrue();
    }

    @Test
    default void removesDeadLettersAndKeysWhoseWindowHasPassed() {
        store().change(t -> {
            t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(1), 1, 0)));
            t.deadLetters()
                    .add(new DeadLetter(
                            Samples.id(5, 1), "source", null, null, "x", false, 1, List.of("bad"), Samples.START));
        });

        assertThat(purge(Purgeable.DEAD_LETTERS, LATER)).isOne();
        assertThat(purge(Purgeable.DEDUPE_KEYS, Samples.START)).isZero();
        assertThat(purge(Purgeable.DEDUPE_KEYS, LATER.plusSeconds(3_600))).isOne();
    }

    @Test
    default void removesOldCountsOfErrorsInClauses() {
        ClauseError old = new ClauseError(Samples.RULE, 1, "trigger.x > 1", Samples.START, "no number", "e1", 3);
        ClauseError young = new ClauseError(Samples.RULE, 1, "trigger.x > 1", LATER, "no number", "e2", 4);
        store().change(t -> {
            List<ClauseError> unused = t.enforcements().count(List.of(old, young));
        });

        assertThat(purge(Purgeable.CLAUSE_ERRORS, LATER)).isOne();
        assertThat(store().<List<ClauseError>>read(t -> t.enforcements().errors("ops.restart")))
                .containsExactly(young);
    }

    @Test
    default void removesOldBatchesButTheLastOfEachNode() {
        Map<Integer, Long> last = store().inTransaction(t -> {
            int one = t.batches().nodeNumber("purged", Samples.START);
            int other = t.batches().nodeNumber("purged too", Samples.START);
            for (long number = 1; number <= 3; number++) {
                t.batches().append(new Batches.Batch(one, number, 1, Samples.START));
            }
            t.batches().append(new Batches.Batch(other, 1, 1, Samples.START));
            return Map.of(one, 3L, other, 1L);
        });
        int node =
                Collections.max(last.entrySet(), Map.Entry.comparingByValue()).getKey();

        assertThat(purge(Purgeable.BATCHES, Samples.START)).isZero();
        assertThat(purge(Purgeable.BATCHES, LATER)).isEqualTo(2);
        assertThat(store().<Map<Integer, Long>>read(t -> t.batches().last())).containsAllEntriesOf(last);
        assertThat(store().<Boolean>read(t -> t.batches().find(node, 2).isPresent()))
                .isFalse();
    }

    @Test
    default void leavesTheBatchesFromTheOldestEventOn() {
        int node = store().inTransaction(t -> {
            int number = t.batches().nodeNumber("purged", Samples.START);
            for (long batch = 1; batch <= 4; batch++) {
                t.batches().append(new Batches.Batch(number, batch, 1, Samples.START));
            }
            t.triggerInstances()
                    .insertAll(List.of(new TriggerInstances.Entry(
                            Samples.event(1), new Position(number, 2, 0), Duration.ofHours(1))));
            return number;
        });

        assertThat(purge(Purgeable.BATCHES, LATER)).isOne();
        assertThat(store().<Boolean>read(t -> t.batches().find(node, 2).isPresent()))
                .isTrue();
    }

    @Test
    default void goesThroughAllRowsInSmallSteps() {
        store().change(t -> {
            for (int i = 1; i <= 25; i++) {
                t.executions().insertAll(List.of(Samples.entry(Samples.completed(Samples.execution(i)), 1, i)));
            }
        });
        List<Integer> removed = new ArrayList<>();
        long after = 0;
        boolean isLast = false;
        while (!isLast) {
            long from = after;
            Purges.Step step =
                    store().inTransaction(t -> t.purges().remove(Purgeable.EXECUTIONS, Samples.at(12), from, 10));
            removed.add(step.removed());
            after = step.upTo();
            isLast = step.isLast();
        }

        assertThat(removed).hasSizeBetween(1, 3).allMatch(each -> each <= 10);
        assertThat(executions())
                .hasSize(25 - removed.stream().mapToInt(each -> each).sum());
        assertThat(purge(Purgeable.EXECUTIONS, LATER)).isPositive();
        assertThat(executions()).isEmpty();
    }

    private long purge(Purgeable kind, Instant before) {
        return store().<Purges.Step>inTransaction(t -> t.purges().remove(kind, before, 0, 1_000))
                .removed();
    }

    private List<String> executions() {
        Listing<Execution> found = store().read(t -> t.executions().list(Query.all()));
        return found.items().stream().map(Execution::id).toList();
    }

    private static Execution child(int number, Execution parent) {
        Execution plain = Samples.execution(number);
        return new Execution(
                plain.id(),
                plain.action(),
                plain.runnerType(),
                plain.actionRevision(),
                plain.status(),
                plain.parameters(),
                null,
                plain.context(),
                new Cause("stanley", null, 0, null, null, null, parent.id()),
                plain.trace(),
                plain.claim(),
                plain.requestedAt(),
                null,
                null,
                plain.log());
    }
}
