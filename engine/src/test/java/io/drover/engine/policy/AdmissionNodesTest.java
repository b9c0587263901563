package io.drover.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Trace;
import io.drover.model.policy.PolicyType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database, and an action of which one execution may be under way. */
class AdmissionNodesTest {
    @TempDir
    Path folder;

    private final Semaphore ends = new Semaphore(0);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final HandRunner effects = new HandRunner("effects", true);
    private final MemoryStore memory = new MemoryStore();

    @SuppressWarnings("NullAway.Init")
    private Parts first;

    @SuppressWarnings("NullAway.Init")
    private Parts second;

    @BeforeEach
    void startBoth() {
        effects.does(this::untilItMayEnd);
        first = node("n1");
        second = node("n2");
    }

    @AfterEach
    void endBoth() {
        ends.release(1_000);
        first.close();
        second.close();
    }

    @Test
    void countWhatIsUnderWayOnTheOther() {
        Execution running = run(first, "a");
        awaitStatus(running, ExecutionStatus.RUNNING);

        Execution other = run(second, "b");

        awaitStatus(other, ExecutionStatus.DELAYED);
        assertThat(effects.calls()).hasSize(1);
    }

    @Test
    void letTheOldestBeginWhereverItWaits() {
        Execution running = run(first, "a");
        awaitStatus(running, ExecutionStatus.RUNNING);
        List<Execution> others = List.of(run(second, "b"), run(first, "c"), run(second, "d"));
        others.forEach(execution -> awaitStatus(execution, ExecutionStatus.DELAYED));

        ends.release(4);
        others.forEach(execution -> awaitStatus(execution, ExecutionStatus.SUCCEEDED));

        assertThat(effects.calls())
                .extracting(call -> call.execution().parameters().get("host"))
                .containsExactly("a", "b", "c", "d");
        Await.until(
                "nobody waits",
                () -> first.admission().waiting() + second.admission().waiting() == 0
                        && first.runs().open() + second.runs().open() == 0);
    }

    @Test
    void neverLetMoreBeginThanMayBeUnderWay() {
        ends.release(1_000);
        List<Execution> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(run(i % 2 == 0 ? first : second, "h" + i));
        }

        all.forEach(execution -> awaitStatus(execution, ExecutionStatus.SUCCEEDED));

        assertThat(most).hasValue(1);
        assertThat(effects.calls()).hasSize(40);
    }

    @Test
    void takeUpWhatWaitsOnANodeThatEnded() {
        Execution running = run(first, "a");
        awaitStatus(running, ExecutionStatus.RUNNING);
        Execution orphan = run(second, "b");
        awaitStatus(orphan, ExecutionStatus.DELAYED);
        second.close();

        ends.release(2);

        awaitStatus(orphan, ExecutionStatus.SUCCEEDED);
        assertThat(first.execution(orphan.id()).claim().attempt()).isEqualTo(2);
    }

    private ActionResult untilItMayEnd(ActionContext context) throws InterruptedException {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            ends.acquire();
        } finally {
            atOnce.decrementAndGet();
        }
        return ActionResult.succeeded(Map.of());
    }

    private Parts node(String name) {
        PlainReader files = new PlainReader();
        files.lay(Plant.policies(Plant.policy("one", Plant.ACT, PolicyType.CONCURRENCY, Map.of("threshold", 1L))));
        return Setup.in(folder)
                .stored(memory)
                .packs(files)
                .named(name)
                .run(effects, new HandRunner("pure", false))
                .make()
                .started();
    }

    private static Execution run(Parts parts, String host) {
        CallableAction callable =
                parts.registry().callable(Plant.ACT.toString()).orElseThrow();
        Execution execution = parts.requests()
                .execution(
                        callable,
                        parts.parameters().requested(callable, Map.of("host", host), Map.of()),
                        Map.of("user", "anna"),
                        Cause.request("anna"),
                        new Trace("t1", null),
                        parts.clock().instant());
        Outcome unused = parts.committer().commit(Change.of(batch -> batch.insert(execution)));
        parts.runs().start(execution);
        return execution;
    }

    private void awaitStatus(Execution execution, ExecutionStatus status) {
        Await.until(
                execution.parameters() + " is " + status,
                () -> first.execution(execution.id()).status() == status);
    }
}
