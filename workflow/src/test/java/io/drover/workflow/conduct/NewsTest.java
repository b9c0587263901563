package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.definition.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** News of a task that has ended before. */
class NewsTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final String A_THEN_B = """
            version: 1.0
            tasks: {a: {action: core.noop, next: [{when: <% succeeded() %>, do: b}]}, b: {action: core.noop}}
            """;
    /** Both branches arrive before the join has ended: as in StackStorm its action is then called twice. */
    private static final String JOIN_OF_ONE = """
            version: 1.0
            tasks:
              a: {action: core.noop, next: [{do: j}]}
              b: {action: core.noop, next: [{do: j}]}
              j: {join: 1, action: core.noop}
            """;

    private final Conductor repaired = new Conductor(Workflow.read(A_THEN_B));
    private final Conductor asInStackStorm = new Conductor(Workflow.read(JOIN_OF_ONE), Quirk.all(), Limits.standard());

    private static Step started(Conductor conductor) {
        Surroundings now = Surroundings.at(NOON);
        return conductor.next(conductor.begin(Map.of(), Map.of(), now), new Requested(Status.RUNNING), now);
    }

    private static Step told(Conductor conductor, State state, String task, Status status, Object result) {
        Instant later = NOON.plusSeconds(state.sequence().size());
        return conductor.next(state, new Reported(task, 0, null, status, result), Surroundings.at(later));
    }

    @Test
    void ofATaskThatHasEndedAnotherEndChangesNothing() {
        State ended = told(repaired, started(repaired).state(), "a", Status.SUCCEEDED, "first")
                .state();

        for (Status other : List.of(Status.FAILED, Status.TIMEOUT, Status.CANCELED, Status.SUCCEEDED)) {
            Step step = told(repaired, ended, "a", other, "second");

            assertThat(step).isEqualTo(new Step(ended, List.of(), null));
        }
        assertThat(ended.newest("a", 0).orElseThrow().result()).isEqualTo("first");
        assertThat(ended.errors()).isEmpty();
    }

    @Test
    void ofARunThatHasEndedTheSameNewsChangeNothing() {
        State failed = told(repaired, started(repaired).state(), "a", Status.FAILED, "no")
                .state();

        Step step = told(repaired, failed, "a", Status.FAILED, "no");

        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.errors()).hasSize(1);
        assertThat(step).isEqualTo(new Step(failed, List.of(), null));
    }

    @Test
    void aTaskThatHasEndedAndWasNotReachedAgainDoesNotStart() {
        State ended = told(repaired, started(repaired).state(), "a", Status.SUCCEEDED, "first")
                .state();

        Step step = told(repaired, ended, "a", Status.RUNNING, "");

        assertThat(step.refusal()).isEqualTo("InvalidTaskStateEntry: Task \"a\" has ended and was not reached again.");
        assertThat(step.state()).isSameAs(ended);
    }

    @Test
    void aJoinThatRanTwiceAtOnceIsToldOfBothEndsWhereQuirksAreKept() {
        State both = joinRunsTwice();

        State once = told(asInStackStorm, both, "j", Status.SUCCEEDED, "first").state();
        State twice = told(asInStackStorm, once, "j", Status.FAILED, "second").state();

        assertThat(once.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(twice.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(twice.errors()).containsExactly(ErrorEntry.ofAction("j", "second"));
        assertThat(twice.newest("j", 0).orElseThrow())
                .isEqualTo(once.newest("j", 0).orElseThrow())
                .satisfies(entry -> assertThat(entry.terminal()).isTrue());
    }

    @Test
    void aSecondEndThatIsNoFailureLeavesNoErrorWhereQuirksAreKept() {
        State once = told(asInStackStorm, joinRunsTwice(), "j", Status.SUCCEEDED, "first")
                .state();

        Step twice = told(asInStackStorm, once, "j", Status.SUCCEEDED, "second");

        assertThat(twice).isEqualTo(new Step(once, List.of(), null));
    }

    private State joinRunsTwice() {
        Step afterA = told(asInStackStorm, started(asInStackStorm).state(), "a", Status.SUCCEEDED, "");
        Step afterB = told(asInStackStorm, afterA.state(), "b", Status.SUCCEEDED, "");
        assertThat(afterA.actions()).extracting(ActionRequest::task).containsExactly("j");
        assertThat(afterB.actions()).extracting(ActionRequest::task).containsExactly("j");
        return afterB.state();
    }
}
