package io.drover.engine.workflow;

import static io.drover.engine.workflow.Flows.SEQUENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Parts;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go on from some of their tasks. */
class WorkflowRerunTest {
    @AutoClose
    private final Flows flows;

    WorkflowRerunTest(@TempDir Path folder) {
        flows = new Flows(folder);
    }

    @Test
    void runsATaskAgainWithWhatItsExpressionsGaveThoughThatLooksLikeATemplate() {
        flows.with("flow", """
                version: 1.0
                input: [who, size, token]
                tasks:
                  fits:
                    action: plant.act
                    input: {host: "<% ctx().who %>", size: 1, token: "<% ctx().token %>"}
                    next: [{do: bad}]
                  bad:
                    action: plant.act
                    input: {host: "<% ctx().who %>", size: "<% ctx().size %>", token: "<% ctx().token %>"}
                """, "who", "size", "token").start();
        // a workflow takes an expression over several lines for a text
        String text = "{{ 6 *\n7 }}";
        String id = flows.run("flow", Map.of("who", "{{ '" + text + "' }}", "size", "many", "token", "s3cret"))
                .id();
        Execution refused = child(id, "bad");

        Execution again = rerun(refused);
        Execution fitting = rerun(child(id, "fits"));

        assertThat(refused.claim().attempt()).isZero();
        assertThat(refused.parameters()).isEqualTo(Map.of("host", text, "size", "many", "token", "********"));
        assertThat(flows.requests().reveal(again).parameters()).isEqualTo(Map.of("host", text, "size", 2L));
        assertThat(flows.requests().reveal(fitting).parameters())
                .isEqualTo(Map.of("host", text, "size", 2L, "token", "s3cret"));
    }

