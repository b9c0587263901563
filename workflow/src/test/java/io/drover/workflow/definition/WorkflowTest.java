package io.drover.workflow.definition;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.workflow.definition.Graph.Edge;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowTest {
    @Test
    void readsScalarsAsYaml11() {
        Workflow workflow = Workflow.read("""
                version: 1.0
                vars: [{a: yes}, {b: 010}, {c: 0x10}, {d: 1_000}, {e: "12:30"}, {f: 12:30:45}, {g: 1e3}, {h: 1.5}]
                tasks: {t: {action: core.noop}}
                """);

        assertThat(workflow.vars())
                .extracting(Assignment::value)
                .containsExactly(true, 8L, 16L, 1000L, "12:30", 45045L, "1e3", 1.5);
    }

    @Test
    void readsDatesAndTimesAsTheTextThatIsStoredOfThem() {
        Workflow workflow = Workflow.read("""
                version: 1.0
                vars:
                  - day: 2024-01-02
                  - time: 2024-1-2 3:04:05
                  - utc: 2024-01-02T03:04:05Z
                  - there: 2024-01-02 03:04:05.25 -5:30
                  - text: "2024-1-2 3:04:05"
                tasks: {t: {action: core.noop, input: {until: 2024-01-02 00:00:00}}}
                """);

        assertThat(workflow.vars())
                .extracting(Assignment::value)
                .containsExactly(
                        "2024-01-02",
                        "2024-01-02T03:04:05",
                        "2024-01-02T03:04:05+00:00",
                        "2024-01-02T03:04:05.250000-05:30",
                        "2024-1-2 3:04:05");
        assertThat(requireNonNull(workflow.tasks().get("t")).input()).isEqualTo(Map.of("until", "2024-01-02T00:00:00"));
    }

    @ParameterizedTest
    @CsvSource({"D800, 10", "0001, 10"})
    void tellsWhereACharacterStandsThatIsNotAllowed(String code, int column) {
        String text = "a: \uD83D\uDE00\n" + "b: \uD83D\uDE00 123" + (char) Integer.parseInt(code, 16);

        assertThatThrownBy(() -> Workflow.read(text))
                .isInstanceOfSatisfying(
                        LoadException.class,
                        failure -> assertThat(failure.problemAndPlace())
                                .contains("the character U+" + code + " is not allowed")
                                .endsWith("(line 2, column " + column + ")"));
    }

    @Test
    void tellsWhereADateIsNone() {
        assertThatThrownBy(() -> Workflow.read("version: 1.0\nvars:\n  - day: 2024-13-01\ntasks: {a: {action: x}}\n"))
                .isInstanceOfSatisfying(
                        LoadException.class,
                        failure -> assertThat(failure.problemAndPlace())
                                .contains("'2024-13-01' is not what its tag says")
                                .endsWith("(line 3, column 10)"));
    }

    @Test
    void tellsWhereAKeyStandsTwice() {
        assertThatThrownBy(() -> Workflow.read("version: 1.0\ntasks:\n  a: {action: x}\n  a: {action: y}\n"))
                .isInstanceOfSatisfying(LoadException.class, failure -> {
                    assertThat(failure.problem()).contains("found duplicate key \"a\"");
                    assertThat(failure.line()).isEqualTo(4);
                    assertThat(failure.column()).isEqualTo(3);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "vars: [{x: {{ ctx().y }}}] | while constructing a mapping; line 2, column 12; found unacceptable key (unhashable type: 'dict'); line 2, column 13.",
                "vars: [{? [1] : 2}] | while constructing a mapping; line 2, column 8; found unacceptable key (unhashable type: 'list'); line 2, column 11.",
                "a: b: c | mapping values are not allowed in this context; line 2, column 5.",
                "a: {b: c: d} | while parsing a flow mapping; line 2, column 4; did not find expected ',' or '}'; line 2, column 9.",
                "a: !foo {b: c} | could not determine a constructor for the tag '!foo'; line 2, column 4."
            })
    void tellsWhatPyYamlWouldSay(String text, String words) {
        String marked =
                words.replace("; line", "\n  in \"<unicode string>\", line").replace("; ", "\n");

        assertThatThrownBy(() -> Workflow.read("version: 1.0\n" + text + "\n"))
                .isInstanceOfSatisfying(LoadException.class, failure -> {
                    assertThat(failure.original())
                            .isEqualTo("ValueError: Failed to load workflow definition because " + marked);
                    assertThat(failure.line()).isEqualTo(2);
                });
    }

    @Test
    void refusesATaskWithoutBody() {
        assertThatThrownBy(() -> Workflow.read("version: 1.0\ntasks: {a: null}"))
                .isInstanceOfSatisfying(
                        LoadException.class,
                        failure -> assertThat(failure.problemAndPlace())
                                .isEqualTo(
                                        "the task \"a\" is nothing. Give it keys such as \"action\", or write {} where nothing"
                                                + " is to be done. (line 2, column 12)"))
                .hasMessage("TypeError: argument of type 'NoneType' is not iterable");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                     | it is empty. Begin with
            '- version: 1.0'                       | it holds a list in place of keys
            'tasks: {a: {}}'                       | it has no version. Add the line "version: 1.0".
            'version: 2.0'                         | its version is 2.0, and 1.0 is the only one that is known.
            'version: 1.0'                         | it has nothing but its version. Add "tasks:".
            '{version: 1.0, tasks: {a: {next: {do: b}}}}' | "tasks.a.next" is a mapping, not a list of transitions.
            '{version: 1.0, tasks: {a: {next: [5]}}}'     | "tasks.a.next[0]" is "5", not a transition.
            'version: "1.0'                        | it cannot be read as YAML: while scanning a quoted scalar
            """)
    void saysInPlainWordsWhyATextIsNoWorkflowAndWhatToWrite(String text, String explanation) {
        assertThatThrownBy(() -> Workflow.read(text))
                .isInstanceOfSatisfying(
                        LoadException.class,
                        failure -> assertThat(failure.problemAndPlace()).startsWith(explanation));
    }

    @Test
    void tellsWhereAQuoteThatIsNeverClosedBegins() {
        assertThatThrownBy(() -> Workflow.read("version: 1.0\ntasks: {a: {action: \"core.noop}}\n"))
                .isInstanceOfSatisfying(
                        LoadException.class,
                        failure -> assertThat(failure.problemAndPlace())
                                .contains("begins in line 2, column 21")
                                .contains("Close what was opened there."));
    }

    @Test
    void refusesAnAliasThatHoldsItself() {
        assertThatThrownBy(() -> Workflow.read("version: 1.0\ntasks: &all {a: {action: core.noop, input: *all}}"))
                .isInstanceOfSatisfying(
                        LoadException.class,
                        failure -> assertThat(failure.problemAndPlace())
                                .contains("nested deeper than 50")
                                .contains("one of them holds itself"));
    }

    @Test
    void readsAnAliasAsOftenAsItStands() {
        Workflow workflow = Workflow.read("version: 1.0\ntasks: {a: &x {action: core.noop}, b: *x, c: *x}");

        assertThat(workflow.tasks()).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void tellsWhereACharacterIsThatYamlDoesNotAllow() {
        assertThatThrownBy(() -> Workflow.read("version: 1.0\ntasks: {a: {action: \"core.\u0007noop\"}}"))
                .isInstanceOfSatisfying(LoadException.class, failure -> {
                    assertThat(failure.problemAndPlace()).contains("U+0007");
                    assertThat(failure.line()).isEqualTo(2);
                    assertThat(failure.column()).isEqualTo(27);
                });
    }

    @Test
    void takesParametersFromTheTextOfAnAction() {
        Task task = requireNonNull(Workflow.read("""
                version: 1.0
                tasks: {a: {action: 'core.local cmd="a b" n=3 s="5" bare=word x=<% ctx() %>', input: {dropped: 1}}}
                """).tasks().get("a"));

        assertThat(task.action()).isEqualTo("core.local");
        assertThat(task.input()).hasToString("{cmd=a b, n=3, s=5, x=<% ctx() %>}");
    }

    @Test
    void makesAnEdgeOfEachTargetInTheOrderOfTheirNames() {
        Graph graph = Workflow.read("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{do: [c, b]}, {when: <% failed() %>, do: b}, {do: retry}]}
                  b: {action: core.noop}
                  c: {action: core.noop, next: [{do: "a, b"}]}
                  s: {action: core.noop, next: [{do: a}]}
                """).graph();

        assertThat(graph.outbound("a")).extracting(Edge::name).containsExactly("b__t0", "b__t1", "c__t0");
        assertThat(graph.retry("a")).isEqualTo(new Retry("<% completed() %>", 3L, null));
        assertThat(graph.starts()).containsExactly("s");
        assertThat(graph.beginsRoutes("b")).isTrue();
        assertThat(graph.isOnCycle("a")).isTrue();
        assertThat(graph.beginsRoutes("a")).isFalse();
    }
}
