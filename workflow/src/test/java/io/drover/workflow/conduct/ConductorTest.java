package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.conduct.Event.Rerun;
import io.drover.workflow.conduct.Event.RerunTask;
import io.drover.workflow.definition.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConductorTest {
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));

    private static Conductor conductor(String text) {
        return new Conductor(Workflow.read(text));
    }

    private static Step started(Conductor conductor, Map<String, Object> inputs) {
        return conductor.next(conductor.begin(Map.of(), inputs, NOW), new Requested(Status.RUNNING), NOW);
    }

    private static Step succeeds(Conductor conductor, State state, String task, @Nullable Object result) {
        return conductor.next(state, new Reported(task, 0, null, Status.SUCCEEDED, result), NOW);
    }

    @Test
    void asksForTheActionsOfTheFirstTasksWithTheirRenderedInput() {
        Conductor conductor = conductor("""
                version: 1.0
                input: [who]
                tasks:
                  greet: {action: core.echo message="Hello <% ctx(who) %>", delay: 2}
                """);

        Step step = started(conductor, Map.of("who", "Ann"));

        assertThat(step.actions())
                .containsExactly(new ActionRequest("greet", 0, null, "core.echo", Map.of("message", "Hello Ann"), 2L));
        assertThat(step.state().status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void tellsWhichParametersAnExpressionMadeOtherThanTexts() {
        Conductor conductor = conductor("""
                version: 1.0
                input: [n, all]
                tasks:
                  each:
                    with: {items: "<% [1, 2] %>", concurrency: 1}
                    delay: 1
                    action: core.echo
                    input: {a: "<% item() %>", b: "no <% ctx(n) %>", c: 5, d: ["<% ctx(n) %>"]}
                  whole: {action: core.echo, input: "<% ctx(all) %>"}
                """);

        Step step = started(conductor, Map.of("n", 3L, "all", Map.of("x", 1L, "y", "text")));

        assertThat(step.actions())
                .extracting(ActionRequest::task, ActionRequest::computed)
                .containsExactly(tuple("each", Set.of("a")), tuple("whole", Set.of("x")));
    }

    @Test
    void handsWhatATaskPublishesToTheNextOneAndToTheOutput() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{publish: [{x: <% result().n + 1 %>}], do: b}]}
                  b: {action: core.echo message=<% ctx(x) %>}
                output: [{x: <% ctx(x) %>}]
                """);

        Step afterA = succeeds(conductor, started(conductor, Map.of()).state(), "a", Map.of("n", 1L));
        Step afterB = succeeds(conductor, afterA.state(), "b", null);

        assertThat(afterA.actions()).extracting(ActionRequest::input).containsExactly(Map.of("message", 2L));
        assertThat(afterB.state().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(afterB.state().output()).isEqualTo(Map.of("x", 2L));
    }

    @Test
    void givesTheOutputAsItsResultAndTheErrorsWhereItFailed() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks: {a: {action: core.noop, next: [{publish: [{x: <% result().n %>}], do: noop}]}}
                output: [{x: <% ctx(x) %>}]
                """);
        State state = started(conductor, Map.of()).state();

        State succeeded = succeeds(conductor, state, "a", Map.of("n", 1L)).state();
        State failed = succeeds(conductor, state, "a", Map.of()).state();

        assertThat(conductor.result(succeeded, number -> null)).isEqualTo(Map.of("output", Map.of("x", 1L)));
        assertThat(conductor.result(failed, number -> null)).containsOnlyKeys("output", "errors");
    }

    @Test
    void givesEqualStatesForEqualEventsAndLeavesTheEarlierStateAsItWas() {
        Conductor conductor = conductor("""
                version: 1.0
                vars: [{d: {a: 1}}]
                tasks:
                  a: {action: core.noop, next: [{publish: [{d: {b: 2}}], do: b}]}
                  b: {action: core.echo message=<% ctx(d) %>}
                """);
        State state = started(conductor, Map.of()).state();
        Map<String, Object> before = StateDocument.parts(state);

        Step once = succeeds(conductor, state, "a", null);
        Step twice = succeeds(conductor, state, "a", null);

        assertThat(twice).isEqualTo(once);
        assertThat(StateDocument.parts(state)).isEqualTo(before);
    }

    @Test
    void takesTheSameNewsOnce() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks: {a: {action: core.noop, next: [{do: b}]}, b: {action: core.noop}}
                """);
        State state = succeeds(conductor, started(conductor, Map.of()).state(), "a", null)
                .state();

        Step again = succeeds(conductor, state, "a", null);

        assertThat(again.state()).isEqualTo(state);
        assertThat(again.actions()).isEmpty();
    }

    @Test
    void startsFurtherItemsAsEarlierOnesEndAndDelaysTheFirstOnesAlone() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks: {t: {with: {items: "<% [1, 2, 3] %>", concurrency: 2}, action: core.noop, delay: 5}}
                """);

        Step first = started(conductor, Map.of());
        Step second = conductor.next(first.state(), new Reported("t", 0, 0, Status.SUCCEEDED, "r"), NOW);

        assertThat(first.actions()).extracting(ActionRequest::item).containsExactly(0, 1);
        assertThat(first.actions()).extracting(ActionRequest::delay).containsOnly(5L);
        assertThat(second.actions()).extracting(ActionRequest::item).containsExactly(2);
        assertThat(second.actions().get(0).delay()).isNull();
    }

    @Test
    void runsAJoinOfNBranchesOnceUnlessThatQuirkIsKept() {
        String text = """
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{do: j}]}
                  b: {action: core.noop, next: [{do: j}]}
                  j: {join: 1, action: core.noop}
                """;

        assertThat(runsOfJoin(conductor(text))).isEqualTo(1);
        assertThat(runsOfJoin(new Conductor(Workflow.read(text), Quirk.all(), Limits.standard())))
                .isEqualTo(2);
    }

    private static long runsOfJoin(Conductor conductor) {
        State state = started(conductor, Map.of()).state();
        for (String task : List.of("a", "j", "b", "j")) {
            state = succeeds(conductor, state, task, null).state();
        }
        return state.sequence().stream()
                .filter(entry -> entry.task().equals("j"))
                .count();
    }

    @Test
    void keepsWhatABranchPublishedAtAJoinWhereTheRepairedMergeIsChosen() {
        String text = """
                version: 1.0
                tasks:
                  s: {action: core.noop, next: [{publish: [{x: old}], do: [a, b]}]}
                  a: {action: core.noop, next: [{publish: [{x: new}], do: j}]}
                  b: {action: core.noop, next: [{do: j}]}
                  j: {join: all, action: core.echo message=<% ctx(x) %>}
                """;

        assertThat(messageAtJoin(text, Quirk.standard())).isEqualTo(Map.of("message", "old"));
        // each target of the fork has a context of its own, so both branches inherit "old" under different numbers
        assertThat(messageAtJoin(
                        text.replace("publish: [{x: old}], do: [a, b]", "do: f")
                                + "  f: {action: core.noop, next: [{publish: [{x: old}], do: g}]}\n"
                                + "  g: {action: core.noop, next: [{do: [a, b]}]}\n",
                        Set.of()))
                .isEqualTo(Map.of("message", "new"));
    }

    private static @Nullable Object messageAtJoin(String text, Set<Quirk> quirks) {
        Conductor conductor = new Conductor(Workflow.read(text), quirks, Limits.standard());
        Step step = started(conductor, Map.of());
        while (step.actions().stream().noneMatch(action -> action.task().equals("j"))) {
            String next = step.state().sequence().stream()
                    .filter(entry -> entry.status() == Status.RUNNING)
                    .findFirst()
                    .orElseThrow()
                    .task();
            step = succeeds(conductor, step.state(), next, null);
        }
        return step.actions().get(0).input();
    }

    @Test
    void goesOnFromATaskThatIsRerun() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks: {a: {action: core.noop, next: [{when: <% succeeded() %>, do: b}]}, b: {action: core.noop}}
                """);
        State failed = conductor
                .next(started(conductor, Map.of()).state(), new Reported("a", 0, null, Status.FAILED, "no"), NOW)
                .state();

        Step rerun = conductor.next(failed, new Rerun(List.of(new RerunTask("a", 0, false))), NOW);
        Step after = succeeds(conductor, rerun.state(), "a", null);

        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(rerun.actions()).extracting(ActionRequest::task).containsExactly("a");
        assertThat(rerun.state().errors()).isEmpty();
        assertThat(after.actions()).extracting(ActionRequest::task).containsExactly("b");
    }

    @Test
    void runsAllItemsAgainWhereATaskWithItemsThatSucceededIsRerun() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks: {t: {with: "<% [1, 2] %>", action: core.noop}}
                """);
        State state = started(conductor, Map.of()).state();
        for (int item : new int[] {0, 1}) {
            state = conductor
                    .next(state, new Reported("t", 0, item, Status.SUCCEEDED, "r"), NOW)
                    .state();
        }

        Step rerun = conductor.next(state, new Rerun(List.of(new RerunTask("t", 0, true))), NOW);

        assertThat(state.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(rerun.actions()).extracting(ActionRequest::item).containsExactly(0, 1);
    }

    @Test
    void refusesWhatDoesNotFitItsStatusAndLeavesTheStateAsItWas() {
        Conductor conductor = conductor("version: 1.0\ntasks: {a: {action: core.noop}}");
        State state = started(conductor, Map.of()).state();

        Step resumed = conductor.next(state, new Requested(Status.RESUMING), NOW);
        Step unknown = succeeds(conductor, state, "nope", null);

        assertThat(resumed.refusal())
                .isEqualTo("InvalidWorkflowStatusTransition: Unable to process event \"workflow_resuming\" for workflow"
                        + " in \"running\" status.");
        assertThat(unknown.refusal()).isEqualTo("InvalidTask: Task \"nope\" does not exist.");
        assertThat(resumed.state()).isSameAs(state);
    }

    @Test
    void pausesAndResumes() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks: {a: {action: core.noop, next: [{do: b}]}, b: {action: core.noop}}
                """);
        State pausing = conductor
                .next(started(conductor, Map.of()).state(), new Requested(Status.PAUSED), NOW)
                .state();

        Step paused = succeeds(conductor, pausing, "a", null);
        Step resumed = conductor.next(paused.state(), new Requested(Status.RESUMING), NOW);

        assertThat(pausing.status()).isEqualTo(Status.PAUSING);
        assertThat(paused.state().status()).isEqualTo(Status.PAUSED);
        assertThat(paused.actions()).isEmpty();
        assertThat(resumed.actions()).extracting(ActionRequest::task).containsExactly("b");
    }

    @Test
    void readsTheResultOfASubWorkflow() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks:
                  sub: {action: ops.sub, next: [{publish: [{x: <% result().output.x %>}]}]}
                output: [{x: <% ctx(x) %>}]
                """);

        Step step = succeeds(conductor, started(conductor, Map.of()).state(), "sub", Map.of("output", Map.of("x", 7L)));

        assertThat(step.state().output()).isEqualTo(Map.of("x", 7L));
    }
}
