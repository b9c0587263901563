package io.drover.workflow.chain;

import static io.drover.workflow.chain.ChainRuns.NOW;
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
import io.drover.workflow.conduct.Event;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.conduct.Event.Rerun;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.StateDocument;
import io.drover.workflow.conduct.Step;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which task follows which, and what a chain gives in the end. */
class ChainConductorTest {
    @Test
    void runsOneTaskAfterTheOtherAndEndsWithTheStatusOfTheLast() {
        ChainConductor conductor = conductor(TWO);

        Step first = started(conductor, Map.of());
        Step second = ends(conductor, first, "a", Status.SUCCEEDED, Map.of());
        Step last = ends(conductor, second, "b", Status.SUCCEEDED, Map.of());

        assertThat(first.actions()).extracting(ActionRequest::task).containsExactly("a");
        assertThat(first.actions()).extracting(ActionRequest::action).containsExactly("core.noop");
        assertThat(second.actions()).extracting(ActionRequest::task).containsExactly("b");
        assertThat(second.state().status()).isEqualTo(Status.RUNNING);
        assertThat(last.actions()).isEmpty();
        assertThat(last.state().status()).isEqualTo(Status.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED,SUCCEEDED", "FAILED,FAILED", "TIMEOUT,TIMEOUT", "ABANDONED,FAILED", "CANCELED,CANCELED"})
    void endsAsItsLastTaskEnded(Status task, Status chain) {
        ChainConductor conductor = conductor(ONE);

        Step step = ends(conductor, started(conductor, Map.of()), "a", task, Map.of());

        assertThat(step.state().status()).isEqualTo(chain);
    }

    @ParameterizedTest
    @CsvSource({"FAILED", "TIMEOUT", "ABANDONED"})
    void followsABadEndAndSucceedsIfThatDoes(Status end) {
        ChainConductor conductor = conductor("""
                chain:
                  - {name: a, ref: core.noop, on-failure: b}
                  - {name: b, ref: core.noop}
                """);

        Step second = ends(conductor, started(conductor, Map.of()), "a", end, Map.of());
        Step last = ends(conductor, second, "b", Status.SUCCEEDED, Map.of());

        assertThat(second.actions()).extracting(ActionRequest::task).containsExactly("b");
        assertThat(last.state().status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void endsAsCanceledWhereATaskIsWhateverFollows() {
        ChainConductor conductor = conductor("chain: [{name: a, ref: core.noop, on-success: a, on-failure: a}]");

        Step step = ends(conductor, started(conductor, Map.of()), "a", Status.CANCELED, Map.of());

        assertThat(step.state().status()).isEqualTo(Status.CANCELED);
        assertThat(step.actions()).isEmpty();
    }

    @Test
    void keepsOnlyTheNewestResultOfATaskThatRanTwice() {
        ChainConductor conductor = conductor("""
                default: a
                chain:
                  - name: a
                    ref: core.noop
                    parameters: {last: "{% if a is defined %}{{ a.n }}{% else %}none{% endif %}"}
                    on-success: "{% if a.n < 2 %}a{% endif %}"
                """);

        Step first = started(conductor, Map.of());
        Step second = ends(conductor, first, "a", Status.SUCCEEDED, Map.of("n", 1L));
        Step third = ends(conductor, second, "a", Status.SUCCEEDED, Map.of("n", 2L));

        assertThat(input(first)).isEqualTo(Map.of("last", "none"));
        assertThat(input(second)).isEqualTo(Map.of("last", "1"));
        assertThat(third.state().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(third.state().sequence()).hasSize(2);
    }

    @Test
    void publishesAfterAFailureTooAndTheLastOneWins() {
        ChainConductor conductor = conductor("""
                chain:
                  - {name: a, ref: core.noop, on-failure: b, publish: {x: "{{ a.code }}", y: first}}
                  - {name: b, ref: core.noop, publish: {y: last}}
                """);

        Step second = ends(conductor, started(conductor, Map.of()), "a", Status.FAILED, Map.of("code", 7L));
        Step last = ends(conductor, second, "b", Status.SUCCEEDED, Map.of());

        assertThat(result(conductor, last)).containsEntry("published", Map.of("x", "7", "y", "last"));
    }

    @Test
    void givesTheResultInStackStormsForm() {
        ChainConductor conductor = conductor("chain: [{name: a, ref: core.noop, publish: {x: 1}}]");

        Step step = ends(conductor, started(conductor, Map.of()), "a", Status.SUCCEEDED, Map.of("o", 1L));

        Map<String, @Nullable Object> task = new HashMap<>(Map.of(
                "id", "a",
                "name", "a",
                "execution_id", "execution-0",
                "liveaction_id", "execution-0",
                "created_at", "2026-05-01T10:00:00.000000+00:00",
                "updated_at", "2026-05-01T10:00:00.000000+00:00",
                "state", "succeeded",
                "result", Map.of("o", 1L)));
        task.put("workflow", null);
        assertThat(result(conductor, step)).isEqualTo(Map.of("tasks", List.of(task), "published", Map.of("x", 1L)));
    }

    @Test
    void leavesPublishedVariablesOutOfTheResultWhereThatIsAskedFor() {
        ChainConductor conductor = conductor("chain: [{name: a, ref: core.noop, publish: {x: 1}}]");

        Step step = ends(
                conductor, started(conductor, Map.of("display_published", false)), "a", Status.SUCCEEDED, Map.of());

        assertThat(result(conductor, step)).containsOnlyKeys("tasks");
    }

    @Test
    void takesTheFirstTaskFromATemplate() {
        ChainConductor conductor = conductor("""
                default: "{{ first }}"
                chain: [{name: a, ref: core.noop}, {name: b, ref: core.noop}]
                """);

        assertThat(started(conductor, Map.of("first", "b")).actions())
                .extracting(ActionRequest::task)
                .containsExactly("b");
    }

    @Test
    void tellsTheOnesThatATaskNamesElseThoseOfTheChainUnlessTheTaskIsSkipped() {
        ChainConductor conductor = conductor("""
                chain:
                  - {name: own, ref: core.noop, on-success: inherited, notify: {on-success: {message: mine}}}
                  - {name: inherited, ref: core.noop, on-success: skipped}
                  - {name: skipped, ref: core.noop, notify: {on-success: {message: never}}}
                """);
        Map<String, Object> ofChain = Map.of("on-complete", Map.of("routes", List.of("slack")));

        Step own = started(
                conductor, Map.of("parent", Map.of("notify", ofChain)), Map.of("skip_notify", List.of("skipped")), NOW);
        Step inherited = ends(conductor, own, "own", Status.SUCCEEDED, Map.of());
        Step skipped = ends(conductor, inherited, "inherited", Status.SUCCEEDED, Map.of());

        assertThat(own.actions().get(0).context())
                .containsEntry("notify", Map.of("on-success", Map.of("message", "mine")));
        assertThat(inherited.actions().get(0).context()).containsEntry("notify", ofChain);
        assertThat(skipped.actions().get(0).context()).containsEntry("notify", Map.of());
    }

    @Test
    void putsTheTaskIntoTheContextOfItsExecution() {
        Step step = started(conductor(TWO), Map.of());

        assertThat(step.actions().get(0).context().get("chain"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("name", "a")
                .containsEntry("ref", "core.noop")
                .containsEntry("on_success", "b")
                .containsEntry("on_failure", null);
    }

    @Test
    void refusesWhatDoesNotFitItsState() {
        ChainConductor conductor = conductor(TWO);
        Step started = started(conductor, Map.of());
        Step ended = asked(conductor, started, Status.FAILED);

        assertThat(asked(conductor, started, Status.RESUMING).refusal())
                .isEqualTo("InvalidWorkflowStatusTransition: Unable to process event \"workflow_resuming\" for workflow"
                        + " in \"running\" status.");
        assertThat(ends(conductor, started, "z", Status.SUCCEEDED, null).refusal())
                .contains("\"z\" does not exist");
        assertThat(ends(conductor, started, "b", Status.SUCCEEDED, null).refusal())
                .contains("has not started yet");
        assertThat(asked(conductor, ended, Status.PAUSING).refusal()).contains("in \"failed\" status");
        assertThat(conductor.next(ended.state(), new Rerun(List.of()), NOW).refusal())
                .contains("as a whole");
    }

    @Test
    void takesNewsOfATaskThatHasEndedWithoutAnyEffect() {
        ChainConductor conductor = conductor(TWO);
        Step second = ends(conductor, started(conductor, Map.of()), "a", Status.SUCCEEDED, Map.of());

        Step again = ends(conductor, second, "a", Status.FAILED, Map.of());

        assertThat(again).isEqualTo(new Step(second.state(), List.of(), null));
    }

    @Test
    void storesNothingAgainThatAnEventHasLeftAlone() {
        ChainConductor conductor = conductor(TWO);
        Step first = started(conductor, Map.of("who", "Ann"));

        Step second = ends(conductor, first, "a", Status.SUCCEEDED, Map.of());

        assertThat(StateDocument.changes(first.state(), second.state()))
                .containsOnlyKeys("head", "result/0", "task/0", "task/1");
    }

    @Test
    void givesEqualStatesForEqualEventsAndLeavesTheEarlierStateAsItWas() {
        ChainConductor conductor = conductor(TWO);
        Step first = started(conductor, Map.of());
        Map<String, Object> before = StateDocument.parts(first.state());

        Step once = ends(conductor, first, "a", Status.SUCCEEDED, Map.of());
        Step twice = ends(conductor, first, "a", Status.SUCCEEDED, Map.of());

        assertThat(once).isEqualTo(twice);
        assertThat(StateDocument.parts(first.state())).isEqualTo(before);
    }

    @Test
    void answersEveryEventInEveryStateWithoutAFailureOfItsOwn() {
        ChainConductor conductor = conductor(TWO);
        List<State> states = List.of(
                conductor.begin(Map.of(), Map.of(), NOW),
                started(conductor, Map.of()).state(),
                ends(conductor, started(conductor, Map.of()), "a", Status.PENDING, null)
                        .state(),
                asked(conductor, started(conductor, Map.of()), Status.CANCELING).state(),
                asked(conductor, started(conductor, Map.of()), Status.FAILED).state());

        assertThat(states)
                .allSatisfy(state -> assertThat(Arrays.stream(Status.values())
                                .<Event>mapMulti((status, events) -> {
                                    events.accept(new Requested(status));
                                    events.accept(new Reported("a", 0, null, status, null));
                                    events.accept(new Reported("b", 0, null, status, null));
                                })
                                .map(event -> conductor.next(state, event, NOW)))
                        .allSatisfy(step -> assertThat(conductor.result(step.state(), number -> null))
                                .containsKey("tasks")));
    }
}
