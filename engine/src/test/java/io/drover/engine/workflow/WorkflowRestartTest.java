package io.drover.engine.workflow;

import static io.drover.engine.workflow.Flows.SEQUENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over restarts, crashes and a database that is away. */
class WorkflowRestartTest {
    @AutoClose
    private final Flows flows;

    WorkflowRestartTest(@TempDir Path folder) {
        flows = new Flows(folder);
    }

    @Test
    void goesOnAfterARestartFromWhereItStood() {
        CountDownLatch never = new CountDownLatch(1);
        flows.effects.does(context -> {
            never.await();
            return ActionResult.succeeded(Map.of());
        });
        flows.with("flow", SEQUENCE.replace("plant.act", "plant.repeat"), "who").start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the second task runs", () -> flows.effects.calls().size() == 1);

        flows.effects.does(context -> ActionResult.succeeded(Map.of()));
        flows.crash();

        assertThat(flows.ended(id).result()).isEqualTo(Map.of("output", Map.of("said", "done")));
        assertThat(flows.tasks(id)).containsExactlyInAnyOrder("first", "second");
        assertThat(flows.pure.calls()).hasSize(1);
    }

    @Test
    void staysPausedOverARestart() {
        CountDownLatch go = flows.holdPure();
        flows.with("flow", SEQUENCE, "who").start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the first task runs", () -> flows.pure.calls().size() == 1);
        Execution unused = Await.done(flows.requests().pause(id, Parts.ADMIN));
        go.countDown();
        Await.until("it is paused", () -> flows.execution(id).status() == ExecutionStatus.PAUSED);

        flows.restart();
        Await.until("it is taken up", () -> flows.parts().runs().held(id) != null);
        Execution resumed = Await.done(flows.requests().resume(id, Parts.ADMIN));

        assertThat(resumed.status().isCompleted()).isFalse();
        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void failsWhereATaskIsAbandonedByACrash() {
        CountDownLatch never = new CountDownLatch(1);
        flows.effects.does(context -> {
            never.await();
            return ActionResult.succeeded(Map.of());
        });
        flows.with("flow", SEQUENCE, "who").start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the second task runs", () -> flows.effects.calls().size() == 1);

        flows.crash();

        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(flows.children(id))
                .extracting(Execution::status)
                .containsExactlyInAnyOrder(ExecutionStatus.SUCCEEDED, ExecutionStatus.ABANDONED);
    }

    @Test
    void runsAJoinAgainForABranchThatWaitedOverACrashForWhatFollowsIt() {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch late = flows.holdPure();
        flows.effects.does(context -> {
            never.await();
            return ActionResult.succeeded(Map.of());
        });
        flows.with("flow", """
                version: 1.0
                tags: [drover.joins-run-again]
                tasks:
                  early: {next: [{publish: [by: early], do: meet}]}
                  late: {action: plant.calc, next: [{publish: [by: late], do: meet}]}
                  meet: {join: 1, next: [{do: slow}]}
                  slow: {action: plant.repeat, input: {host: <% ctx(by) %>}}
                """).start();
        String id = flows.request("flow", Map.of());
        Await.until("what follows the join runs", () -> flows.effects.calls().size() == 1);
        late.countDown();
        Await.until(
                "the late branch has ended",
                () -> flows.children(id).stream().anyMatch(child -> child.status() == ExecutionStatus.SUCCEEDED));

        flows.effects.does(context -> ActionResult.succeeded(Map.of()));
        flows.crash();

        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(id)).containsExactlyInAnyOrder("late", "slow", "slow");
        assertThat(flows.children(id))
                .extracting(child -> child.parameters().get("host"))
                .contains("early", "late");
    }

    @Test
    void waitsForADatabaseThatIsAway() {
        flows.with("flow", SEQUENCE, "who").start();
        flows.pure.does(context -> {
            flows.parts().store().next(Fault.NOT_COMMITTED, Fault.ANSWER_LOST, Fault.NO_CONNECTION);
            return ActionResult.succeeded(Map.of("result", "done"));
        });

        Execution ended = flows.run("flow", Map.of("who", "Bob"));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(ended.id())).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void goesOnFromEveryCommitToTheSameEnd() {
        flows.with("inner", SEQUENCE.replace("plant.act", "plant.repeat"), "who");
        flows.with("flow", """
                version: 1.0
                tasks:
                  call:
                    action: plant.inner
                    input: {who: Ann}
                    next: [{do: each}]
                  other:
                    action: plant.calc
                    next: [{do: each}]
                  each:
                    join: all
                    with: {items: "<% [1, 2, 3] %>", concurrency: 2}
                    action: plant.repeat
                    input: {size: "<% item() %>"}
                    next:
                      - publish: [all: "<% result().select($.result) %>"]
                output: [all: "<% ctx().all %>"]
                """).start();
        List<MemoryStore> commits = flows.commits();
        Execution whole = flows.run("flow", Map.of());
        List<MemoryStore> stages = List.copyOf(commits);

        for (MemoryStore stage : stages) {
            flows.goOnWith(stage.copy());
            if (flows.find(whole.id()).isPresent()) {
                Execution again = flows.ended(whole.id());
                assertThat(again.result()).isEqualTo(whole.result());
                assertThat(flows.tasks(again.id())).containsExactlyInAnyOrder("call", "other", "each", "each", "each");
            }
        }

        assertThat(stages).hasSizeGreaterThan(8);
        assertThat(whole.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
}
