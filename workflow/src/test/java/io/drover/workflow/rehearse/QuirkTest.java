package io.drover.workflow.rehearse;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.conduct.Quirk;
import io.drover.workflow.definition.Option;
import io.drover.workflow.definition.YamlDocument;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What StackStorm does otherwise than it promises (spec of Orquesta, section 15): each as its verdict says, beside what StackStorm does. */
class QuirkTest {
    /** What came of one workflow. */
    private record Run(Map<String, @Nullable Object> transcript) {
        static Run of(String text, String scenario, Set<Quirk> quirks) {
            return new Run(Rehearsal.transcript(
                    text, mapping(YamlDocument.read(scenario).value()), quirks));
        }

        List<String> started() {
            return entries("timeline").stream()
                    .filter(entry -> "schedule".equals(entry.get("e")))
                    .map(entry -> String.valueOf(entry.get("task")))
                    .toList();
        }

        List<Map<String, @Nullable Object>> errors() {
            return entries("errors");
        }

        @Nullable
        Object output(String name) {
            return mapping(transcript.get("output")).get(name);
        }

        Object status() {
            return requireNonNull(transcript.get("status"));
        }

        private List<Map<String, @Nullable Object>> entries(String name) {
            return ((List<?>) requireNonNull(transcript.get(name)))
                    .stream().map(Run::mapping).toList();
        }

        @SuppressWarnings("unchecked") // mappings of YAML and of transcripts have texts for keys
        private static Map<String, @Nullable Object> mapping(@Nullable Object value) {
            return (Map<String, @Nullable Object>) requireNonNull(value);
        }
    }

    private static Run here(String text, String scenario) {
        return Run.of(text, scenario, Quirk.standard());
    }

    private static Run inStackStorm(String text, String scenario) {
        return Run.of(text, scenario, Quirk.all());
    }

    /** A quirk that is kept: the run goes here as it does there. */
    private static Run inBoth(String text, String scenario) {
        Run here = here(text, scenario);
        assertThat(here).isEqualTo(inStackStorm(text, scenario));
        return here;
    }

    @Test
    void ordersTasksAndTransitionsByName() {
        Run run = inBoth("""
                version: 1.0
                tasks:
                  z: {action: core.noop, next: [{do: [d, c]}, {do: b}]}
                  y: {action: core.noop}
                  b: {action: core.noop}
                  c: {action: core.noop}
                  d: {action: core.noop}
                """, "{order: [z]}");

        assertThat(run.started()).containsExactly("y", "z", "b", "c", "d");
    }

    private static final String INHERITED = """
            version: 1.0
            tasks:
              s: {action: core.noop, next: [{publish: [{x: old}], do: f}]}
              f: {action: core.noop, next: [{do: [a, b]}]}
              a: {action: core.noop, next: [{publish: [{x: new}], do: j}]}
              b: {action: core.noop, next: [{do: j}]}
              j: {join: all, action: core.noop}
            output: [{x: <% ctx(x) %>}]
            """;

    @Test
    void appliesWhatABranchInheritedAgainAtAJoinUnlessTheWorkflowAsksForTheRepairedMerge() {
        String repaired = INHERITED + "tags: [" + Option.KEEP_PUBLISHED.tag() + "]\n";

        assertThat(inBoth(INHERITED, "{}").output("x")).isEqualTo("old");
        assertThat(here(repaired, "{}").output("x")).isEqualTo("new");
        assertThat(inStackStorm(repaired, "{}").output("x")).isEqualTo("old");
    }

    @Test
    void countsABranchThatEndedAsNoConditionHeld() {
        String text = """
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{publish: [{x: 1}], do: b}]}
                  b: {action: core.noop, next: [{when: <% failed() %>, do: noop}]}
                  c: {action: core.noop}
                output: [{x: <% ctx().get(x) %>}]
                """;

        assertThat(here(text, "{order: [a, b, c]}").output("x")).isEqualTo(1L);
        assertThat(inStackStorm(text, "{order: [a, b, c]}").output("x")).isNull();
    }

    @Test
    void mergesAMappingThatIsPublishedIntoTheOneBefore() {
        Run run = inBoth("""
                version: 1.0
                vars: [{d: {a: 1}}]
                tasks: {t: {action: core.noop, next: [{publish: [{d: {b: 2}}]}]}}
                output: [{d: <% ctx(d) %>}]
                """, "{}");

        assertThat(run.output("d")).isEqualTo(Map.of("a", 1L, "b", 2L));
    }

