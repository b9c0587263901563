package io.drover.workflow.chain;

import static io.drover.workflow.chain.ChainRuns.ONE;
import static io.drover.workflow.chain.ChainRuns.TWO;
import static io.drover.workflow.chain.ChainRuns.asked;
import static io.drover.workflow.chain.ChainRuns.conductor;
import static io.drover.workflow.chain.ChainRuns.ends;
import static io.drover.workflow.chain.ChainRuns.input;
import static io.drover.workflow.chain.ChainRuns.result;
import static io.drover.workflow.chain.ChainRuns.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pausing, resuming and canceling a chain, and tasks that wait for a person. */
class ChainControlTest {
    @Test
    void waitsForTheRunningTaskWhenPausedAndGoesOnWhenResumed() {
        ChainConductor conductor = conductor("""
                chain:
                  - {name: a, ref: core.noop, on-success: b, publish: {x: "{{ a.x }}"}}
                  - {name: b, ref: core.noop, parameters: {x: "{{ x }}"}}
                """);

        Step pausing = asked(conductor, started(conductor, Map.of()), Status.PAUSING);
        Step paused = ends(conductor, pausing, "a", Status.SUCCEEDED, Map.of("x", "kept"));
        Step resumed = asked(conductor, paused, Status.RESUMING);

        assertThat(pausing.state().status()).isEqualTo(Status.PAUSING);
        assertThat(paused.state().status()).isEqualTo(Status.PAUSED);
        assertThat(paused.actions()).isEmpty();
        assertThat(resumed.state().status()).isEqualTo(Status.RUNNING);
        assertThat(input(resumed)).isEqualTo(Map.of("x", "kept"));
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED", "FAILED", "TIMEOUT"})
    void endsAsItsLastTaskWhenResumedAfterThatOne(Status end) {
        ChainConductor conductor = conductor(ONE);

        Step pausing = asked(conductor, started(conductor, Map.of()), Status.PAUSING);
        Step paused = ends(conductor, pausing, "a", end, Map.of());
        Step resumed = asked(conductor, paused, Status.RESUMING);

        assertThat(paused.state().status()).isEqualTo(Status.PAUSED);
        assertThat(resumed.state().status()).isEqualTo(end);
    }

    @Test
    void goesOnWithTheRunningTaskWhenResumedWhilePausing() {
        ChainConductor conductor = conductor(TWO);

        Step pausing = asked(conductor, started(conductor, Map.of()), Status.PAUSING);
        Step resumed = asked(conductor, pausing, Status.RESUMING);

        assertThat(resumed.state().status()).isEqualTo(Status.RUNNING);
        assertThat(resumed.actions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void pausesForAnInquiryAndReadsItsAnswerWhetherResumedOrNot(boolean resumed) {
        ChainConductor conductor = conductor("""
                chain:
                  - {name: ask, ref: core.ask, on-success: b, publish: {code: "{{ ask.response.code }}"}}
                  - {name: b, ref: core.noop, parameters: {x: "{{ ask.result.response.code }} {{ code }}"}}
                """);
        Map<String, Object> answer = Map.of("response", Map.of("code", "42"));

        Step paused = ends(conductor, started(conductor, Map.of()), "ask", Status.PENDING, Map.of("schema", Map.of()));
        Step waiting = resumed ? asked(conductor, paused, Status.RESUMING) : paused;
        Step answered = ends(conductor, waiting, "ask", Status.SUCCEEDED, answer);

        assertThat(paused.state().status()).isEqualTo(Status.PAUSED);
        assertThat(result(conductor, paused).toString()).contains("state=pending");
        assertThat(waiting.actions()).isEmpty();
        assertThat(answered.state().status()).isEqualTo(Status.RUNNING);
        assertThat(input(answered)).isEqualTo(Map.of("x", "42 42"));
        assertThat(result(conductor, answered).toString()).doesNotContain("result={result=");
    }

    @Test
    void staysPausedByAPersonWhenAnInquiryIsAnswered() {
        ChainConductor conductor = conductor(TWO);

        Step pausing = asked(conductor, started(conductor, Map.of()), Status.PAUSING);
        Step pending = ends(conductor, pausing, "a", Status.PENDING, null);
        Step answered = ends(conductor, pending, "a", Status.SUCCEEDED, Map.of());
        Step resumed = asked(conductor, answered, Status.RESUMING);

        assertThat(answered.state().status()).isEqualTo(Status.PAUSED);
        assertThat(answered.actions()).isEmpty();
        assertThat(resumed.actions()).extracting(ActionRequest::task).containsExactly("b");
    }

    @Test
    void pausesAndGoesOnWithTheWorkflowThatIsItsTask() {
        ChainConductor conductor = conductor(TWO);

        Step paused = ends(conductor, started(conductor, Map.of()), "a", Status.PAUSED, Map.of("tasks", List.of()));
        Step goingOn = ends(conductor, paused, "a", Status.RUNNING, null);
        Step ended = ends(conductor, goingOn, "a", Status.SUCCEEDED, Map.of());

        assertThat(paused.state().status()).isEqualTo(Status.PAUSED);
        assertThat(goingOn.state().status()).isEqualTo(Status.RUNNING);
        assertThat(ended.actions()).extracting(ActionRequest::task).containsExactly("b");
    }

    @Test
    void endsAsCanceledOnceTheRunningTaskHasEnded() {
        ChainConductor conductor = conductor(TWO);

        Step canceling = asked(conductor, started(conductor, Map.of()), Status.CANCELING);
        Step canceled = ends(conductor, canceling, "a", Status.SUCCEEDED, Map.of());

        assertThat(canceling.state().status()).isEqualTo(Status.CANCELING);
        assertThat(canceled.state().status()).isEqualTo(Status.CANCELED);
        assertThat(canceled.actions()).isEmpty();
    }

    @Test
    void endsAsCanceledAtOnceWhereNothingRuns() {
        ChainConductor conductor = conductor(ONE);

        Step pending = ends(conductor, started(conductor, Map.of()), "a", Status.PENDING, null);
        Step canceled = asked(conductor, pending, Status.CANCELING);

        assertThat(canceled.state().status()).isEqualTo(Status.CANCELED);
    }
}
