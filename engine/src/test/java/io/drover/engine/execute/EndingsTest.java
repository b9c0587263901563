package io.drover.engine.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result is kept while the database does not take it. */
class EndingsTest {
    @TempDir
    Path folder;

    private final MemoryStore memory = new MemoryStore();
    private final PlainReader reader = new PlainReader();
    private final HandRunner effects = new HandRunner("effects", true);
    private final HandRunner pure = new HandRunner("pure", false);
    private final AtomicInteger failures = new AtomicInteger();
    private final List<Parts> lives = new ArrayList<>();

    @BeforeEach
    void start() {
        reader.lay(Plant.content());
        live();
    }

    @AfterEach
    void close() {
        parts().store().deaf(false);
        lives.forEach(Parts::close);
    }

    @Test
    void aResultIsCommittedAsSoonAsTheDatabaseIsBack() {
        effects.does(context -> {
            parts().store().deaf(true);
            return ActionResult.succeeded(Map.of("n", 1L));
        });

        Execution execution = run(Plant.ACT);
        awaitFailures(3);
        int open = parts().runs().open();
        parts().store().deaf(false);
        parts().settle();

        assertThat(open).isEqualTo(1);
        assertThat(parts().execution(execution.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(parts().execution(execution.id()).result()).isEqualTo(Map.of("n", 1L));
        assertThat(told(execution)).containsOnlyOnce("succeeded");
        assertThat(parts().runs().completed()).isEqualTo(1);
    }

    @Test
    void aResultOfARunnerWithoutEffectsIsKeptToo() {
        pure.does(context -> {
            parts().store().deaf(true);
            return ActionResult.succeeded(Map.of("n", 1L));
        });

        Execution execution = run(Plant.CALC);
        awaitFailures(3);
        parts().store().deaf(false);
        parts().settle();

        assertThat(parts().execution(execution.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void aResultThatWasCommittedThoughNobodyWasToldIsNotCommittedTwice() {
        parts().store().whenFailing(() -> {
            parts().store().deaf(true);
            parts().clock().advance(Duration.ofMinutes(1));
            failures.incrementAndGet();
        });
        effects.does(context -> {
            parts().store().next(Fault.ANSWER_LOST);
            return ActionResult.succeeded(Map.of());
        });

        Execution execution = run(Plant.ACT);
        awaitFailures(3);
        parts().store().deaf(false);
        parts().settle();

        assertThat(parts().execution(execution.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(told(execution)).containsOnlyOnce("succeeded");
    }

    @Test
    void aResultThatWaitsKeepsItsWorkerSoThatNothingNewBegins() {
        CountDownLatch end = new CountDownLatch(1);
        effects.does(context -> {
            end.await();
            return ActionResult.succeeded(Map.of());
        });
        for (int i = 0; i < 5; i++) {
            Execution unused = run(Plant.ACT);
        }
        Await.until("all workers are busy", () -> effects.calls().size() == 4);

        parts().store().deaf(true);
        end.countDown();
        awaitFailures(8);
        int called = effects.calls().size();
        parts().store().deaf(false);
        parts().settle();

        assertThat(called).isEqualTo(4);
        assertThat(parts().executions())
                .hasSize(5)
                .allMatch(execution -> execution.status() == ExecutionStatus.SUCCEEDED);
    }

    @Test
    void whereTheDaemonEndsBeforeThatTheNextOneTakesTheRunForAbandoned() {
        effects.does(context -> {
            parts().store().deaf(true);
            return ActionResult.succeeded(Map.of());
        });
        Execution execution = run(Plant.ACT);
        awaitFailures(2);

        parts().close();
        lives.clear();
        live();
        parts().runs().recover();

        assertThat(parts().execution(execution.id()).status()).isEqualTo(ExecutionStatus.ABANDONED);
    }

    private void live() {
        Parts parts =
                Setup.in(folder).stored(memory).packs(reader).run(effects, pure).make();
        lives.add(parts);
        parts.store().whenFailing(() -> {
            parts.clock().advance(Duration.ofMinutes(1));
            failures.incrementAndGet();
        });
        parts.registration().start();
    }

    private Parts parts() {
        return lives.get(lives.size() - 1);
    }

    private void awaitFailures(int count) {
        Await.until("the store failed " + count + " times", () -> failures.get() >= count);
    }

    private Execution run(Ref action) {
        return Requested.run(parts(), action, Map.of());
    }

    private List<String> told(Execution execution) {
        return parts().trail().stream()
                .filter(entry -> entry.subject().equals(execution.id()))
                .map(AuditRecord::what)
                .toList();
    }
}
