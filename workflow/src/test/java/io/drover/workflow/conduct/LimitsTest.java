package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.definition.Workflow;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));

    private static State started(String text, Map<String, Object> inputs, Limits limits) {
        Conductor conductor = new Conductor(Workflow.read(text), Quirk.standard(), limits);
        return conductor
                .next(conductor.begin(Map.of(), inputs, NOW), new Requested(Status.RUNNING), NOW)
                .state();
    }

    @Test
    void failsAWorkflowThatLeadsToItselfForEver() {
        State state = started("""
                version: 1.0
                tasks: {start: {next: [{do: loop}]}, loop: {next: [{do: loop}]}}
                """, Map.of(), new Limits(2_000, 10, 1000, 1000));

        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(state.sequence()).hasSize(2_000);
        assertThat(state.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("The workflow has started 2000 tasks"));
    }

    @Test
    void failsATaskWithTenMillionItems() {
        State state = started(
                """
                version: 1.0
                input: [many]
                tasks: {t: {with: "<% ctx(many) %>", action: core.noop}}
                """, Map.of("many", Collections.nCopies(10_000_000, 1L)), new Limits(10, 100_000, Long.MAX_VALUE, 10));

        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(state.errors())
                .singleElement()
                .satisfies(error ->
                        assertThat(error.message()).contains("has 10000000 items, but at most 100000 are allowed"));
    }

    @Test
    void failsARunWhoseContextHasAHundredMillionCharacters() {
        Conductor conductor = new Conductor(Workflow.read("""
                version: 1.0
                tasks: {a: {action: core.noop, next: [{publish: [{x: <% result() %>}], do: b}]}, b: {action: core.noop}}
                """));
        State state = conductor
                .next(conductor.begin(Map.of(), Map.of(), NOW), new Requested(Status.RUNNING), NOW)
                .state();

        Step step = conductor.next(
                state, new Reported("a", 0, null, Status.SUCCEEDED, Map.of("text", "x".repeat(100_000_000))), NOW);

        assertThat(step.state().status()).isEqualTo(Status.FAILED);
        assertThat(step.state().errors())
                .anySatisfy(
                        error -> assertThat(error.message()).contains("The variables of the workflow have 1000000"));
        assertThat(step.actions()).isEmpty();
    }

    @Test
    void failsALoopAroundAJoinBeforeItsContextsGrowWithoutBound() {
        Conductor conductor = new Conductor(Workflow.read("""
                version: 1.0
                tasks:
                  s: {next: [{do: fan}]}
                  fan: {next: [{publish: [{x: 1}], do: [a, b]}]}
                  a: {next: [{do: j}]}
                  b: {next: [{do: j}]}
                  j: {join: all, next: [{do: fan}]}
                """));

        State state = conductor
                .next(conductor.begin(Map.of(), Map.of(), NOW), new Requested(Status.RUNNING), NOW)
                .state();

        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(state.errors())
                .anySatisfy(error -> assertThat(error.message()).contains("published contexts, more than are allowed"));
    }
}
