package io.drover.engine.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.commit.Change;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.secret.Veil;
import io.drover.model.access.Principal;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
    @TempDir
    Path folder;

    private final MemoryStore memory = new MemoryStore();
    private final HandRunner effects = new HandRunner("effects", true);
    private final HandRunner pure = new HandRunner("pure", false);
    private final List<Parts> lives = new ArrayList<>();

    @AfterEach
    void close() {
        lives.forEach(Parts::close);
    }

    @Test
    void storesTheResultOfAnAction() {
        Parts parts = live();
        effects.does(context -> ActionResult.failed(Map.of("stderr", "no", "exit_code", 3L)));

        Execution execution = run(parts, Plant.ACT, Map.of("host", "a"));
        parts.settle();

        Execution ended = parts.execution(execution.id());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(ended.result()).isEqualTo(Map.of("stderr", "no", "exit_code", 3L));
        assertThat(ended.claim().owner()).isNull();
        assertThat(ended.endedAt()).isEqualTo(parts.clock().instant());
        assertThat(parts.runs().completed()).isEqualTo(1);
    }

    @Test
    void aRunnerGetsItsParametersInClearAndThePacksConfiguration() {
        Parts parts = live();

        Execution execution = run(parts, Plant.ACT, Map.of("host", "a", "token", "s3cret"));
        parts.settle();

        assertThat(effects.calls()).singleElement().satisfies(context -> {
            assertThat(context.actionParameters()).isEqualTo(Map.of("host", "a", "token", "s3cret"));
            assertThat(context.secretNames()).containsExactly("token");
            assertThat(context.config()).isEqualTo(Map.of("site", "north"));
        });
        assertThat(parts.execution(execution.id()).parameters()).containsEntry("token", "********");
    }

    @Test
    void aRunnerGetsATokenThatIsGoodUntilItEnds() {
        Parts parts = live();
        AtomicReference<@Nullable Principal> during = new AtomicReference<>();
        effects.does(context -> {
            during.set(parts.tokens().authenticate(context.apiToken()).orElse(null));
            throw new IllegalStateException("however it ends");
        });

        Execution execution = run(parts, Plant.ACT, Map.of());
        parts.settle();

        String token = effects.calls().get(0).apiToken();
        assertThat(during.get())
                .isNotNull()
                .extracting(Principal::user)
                .isEqualTo(execution.cause().user());
        assertThat(parts.tokens().authenticate(token)).isEmpty();
        assertThat(parts.execution(execution.id()).toString()).doesNotContain(token);
        assertThat(parts.trail().toString()).doesNotContain(token);
    }

    @Test
    void aRunnerWithEffectsStartsOnlyOnceItsMarkIsCommitted() {
        Parts parts = live();
        AtomicReference<@Nullable ExecutionStatus> seen = new AtomicReference<>();
        effects.does(context -> {
            seen.set(parts.execution(context.execution().id()).status());
            return ActionResult.succeeded(Map.of());
        });

        Execution execution = run(parts, Plant.ACT, Map.of());
        parts.settle();

        assertThat(seen).hasValue(ExecutionStatus.RUNNING);
        assertThat(parts.statuses(execution.id()))
                .containsExactly(
                        ExecutionStatus.REQUESTED,
                        ExecutionStatus.SCHEDULED,
                        ExecutionStatus.RUNNING,
                        ExecutionStatus.SUCCEEDED);
    }

    @Test
    void aRunnerWithoutEffectsNeedsNoMarkButItsLogIsTheSame() {
        Parts parts = live();
        AtomicReference<@Nullable ExecutionStatus> seen = new AtomicReference<>();
        pure.does(context -> {
            seen.set(parts.execution(context.execution().id()).status());
            return ActionResult.succeeded(Map.of());
        });

        Execution execution = run(parts, Plant.CALC, Map.of());
        parts.settle();

        assertThat(seen).hasValue(ExecutionStatus.REQUESTED);
        assertThat(parts.statuses(execution.id()))
                .containsExactly(
                        ExecutionStatus.REQUESTED,
                        ExecutionStatus.SCHEDULED,
                        ExecutionStatus.RUNNING,
                        ExecutionStatus.SUCCEEDED);
    }

    @Test
    void theResultOfAnAttemptThatLostItsClaimIsDropped() {
        Parts parts = live();
        pure.does(context -> {
            takeOver(parts, context.execution());
            return ActionResult.succeeded(Map.of("result", "of the old attempt"));
        });

        Execution execution = run(parts, Plant.CALC, Map.of());
        parts.settle();

        Execution stored = parts.execution(execution.id());
        assertThat(stored.claim().attempt()).isEqualTo(execution.claim().attempt() + 1);
        assertThat(stored.status()).isEqualTo(ExecutionStatus.REQUESTED);
        assertThat(stored.result()).isNull();
    }

    @Test
    void anAttemptThatLostItsClaimDoesNotStart() {
        Parts parts = live();
        Execution execution = insert(parts, Plant.ACT, Map.of());
        takeOver(parts, execution);

        parts.runs().start(execution);
        parts.settle();

        assertThat(effects.calls()).isEmpty();
        assertThat(parts.execution(execution.id()).status()).isEqualTo(ExecutionStatus.REQUESTED);
    }

    @Test
    void whatIsCancelledBeforeItStartedNeverRuns() {
        Parts parts = live();
        CountDownLatch end = occupyWorkers(parts);
        Execution waiting = run(parts, Plant.ACT, Map.of("host", "waiting"));

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
        Parts parts = live();
        CountDownLatch started = new CountDownLatch(1);
        effects.does(context -> {
            CountDownLatch stop = new CountDownLatch(1);
            context.cancellation().whenCanceled(stop::countDown);
            started.countDown();
            stop.await();
            return ActionResult.failed(Map.of("exit_code", -15L));
        });
        Execution running = run(parts, Plant.ACT, Map.of());
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
                .contains(
                        org.assertj.core.groups.Tuple.tuple("canceling", "anna"),
                        org.assertj.core.groups.Tuple.tuple("canceled", "engine"));
    }

    @Test
    void whatIsCompletedCannotBeCancelled() {
        Parts parts = live();
        Execution execution = run(parts, Plant.CALC, Map.of());
        parts.settle();
        Execution ended = parts.execution(execution.id());

        Execution answer = Await.done(parts.runs().cancel(ended, "anna"));

        assertThat(answer).isEqualTo(ended);
    }

    @Test
    void whatARunnerThrowsIsAFailedResult() {
        Parts parts = live();
        List<Throwable> thrown = List.of(
                new IllegalStateException("boom"),
                DroverException.invalid("Expected a host, but found none."),
                new NoClassDefFoundError("org/missing/Thing"));
        List<Execution> executions = new ArrayList<>();

        for (Throwable each : thrown) {
            effects.does(context -> {
                if (each instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) each;
            });
            executions.add(run(parts, Plant.ACT, Map.of()));
            parts.settle();
        }

        assertThat(executions)
                .extracting(execution -> parts.execution(execution.id()).status())
                .containsOnly(ExecutionStatus.FAILED);
        assertThat(executions)
                .extracting(execution -> parts.execution(execution.id()).result())
                .containsExactly(
                        Map.of("error", "IllegalStateException: boom"),
                        Map.of("error", "Expected a host, but found none."),
                        Map.of("error", "NoClassDefFoundError: org/missing/Thing"));
    }

    @Test
    void whatIsNoLongerRegisteredFails() {
        Parts parts = live();
        Execution execution = insert(parts, Plant.ACT, Map.of());
        parts.registry().removePack("plant");

        parts.runs().start(execution);
        parts.settle();

        Execution ended = parts.execution(execution.id());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(ended.result())).contains("plant.act", "no longer registered");
    }

    @Test
    void whatWasOnlyClaimedRunsAfterARestart() {
        Execution claimed = insert(live(), Plant.ACT, Map.of("token", "s3cret"));
        Parts later = restart();

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
        Execution running = insertRunning(live(), Plant.ACT);
        Parts later = restart();

        later.runs().recover();
        later.settle();

        Execution ended = later.execution(running.id());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.ABANDONED);
        assertThat(String.valueOf(ended.result())).contains("not known", "idempotent");
        assertThat(effects.calls()).isEmpty();
    }

    @Test
    void whatWasRunningIsRepeatedAfterARestartWhereItsActionAllowsThat() {
        Execution running = insertRunning(live(), Plant.REPEAT);
        Parts later = restart();

        later.runs().recover();
        later.settle();

        assertThat(later.execution(running.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(effects.calls()).hasSize(1);
    }

    @Test
    void whatWasBeingCancelledIsCancelledAfterARestart() {
        Parts first = live();
        Execution running = insertRunning(first, Plant.REPEAT);
        Execution canceling =
                running.moved(ExecutionStatus.CANCELING, first.clock().instant());
        first.committer()
                .commit(Change.of(
                        batch -> batch.update(canceling, running.claim().attempt())));
        Parts later = restart();

        later.runs().recover();
        later.settle();

        assertThat(later.execution(running.id()).status()).isEqualTo(ExecutionStatus.CANCELED);
        assertThat(effects.calls()).isEmpty();
    }

    @Test
    void recoveringLeavesAloneWhatIsHeld() {
        Parts parts = live();
        CountDownLatch end = new CountDownLatch(1);
        effects.does(context -> {
            end.await();
            return ActionResult.succeeded(Map.of());
        });
        Execution execution = run(parts, Plant.ACT, Map.of());
        Await.until("it runs", () -> effects.calls().size() == 1);

        parts.runs().recover();
        end.countDown();
        parts.settle();

        assertThat(parts.execution(execution.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(effects.calls()).hasSize(1);
    }

    @Test
    void everythingOfManyIsTakenUpAgain() {
        Parts first = live();
        List<Execution> claimed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            claimed.add(insert(first, Plant.ACT, Map.of()));
        }
        Parts later = restart();

        later.runs().recover();
        later.settle();

        assertThat(claimed)
                .extracting(execution -> later.execution(execution.id()).status())
                .containsOnly(ExecutionStatus.SUCCEEDED);
        assertThat(effects.calls()).hasSize(100);
    }

    @Test
    void outputIsStoredInOrderBeforeTheResult() {
        Parts parts = live();
        effects.does(context -> {
            context.output().write(OutputChunk.Stream.STDOUT, "one\n");
            context.output().write(OutputChunk.Stream.STDERR, "two\n");
            context.output().write(OutputChunk.Stream.STDOUT, "three\n");
            throw new IllegalStateException("boom");
        });

        Execution execution = run(parts, Plant.ACT, Map.of());
        Await.until(
                "it is completed",
                () -> parts.execution(execution.id()).status().isCompleted());

        List<OutputChunk> output = output(parts, execution);
        assertThat(output).extracting(OutputChunk::number).containsExactly(0, 1, 2);
        assertThat(output).extracting(OutputChunk::text).containsExactly("one\n", "two\n", "three\n");
        assertThat(output)
                .extracting(OutputChunk::stream)
                .containsExactly(OutputChunk.Stream.STDOUT, OutputChunk.Stream.STDERR, OutputChunk.Stream.STDOUT);
    }

    @Test
    void whatAnActionTellsOfItsSecretsIsMasked() {
        Parts parts = live();
        AtomicReference<String> token = new AtomicReference<>("");
        effects.does(context -> {
            token.set(context.apiToken());
            for (String piece : List.of("it is s3", "cr", "et and ", context.apiToken(), ", s3c")) {
                context.output().write(OutputChunk.Stream.STDOUT, piece);
            }
            return ActionResult.succeeded(Map.of("stdout", "s3cret", "token", context.apiToken(), "host", "a"));
        });

        Execution execution = run(parts, Plant.ACT, Map.of("host", "a", "token", "s3cret"));
        parts.settle();

        assertThat(text(parts, execution)).isEqualTo("it is ******** and ********, s3c");
        assertThat(parts.execution(execution.id()).result())
                .isEqualTo(Map.of("stdout", "********", "token", "********", "host", "a"));
        assertThat(token.get()).isNotEmpty();
    }

    @Test
    void aFailureOfARunnerDoesNotTellASecret() {
        Parts parts = live();
        effects.does(context -> {
            throw new IllegalStateException("cannot log in with s3cret");
        });

        Execution execution = run(parts, Plant.ACT, Map.of("token", "s3cret"));
        parts.settle();

        assertThat(parts.execution(execution.id()).result())
                .isEqualTo(Map.of("error", "IllegalStateException: cannot log in with ********"));
    }

    @Test
    void aFloodOfOutputIsCutAndMarked() {
        Parts parts = live();
        String piece = "x".repeat(999);
        effects.does(context -> {
            for (int i = 0; i < 20_000; i++) {
                context.output().write(OutputChunk.Stream.STDOUT, piece);
            }
            return ActionResult.succeeded(Map.of());
        });

        Execution execution = run(parts, Plant.ACT, Map.of());
        parts.settle();

        String all = text(parts, execution);
        assertThat(parts.execution(execution.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(all).startsWith("x".repeat(10_000) + "\n[Output was cut here: more than 10000 characters.]");
        assertThat(all).hasSizeLessThan(10_100);
    }

    @Test
    void aProgramThatWritesFasterThanItIsStoredWaits() {
        Parts parts = live();
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        OutputSpool spool =
                new OutputSpool("x", 1, Veil.over(List.of()), parts.committer(), parts.clock(), Long.MAX_VALUE);
        parts.store().hold(go, reached);
        Thread program = new Thread(() -> {
            for (int i = 0; i < 10; i++) {
                spool.write(OutputChunk.Stream.STDOUT, "x".repeat(100_000));
            }
            written.countDown();
        });

        program.start();
        Await.until("the program waits", () -> program.getState() == Thread.State.TIMED_WAITING);
        long early = written.getCount();
        go.countDown();
        Await.until("the program ends", () -> written.getCount() == 0);
        spool.finish();

        assertThat(early).isEqualTo(1);
        assertThat(memory.<List<OutputChunk>>read(
                        transaction -> transaction.outputs().list("x", 0)))
                .extracting(chunk -> chunk.text().length())
                .satisfies(lengths -> assertThat(
                                lengths.stream().mapToInt(each -> (int) each).sum())
                        .isEqualTo(1_000_000));
    }

    @Test
    void drainingWaitsForWhatRunsAndStartsNothingMore() {
        Parts parts = live();
        CountDownLatch end = occupyWorkers(parts);
        Execution waiting = run(parts, Plant.ACT, Map.of("host", "waiting"));

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
        Parts parts = live();
        effects.does(context -> {
            new CountDownLatch(1).await();
            return ActionResult.succeeded(Map.of());
        });
        Execution interrupted = run(parts, Plant.ACT, Map.of());
        Await.until("it runs", () -> effects.calls().size() == 1);
        CountDownLatch stop = new CountDownLatch(1);
        effects.does(context -> {
            context.cancellation().whenCanceled(stop::countDown);
            awaitUninterrupted(stop);
            return ActionResult.canceled(Map.of("exit_code", -15L));
        });
        Execution told = run(parts, Plant.ACT, Map.of());
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

    private Parts live() {
        Parts parts = Setup.in(folder).stored(memory).run(effects, pure).make();
        lives.add(parts);
        parts.registry()
                .putPack(
                        new RegisteredPack(
                                Plant.pack("plant", Plant.FOLDER), List.of(), List.of(), List.of(), Map.of()),
                        Plant.actions().stream()
                                .map(action -> CallableAction.of(
                                        action,
                                        parts.registry()
                                                .runnerType(action.runnerType())
                                                .orElseThrow(),
                                        "r1"))
                                .toList(),
                        List.of(),
                        List.of(),
                        Map.of("site", "north"));
        return parts;
    }

    private Parts restart() {
        lives.forEach(Parts::close);
        lives.clear();
        return live();
    }

    private static Execution insert(Parts parts, Ref action, Map<String, @Nullable Object> given) {
        CallableAction callable = parts.registry().callable(action.toString()).orElseThrow();
        Execution execution = parts.requests()
                .execution(
                        callable,
                        parts.parameters().requested(callable, given, Map.of()),
                        Map.of("user", "anna"),
                        Cause.request("anna"),
                        new Trace("t1", null),
                        parts.clock().instant());
        parts.committer().commit(Change.of(batch -> batch.insert(execution)));
        return execution;
    }

    private static Execution run(Parts parts, Ref action, Map<String, @Nullable Object> given) {
        Execution execution = insert(parts, action, given);
        parts.runs().start(execution);
        return execution;
    }

    private static Execution insertRunning(Parts parts, Ref action) {
        Execution execution = insert(parts, action, Map.of());
        Execution running =
                execution.moved(ExecutionStatus.RUNNING, parts.clock().instant());
        parts.committer()
                .commit(Change.of(
                        batch -> batch.update(running, execution.claim().attempt())));
        return running;
    }

    private static void takeOver(Parts parts, Execution execution) {
        parts.committer()
                .commit(Change.of(batch -> batch.update(
                        execution.claimedBy("n2"), execution.claim().attempt())));
    }

    /** Lets every worker wait until the latch is open. */
    private CountDownLatch occupyWorkers(Parts parts) {
        CountDownLatch end = new CountDownLatch(1);
        effects.does(context -> {
            end.await();
            return ActionResult.succeeded(Map.of());
        });
        for (int i = 0; i < 4; i++) {
            Execution unused = run(parts, Plant.ACT, Map.of());
        }
        Await.until("all workers are busy", () -> effects.calls().size() == 4);
        return end;
    }

    private static List<OutputChunk> output(Parts parts, Execution execution) {
        return parts.store().read(transaction -> transaction.outputs().list(execution.id(), 0));
    }

    private static String text(Parts parts, Execution execution) {
        StringBuilder all = new StringBuilder();
        output(parts, execution).forEach(chunk -> all.append(chunk.text()));
        return all.toString();
    }
}
