package io.drover.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.inquiry.StoredInquiries;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Parts;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows that ask people. */
class AskingRunTest {
    private static final String ASKING = """
            version: 1.0
            tasks:
              ask:
                action: plant.ask
                input: {ttl: 10}
                next:
                  - when: <% succeeded() %>
                    publish: [go: "<% result().response.continue %>"]
                    do: after
              after:
                action: plant.calc
            output: [go: "<% ctx().go %>"]
            """;

    private static final String BESIDE = ASKING.replace("output:", "  beside:\n    action: plant.act\noutput:");

    @AutoClose
    private final Flows flows;

    AskingRunTest(@TempDir Path folder) {
        flows = new Flows(folder).asking();
    }

    private String asked(String id) {
        Await.until(
                "it asks",
                () -> flows.children(id).stream().anyMatch(child -> child.status() == ExecutionStatus.PENDING));
        return flows.children(id).stream()
                .filter(child -> child.status() == ExecutionStatus.PENDING)
                .findFirst()
                .orElseThrow()
                .id();
    }

    private void answer(String inquiry) {
        Parts parts = flows.parts();
        new StoredInquiries(parts.store(), parts.runs().pending())
                .respond(inquiry, Map.of("continue", true), Parts.ADMIN);
    }

    private void awaitStatus(String id, ExecutionStatus status) {
        Await.until("it is " + status, () -> flows.execution(id).status() == status);
    }

    @Test
    void pausesUntilItIsAnswered() {
        flows.with("flow", ASKING).start();
        String id = flows.request("flow", Map.of());
        String inquiry = asked(id);
        awaitStatus(id, ExecutionStatus.PAUSED);

        answer(inquiry);

        assertThat(flows.ended(id).result()).isEqualTo(Map.of("output", Map.of("go", true)));
        assertThat(flows.tasks(id)).containsExactlyInAnyOrder("ask", "after");
    }

    @Test
    void goesOnByItselfWhereItIsAnsweredWhileAnotherBranchRuns() {
        CountDownLatch go = new CountDownLatch(1);
        flows.effects.does(context -> {
            go.await();
            return ActionResult.succeeded(Map.of());
        });
        flows.with("flow", BESIDE).start();
        String id = flows.request("flow", Map.of());
        String inquiry = asked(id);
        awaitStatus(id, ExecutionStatus.PAUSING);

        answer(inquiry);
        go.countDown();

        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(id)).containsExactlyInAnyOrder("ask", "after", "beside");
    }

    @Test
    void staysPausedAfterTheAnswerWhereAPersonPausedItMeanwhile() {
        flows.with("flow", ASKING).start();
        String id = flows.request("flow", Map.of());
        String inquiry = asked(id);
        awaitStatus(id, ExecutionStatus.PAUSED);

        Execution paused = Await.done(flows.requests().pause(id, Parts.ADMIN));
        answer(inquiry);
        flows.restart();

        assertThat(paused.context()).containsKey("paused_by");
        assertThat(flows.ended(inquiry).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.execution(id).status()).isEqualTo(ExecutionStatus.PAUSED);
        assertThat(flows.tasks(id)).containsExactly("ask");

        Execution unused = Await.done(flows.requests().resume(id, Parts.ADMIN));
        assertThat(flows.ended(id).result()).isEqualTo(Map.of("output", Map.of("go", true)));
    }

    @Test
    void leavesAChainPausedAfterTheAnswerWhereAPersonPausedItMeanwhile() {
        flows.chain("asks", """
                chain:
                  - {name: ask, ref: plant.ask, on-success: after}
                  - {name: after, ref: plant.calc}
                """).start();
        String id = flows.request("asks", Map.of());
        String inquiry = asked(id);
        awaitStatus(id, ExecutionStatus.PAUSED);

        Execution paused = Await.done(flows.requests().pause(id, Parts.ADMIN));
        answer(inquiry);

        assertThat(paused.status()).isEqualTo(ExecutionStatus.PAUSED);
        assertThat(flows.ended(inquiry).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.execution(id).status()).isEqualTo(ExecutionStatus.PAUSED);
        Execution unused = Await.done(flows.requests().resume(id, Parts.ADMIN));
        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(id)).containsExactlyInAnyOrder("ask", "after");
    }

    @Test
    void cancelsItsQuestion() {
        flows.with("flow", ASKING).start();
        String id = flows.request("flow", Map.of());
        String inquiry = asked(id);
        awaitStatus(id, ExecutionStatus.PAUSED);

        Execution unused = Await.done(flows.requests().cancel(id, Parts.ADMIN));

        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(flows.ended(inquiry).status()).isEqualTo(ExecutionStatus.CANCELED);
    }

    @Test
    void failsWhereNobodyAnswersInTime() {
        flows.with("flow", ASKING).start();
        String id = flows.request("flow", Map.of());
        String inquiry = asked(id);
        awaitStatus(id, ExecutionStatus.PAUSED);

        flows.parts().clock().advance(Duration.ofMinutes(11));

        assertThat(flows.ended(inquiry).status()).isEqualTo(ExecutionStatus.TIMEOUT);
        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.FAILED);
    }

    @Test
    void canBeAnsweredAfterARestart() {
        flows.with("flow", ASKING).start();
        String id = flows.request("flow", Map.of());
        String inquiry = asked(id);
        awaitStatus(id, ExecutionStatus.PAUSED);

        flows.crash();
        answer(inquiry);

        assertThat(flows.ended(id).result()).isEqualTo(Map.of("output", Map.of("go", true)));
    }

    @Test
    void runsAnActionChain() {
        flows.pure.does(context -> ActionResult.succeeded(
                Map.of("result", "hello " + context.actionParameters().get("host"))));
        flows.chain("chain", """
                vars:
                  greeted: nobody
                chain:
                  - name: first
                    ref: plant.calc
                    parameters: {host: "{{ who }}"}
                    publish: {greeted: "{{ first.result }}"}
                    on-success: second
                  - name: second
                    ref: plant.act
                    parameters: {host: "{{ greeted }}"}
                """, "who").start();

        Execution ended = flows.run("chain", Map.of("who", "Bob"));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        Map<String, @Nullable Object> result = Objects.requireNonNull(ended.result());
        assertThat(result).containsEntry("published", Map.of("greeted", "hello Bob"));
        assertThat((List<?>) Objects.requireNonNull(result.get("tasks")))
                .extracting(task -> String.valueOf(((Map<?, ?>) task).get("name")))
                .containsExactly("first", "second");
        assertThat((List<?>) Objects.requireNonNull(result.get("tasks")))
                .extracting(task -> String.valueOf(((Map<?, ?>) task).get("execution_id")))
                .containsExactlyInAnyOrderElementsOf(
                        flows.children(ended.id()).stream().map(Execution::id).toList());
        assertThat(flows.effects.calls().get(0).actionParameters()).containsEntry("host", "hello Bob");
    }

    @Test
    void goesOnWithAChainFromEveryCommit() {
        flows.chain("chain", """
                chain:
                  - {name: first, ref: plant.calc, on-success: ask}
                  - {name: ask, ref: plant.repeat, on-success: last}
                  - {name: last, ref: plant.calc}
                """).start();
        var commits = flows.commits();
        Execution whole = flows.run("chain", Map.of());

        for (var stage : List.copyOf(commits)) {
            flows.goOnWith(stage.copy());
            if (flows.find(whole.id()).isPresent()) {
                assertThat(flows.ended(whole.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
                assertThat(flows.tasks(whole.id())).containsExactlyInAnyOrder("first", "ask", "last");
            }
        }

        assertThat(whole.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
}
