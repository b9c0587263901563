package io.drover.engine.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executions that are told to stop. */
class CancelTest {
    private final HandRunner effects = new HandRunner("effects", true);
    private final HandRunner pure = new HandRunner("pure", false);
    private final Lives lives;

    CancelTest(@TempDir Path folder) {
        lives = Lives.in(folder).with(setup -> setup.run(effects, pure));
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void whatIsCancelledBeforeItStartedNeverRuns() {
        Parts parts = lives.start(Plant.content());
        CountDownLatch end = occupyWorkers(parts);
        Execution waiting = Requested.run(parts, Plant.ACT, Map.of("host", "waiting"));

        Execution canceled = Await.done(parts.runs().cancel(waiting, "anna"));
        end.countDown();
        parts.settle();

        assertThat(canceled.status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(parts.execution(waiting.id()).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(parts.execution(waiting.id()).context()).containsEntry("canceled_by", "anna");
        assertThat(effects.calls())
                .noneMatch(
                        context -> "waiting".equals(context.actionParameters().get("host")));
    }

    @Test
    void whatIsCancelledWhileItRunsIsToldToStop() {
        Parts parts = lives.start(Plant.content());
        CountDownLatch started = new CountDownLatch(1);
        effects.does(context -> {
            CountDownLatch stop = new CountDownLatch(1);
            context.cancellation().whenCanceled(stop::countDown);
            started.countDown();
            stop.await();
            return ActionResult.failed(Map.of("exit_code", -15L));
        });
        Execution running = Requested.run(parts, Plant.ACT, Map.of());
        Await.until("it runs", () -> started.getCount() == 0);

        Execution canceling = Await.done(parts.runs().cancel(running, "anna"));
        parts.settle();

        Execution ended = parts.execution(running.id());
        assertThat(canceling.status()).isEqualTo(ExecutionStatus.CANCELING);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(ended.result()).isEqualTo(Map.of("exit_code", -15L));
        assertThat(parts.trail())
                .filteredOn(entry -> entry.subject().equals(running.id()))
                .extracting(AuditRecord::what, AuditRecord::who)
                .contains(Tuple.tuple("canceling", "anna"), Tuple.tuple("canceled", "engine"));
    }

    @Test
    void whatIsCompletedCannotBeCancelled() {
        Parts parts = lives.start(Plant.content());
        Execution execution = Requested.run(parts, Plant.CALC, Map.of());
        parts.settle();
        Execution ended = parts.execution(execution.id());

        Execution answer = Await.done(parts.runs().cancel(ended, "anna"));

        assertThat(answer).isEqualTo(ended);
    }

    @Test
    void whatIsNotTakenUpYetIsNotSaidToBeCancelled() {
        Parts parts = lives.start(Plant.content());
        Execution execution = Requested.insert(parts, Plant.ACT, Map.of());

        Throwable refusal = Await.failure(parts.runs().cancel(execution, "anna"));

        assertThat(refusal)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("Ask again");
    }

    @Test
    void whatAnotherAttemptHoldsIsNotSaidToBeCancelled() {
        Parts parts = lives.start(Plant.content());
        CountDownLatch end = occupyWorkers(parts);
        Execution waiting = Requested.run(parts, Plant.ACT, Map.of());
        Requested.takeOver(parts, waiting);

        Throwable refusal = Await.failure(parts.runs().cancel(waiting, "anna"));
        end.countDown();
        parts.settle();

        assertThat(refusal).hasMessageContaining("another attempt");
        assertThat(parts.execution(waiting.id()).status()).isEqualTo(ExecutionStatus.REQUESTED);
        assertThat(parts.trail()).extracting(AuditRecord::what).doesNotContain("canceled");
    }

    @Test
    void drainingWaitsForWhatRunsAndStartsNothingMore() {
        Parts parts = lives.start(Plant.content());
        CountDownLatch end = occupyWorkers(parts);
        Execution waiting = Requested.run(parts, Plant.ACT, Map.of("host", "waiting"));

        boolean early = parts.runs().drain(Duration.ofMillis(1));
        end.countDown();
        boolean ended = parts.runs().drain(Duration.ofSeconds(20));
        parts.committer().close();

        assertThat(early).isFalse();
        assertThat(ended).isTrue();
        assertThat(parts.execution(waiting.id()).status()).isEqualTo(ExecutionStatus.REQUESTED);
        assertThat(parts.executions())
                .filteredOn(execution -> !execution.id().equals(waiting.id()))
                .extracting(Execution::status)
                .containsOnly(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void whatMustStopBecauseTheDaemonEndsIsAbandonedAndNotCancelled() {
        Parts parts = lives.start(Plant.content());
        effects.does(context -> {
            new CountDownLatch(1).await();
            return ActionResult.succeeded(Map.of());
        });
        Execution interrupted = Requested.run(parts, Plant.ACT, Map.of());
        Await.until("it runs", () -> effects.calls().size() == 1);
        CountDownLatch stop = new CountDownLatch(1);
        effects.does(context -> {
            context.cancellation().whenCanceled(stop::countDown);
            awaitUninterrupted(stop);
            return ActionResult.canceled(Map.of("exit_code", -15L));
        });
        Execution told = Requested.run(parts, Plant.ACT, Map.of());
        Await.until("both run", () -> effects.calls().size() == 2);

        boolean ended = parts.runs().drain(Duration.ofMillis(1));
        parts.runs().close();
        parts.committer().close();

        assertThat(ended).isFalse();
        assertThat(parts.execution(interrupted.id()).status()).isEqualTo(ExecutionStatus.ABANDONED);
        assertThat(parts.execution(told.id()).status()).isEqualTo(ExecutionStatus.ABANDONED);
        assertThat(parts.execution(told.id()).result()).isEqualTo(Map.of("exit_code", -15L));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        Await.until("it is told to stop", () -> latch.getCount() == 0);
    }

    /** Lets every worker wait until the latch is open. */
    private CountDownLatch occupyWorkers(Parts parts) {
        CountDownLatch end = new CountDownLatch(1);
        effects.does(context -> {
            end.await();
            return ActionResult.succeeded(Map.of());
        });
        for (int i = 0; i < 4; i++) {
            Execution unused = Requested.run(parts, Plant.ACT, Map.of());
        }
        Await.until("all workers are busy", () -> effects.calls().size() == 4);
        return end;
    }
}
