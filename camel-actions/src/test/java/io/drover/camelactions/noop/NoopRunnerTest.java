package io.drover.camelactions.noop;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelactions.testing.Call;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.ExecutionStatus;
import org.junit.jupiter.api.Test;

/** What becomes of an action that does nothing. */
class NoopRunnerTest {
    @Test
    void succeedsWithReturnCodeZero() throws InterruptedException {
        ActionResult result = new Call(new NoopRunner()).run();

        assertThat(result.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(result.result())
                .containsEntry("failed", false)
                .containsEntry("succeeded", true)
                .containsEntry("return_code", 0L);
    }
}
