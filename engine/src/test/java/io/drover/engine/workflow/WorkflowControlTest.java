package io.drover.engine.workflow;

import static io.drover.engine.workflow.Flows.SEQUENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Parts;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pausing and canceling runs, and what waits in them. */
class WorkflowControlTest {
    @AutoClose
    private final Flows flows;

    WorkflowControlTest(@TempDir Path folder) {
        flows = new Flows(folder);
    }

    @Test
    void pausesAfterWhatRunsAndGoesOnWhenAsked() {
        CountDownLatch go = flows.holdPure();
        flows.with("flow", SEQUENCE, "who").start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the first task runs", () -> flows.pure.calls().size() == 1);

        Execution asked = Await.done(flows.requests().pause(id, Parts.ADMIN));
        go.countDown();
        Await.until("it is paused", () -> flows.execution(id).status() == ExecutionStatus.PAUSED);
        List<String> before = flows.tasks(id);
        Execution resumed = Await.done(flows.requests().resume(id, Parts.ADMIN));

        assertThat(asked.status()).isEqualTo(ExecutionStatus.PAUSING);
        assertThat(asked.context()).containsEntry("paused_by", "anna");
        assertThat(before).containsExactly("first");
        assertThat(resumed.context()).containsEntry("resumed_by", "anna");
        assertThat(flows.ended(id).result()).isEqualTo(Map.of("output", Map.of("said", "done")));
        assertThat(flows.parts().statuses(id))
                .containsSubsequence(
                        ExecutionStatus.PAUSING,
                        ExecutionStatus.PAUSED,
                        ExecutionStatus.RESUMING,
                        ExecutionStatus.RUNNING,
                        ExecutionStatus.SUCCEEDED);
    }

    @Test
    void pausesAndCancelsTheWorkflowsBelow() {
        CountDownLatch go = flows.holdPure();
        flows.with("inner", SEQUENCE, "who");
        flows.with("flow", """
                version: 1.0
                tasks:
                  call:
                    action: plant.inner
                    input: {who: Ann}
                """).start();
        String id = flows.request("flow", Map.of());
        Await.until("the first task runs", () -> flows.pure.calls().size() == 1);
        String inner = flows.children(id).get(0).id();

        Execution unused = Await.done(flows.requests().pause(id, Parts.ADMIN));
        Await.until("the workflow below pauses", () -> flows.execution(inner).status() == ExecutionStatus.PAUSING);
        go.countDown();
        Await.until("it is paused", () -> flows.execution(id).status() == ExecutionStatus.PAUSED);
        Execution canceled = Await.done(flows.requests().cancel(id, Parts.ADMIN));

        assertThat(canceled.context()).containsEntry("canceled_by", "anna");
        assertThat(flows.ended(inner).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(flows.effects.calls()).isEmpty();
    }

    @Test
    void cancelsOnceWhatRunsHasEnded() {
        CountDownLatch go = flows.holdPure();
        flows.with("flow", SEQUENCE, "who").start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the first task runs", () -> flows.pure.calls().size() == 1);

        Execution asked = Await.done(flows.requests().cancel(id, Parts.ADMIN));
        go.countDown();

        assertThat(asked.status()).isEqualTo(ExecutionStatus.CANCELING);
        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(flows.tasks(id)).containsExactly("first");
        assertThat(flows.children(id)).extracting(Execution::status).containsExactly(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void refusesToPauseWhatDoesNotRun() {
        flows.with("flow", SEQUENCE, "who").start();
        Execution ended = flows.run("flow", Map.of("who", "Bob"));

        assertThatThrownBy(() -> flows.requests().pause(ended.id(), Parts.ADMIN))
                .hasMessageContaining("already in completed state");
        assertThatThrownBy(() -> flows.requests().resume(ended.id(), Parts.ADMIN))
                .hasMessageContaining("already in completed state");
    }

    @Test
    void waitsBeforeATaskAndBetweenItsRetries() {
        AtomicInteger calls = new AtomicInteger();
        flows.pure.does(context -> calls.incrementAndGet() < 3
                ? ActionResult.failed(Map.of("error", "not yet"))
                : ActionResult.succeeded(Map.of("result", "done")));
        flows.with("flow", """
                version: 1.0
                tasks:
                  slow:
                    delay: 30
                    action: plant.calc
                    retry: {count: 3, delay: 60}
                """).start();

        String id = flows.request("flow", Map.of());
        Await.until("the task waits", () -> flows.parts().runs().delayed() == 1);
        flows.parts().clock().advance(Duration.ofSeconds(31));
        Await.until(
                "it was tried", () -> calls.get() == 1 && flows.parts().runs().delayed() == 1);
        flows.parts().clock().advance(Duration.ofSeconds(61));
        Await.until(
                "it was tried again",
                () -> calls.get() == 2 && flows.parts().runs().delayed() == 1);
        flows.parts().clock().advance(Duration.ofSeconds(61));

        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.children(id)).hasSize(3);
    }

    @Test
    void whatIsDelayedStartsInAWorkflowThatPausesAndNothingAfterIt() {
        flows.pure.does(context -> ActionResult.succeeded(Map.of("result", "done")));
        flows.with("flow", SEQUENCE.replace("first:", "first:\n    delay: 30"), "who")
                .start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the task waits", () -> flows.parts().runs().delayed() == 1);

        Execution asked = Await.done(flows.requests().pause(id, Parts.ADMIN));
        flows.parts().clock().advance(Duration.ofSeconds(31));
        Await.until("it is paused", () -> flows.execution(id).status() == ExecutionStatus.PAUSED);

        assertThat(asked.status()).isEqualTo(ExecutionStatus.PAUSING);
        assertThat(flows.tasks(id)).containsExactly("first");
        assertThat(flows.children(id)).extracting(Execution::status).containsExactly(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void cancelsWhatIsDelayed() {
        flows.with("flow", SEQUENCE.replace("first:", "first:\n    delay: 30"), "who")
                .start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the task waits", () -> flows.parts().runs().delayed() == 1);

        Execution unused = Await.done(flows.requests().cancel(id, Parts.ADMIN));

        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(flows.children(id)).extracting(Execution::status).containsExactly(ExecutionStatus.CANCELED);
    }
}
