package io.drover.workflow.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.expressions.Jinja;
import io.drover.expressions.value.HasAttributes;
import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.Signature;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.Event;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.conduct.Event.Rerun;
import io.drover.workflow.conduct.Limits;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.StateDocument;
import io.drover.workflow.conduct.Step;
import io.drover.workflow.conduct.Surroundings;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainConductorTest {
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));
    private static final String ONE = "chain: [{name: a, ref: core.noop}]";
    private static final String TWO = """
            chain:
              - {name: a, ref: core.noop, on-success: b}
              - {name: b, ref: core.noop}
            """;

    private static ChainConductor conductor(String text) {
        return new ChainConductor(Chain.read(text));
    }

    private static Step started(ChainConductor conductor, Map<String, Object> inputs) {
        return started(conductor, Map.of(), inputs, NOW);
    }

    private static Step started(
            ChainConductor conductor,
            Map<String, Object> context,
            Map<String, Object> inputs,
            Surroundings surroundings) {
        return conductor.next(
                conductor.begin(context, inputs, surroundings), new Requested(Status.RUNNING), surroundings);
    }

    private static Step ends(
            ChainConductor conductor, Step before, String task, Status status, @Nullable Object result) {
        return conductor.next(before.state(), new Reported(task, 0, null, status, result), NOW);
    }

    private static Step asked(ChainConductor conductor, Step before, Status status) {
        return conductor.next(before.state(), new Requested(status), NOW);
    }

    private static @Nullable Object input(Step step) {
        assertThat(step.actions()).hasSize(1);
        return step.actions().get(0).input();
    }

    private static Map<String, @Nullable Object> result(ChainConductor conductor, Step step) {
        return conductor.result(step.state(), number -> "execution-" + number);
    }

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
    void showsTemplatesTheParametersResultsVariablesAndContext() {
        ChainConductor conductor = conductor("""
                vars: {greeting: "Hello {{ who }}", limit: 3}
                chain:
                  - {name: a, ref: core.noop, on-success: b, publish: {said: "{{ a.stdout }}!", plain: 7}}
                  - name: b
                    ref: core.noop
                    parameters:
                      parameter: "{{ who }}"
                      result: "{{ a.stdout }}"
                      all: "{{ __results }}"
                      variable: "{{ greeting }} {{ limit }}"
                      published: "{{ said }} {{ plain }}"
                      parent: "{{ action_context.parent.execution_id }}"
                      config: "{{ config_context.host }}"
                      everything: "{{ __context.who }}"
                """);
        Surroundings surroundings =
                new Surroundings(NOW.now(), Map.of(), Map.of("config_context", Map.of("host", "h1")));

        Step first =
                started(conductor, Map.of("parent", Map.of("execution_id", "e1")), Map.of("who", "Ann"), surroundings);
        Step second = conductor.next(
                first.state(), new Reported("a", 0, null, Status.SUCCEEDED, Map.of("stdout", "hi")), surroundings);

        assertThat(input(second))
                .isEqualTo(Map.of(
                        "parameter", "Ann",
                        "result", "hi",
                        "all", "{'a': {'stdout': 'hi'}}",
                        "variable", "Hello Ann 3",
                        "published", "hi! 7",
                        "parent", "e1",
                        "config", "h1",
                        "everything", "Ann"));
    }

    @Test
    void looksKeysUpInTheDatastoreAlsoByTheirNamesOfOld() {
        HasAttributes keys = new HasAttributes() {
            @Override
            public @Nullable Object attribute(String name) {
                return name.equals("system") ? Map.of("domain", "example.org") : Mappings.ABSENT;
            }

            @Override
            public String typeName() {
                return "st2kv";
            }
        };
        Jinja jinja = Jinja.strict()
                .withFilter("decrypt_kv", Signature.function("decrypt_kv(value)", (meter, a) -> "clear " + a[0]));
        Chain chain = Chain.read("""
                vars: {first: "{{ st2kv.system.domain | decrypt_kv }}"}
                chain:
                  - name: a
                    ref: core.noop
                    parameters: {now: "{{ st2kv.system.domain }}", old: "{{ system.domain }}", first: "{{ first }}"}
                """);
        ChainConductor conductor = new ChainConductor(chain, jinja, Limits.standard());

        Step step =
                started(conductor, Map.of(), Map.of(), new Surroundings(NOW.now(), Map.of(), Map.of("st2kv", keys)));

        assertThat(input(step))
                .isEqualTo(Map.of("now", "example.org", "old", "example.org", "first", "clear example.org"));
    }

    @Test
    void rendersTemplatesToTextAndLeavesOtherValuesAsTheyAre() {
        ChainConductor conductor = conductor("""
                chain:
                  - name: a
                    ref: core.noop
                    parameters:
                      text: "{{ number }}"
                      list: "{{ numbers }}"
                      yes: true
                      whole: 3
                      part: 1.5
                      nothing: null
                      object: {"{{ word }}": ["{{ number }}", 4, "{{ word }}"], text: "[{{ number }}, 2]"}
                """);

        Step step = started(conductor, Map.of("number", 1L, "numbers", List.of(1L, "x"), "word", "w"));

        Map<String, @Nullable Object> expected = new HashMap<>(Map.of(
                "text",
                "1",
                "list",
                "[1, 'x']",
                "yes",
                true,
                "whole",
                3L,
                "part",
                1.5,
                "object",
                Map.of("w", List.of("1", 4L, "w"), "text", "[1, 2]")));
        expected.put("nothing", null);
        assertThat(input(step)).isEqualTo(expected);
    }

    @Test
    void letsNoValueBreakOutOfItsPlaceInAList() {
        ChainConductor conductor = conductor("""
                chain: [{name: a, ref: core.noop, parameters: {l: ["{{ x }}"], escaped: ["{{ x | json_escape }}"]}}]
                """);
        String hostile = "\", \"more\"\nC:\\new";

        Step step = started(conductor, Map.of("x", hostile));

        assertThat(input(step)).isEqualTo(Map.of("l", List.of(hostile), "escaped", List.of(hostile)));
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
    void failsWithAnErrorThatNamesTaskParameterAndTemplateWhereAParameterCannotBeRendered() {
        ChainConductor conductor = conductor("""
                chain:
                  - {name: a, ref: core.noop, on-success: b}
                  - {name: b, ref: core.noop, parameters: {p: "{{ unknown }}"}, on-failure: a}
                """);

        Step step = ends(conductor, started(conductor, Map.of()), "a", Status.SUCCEEDED, Map.of());

        assertThat(step.state().status()).isEqualTo(Status.FAILED);
        assertThat(step.actions()).isEmpty();
        assertThat(result(conductor, step).get("tasks"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1);
        assertThat(result(conductor, step).get("error"))
                .asString()
                .startsWith("Failed to run task \"b\". Parameter rendering failed. Failed rendering value for action"
                        + " parameter \"p\" in task \"b\" (template string={{ unknown }}): UndefinedError:");
    }

    @Test
    void failsWithAnErrorThatNamesTheTaskWhereWhatItPublishesCannotBeRendered() {
        ChainConductor conductor = conductor("""
                chain:
                  - {name: a, ref: core.noop, publish: {v: "{{ unknown }}"}, on-success: b}
                  - {name: b, ref: core.noop}
                """);

        Step step = ends(conductor, started(conductor, Map.of()), "a", Status.SUCCEEDED, Map.of());

        assertThat(step.state().status()).isEqualTo(Status.FAILED);
        assertThat(step.actions()).isEmpty();
        assertThat(result(conductor, step).get("error"))
                .asString()
                .startsWith("Failed rendering value for publish parameter \"v\" in task \"a\"");
    }

    @Test
    void failsBeforeItsFirstTaskWhereAVariableCannotBeRendered() {
        ChainConductor conductor = conductor("{vars: {v: \"{{ unknown }}\"}, chain: [{name: a, ref: core.noop}]}");

        State state = conductor.begin(Map.of(), Map.of(), NOW);

        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(conductor.result(state, number -> null))
                .containsEntry("tasks", List.of())
                .hasEntrySatisfying(
                        "error",
                        error -> assertThat(error)
                                .asString()
                                .contains("Failed initializing \"vars\" in chain")
                                .contains("\"v\""));
    }

    @ParameterizedTest
    @CsvSource({
        "{{ where }}, Unable to find node with name \"\"nowhere\"\"",
        "{{ unknown }}, Failed rendering the name of a task"
    })
    void failsWhereATemplateNamesNoTaskThatThereIs(String template, String problem) {
        ChainConductor conductor = conductor("chain: [{name: a, ref: core.noop, on-success: \"" + template + "\"}]");

        Step step = ends(conductor, started(conductor, Map.of("where", "nowhere")), "a", Status.SUCCEEDED, Map.of());

        assertThat(step.state().status()).isEqualTo(Status.FAILED);
        assertThat(result(conductor, step).get("error")).asString().contains(problem.replace("\"\"", "\""));
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
    void failsAChainThatLeadsToItselfForEver() {
        Chain chain = Chain.read("chain: [{name: a, ref: core.noop, on-success: a, on-failure: a}]");
        ChainConductor conductor = new ChainConductor(chain, Jinja.strict(), new Limits(50, 1, 100_000, 1, 100_000, 10));

        Step step = started(conductor, Map.of());
        for (int laps = 0; laps < 60 && !step.state().status().isCompleted(); laps++) {
            step = ends(conductor, step, "a", Status.SUCCEEDED, Map.of());
        }

        assertThat(step.state().status()).isEqualTo(Status.FAILED);
        assertThat(step.state().sequence()).hasSize(50);
        assertThat(result(conductor, step).get("error"))
                .asString()
                .isEqualTo("The chain has started 50 tasks, more than are allowed. Check the conditions of its loops.");
    }

    @Test
    void failsAChainWhoseResultsGrowWithoutBound() {
        Chain chain = Chain.read("chain: [{name: a, ref: core.noop, on-success: a}]");
        ChainConductor conductor = new ChainConductor(chain, Jinja.strict(), new Limits(1000, 1, 10_000, 1, 10_000, 10));

        Step step = started(conductor, Map.of());
        while (!step.state().status().isCompleted()) {
            step = ends(conductor, step, "a", Status.SUCCEEDED, Map.of("stdout", "x".repeat(1000)));
        }

        assertThat(step.state().sequence()).hasSize(10);
        assertThat(result(conductor, step).get("error")).asString().contains("at most 10000 are allowed");
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