    @Test
    void runsAJoinOfSomeBranchesOnceUnlessTheWorkflowAsksForMore() {
        String text = """
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{do: j}]}
                  b: {action: core.noop, next: [{do: j}]}
                  j: {join: 1, action: core.noop}
                """;

        String again = text + "tags: [" + Option.RUN_JOIN_AGAIN.tag() + "]\n";

        assertThat(here(text, "{order: [a, j, b]}").started()).containsExactly("a", "b", "j");
        assertThat(here(again, "{order: [a, j, b]}").started()).containsExactly("a", "b", "j", "j");
        assertThat(inStackStorm(text, "{order: [a, j, b]}").started()).containsExactly("a", "b", "j", "j");
    }

    /** On the second lap {@code a} ends before {@code b} begins. */
    @Test
    void judgesTheArrivalsAtAJoinOfEachLapOfALoopByThemselves() {
        String text = """
                version: 1.0
                vars: [{lap: 0}]
                tasks:
                  start: {next: [{do: fan}]}
                  fan: {action: core.noop, next: [{publish: [{lap: <% ctx(lap) + 1 %>}], do: [a, before]}]}
                  before: {action: core.noop, next: [{do: b}]}
                  a: {action: core.noop, next: [{do: j}]}
                  b: {action: core.noop, next: [{do: j}]}
                  j: {join: all, action: core.noop, next: [{when: <% ctx(lap) < 2 %>, do: fan}]}
                """;

        assertThat(here(text, "{}").started())
                .containsExactly("start", "fan", "a", "before", "b", "j", "fan", "a", "before", "b", "j");
        assertThat(inStackStorm(text, "{}").started())
                .startsWith("start", "fan", "a", "before", "b", "j", "fan", "a", "before", "j");
    }

    @Test
    void failsFastAndRendersTheOutputOnce() {
        Run run = inBoth("""
                version: 1.0
                vars: [{x: 0}]
                tasks:
                  a: {action: core.noop}
                  b: {action: core.noop, next: [{publish: [{x: 1}], do: c}]}
                  c: {action: core.noop}
                output: [{x: <% ctx(x) %>}]
                """, "{results: {a: {status: failed}}, order: [a, b]}");

        assertThat(run.status()).isEqualTo("failed");
        assertThat(run.started()).containsExactly("a", "b");
        assertThat(run.output("x")).isEqualTo(0L);
    }

    @Test
    void cleansUpByOneStepAfterFail() {
        Run run = inBoth("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{when: <% failed() %>, do: [clean, fail]}]}
                  clean: {action: core.noop, next: [{do: more}]}
                  more: {action: core.noop}
                """, "{results: {a: {status: failed}}}");

        assertThat(run.started()).containsExactly("a", "clean");
        assertThat(run.status()).isEqualTo("failed");
    }

    @Test
    void stopsAtTheFirstFailureWhereItemsRunOneByOne() {
        Run run = inBoth("""
                version: 1.0
                tasks: {t: {with: {items: "<% [1, 2, 3] %>", concurrency: 1}, action: core.noop}}
                """, "{results: {\"t[0]\": {status: failed}}}");

        assertThat(run.transcript().toString()).doesNotContain("item=1");
        assertThat(run.status()).isEqualTo("failed");
    }

    @Test
    void takesAnExpressionOverTwoLinesForTextWhichIsTrueAsACondition() {
        Run run = inBoth("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{when: "<% failed()\\n %>", publish: [{x: "<% 1 +\\n 1 %>"}], do: b}]}
                  b: {action: core.noop}
                output: [{x: <% ctx(x) %>}]
                """, "{}");

        assertThat(run.started()).containsExactly("a", "b");
        assertThat(run.output("x")).isEqualTo("<% 1 +\n 1 %>");
    }

    @Test
    void dropsInlineParametersOfOtherForms() {
        Run run = inBoth("""
                version: 1.0
                tasks: {a: {action: core.noop, next: [{publish: "x=1 y=maybe"}]}}
                output: [{x: <% ctx(x) %>}, {y: <% ctx().get(y) %>}]
                """, "{}");

        assertThat(run.output("x")).isEqualTo(1L);
        assertThat(run.output("y")).isNull();
    }

    @Test
    void writesValuesInTextAsPythonDoes() {
        Run run = inBoth("""
                version: 1.0
                vars: [{v: [null, true, {a: 1.0}]}]
                tasks: {a: {action: core.noop}}
                output: [{text: "it is <% ctx(v) %>"}]
                """, "{}");

        assertThat(run.output("text")).isEqualTo("it is [None, True, {'a': 1.0}]");
    }

    @Test
    void evaluatesATextThatAnExpressionGaveAgain() {
        Run run = inBoth("""
                version: 1.0
                tasks: {a: {action: core.noop, next: [{publish: [{x: <% result() %>}]}]}}
                output: [{x: <% ctx(x) %>}]
                """, "{results: {a: {result: '<% 1 + 1 %>'}}}");

        assertThat(run.output("x")).isEqualTo(2L);
    }

