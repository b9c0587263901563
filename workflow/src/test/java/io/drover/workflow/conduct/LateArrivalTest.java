package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.conduct.Event.Rerun;
import io.drover.workflow.definition.Option;
import io.drover.workflow.definition.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Branches that come when their join runs already, in a workflow that has such joins run again. */
class LateArrivalTest {
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));
    private static final String AGAIN = """
            version: 1.0
            tags: [TAG]
            vars: [{by: nobody}]
            tasks:
              a: {action: core.noop, next: [{publish: [{by: a}], do: j}]}
              b: {action: core.noop, next: [{publish: [{by: b}], do: j}]}
              c: {action: core.noop, next: [{when: <% succeeded() %>, publish: [{by: c}], do: j}]}
              j: {join: 1, action: core.echo, input: {message: <% ctx(by) %>}}
            """.replace("TAG", Option.RUN_JOIN_AGAIN.tag());

    private static Conductor conductor(String text) {
        return new Conductor(Workflow.read(text), Quirk.standard(), Limits.standard());
    }

    private static Step begun(Conductor conductor) {
        return conductor.next(conductor.begin(Map.of(), Map.of(), NOW), new Requested(Status.RUNNING), NOW);
    }

    private static Step ended(Conductor conductor, Step before, String task, Status status) {
        // as if the process had been killed before
        State stored = StateDocument.read(StateDocument.parts(before.state()));
        return conductor.next(stored, new Reported(task, 0, null, status, null), NOW);
    }

    @Test
    void waitForTheEndOfTheRunThatIsUnderWay() {
        Conductor conductor = conductor(AGAIN);

        Step first = ended(conductor, begun(conductor), "a", Status.SUCCEEDED);
        Step late = ended(conductor, first, "b", Status.SUCCEEDED);
        Step later = ended(conductor, late, "c", Status.SUCCEEDED);
        Step second = ended(conductor, later, "j", Status.SUCCEEDED);
        Step last = ended(conductor, second, "j", Status.SUCCEEDED);

        assertThat(first.actions()).extracting(ActionRequest::input).containsExactly(Map.of("message", "a"));
        assertThat(late.actions()).isEmpty();
        assertThat(later.actions()).isEmpty();
        assertThat(second.actions()).extracting(ActionRequest::input).containsExactly(Map.of("message", "c"));
        assertThat(second.state().status().isCompleted()).isFalse();
        assertThat(last.actions()).isEmpty();
        assertThat(last.state().status().isCompleted()).isTrue();
        assertThat(last.state().sequence()).extracting(TaskEntry::task).containsExactly("a", "b", "c", "j", "j");
    }

    @Test
    void waitForWhatTheRunBeforeLedTo() {
        Conductor conductor = conductor("""
                version: 1.0
                tags: [drover.joins-run-again]
                tasks:
                  a: {action: core.noop, next: [{publish: [{by: a}], do: j}]}
                  b: {action: core.noop, next: [{publish: [{by: b}], do: j}]}
                  j: {join: 1, next: [{do: k}]}
                  k: {action: core.echo, input: {message: <% ctx(by) %>}, next: [{do: m}]}
                  m: {action: core.echo, input: {message: <% ctx(by) %>}}
                """);

        Step first = ended(conductor, begun(conductor), "a", Status.SUCCEEDED);
        Step late = ended(conductor, first, "b", Status.SUCCEEDED);
        Step afterK = ended(conductor, late, "k", Status.SUCCEEDED);
        Step afterM = ended(conductor, afterK, "m", Status.SUCCEEDED);
        Step failed = ended(conductor, afterM, "k", Status.FAILED);

        assertThat(told(first)).containsExactly("k{message=a}");
        assertThat(told(late)).isEmpty();
        assertThat(told(afterK)).containsExactly("m{message=a}");
        assertThat(told(afterM)).containsExactly("k{message=b}");
        assertThat(told(failed)).containsExactly("m{message=b}");
    }

    private static List<String> told(Step step) {
        return step.actions().stream()
                .map(action -> action.task() + action.input())
                .toList();
    }

    @Test
    void runAJoinOfTwoAgainEachAlone() {
        Conductor conductor = conductor(AGAIN.replace("join: 1", "join: 2"));
        Step first = ended(conductor, begun(conductor), "a", Status.SUCCEEDED);
        Step met = ended(conductor, first, "b", Status.SUCCEEDED);
        Step over = ended(conductor, met, "j", Status.SUCCEEDED);

        Step late = ended(conductor, over, "c", Status.SUCCEEDED);

        assertThat(told(met)).containsExactly("j{message=b}");
        assertThat(over.state().status()).isEqualTo(Status.RUNNING);
        assertThat(told(late)).containsExactly("j{message=c}");
    }

    @Test
    void startTheJoinOnceMoreWhereTheirBranchFailsTheWorkflowThen() {
        Conductor conductor = conductor(AGAIN.replace("[{by: b}], do: j", "[{by: b}], do: [j, fail]"));
        Step first = ended(conductor, begun(conductor), "a", Status.SUCCEEDED);
        Step failed = ended(conductor, first, "b", Status.SUCCEEDED);

        Step cleaningUp = ended(conductor, failed, "j", Status.SUCCEEDED);

        assertThat(failed.state().status()).isEqualTo(Status.FAILED);
        assertThat(told(failed)).isEmpty();
        assertThat(told(cleaningUp)).containsExactly("j{message=b}");
    }

    @Test
    void areNeverUnreachable() {
        Conductor conductor = conductor("""
                version: 1.0
                tags: [drover.joins-run-again]
                tasks:
                  a: {action: core.noop, next: [{when: <% succeeded() %>, do: [j, again]}]}
                  again: {next: [{do: a}]}
                  s: {action: core.noop, next: [{do: a}]}
                  z: {action: core.noop}
                  j: {join: 1, action: core.noop}
                """);
        Step begun = ended(conductor, begun(conductor), "s", Status.SUCCEEDED);
        Step late = ended(conductor, ended(conductor, begun, "a", Status.SUCCEEDED), "a", Status.SUCCEEDED);

        Step failed = ended(conductor, late, "z", Status.FAILED);

        assertThat(failed.state().status()).isEqualTo(Status.FAILED);
        assertThat(failed.state().errors()).extracting(ErrorEntry::message).noneMatch(text -> text.contains("Unreach"));
    }

    @Test
    void beginNothingOnceTheWorkflowHasFailed() {
        Conductor conductor = conductor(AGAIN);
        Step late = ended(conductor, ended(conductor, begun(conductor), "a", Status.SUCCEEDED), "b", Status.SUCCEEDED);
        Step failed = ended(conductor, late, "c", Status.FAILED);

        Step end = ended(conductor, failed, "j", Status.SUCCEEDED);

        assertThat(end.actions()).isEmpty();
        assertThat(end.state().status()).isEqualTo(Status.FAILED);
    }

    @Test
    void areTakenAlongByARerunOfTheJoin() {
        Conductor conductor = conductor(AGAIN);
        Step first = ended(conductor, begun(conductor), "a", Status.SUCCEEDED);
        Step late = ended(conductor, ended(conductor, first, "b", Status.SUCCEEDED), "c", Status.SUCCEEDED);
        Step failed = ended(conductor, late, "j", Status.FAILED);

        Step again = conductor.next(failed.state(), new Rerun(List.of()), NOW);
        Step last = ended(conductor, again, "j", Status.SUCCEEDED);

        assertThat(failed.state().status()).isEqualTo(Status.FAILED);
        assertThat(again.actions()).extracting(ActionRequest::input).containsExactly(Map.of("message", "c"));
        assertThat(last.state().status()).isEqualTo(Status.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry: {count: 1}", "next: [{when: <% failed() %>, do: retry}]", "with: \"<% [1, 2] %>\""})
    void countForNothingAtAJoinWithItemsOrRetries(String more) {
        Conductor conductor = conductor(AGAIN.replace("join: 1", "join: 1, " + more));

        Step late = ended(conductor, ended(conductor, begun(conductor), "a", Status.SUCCEEDED), "b", Status.SUCCEEDED);

        assertThat(late.actions()).isEmpty();
        assertThat(late.state().staged()).noneMatch(staged -> staged.task().equals("j") && !staged.ready());
    }
}