    @Test
    void runsFailedTasksAgainWithWhatTheOthersGave() {
        flows.effects.does(context -> ActionResult.failed(Map.of("error", "broken")));
        flows.with("flow", SEQUENCE, "who").start();
        Execution failed = flows.run("flow", Map.of("who", "Bob"));
        flows.effects.does(context -> ActionResult.succeeded(Map.of()));

        Execution again = flows.ended(Await.done(flows.requests()
                        .rerun(failed.id(), List.of("second"), List.of(), null, Duration.ZERO, Parts.ADMIN))
                .id());

        assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(again.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(again.result()).isEqualTo(Map.of("output", Map.of("said", "done")));
        assertThat(flows.tasks(again.id())).containsExactly("second");
        assertThat(again.context())
                .containsEntry("workflow_execution", failed.context().get("workflow_execution"));
        assertThat(again.trace()).isEqualTo(failed.trace());
    }

    @Test
    void goesOnWithTheSameRunWhereAnotherExecutionTookItUpMeanwhile() {
        flows.with("flow", SEQUENCE, "who").start();
        Execution first = flows.run("flow", Map.of("who", "Bob"));
        Execution unused = again(first, "second");

        Execution third = again(first, "second");
        Execution unknown = again(first, "nope");

        assertThat(third.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(third.id())).containsExactly("second");
        assertThat(unknown.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(flows.tasks(unknown.id())).isEmpty();
    }

    @Test
    void refusesToRunTasksAgainWhileAnotherExecutionDoes() throws InterruptedException {
        flows.with("flow", SEQUENCE, "who").start();
        Execution first = flows.run("flow", Map.of("who", "Bob"));
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        flows.effects.does(context -> {
            runs.countDown();
            go.await();
            return ActionResult.succeeded(Map.of());
        });
        String busy = Await.done(flows.requests()
                        .rerun(first.id(), List.of("second"), List.of(), null, Duration.ZERO, Parts.ADMIN))
                .id();
        runs.await();

        Execution refused = again(first, "second");
        go.countDown();

        assertThat(refused.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(refused.result())).contains("completed state");
        assertThat(flows.ended(busy).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void takesInTheEndsOfTasksThatRunAgainWhileOthersAskForThemToo() throws InterruptedException {
        Execution first = failedTwice();
        CountDownLatch endOfA = new CountDownLatch(1);
        CountDownLatch endOfB = new CountDownLatch(1);
        String busy = runsAgain(first, endOfA, endOfB);

        Execution refused = again(first, "a");
        endOfA.countDown();
        Await.until("what follows is done", () -> flows.tasks(busy).contains("after_a"));
        Execution refusedToo = again(refused, "a");
        endOfB.countDown();

        assertThat(refused.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(refusedToo.result())).contains("completed state", busy);
        assertThat(flows.ended(busy).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(busy)).containsExactlyInAnyOrder("a", "b", "after_a", "after_b");
        assertThat(flows.tasks(refused.id())).isEmpty();
    }

    @Test
    void takesInTheEndOfATaskThatComesAtOnceWithAnotherExecutionThatAsksForIt() throws InterruptedException {
        Execution first = failedTwice();
        CountDownLatch endOfA = new CountDownLatch(1);
        CountDownLatch endOfB = new CountDownLatch(1);
        String busy = runsAgain(first, endOfA, endOfB);
        WorkflowPlane plane = flows.parts().workflows();
        CountDownLatch one = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        plane.submit(() -> await(one));
        plane.submit(() -> await(other));
        String refused = asksAgain(first, "a");
        Await.until("it is about to begin", () -> plane.waiting() == 1);
        endOfA.countDown();
        Await.until("the end of the task is told", () -> plane.waiting() == 2);

        one.countDown();
        Await.until("what follows is done", () -> flows.tasks(busy).contains("after_a"));
        other.countDown();
        endOfB.countDown();

        assertThat(flows.ended(refused).status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(flows.ended(busy).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(busy)).containsExactlyInAnyOrder("a", "b", "after_a", "after_b");
        assertThat(flows.tasks(refused)).isEmpty();
    }

    @Test
    void leavesARunAloneWhereAnExecutionIsCancelledThatDoesNotCarryItOn() throws InterruptedException {
        Execution first = failedTwice();
        CountDownLatch ends = new CountDownLatch(1);
        String busy = runsAgain(first, ends, ends);
        WorkflowPlane plane = flows.parts().workflows();
        CountDownLatch go = new CountDownLatch(1);
        plane.submit(() -> await(go));
        plane.submit(() -> await(go));
        String refused = asksAgain(first, "a");
        Await.until("it is about to begin", () -> plane.waiting() == 1);

        CompletionStage<Execution> cancelled = flows.requests().cancel(refused, Parts.ADMIN);
        go.countDown();

        assertThat(Await.failure(cancelled)).hasMessageContaining(busy).hasMessageContaining("Ask that one.");
        ends.countDown();
        assertThat(flows.ended(busy).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.ended(refused).status()).isEqualTo(ExecutionStatus.FAILED);
    }

    @Test
    void runsTasksAgainOfAnExecutionThatWasRefused() {
        flows.with("flow", SEQUENCE, "who").start();
        Execution first = flows.run("flow", Map.of("who", "Bob"));
        Execution refused = again(first, "nope");

        Execution again = again(refused, "second");

        assertThat(refused.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(again.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(again.id())).containsExactly("second");
    }

    /** {@return a run of two tasks that both failed} */
    private Execution failedTwice() {
        flows.effects.does(context -> ActionResult.failed(Map.of("error", "broken")));
        flows.with("flow", """
                version: 1.0
                tasks:
                  a:
                    action: plant.act
                    input: {host: a}
                    next: [{when: <% succeeded() %>, do: after_a}]
                  b:
                    action: plant.act
                    input: {host: b}
                    next: [{when: <% succeeded() %>, do: after_b}]
                  after_a: {action: plant.calc}
                  after_b: {action: plant.calc}
                """).start();
        return flows.run("flow", Map.of());
    }

    /** {@return the id of an execution that runs both tasks again, which end when they are let} */
    private String runsAgain(Execution first, CountDownLatch endOfA, CountDownLatch endOfB)
            throws InterruptedException {
        CountDownLatch run = new CountDownLatch(2);
        flows.effects.does(context -> {
            run.countDown();
            ("a".equals(context.actionParameters().get("host")) ? endOfA : endOfB).await();
            return ActionResult.succeeded(Map.of());
        });
        String busy = asksAgain(first, "a", "b");
        run.await();
        return busy;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String asksAgain(Execution first, String... tasks) {
        return Await.done(
                        flows.requests().rerun(first.id(), List.of(tasks), List.of(), null, Duration.ZERO, Parts.ADMIN))
                .id();
    }

    @Test
    void refusesToRunTasksAgainOfAWorkflowThatNeverBegan() {
        flows.with("flow", "version: 1.0").start();
        Execution first = flows.run("flow", Map.of());
        flows.write("flow", SEQUENCE);

        Execution again = again(first, "second");

        assertThat(again.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(again.result())).contains("none of them ever ran");
        assertThat(flows.tasks(again.id())).isEmpty();
    }

    private Execution again(Execution first, String task) {
        return flows.ended(asksAgain(first, task));
    }

    @Test
    void refusesToRunATaskAgainThatNeverRan() {
        flows.with("flow", SEQUENCE, "who").start();
        Execution first = flows.run("flow", Map.of("who", "Bob"));

        Execution again = flows.ended(Await.done(flows.requests()
                        .rerun(first.id(), List.of("nope"), List.of(), null, Duration.ZERO, Parts.ADMIN))
                .id());

        assertThat(again.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(again.result()))
                .contains("Unable to rerun workflow because one or more tasks is not found: nope");
    }

    private Execution child(String id, String task) {
        return flows.children(id).stream()
                .filter(child -> Flows.task(child, "task_name").equals(task))
                .findFirst()
                .orElseThrow();
    }

    private Execution rerun(Execution task) {
        return Await.done(flows.requests().rerun(task.id(), Map.of("size", 2L), null, Duration.ZERO, Parts.ADMIN));
    }
}
