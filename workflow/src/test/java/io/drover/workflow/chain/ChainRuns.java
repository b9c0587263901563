package io.drover.workflow.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.conduct.Step;
import io.drover.workflow.conduct.Surroundings;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs of action chains that tests begin, and tell of ends. */
final class ChainRuns {
    private ChainRuns() {}

    static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));
    static final String ONE = "chain: [{name: a, ref: core.noop}]";
    static final String TWO = """
            chain:
              - {name: a, ref: core.noop, on-success: b}
              - {name: b, ref: core.noop}
            """;

    static ChainConductor conductor(String text) {
        return new ChainConductor(Chain.read(text));
    }

    static Step started(ChainConductor conductor, Map<String, Object> inputs) {
        return started(conductor, Map.of(), inputs, NOW);
    }

    static Step started(
            ChainConductor conductor,
            Map<String, Object> context,
            Map<String, Object> inputs,
            Surroundings surroundings) {
        return conductor.next(
                conductor.begin(context, inputs, surroundings), new Requested(Status.RUNNING), surroundings);
    }

    static Step ends(ChainConductor conductor, Step before, String task, Status status, @Nullable Object result) {
        return conductor.next(before.state(), new Reported(task, 0, null, status, result), NOW);
    }

    static Step asked(ChainConductor conductor, Step before, Status status) {
        return conductor.next(before.state(), new Requested(status), NOW);
    }

    static @Nullable Object input(Step step) {
        assertThat(step.actions()).hasSize(1);
        return step.actions().get(0).input();
    }

    static Map<String, @Nullable Object> result(ChainConductor conductor, Step step) {
        return conductor.result(step.state(), number -> "execution-" + number);
    }
}
