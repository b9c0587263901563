package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.conduct.Event.Rerun;
import io.drover.workflow.conduct.Event.RerunTask;
import io.drover.workflow.definition.Workflow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Runs that have ended and go on from some of their tasks. */
class RerunTest {
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));
    private static final String CHAIN = """
            version: 1.0
            tasks:
              a: {action: core.noop, next: [{when: <% succeeded() %>, do: b}]}
              b: {action: core.noop, next: [{when: <% succeeded() %>, do: c}]}
              c: {action: core.noop, next: [{when: <% succeeded() %>, do: d}]}
              d: {action: core.noop}
            """;

    private static Conductor conductor(String text, Set<Quirk> quirks) {
        return new Conductor(Workflow.read(text), quirks, Limits.standard());
    }

    private static Step begun(Conductor conductor) {
        return conductor.next(conductor.begin(Map.of(), Map.of(), NOW), new Requested(Status.RUNNING), NOW);
    }

    private static State told(Conductor conductor, State state, String task, Status status) {
        return conductor
                .next(state, new Reported(task, 0, null, status, null), NOW)
                .state();
    }

    private static State ended(Conductor conductor, String... tasks) {
        State state = begun(conductor).state();
        for (String task : tasks) {
            state = told(conductor, state, task, Status.SUCCEEDED);
        }
        return state;
    }

    private static Step rerun(Conductor conductor, State state, String... tasks) {
        List<RerunTask> wanted =
                Arrays.stream(tasks).map(task -> new RerunTask(task, 0, false)).toList();
        return conductor.next(state, new Rerun(wanted), NOW);
    }

    @Test
    void retryATaskAsOftenAsTheFirstTime() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks: {a: {action: core.noop, retry: {count: 1}}}
                """, Quirk.standard());
        State failed =
                told(conductor, told(conductor, begun(conductor).state(), "a", Status.FAILED), "a", Status.FAILED);

        State again = rerun(conductor, failed, "a").state();
        State retried = told(conductor, again, "a", Status.FAILED);

        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(again.newest("a", 0).orElseThrow().retry()).isEqualTo(new RetryState(null, 1, null, 0));
        assertThat(retried.status()).isEqualTo(Status.RUNNING);
        assertThat(told(conductor, retried, "a", Status.FAILED).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void countWhatItemsGaveThatAreCarriedOver() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks: {t: {with: "<% list(0, 1) %>", action: core.noop}}
                """, Quirk.standard());
        State state = gave(conductor, begun(conductor).state(), 0, Status.SUCCEEDED, "x".repeat(5_000));
        State failed = gave(conductor, state, 1, Status.FAILED, "y".repeat(3_000));

        State again = rerun(conductor, failed, "t").state();
        State waits = gave(conductor, again, 1, Status.PENDING, "z".repeat(2_000));
        State ended = gave(conductor, waits, 1, Status.SUCCEEDED, "z".repeat(2_000));

        // an error tells what the failed item gave
        assertThat(failed.contextSize() - 5_001 - 2 * 3_001).isBetween(0L, 100L);
        assertThat(again.contextSize() - 5_001).isBetween(0L, 100L);
        assertThat(ended.contextSize() - 5_001 - 2_001).isBetween(0L, 100L);
    }

    private static State gave(Conductor conductor, State state, int item, Status status, String result) {
        return conductor
                .next(state, new Reported("t", 0, item, status, result), NOW)
                .state();
    }

    @Test
    void areRefusedWhereTheRetriesOfATaskCannotBeCounted() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{when: <% succeeded() %>, publish: [{n: 1}], do: b}]}
                  b: {action: core.noop, retry: {count: <% task_status(c) = "null" or 1 / 0 %>}, next: [{when: <% succeeded() %>, do: c}]}
                  c: {action: core.noop}
                """, Quirk.standard());
        State ended = ended(conductor, "a", "b", "c");

        Step refused = rerun(conductor, ended, "b");

        assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(refused.refusal()).contains("1 / 0");
        assertThat(refused.state()).isSameAs(ended);
    }

    @Test
    void areRefusedWhereNothingFailedLastAndNothingIsNamed() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks: {a: {action: core.noop, next: [{do: fail}]}}
                """, Quirk.standard());
        State failed = ended(conductor, "a");

        Step unnamed = rerun(conductor, failed);
        Step command = rerun(conductor, failed, "fail");

        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(unnamed.refusal()).contains("none of its tasks").contains("Name the tasks to rerun");
        assertThat(command.refusal()).contains("isn't rerunnable: fail|0");
        assertThat(unnamed.state()).isSameAs(failed);
    }

    @Test
    void ofACommandBreakDownAsInStackStormWhereQuirksAreKept() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks: {a: {action: core.noop, next: [{do: fail}]}}
                """, Quirk.all());

        State again = rerun(conductor, ended(conductor, "a")).state();

        assertThat(again.status()).isEqualTo(Status.FAILED);
        assertThat(again.errors())
                .containsExactly(
                        new ErrorEntry("TypeError: 'NoneType' object is not subscriptable", "fail", 0, null, null));
    }

    @Test
    void ofATaskLeaveOutThoseThatItLeadsTo() {
        Conductor conductor = conductor(CHAIN, Quirk.standard());
        State ended = ended(conductor, "a", "b", "c", "d");

        assertThat(rerun(conductor, ended, "a", "c", "d").actions())
                .extracting(ActionRequest::task)
                .containsExactly("a");
    }

    @Test
    void ofATaskThatABranchReachedSinceStartItOnceWithWhatThatBranchPublished() {
        Conductor conductor = conductor("""
                version: 1.0
                vars: [{lap: 0}]
                tasks:
                  start: {next: [{do: a}]}
                  a: {action: core.echo, input: {message: <% ctx(lap) %>}, next: [{do: b}]}
                  b: {action: core.noop, next: [{when: <% ctx(lap) = 0 %>, publish: [{lap: 1}], do: a}]}
                  other: {action: core.noop}
                """, Quirk.standard());
        State begun = ended(conductor, "a");
        State failed = told(conductor, begun, "other", Status.FAILED);
        State reached = told(conductor, failed, "b", Status.SUCCEEDED);

        Step again = rerun(conductor, reached, "a");

        assertThat(reached.status()).isEqualTo(Status.FAILED);
        assertThat(again.actions()).extracting(ActionRequest::input).containsExactly(Map.of("message", 1L));
        assertThat(again.state().staged()).isEmpty();
    }

    @Test
    void lookOneStepDownAloneWhereQuirksAreKept() {
        Conductor conductor = conductor(CHAIN, Quirk.all());
        State ended = ended(conductor, "a", "b", "c", "d");

        assertThat(rerun(conductor, ended, "a", "c").actions())
                .extracting(ActionRequest::task)
                .containsExactly("a", "c");
        assertThat(rerun(conductor, ended, "c", "d").actions())
                .extracting(ActionRequest::task)
                .containsExactly("c");
    }

    @Test
    void takeAllThatFollowsOutOfTheOutput() {
        Conductor repaired = conductor(CHAIN, Quirk.standard());
        Conductor asInStackStorm = conductor(CHAIN, Quirk.all());

        State wholeBranch =
                rerun(repaired, ended(repaired, "a", "b", "c", "d"), "a").state();
        State oneStep = rerun(asInStackStorm, ended(asInStackStorm, "a", "b", "c", "d"), "a")
                .state();

        assertThat(wholeBranch.sequence()).noneMatch(TaskEntry::terminal);
        assertThat(oneStep.sequence().stream().filter(TaskEntry::terminal))
                .extracting(TaskEntry::task)
                .containsExactly("d");
    }

    @Test
    void ofATaskWhoseItemsAllSucceededAreRefusedWhereThatQuirkIsKept() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks: {t: {with: "<% [1] %>", action: core.noop}}
                """, Quirk.all());
        State ended = conductor
                .next(begun(conductor).state(), new Reported("t", 0, 0, Status.SUCCEEDED, null), NOW)
                .state();

        Step refused = rerun(conductor, ended, "t");

        assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(refused.refusal()).startsWith("AttributeError: ");
        assertThat(refused.state()).isSameAs(ended);
    }
}
