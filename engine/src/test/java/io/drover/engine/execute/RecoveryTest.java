package io.drover.engine.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier life left. */
class RecoveryTest {
    private final HandRunner effects = new HandRunner("effects", true);
    private final Lives lives;

    RecoveryTest(@TempDir Path folder) {
        lives = Lives.in(folder).with(setup -> setup.run(effects, new HandRunner("pure", false)));
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void whatWasOnlyClaimedRunsAfterARestart() {
        Execution claimed = Requested.insert(lives.start(Plant.content()), Plant.ACT, Map.of("token", "s3cret"));
        Parts later = lives.restart();

        later.runs().recover();
        later.settle();

        Execution ended = later.execution(claimed.id());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.claim().attempt()).isEqualTo(2);
        assertThat(effects.calls())
                .singleElement()
                .satisfies(context -> assertThat(context.actionParameters()).isEqualTo(Map.of("token", "s3cret")));
    }

    @Test
    void whatWasRunningIsAbandonedAfterARestart() {
        Execution running = Requested.insertRunning(lives.start(Plant.content()), Plant.ACT);
        Parts later = lives.restart();

        later.runs().recover();
        later.settle();

        Execution ended = later.execution(running.id());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.ABANDONED);
        assertThat(String.valueOf(ended.result())).contains("not known", "idempotent");
        assertThat(effects.calls()).isEmpty();
    }

    @Test
    void whatIsAbandonedEndsAsAnyOther() {
        Execution running = Requested.insertRunning(lives.start(Plant.content()), Plant.ACT);
        Parts later = lives.restart();
        List<Execution> told = new ArrayList<>();
        later.runs().followUp((ended, completion) -> {
            told.addAll(ended);
            return later.committer().submit(completion);
        });

        later.runs().recover();

        assertThat(told).containsExactly(later.execution(running.id()));
    }

    @Test
    void whatWasRunningIsRepeatedAfterARestartWhereItsActionAllowsThat() {
        Execution running = Requested.insertRunning(lives.start(Plant.content()), Plant.REPEAT);
        Parts later = lives.restart();

        later.runs().recover();
        later.settle();

        assertThat(later.execution(running.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(effects.calls()).hasSize(1);
    }

    @Test
    void whatWasBeingCancelledIsCancelledAfterARestart() {
        Parts first = lives.start(Plant.content());
        Execution running = Requested.insertRunning(first, Plant.REPEAT);
        Execution canceling =
                running.moved(ExecutionStatus.CANCELING, first.clock().instant());
        Requested.update(first, canceling, running.claim().attempt());
        Parts later = lives.restart();

        later.runs().recover();
        later.settle();

        assertThat(later.execution(running.id()).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(effects.calls()).isEmpty();
    }

    @Test
    void recoveringLeavesAloneWhatIsHeld() {
        Parts parts = lives.start(Plant.content());
        CountDownLatch end = new CountDownLatch(1);
        effects.does(context -> {
            end.await();
            return ActionResult.succeeded(Map.of());
        });
        Execution execution = Requested.run(parts, Plant.ACT, Map.of());
        Await.until("it runs", () -> effects.calls().size() == 1);

        parts.runs().recover();
        end.countDown();
        parts.settle();

        assertThat(parts.execution(execution.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(effects.calls()).hasSize(1);
    }

    @Test
    void whatASilentNodeHeldIsTakenOver() {
        Parts parts = lives.start(Plant.content());
        Execution claimed = ofOther(parts, Requested.insert(parts, Plant.ACT, Map.of()));
        Execution running = ofOther(parts, Requested.insertRunning(parts, Plant.ACT));
        Execution repeatable = ofOther(parts, Requested.insertRunning(parts, Plant.REPEAT));
        Execution own = Requested.insert(parts, Plant.ACT, Map.of());

        parts.runs().takeOver("n2");
        parts.settle();

        assertThat(parts.execution(claimed.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(parts.execution(running.id()).status()).isEqualTo(ExecutionStatus.ABANDONED);
        assertThat(parts.execution(repeatable.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(parts.execution(own.id()).status()).isEqualTo(ExecutionStatus.REQUESTED);
        assertThat(parts.trail())
                .filteredOn(entry -> entry.subject().equals(claimed.id()))
                .anySatisfy(entry -> assertThat(entry.why()).isEqualTo("node 'n2' was silent"));
    }

    private static Execution ofOther(Parts parts, Execution execution) {
        Requested.takeOver(parts, execution);
        return parts.execution(execution.id());
    }

    @Test
    void whatWasTakenOverIsStoppedHere() {
        Parts parts = lives.start(Plant.content());
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        effects.does(context -> {
            context.cancellation()
                    .whenCanceled(context.actionParameters().containsKey("host") ? stopped::countDown : () -> {});
            end.await();
            return ActionResult.succeeded(Map.of());
        });
        Execution lost = Requested.run(parts, Plant.ACT, Map.of("host", "a"));
        Execution kept = Requested.run(parts, Plant.ACT, Map.of());
        Await.until("both run", () -> effects.calls().size() == 2);
        Requested.takeOver(parts, parts.execution(lost.id()));

        parts.runs().reconsider();

        Await.until("the lost one is told to stop", () -> stopped.getCount() == 0);
        end.countDown();
        parts.settle();
        assertThat(parts.execution(lost.id()).claim().owner()).isEqualTo("n2");
        assertThat(parts.execution(kept.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void nothingBeginsWhileOthersMayHaveTakenItOver() {
        Parts parts = lives.start(Plant.content());
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean isOver = new AtomicBoolean(true);
        parts.runs().lease(() -> asked.incrementAndGet() > 0 && isOver.get());
        Execution lost = Requested.run(parts, Plant.ACT, Map.of("host", "a"));
        Execution kept = Requested.run(parts, Plant.ACT, Map.of());
        Await.until("both wait", () -> asked.get() > 4);
        Requested.takeOver(parts, parts.execution(lost.id()));

        parts.runs().reconsider();
        isOver.set(false);
        parts.settle();

        assertThat(effects.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.execution().id()).isEqualTo(kept.id()));
        assertThat(parts.execution(lost.id()).claim().owner()).isEqualTo("n2");
        assertThat(parts.execution(kept.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void everythingOfManyIsTakenUpAgain() {
        Parts first = lives.start(Plant.content());
        List<Execution> claimed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            claimed.add(Requested.insert(first, Plant.ACT, Map.of()));
        }
        Parts later = lives.restart();

        later.runs().recover();
        later.settle();

        assertThat(claimed)
                .extracting(execution -> later.execution(execution.id()).status())
                .containsOnly(ExecutionStatus.SUCCEEDED);
        assertThat(effects.calls()).hasSize(100);
    }
}
