package io.drover.workflow.conduct;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.definition.Workflow;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code task_status()} says in the expressions of a workflow. */
class TaskStatusTest {
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));

    /** A run that is told of ends of tasks, one after the other. */
    private static final class Running {
        private final Conductor conductor;
        private Step step;

        Running(String text) {
            conductor = new Conductor(Workflow.read(text));
            step = conductor.next(conductor.begin(Map.of(), Map.of(), NOW), new Requested(Status.RUNNING), NOW);
        }

        Running ends(String task, int route, Status status) {
            step = conductor.next(step.state(), new Reported(task, route, null, status, null), NOW);
            assertThat(step.refusal()).isNull();
            return this;
        }

        Running succeeds(String task) {
            return ends(task, 0, Status.SUCCEEDED);
        }

        State state() {
            return step.state();
        }

        /** What the one action that was asked for last is to say. */
        Object said() {
            assertThat(step.actions()).hasSize(1);
            return requireNonNull(
                    ((Map<?, ?>) requireNonNull(step.actions().get(0).input())).get("message"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<% task_status(a) %> <% task_status(b) %> <% task_status(c) %> <% task_status(nope) %>",
                "{{ task_status('a') }} {{ task_status('b') }} {{ task_status('c') }} {{ task_status('nope') }}"
            })
    void isAWordForWhatEndedForWhatRunsAndForWhatWasNeverReached(String all) {
        Running running = new Running("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{when: <% failed() %>, do: seen}]}
                  b: {action: core.noop}
                  c: {action: core.noop, next: [{when: <% failed() %>, do: d}]}
                  d: {action: core.noop}
                  seen:
                    action: core.echo
                    input: {message: "ALL"}
                """.replace("ALL", all));

        running.succeeds("c").ends("a", 0, Status.FAILED);

        assertThat(running.said()).isEqualTo("failed running succeeded null");
    }

    @Test
    void isThatOfATaskAsItStandsWhereItsTransitionsAreJudged() {
        Running running = new Running("""
                version: 1.0
                tasks:
                  a:
                    action: core.noop
                    next:
                      - {when: <% task_status(a) = failed %>, publish: [{was: <% task_status(a) %>}], do: b}
                  b: {action: core.noop}
                output: [{was: <% ctx(was) %>}, {b: <% task_status(b) %>}]
                """);

        // a timeout is a failure by then
        running.ends("a", 0, Status.TIMEOUT).succeeds("b");

        assertThat(running.state().output()).isEqualTo(Map.of("was", "failed", "b", "succeeded"));
    }

    @Test
    void isThatOfTheNewestLapOfALoop() {
        Running running = new Running("""
                version: 1.0
                vars: [{laps: 0}]
                tasks:
                  s: {action: core.noop, next: [{do: a}]}
                  a:
                    action: core.noop
                    next:
                      - {when: <% failed() and ctx(laps) < 1 %>, publish: [{laps: 1}], do: again}
                      - {when: <% succeeded() %>, do: c}
                  again: {action: core.echo message=<% task_status(a) %>, next: [{do: a}]}
                  c: {action: core.echo message=<% task_status(a) %>}
                """);

        running.succeeds("s").ends("a", 0, Status.FAILED);
        assertThat(running.said()).isEqualTo("failed");

        running.succeeds("again").succeeds("a");
        assertThat(running.said()).isEqualTo("succeeded");
    }

    @Test
    void isThatOnItsOwnRouteOrTheNearestEarlierOneOrOnTheOneThatIsNamed() {
        Running running = new Running("""
                version: 1.0
                tasks:
                  s: {action: core.noop, next: [{do: [a, b]}]}
                  a: {action: core.noop, next: [{do: c}]}
                  b: {action: core.noop, next: [{do: c}]}
                  c: {action: core.noop, next: [{when: <% succeeded() or failed() %>, do: d}]}
                  d:
                    action: core.echo
                    input: {message: "<% task_status(s) %> <% task_status(c) %> <% task_status(c, 1) %>"}
                """);
        running.succeeds("s").succeeds("a").succeeds("b");

        running.ends("c", 1, Status.SUCCEEDED).ends("c", 2, Status.FAILED);

        assertThat(running.said()).isEqualTo("succeeded failed succeeded");
    }

    @Test
    void failsTheRunWhereItsRouteIsNone() {
        Running running = new Running("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{publish: [{x: "<% task_status(a, 7) %>"}], do: b}]}
                  b: {action: core.noop}
                """);

        running.succeeds("a");

        assertThat(running.state().status()).isEqualTo(Status.FAILED);
        assertThat(running.step.actions()).isEmpty();
        assertThat(running.state().errors())
                .extracting(ErrorEntry::message)
                .singleElement()
                .asString()
                .contains("list index out of range");
    }
}
