package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.store.WorkflowRuns;
import io.drover.model.workflow.TaskRun;
import io.drover.model.workflow.WorkflowPart;
import io.drover.model.workflow.WorkflowRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs of workflows: who may write them, and their state in parts. */
interface WorkflowContract extends OpenStore {
    String TEXT = "version: 1.0\ntasks:\n  one:\n    action: core.noop\n";

    static WorkflowRun run(int number) {
        return new WorkflowRun(Samples.id(6, number), Samples.id(3, number), 1, TEXT);
    }

    static WorkflowPart part(String name, @Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> document = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            document.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return new WorkflowPart(name, document, null);
    }

    private List<String> write(WorkflowRun run, WorkflowPart... parts) {
        return writeAll(new WorkflowRuns.Update(run, List.of(parts)));
    }

    private List<String> writeAll(WorkflowRuns.Update... updates) {
        return store().inTransaction(t -> t.workflowRuns().writeAll(List.of(updates)));
    }

    private Map<String, Object> parts(WorkflowRun run) {
        return store().read(t -> t.workflowRuns().parts(run.id()));
    }

    private WorkflowRun stored(WorkflowRun run) {
        return store().read(t -> t.workflowRuns().find(run.id()).orElseThrow());
    }

    private long rows(String table) {
        return count("select count(*) from " + table);
    }

    @Test
    default void readsARunAndItsPartsBackAsTheyWere() {
        WorkflowRun run = run(1);
        WorkflowPart head = part("head", "status", "running", "none", null, "numbers", List.of(1L, 1.0, -7L));
        WorkflowPart context = part("context/0", "strange", "\u0000 \uE000 \uD834 \uE000=" + "a".repeat(64), "", "");
        WorkflowPart list = new WorkflowPart("list", List.of("a", Map.of(), List.of()), null);

        assertThat(write(run, head, context, list)).isEmpty();

        assertThat(stored(run)).isEqualTo(run);
        assertThat(store().<Object>read(t ->
                        t.workflowRuns().ofExecution(run.execution()).orElseThrow()))
                .isEqualTo(run);
        assertThat(parts(run))
                .isEqualTo(Map.of("head", head.document(), "context/0", context.document(), "list", list.document()));
    }

    @Test
    default void knowsNothingOfARunThatIsNotThere() {
        assertThat(store().<Boolean>read(t -> t.workflowRuns().find("none").isEmpty()
                        && t.workflowRuns().ofExecution("none").isEmpty()))
                .isTrue();
        assertThat(parts(run(1))).isEmpty();
    }

    @Test
    default void replacesTheGivenPartsAndKeepsTheOthers() {
        WorkflowRun first = run(1);
        assertThat(write(first, part("head", "a", 1L), part("context/0", "x", 1L)))
                .isEmpty();

        assertThat(write(first.next(), part("head", "b", 2L), part("task/0", "c", 3L)))
                .isEmpty();

        assertThat(stored(first)).isEqualTo(first.next());
        assertThat(parts(first))
                .isEqualTo(Map.of("head", Map.of("b", 2L), "context/0", Map.of("x", 1L), "task/0", Map.of("c", 3L)));
    }

    @Test
    default void keepsTheHeadOfACommitThatDoesNotChangeIt() {
        WorkflowRun first = run(1);
        assertThat(write(first, part("head", "a", 1L))).isEmpty();

        assertThat(write(first.next(), part("task/0", "c", 3L))).isEmpty();

        assertThat(parts(first)).isEqualTo(Map.of("head", Map.of("a", 1L), "task/0", Map.of("c", 3L)));
    }

    @Test
    default void readsTheHeadOfARunFromBeforeItHadItsOwnPlace() throws SQLException {
        WorkflowRun first = run(1);
        assertThat(write(first, part("context/0", "x", 1L))).isEmpty();
        try (Connection connection = store().connection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(
                            "insert into workflow_part (run_id, name, document) select run_id, 'head',"
                                    + " document from workflow_part"))
                    .isOne();
            connection.commit();
        }
        assertThat(parts(first)).containsEntry("head", Map.of("x", 1L));

        assertThat(write(first.next(), part("head", "b", 2L))).isEmpty();

