package io.drover.engine.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.access.Principal;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunsTest {
    private final HandRunner effects = new HandRunner("effects", true);
    private final HandRunner pure = new HandRunner("pure", false);
    private final Lives lives;

    RunsTest(@TempDir Path folder) {
        lives = Lives.in(folder).with(setup -> setup.run(effects, pure));
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void storesTheResultOfAnAction() {
        Parts parts = lives.start(Plant.content());
        effects.does(context -> ActionResult.failed(Map.of("stderr", "no", "exit_code", 3L)));

        Execution execution = Requested.run(parts, Plant.ACT, Map.of("host", "a"));
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
        Parts parts = lives.start(Plant.content());

        Execution execution = Requested.run(parts, Plant.ACT, Map.of("host", "a", "token", "s3cret"));
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
        Parts parts = lives.start(Plant.content());
        AtomicReference<@Nullable Principal> during = new AtomicReference<>();
        effects.does(context -> {
            during.set(parts.tokens().authenticate(context.apiToken()).orElse(null));
            throw new IllegalStateException("however it ends");
        });

        Execution execution = Requested.run(parts, Plant.ACT, Map.of());
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
        Parts parts = lives.start(Plant.content());
        AtomicReference<@Nullable ExecutionStatus> seen = new AtomicReference<>();
        effects.does(context -> {
            seen.set(parts.execution(context.execution().id()).status());
            return ActionResult.succeeded(Map.of());
        });

        Execution execution = Requested.run(parts, Plant.ACT, Map.of());
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
        Parts parts = lives.start(Plant.content());
        AtomicReference<@Nullable ExecutionStatus> seen = new AtomicReference<>();
        pure.does(context -> {
            seen.set(parts.execution(context.execution().id()).status());
            return ActionResult.succeeded(Map.of());
        });

        Execution execution = Requested.run(parts, Plant.CALC, Map.of());
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
        Parts parts = lives.start(Plant.content());
        pure.does(context -> {
            Requested.takeOver(parts, context.execution());
            return ActionResult.succeeded(Map.of("result", "of the old attempt"));
        });

        Execution execution = Requested.run(parts, Plant.CALC, Map.of());
        parts.settle();

        Execution stored = parts.execution(execution.id());
        assertThat(stored.claim().attempt()).isEqualTo(execution.claim().attempt() + 1);
        assertThat(stored.status()).isEqualTo(ExecutionStatus.REQUESTED);
        assertThat(stored.result()).isNull();
        assertThat(parts.trail()).extracting(AuditRecord::what).doesNotContain("succeeded");
    }

    @Test
    void anAttemptThatLostItsClaimDoesNotStart() {
        Parts parts = lives.start(Plant.content());
        Execution execution = Requested.insert(parts, Plant.ACT, Map.of());
        Requested.takeOver(parts, execution);

        parts.runs().start(execution);
        parts.settle();

        assertThat(effects.calls()).isEmpty();
        assertThat(parts.execution(execution.id()).status()).isEqualTo(ExecutionStatus.REQUESTED);
        assertThat(parts.trail()).extracting(AuditRecord::what).doesNotContain("started");
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "TIMEOUT", "ABANDONED"})
    void everyOutcomeOfARunnerIsStoredAndTold(ExecutionStatus outcome) {
        Parts parts = lives.start(Plant.content());
        effects.does(context -> new ActionResult(outcome, Map.of("exit_code", 9L)));

        Execution execution = Requested.run(parts, Plant.ACT, Map.of());
        parts.settle();

        Execution ended = parts.execution(execution.id());
        assertThat(ended.status()).isEqualTo(outcome);
        assertThat(ended.result()).isEqualTo(Map.of("exit_code", 9L));
        assertThat(parts.trail())
                .filteredOn(entry -> entry.subject().equals(execution.id()))
                .extracting(AuditRecord::what, AuditRecord::traceId)
                .endsWith(Tuple.tuple(outcome.word(), execution.trace().id()));
    }

    @Test
    void whatARunnerThrowsIsAFailedResult() {
        Parts parts = lives.start(Plant.content());
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
            executions.add(Requested.run(parts, Plant.ACT, Map.of()));
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
        Parts parts = lives.start(Plant.content());
        Execution execution = Requested.insert(parts, Plant.ACT, Map.of());
        parts.registry().removePack("plant");

        parts.runs().start(execution);
        parts.settle();

        Execution ended = parts.execution(execution.id());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(ended.result())).contains("plant.act", "no longer registered");
    }
}
