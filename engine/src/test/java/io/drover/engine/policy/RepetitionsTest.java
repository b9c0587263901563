package io.drover.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.silence.StoredFreezes;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Trace;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import io.drover.model.store.Executions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executions that are repeated because they failed or took too long. */
class RepetitionsTest {
    private static final Policy TWICE = retry("again", Map.of("retry_on", "failure", "max_retry_count", 2L));

    private final HandRunner effects = new HandRunner("effects", true);
    private final Lives lives;

    RepetitionsTest(@TempDir Path folder) {
        effects.does(context -> ActionResult.failed("it is broken"));
        lives = Lives.in(folder).with(setup -> setup.run(effects, new HandRunner("pure", false)));
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void repeatsWhatFailedWithTheSameParametersUntilItIsEnough() {
        Parts parts = lives.start(Plant.policies(TWICE));

        Execution first = run(parts, Map.of("host", "a", "token", "s3cret"), Map.of("user", "anna"));
        Await.until("all ended", () -> ended(parts).size() == 3);
        parts.settle();

        List<Execution> all = ended(parts);
        assertThat(all).extracting(Execution::status).containsOnly(ExecutionStatus.FAILED);
        assertThat(effects.calls())
                .hasSize(3)
                .allSatisfy(call -> assertThat(call.actionParameters()).containsEntry("token", "s3cret"));
        assertThat(all.get(1).parameters()).isEqualTo(first.parameters()).containsEntry("token", "********");
        assertThat(all.get(1).context())
                .containsEntry("user", "anna")
                .containsEntry("policies", Map.of("retry", told(1, first)));
        assertThat(all.get(2).context()).containsEntry("policies", Map.of("retry", told(2, all.get(1))));
    }

    @Test
    void repeatsWhatTookTooLongWhereThatIsAskedForAndNothingElse() {
        Parts parts = lives.start(Plant.policies(retry("again", Map.of("retry_on", "timeout", "max_retry_count", 1L))));
        effects.does(context -> ActionResult.timedOut(Map.of()));
        run(parts, Map.of("host", "slow"), Map.of());
        Await.until("both ended", () -> ended(parts).size() == 2);

        effects.does(context -> ActionResult.failed("it is broken"));
        run(parts, Map.of("host", "broken"), Map.of());
        parts.settle();

        assertThat(parts.executions()).hasSize(3);
    }

    @Test
    void doesNotRepeatWhatSucceedsOrIsATaskOfAWorkflow() {
        Parts parts = lives.start(Plant.policies(TWICE));
        run(parts, Map.of(), Map.of("parent", Map.of("execution_id", "1".repeat(24))));
        parts.settle();
        effects.does(context -> ActionResult.succeeded(Map.of()));
        run(parts, Map.of(), Map.of());
        parts.settle();

        assertThat(parts.executions()).hasSize(2);
    }

    @Test
    void waitsForItsDelayOverARestart() {
        Parts before = lives.start(
                Plant.policies(retry("later", Map.of("retry_on", "failure", "max_retry_count", 1L, "delay", 90L))));
        Execution first = run(before, Map.of("host", "a"), Map.of());
        Await.until("it failed", () -> before.execution(first.id()).status().isCompleted());
        Execution waits = before.executions().get(0);

        Parts after = lives.restart();
        after.runs().recover();
        effects.does(context -> ActionResult.succeeded(Map.of()));
        after.clock().advance(Duration.ofSeconds(90));
        Await.until("it ran again", () -> ended(after).size() == 2);

        assertThat(waits.status()).isEqualTo(ExecutionStatus.DELAYED);
        assertThat(waits.dueAt()).isEqualTo(waits.requestedAt().plusSeconds(90));
        assertThat(after.execution(waits.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(effects.calls()).hasSize(2);
    }

    @Test
    void aFreezeLeavesTheRepetitionsOfWhatWasRequestedBeforeAlone() {
        Parts parts = lives.start(
                Plant.policies(retry("later", Map.of("retry_on", "failure", "max_retry_count", 1L, "delay", 90L))));
        Execution first = run(parts, Map.of("host", "a"), Map.of());
        Await.until("it failed", () -> parts.execution(first.id()).status().isCompleted());

        new StoredFreezes(parts.silences(), parts.ids(), parts.clock()).start(null, true, "storm", Parts.ADMIN);
        effects.does(context -> ActionResult.succeeded(Map.of()));
        parts.clock().advance(Duration.ofSeconds(90));
        Await.until("it ran again", () -> ended(parts).size() == 2);

        assertThat(parts.executions().get(0).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void isThereWithTheEndItFollowsFromWhenTheDaemonIsKilledAfterThatCommit() {
        Parts before = lives.start(Plant.policies(TWICE));
        // as a kill between the commit and the start: nothing is started any more
        effects.does(context -> {
            boolean unused = before.runs().drain(Duration.ZERO);
            return ActionResult.failed("it is broken");
        });
        Execution first = run(before, Map.of("host", "a"), Map.of());
        Await.until("it failed", () -> before.execution(first.id()).status().isCompleted());
        Execution next = before.executions().get(0);

        effects.does(context -> ActionResult.succeeded(Map.of()));
        Parts after = lives.restart();
        after.runs().recover();
        Await.until("it ran again", () -> ended(after).size() == 2);

        assertThat(next.status()).isEqualTo(ExecutionStatus.REQUESTED);
        assertThat(after.execution(next.id()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(after.executions()).hasSize(2);
    }

    @Test
    void isNotThereWhereTheEndIsNotWritten() {
        Parts parts = lives.start(Plant.policies(TWICE));
        effects.does(context -> {
            Execution held = context.execution();
            Outcome unused = parts.committer()
                    .commit(Change.of(batch -> batch.also(transaction -> transaction
                            .executions()
                            .updateAll(List.of(new Executions.Update(
                                    held.claimedBy("n2"), held.claim().attempt()))))));
            return ActionResult.failed("it is broken");
        });

        run(parts, Map.of("host", "a"), Map.of());
        Await.until(
                "it was let go",
                () -> effects.calls().size() == 1 && parts.runs().open() == 0);

        assertThat(parts.executions()).hasSize(1);
    }

    private static Policy retry(String name, Map<String, @Nullable Object> parameters) {
        return Plant.policy(name, Plant.ACT, PolicyType.RETRY, parameters);
    }

    private static Map<String, @Nullable Object> told(long count, Execution before) {
        return Map.of("applied_policy", "plant.again", "retry_count", count, "retried_liveaction_id", before.id());
    }

    /** {@return what is completed, oldest first} */
    private static List<Execution> ended(Parts parts) {
        List<Execution> all = new ArrayList<>(parts.executions());
        Collections.reverse(all);
        return all.stream()
                .filter(execution -> execution.status().isCompleted())
                .toList();
    }

    private static Execution run(
            Parts parts, Map<String, @Nullable Object> given, Map<String, @Nullable Object> context) {
        CallableAction callable =
                parts.registry().callable(Plant.ACT.toString()).orElseThrow();
        Execution execution = parts.requests()
                .execution(
                        callable,
                        parts.parameters().requested(callable, given, Map.of()),
                        context,
                        Cause.request("anna"),
                        new Trace("t1", null),
                        parts.clock().instant());
        Outcome unused = parts.committer().commit(Change.of(batch -> batch.insert(execution)));
        parts.runs().start(execution);
        return execution;
    }
}
