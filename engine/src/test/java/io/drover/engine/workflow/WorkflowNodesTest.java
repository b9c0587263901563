package io.drover.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.inquiry.StoredInquiries;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Parts;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of workflows where two nodes share a store. */
class WorkflowNodesTest {
    private final Flows flows;

    WorkflowNodesTest(@TempDir Path folder) {
        flows = new Flows(folder).asking();
    }

    @AfterEach
    void close() {
        flows.close();
    }

    @Test
    void aRunGoesOnOnTheNodeThatTakesItOver() {
        CountDownLatch late = new CountDownLatch(1);
        flows.effects.does(context -> {
            if (flows.effects.calls().size() == 1) {
                late.await();
            }
            return ActionResult.succeeded(
                    Map.of("result", "by attempt " + context.execution().claim().attempt()));
        });
        flows.with("flow", """
                version: 1.0
                tasks:
                  slow:
                    action: plant.repeat
                    next:
                      - publish: [said: "<% result().result %>"]
                        do: last
                  last:
                    action: plant.calc
                output: [said: "<% ctx().said %>"]
                """).start();
        String id = flows.request("flow", Map.of());
        Await.until("the task runs", () -> flows.effects.calls().size() == 1);

        try (Parts other = flows.other("n2")) {
            other.runs().takeOver(Parts.NODE);
            Execution ended = flows.ended(id);
            late.countDown();

            assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(ended.result()).isEqualTo(Map.of("output", Map.of("said", "by attempt 2")));
            assertThat(flows.tasks(id)).containsExactlyInAnyOrder("slow", "last");
            Await.until(
                    "the silent node lets go", () -> flows.parts().workflows().size() == 0);
            assertThat(flows.execution(id)).isEqualTo(ended);
        }
    }

    @Test
    void aRunOfSixtyTasksGoesOnOnAnotherNodeAndNoTaskRunsTwice() {
        int tasks = 60;
        int running = 25;
        CountDownLatch late = new CountDownLatch(1);
        flows.effects.does(context -> {
            if (flows.effects.calls().size() == running) {
                late.await();
            }
            return ActionResult.succeeded(Map.of());
        });
        StringBuilder chain = new StringBuilder("version: 1.0\ntasks:\n");
        for (int i = 1; i <= tasks; i++) {
            chain.append("  t")
                    .append(i)
                    .append(": {action: plant.act, input: {host: t")
                    .append(i)
                    .append("}");
            chain.append(i < tasks ? ", next: [{when: \"<% completed() %>\", do: t" + (i + 1) + "}]}\n" : "}\n");
        }
        flows.with("flow", chain.toString()).start();
        String id = flows.request("flow", Map.of());
        Await.until("a task in the middle runs", () -> flows.effects.calls().size() == running);

        try (Parts other = flows.other("n2")) {
            other.runs().takeOver(Parts.NODE);
            Execution ended = flows.ended(id);
            late.countDown();

            assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(flows.children(id)).hasSize(tasks);
            assertThat(flows.children(id).stream().map(Execution::status))
                    .containsOnly(ExecutionStatus.SUCCEEDED, ExecutionStatus.ABANDONED)
                    .containsOnlyOnce(ExecutionStatus.ABANDONED);
            assertThat(flows.effects.calls().stream()
                            .map(call ->
                                    String.valueOf(call.execution().parameters().get("host"))))
                    .hasSize(tasks)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aPausedRunIsShownWhereAnotherNodeIsAskedToPauseIt() {
        flows.with("flow", """
                version: 1.0
                tasks: {ask: {action: plant.ask}}
                """).start();
        String id = flows.request("flow", Map.of());
        Await.until("it waits", () -> flows.execution(id).status() == ExecutionStatus.PAUSED);

        try (Parts other = flows.other("n2")) {
            Execution paused = Await.done(other.executionRequests().pause(id, Parts.ADMIN));

            assertThat(paused.status()).isEqualTo(ExecutionStatus.PAUSED);
        }
    }

    @Test
    void anAnswerOnAnotherNodeLetsARunGoOn() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  ask:
                    action: plant.ask
                    next: [{do: last}]
                  last:
                    action: plant.calc
                """).start();
        String id = flows.request("flow", Map.of());
        Await.until("it waits", () -> flows.execution(id).status() == ExecutionStatus.PAUSED);
        String inquiry = flows.children(id).get(0).id();

        try (Parts other = flows.other("n2")) {
            new StoredInquiries(other.store(), other.runs().pending())
                    .respond(inquiry, Map.of("continue", true), Parts.ADMIN);

            assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(flows.tasks(id)).containsExactlyInAnyOrder("ask", "last");
        }
    }
}
