package io.drover.bench.micro;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.Conductor;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.StateDocument;
import io.drover.workflow.conduct.Step;
import io.drover.workflow.conduct.Surroundings;
import io.drover.workflow.definition.Workflow;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Warmup;

/** What the conductor costs, the making of the parts that are stored included; whole runs, all of whose actions succeed. */
@org.openjdk.jmh.annotations.State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class ConductorBenchmark {
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));

    private final Conductor sequence = new Conductor(Workflow.read("""
            version: 1.0
            tasks:
              a: {action: core.noop, next: [{when: <% succeeded() %>, do: b}]}
              b: {action: core.noop, next: [{when: <% succeeded() %>, do: c}]}
              c: {action: core.noop, next: [{when: <% succeeded() %>, do: d}]}
              d: {action: core.noop, next: [{when: <% succeeded() %>, do: e}]}
              e: {action: core.noop}
            """));
    private final Conductor loop = new Conductor(Workflow.read("""
            version: 1.0
            vars: [{n: 0}]
            tasks:
              begin: {action: core.noop, next: [{do: lap}]}
              lap:
                action: core.noop
                next: [{when: <% ctx(n) < 1000 %>, publish: [{n: <% ctx(n) + 1 %>}], do: lap}]
            """));
    private final Conductor items = new Conductor(Workflow.read("""
            version: 1.0
            tasks:
              each:
                with: {items: <% range(10000) %>, concurrency: 50}
                action: core.noop
            """));

    /** Five tasks one after the other. */
    @Benchmark
    public State fiveTasks() {
        return run(sequence);
    }

    /** A thousand laps, in each of which something is published. */
    @Benchmark
    public State aThousandLaps() {
        return run(loop);
    }

    /** A task with ten thousand items, fifty at once. */
    @Benchmark
    public State tenThousandItems() {
        return run(items);
    }

    private static State run(Conductor conductor) {
        State state = conductor.begin(Map.of(), Map.of(), NOW);
        Deque<ActionRequest> running = new ArrayDeque<>();
        Step step = conductor.next(state, new Requested(Status.RUNNING), NOW);
        running.addAll(step.actions());
        while (!running.isEmpty()) {
            ActionRequest action = running.remove();
            Step next = conductor.next(
                    step.state(),
                    new Reported(action.task(), action.route(), action.item(), Status.SUCCEEDED, null),
                    NOW);
            if (StateDocument.changes(step.state(), next.state()).isEmpty()) {
                throw new IllegalStateException("a step that changes nothing");
            }
            step = next;
            running.addAll(step.actions());
        }
        if (step.state().status() != Status.SUCCEEDED) {
            throw new IllegalStateException(step.state().errors().toString());
        }
        return step.state();
    }
}