    @Test
    void leavesValuesAsTheyAreWhereTheWorkflowAsksForIt() {
        String text = """
                version: 1.0
                input: [given, {own: <% 2 + 2 %>}]
                vars: [{copy: <% ctx(given) %>}]
                tags: [drover.values-stay-as-they-are]
                tasks:
                  a: {action: core.echo message="said <% ctx(copy) %>", next: [{publish: [{x: <% result() %>}]}]}
                output: [{x: <% ctx(x) %>}, {copy: <% ctx(copy) %>}, {own: <% ctx(own) %>}]
                """;
        String scenario = "{inputs: {given: '{{ 1 + 1 }}'}, results: {a: {result: '<% 1 + 1 %>'}}}";

        assertThat(here(text, scenario).output("x")).isEqualTo("<% 1 + 1 %>");
        assertThat(here(text, scenario).output("copy")).isEqualTo("{{ 1 + 1 }}");
        assertThat(here(text, scenario).output("own")).isEqualTo(4L);
        assertThat(inStackStorm(text, scenario).output("x")).isEqualTo(2L);
        assertThat(inStackStorm(text, scenario).output("copy")).isEqualTo(2L);
    }

    @Test
    void makesItemsOfTheKeysOfAMapping() {
        String text = """
                version: 1.0
                vars: [{d: {b: 1, a: 2}}]
                tasks: {t: {with: <% ctx(d).keys() %>, action: core.echo message=<% item() %>}}
                """;

        assertThat(here(text, "{}").status()).isEqualTo("succeeded");
        assertThat(inStackStorm(text, "{}").status()).isEqualTo("failed");
    }

    @Test
    void goesOnOnceAnInquiryIsAnsweredWhileAnotherBranchRuns() {
        String text = """
                version: 1.0
                tasks:
                  ask: {action: core.ask, next: [{do: after}]}
                  other: {action: core.noop}
                  after: {action: core.noop}
                """;
        String scenario = "{results: {ask: [{status: pending}, {status: succeeded}]}, order: [ask, other, after]}";

        assertThat(here(text, scenario).status()).isEqualTo("succeeded");
        assertThat(inStackStorm(text, scenario).status()).isEqualTo("paused");
    }

    @Test
    void goesOnOnceAnInquiryInAnItemIsAnswered() {
        String text = """
                version: 1.0
                tasks: {ask: {with: "<% [1] %>", action: core.ask}}
                """;
        String scenario = "{results: {\"ask[0]\": [{status: pending}, {status: succeeded}]}}";

        assertThat(here(text, scenario).status()).isEqualTo("succeeded");
        assertThat(inStackStorm(text, scenario).status()).isNotEqualTo("succeeded");
    }

    @Test
    void keepsTheResultsOfItemsThatAreNotRunAgain() {
        String text = """
                version: 1.0
                tasks:
                  t:
                    with: <% [1, 2] %>
                    action: core.noop
                    next: [{when: <% succeeded() %>, publish: [{r: <% result() %>}]}]
                output: [{r: <% ctx(r) %>}]
                """;
        String scenario = """
                results: {"t[0]": {result: one}, "t[1]": [{status: failed}, {result: two}]}
                controls: [{after: 2, do: rerun, tasks: [{task: t}]}]
                """;

        assertThat(here(text, scenario).output("r")).isEqualTo(List.of("one", "two"));
        assertThat(String.valueOf(inStackStorm(text, scenario).output("r"))).contains("null");
    }

    @Test
    void logsATimeoutAndAnAbandonedAction() {
        String text = """
                version: 1.0
                tasks: {a: {action: core.noop}, b: {action: core.noop}}
                """;
        String scenario = "{results: {a: {status: timeout}, b: {status: abandoned}}}";

        assertThat(here(text, scenario).errors())
                .extracting(error -> String.valueOf(error.get("task_id")))
                .containsExactly("a", "b");
        assertThat(inStackStorm(text, scenario).errors()).isEmpty();
    }

    @Test
    void findsATaskNameThatIsNoneAndAllowsTheOthers() {
        assertThat(here("version: 1.0\ntasks: {items: {action: core.noop}}", "{}")
                        .status())
                .isEqualTo("succeeded");
        assertThat(here("version: 1.0\ntasks: {my-task: {action: core.noop}}", "{}")
                        .transcript()
                        .toString())
                .contains("The task name \"my-task\" is not valid.");
    }

    @Test
    void refusesTheDescriptionOfATask() {
        assertThat(inBoth("version: 1.0\ntasks: {a: {description: none, action: core.noop}}", "{}")
                        .transcript()
                        .toString())
                .contains("'description' was unexpected");
    }
}