        assertThat(parts(first)).isEqualTo(Map.of("head", Map.of("b", 2L), "context/0", Map.of("x", 1L)));
    }

    @Test
    default void writesNothingOfARunWhoseRevisionIsNotTheOneBefore() {
        WorkflowRun known = run(1);
        WorkflowRun other = run(2);
        assertThat(write(known, part("head", "by", "the first"))).isEmpty();
        assertThat(write(known.next(), part("head", "by", "the second"))).isEmpty();

        List<String> refused = writeAll(
                new WorkflowRuns.Update(known.next(), List.of(part("head", "by", "a late one"), part("more"))),
                new WorkflowRuns.Update(other, List.of(part("head", "by", "another run"))),
                new WorkflowRuns.Update(run(3).next(), List.of(part("head", "by", "one without a beginning"))),
                new WorkflowRuns.Update(known, List.of(part("head", "by", "one that begins it again"))),
                new WorkflowRuns.Update(known.next().next().next(), List.of(part("head", "by", "an early one"))));

        assertThat(refused).containsExactly(known.id(), run(3).id(), known.id(), known.id());
        assertThat(stored(known)).isEqualTo(known.next());
        assertThat(parts(known)).isEqualTo(Map.of("head", Map.of("by", "the second")));
        assertThat(parts(other)).isEqualTo(Map.of("head", Map.of("by", "another run")));
        assertThat(parts(run(3))).isEmpty();
    }

    @Test
    default void takesManyUpdatesAtOnceInTheirOrder() {
        List<WorkflowRuns.Update> updates = new ArrayList<>();
        for (int number = 1; number <= 40; number++) {
            WorkflowRun run = run(number);
            for (long revision = 1; revision <= 3; revision++) {
                updates.add(new WorkflowRuns.Update(
                        run,
                        List.of(part("head", "revision", revision), part("task/" + revision, "run", (long) number))));
                run = run.next();
            }
        }

        assertThat(writeAll(updates.toArray(new WorkflowRuns.Update[0]))).isEmpty();

        for (int number = 1; number <= 40; number++) {
            assertThat(stored(run(number)).revision()).isEqualTo(3);
            assertThat(parts(run(number)))
                    .hasSize(4)
                    .containsEntry("head", Map.of("revision", 3L))
                    .containsEntry("task/2", Map.of("run", (long) number));
        }
    }

    @Test
    default void findsARunByTheExecutionThatTookItUpLast() {
        WorkflowRun run = run(1);
        WorkflowRun again = run.next().takenUpBy(Samples.id(3, 9));
        assertThat(write(run, part("head"))).isEmpty();

        assertThat(write(again, part("head"))).isEmpty();

        assertThat(store().<Object>read(t ->
                        t.workflowRuns().ofExecution(Samples.id(3, 9)).orElseThrow()))
                .isEqualTo(again);
        assertThat(store().<Boolean>read(t ->
                        t.workflowRuns().ofExecution(run.execution()).isEmpty()))
                .isTrue();
    }

    @Test
    default void storesTheTextOfAWorkflowOnceForAllItsRuns() {
        WorkflowRun edited = new WorkflowRun(Samples.id(6, 9), Samples.id(3, 9), 1, TEXT + "# \u0000");
        WorkflowRun alike = new WorkflowRun(Samples.id(6, 11), Samples.id(3, 11), 1, TEXT + "# \uD834");
        WorkflowRun unlike = new WorkflowRun(Samples.id(6, 12), Samples.id(3, 12), 1, TEXT + "# \uD835");

        writeAll(IntStream.range(1, 9)
                .mapToObj(number -> new WorkflowRuns.Update(run(number), List.of()))
                .toArray(WorkflowRuns.Update[]::new));
        assertThat(write(edited)).isEmpty();
        assertThat(write(run(10))).isEmpty();
        assertThat(write(alike)).isEmpty();
        assertThat(write(unlike)).isEmpty();

        assertThat(rows("workflow_definition")).isEqualTo(4);
        assertThat(stored(alike)).isEqualTo(alike);
        assertThat(stored(unlike)).isEqualTo(unlike);
        assertThat(stored(edited)).isEqualTo(edited);
        assertThat(stored(run(10))).isEqualTo(run(10));
    }

    @Test
    default void storesALongValueOnceForARunHoweverDeepItLies() {
        String text = "\uE000 long \u0000".repeat(1_000);
        List<Map<String, Object>> many = IntStream.range(0, 5_000)
                .mapToObj(i -> Map.<String, Object>of("number", (long) i, "text", "x".repeat(i % 20)))
                .toList();
        Map<String, @Nullable Object> result = Map.of("stdout", text, "rows", many, "code", 0L);
        WorkflowRun run = run(1);
        WorkflowPart task = part("task/0", "result", result);
        WorkflowPart context = part("context/1", "out", text, "lines", List.of(text, many), "text", new ArrayList<>());
        WorkflowPart plain = new WorkflowPart("text", text, null);

        assertThat(write(run, part("head"), task)).isEmpty();
        long stored = rows("workflow_value");
        assertThat(write(run.next(), task, context, plain)).isEmpty();

        assertThat(stored).isEqualTo(2);
        assertThat(rows("workflow_value")).isEqualTo(2);
        assertThat(
                        count(
                                "select count(*) from workflow_part where length(cast(document as varchar)) > 500 and name <> 'text'"))
                .isZero();
        assertThat(parts(run))
                .isEqualTo(Map.of(
                        "head", Map.of(), "task/0", task.document(), "context/1", context.document(), "text", text));
    }

    @Test
    default void storesLongValuesOfEachRunForItself() {
        String text = "x".repeat(5_000);

        writeAll(
                new WorkflowRuns.Update(run(1), List.of(part("context/0", "x", text))),
                new WorkflowRuns.Update(run(2), List.of(part("context/0", "x", text))));

        assertThat(rows("workflow_value")).isEqualTo(2);
        assertThat(parts(run(1))).isEqualTo(Map.of("context/0", Map.of("x", text)));
        assertThat(parts(run(2))).isEqualTo(parts(run(1)));
    }

    @Test
    default void keepsLargeValues() {
        String large = "0123456789abcdef".repeat(1 << 19);
        WorkflowRun run = run(1);
        assertThat(write(run)).isEmpty();

        assertThat(write(run.next(), part("task/0", "result", large))).isEmpty();

        assertThat(parts(run)).isEqualTo(Map.of("task/0", Map.of("result", large)));
    }

    @Test
    default void replacesWhatAPartSaysOfATask() {
        WorkflowRun run = run(1);
        TaskRun started = new TaskRun(Samples.id(7, 1), "one", 0, "running", null, NOON, null);
        TaskRun ended = new TaskRun(Samples.id(7, 1), "one", 0, "succeeded", 3, NOON, NOON.plusMillis(2_500));
        store().change(t -> t.executions().insertAll(List.of(Samples.entry(Samples.execution(1), 1, 0))));
        assertThat(write(run, part("head"), new WorkflowPart("task/0", Map.of(), started)))
                .isEmpty();
        List<@Nullable Object> first = tasks().get(0);

        assertThat(write(run.next(), new WorkflowPart("task/0", Map.of(), ended)))
                .isEmpty();

        assertThat(first)
                .isEqualTo(Arrays.asList(
                        started.id(),
                        run.execution(),
                        "core.local",
                        "one",
                        0L,
                        "running",
                        null,
                        NOON.toString(),
                        null,
                        null));
        assertThat(tasks())
                .containsExactly(List.of(
                        started.id(),
                        run.execution(),
                        "core.local",
                        "one",
                        0L,
                        "succeeded",
                        3L,
                        NOON.toString(),
                        NOON.plusMillis(2_500).toString(),
                        2.5));
    }

    private List<List<@Nullable Object>> tasks() {
        return store().report("select * from report_v1.workflow_tasks", 9).rows();
    }

    @Test
    default void ofTwoThatWriteARunAtOnceExactlyOneIsRefused() {
        WorkflowRun run = run(1);
        assertThat(write(run, part("head", "by", "nobody"))).isEmpty();
        for (long round = 0; round < 10; round++) {
            WorkflowRun next = stored(run).next();
            CountDownLatch bothAreReady = new CountDownLatch(2);
            List<CompletableFuture<List<String>>> writers = List.of(
                    racing(bothAreReady, next, part("head", "by", "a"), part("a")),
                    racing(bothAreReady, next, part("head", "by", "b"), part("b")));

            List<String> refused = writers.stream()
                    .map(CompletableFuture::join)
                    .flatMap(List::stream)
                    .toList();

            assertThat(refused).containsExactly(run.id());
            assertThat(stored(run)).isEqualTo(next);
            Object winner = writers.get(0).join().isEmpty() ? "a" : "b";
            assertThat(parts(run)).containsEntry("head", Map.of("by", winner)).containsKey(winner.toString());
        }
    }

    private CompletableFuture<List<String>> racing(CountDownLatch ready, WorkflowRun run, WorkflowPart... parts) {
        return CompletableFuture.supplyAsync(() -> store().inTransaction(t -> {
            long seen = t.workflowRuns().find(run.id()).orElseThrow().revision();
            assertThat(seen).isEqualTo(run.revision() - 1);
            ready.countDown();
            awaitAll(ready);
            return t.workflowRuns().writeAll(List.of(new WorkflowRuns.Update(run, List.of(parts))));
        }));
    }

    private static void awaitAll(CountDownLatch ready) {
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    default void writesNothingForNothing() {
        assertThat(writeAll()).isEmpty();
        assertThat(write(run(1))).isEmpty();
        assertThat(stored(run(1))).isEqualTo(run(1));
    }
}
