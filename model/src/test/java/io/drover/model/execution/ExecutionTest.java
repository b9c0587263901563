package io.drover.model.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.action.ActionResult;
import io.drover.model.pack.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One run of an action from its request to its end. */
class ExecutionTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void keepsALogOfEveryStatusItHad() {
        Execution execution = requested()
                .claimedBy("node-1")
                .moved(ExecutionStatus.SCHEDULED, NOON.plusSeconds(1))
                .moved(ExecutionStatus.RUNNING, NOON.plusSeconds(2))
                .completedWith(ActionResult.succeeded(Map.of("stdout", "x")), NOON.plusSeconds(3));

        assertThat(execution.log())
                .extracting(StatusChange::status)
                .containsExactly(
                        ExecutionStatus.REQUESTED,
                        ExecutionStatus.SCHEDULED,
                        ExecutionStatus.RUNNING,
                        ExecutionStatus.SUCCEEDED);
        assertThat(execution.endedAt()).isEqualTo(NOON.plusSeconds(3));
        assertThat(execution.result()).containsEntry("stdout", "x");
    }

    @Test
    void countsAttemptsAndForgetsItsOwnerWhenCompleted() {
        Execution running = requested().claimedBy("node-1").claimedBy("node-2").moved(ExecutionStatus.RUNNING, NOON);

        Execution done = running.completedWith(ActionResult.failed("no"), NOON);

        assertThat(running.claim()).isEqualTo(new Claim(2, "node-2"));
        assertThat(done.claim()).isEqualTo(new Claim(2, null));
    }

    @Test
    void tellsWhomItsActionNamesUnlessItsWorkflowKeepsItsTaskQuiet() {
        Map<String, Object> own = Map.of("on-complete", Map.of("routes", List.of("own")));
        Map<String, Object> given = Map.of("on-complete", Map.of("routes", List.of("given")));
        Execution alone = requested();
        Execution task = alone.withContext(Execution.TASK, Map.of("task_name", "a"));
        Execution ofChain = task.withContext(Execution.CHAIN_TASK, Map.of("name", "a"));

        assertThat(alone.notices(own)).isEqualTo(own);
        assertThat(alone.withContext(Execution.NOTICES, given).notices(own)).isEqualTo(own);
        assertThat(alone.withContext(Execution.NOTICES, given).notices(Map.of()))
                .isEqualTo(given);
        assertThat(task.notices(own)).isNull();
        assertThat(task.withContext(Execution.NOTICES, given).notices(own)).isEqualTo(own);
        assertThat(ofChain.notices(own)).isEqualTo(own);
        assertThat(ofChain.withContext(Execution.NOTICES, Map.of()).notices(own))
                .isEqualTo(Map.of());
    }

    @Test
    void refusesAMoveThatNoWayLeadsTo() {
        Execution done =
                requested().moved(ExecutionStatus.RUNNING, NOON).completedWith(ActionResult.succeeded(Map.of()), NOON);

        assertThatThrownBy(() -> done.moved(ExecutionStatus.RUNNING, NOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("succeeded");
    }

    private static Execution requested() {
        return new Execution(
                "5f0000000000000000000001",
                Ref.parse("core.local"),
                "local-shell-cmd",
                "a1",
                ExecutionStatus.REQUESTED,
                Map.of("cmd", "date"),
                null,
                Map.of("user", "ann"),
                Cause.request("ann"),
                new Trace("5f0000000000000000000002", null),
                Claim.NONE,
                NOON,
                null,
                null,
                List.of(new StatusChange(ExecutionStatus.REQUESTED, NOON)));
    }
}
