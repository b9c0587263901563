package io.drover.workflow.definition;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.workflow.definition.Graph.Edge;
import org.junit.jupiter.api.Test;

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
    void tellsWhereAKeyStandsTwice() {
        assertThatThrownBy(() -> Workflow.read("version: 1.0\ntasks:\n  a: {action: x}\n  a: {action: y}\n"))
                .isInstanceOfSatisfying(LoadException.class, failure -> {
                    assertThat(failure.problem()).contains("found duplicate key \"a\"");
                    assertThat(failure.line()).isEqualTo(4);
                    assertThat(failure.column()).isEqualTo(3);
                });
    }

    @Test
    void refusesATaskWithoutBody() {
        assertThatThrownBy(() -> Workflow.read("version: 1.0\ntasks: {a: null}"))
                .isInstanceOf(LoadException.class)
                .hasMessage("TypeError: argument of type 'NoneType' is not iterable");
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
