package io.drover.workflow.graph;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.definition.Workflow;
import io.drover.workflow.graph.Picture.Kind;
import io.drover.workflow.graph.Picture.Node;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static final Workflow WORKFLOW = Workflow.read("""
            version: 1.0
            tasks:
              begin:
                action: core.noop
                next:
                  - when: <% succeeded() %>
                    publish: [{out: <% result() %>}, {n: 1}]
                    do: [left, right]
                  - when: '{{ failed() and "x#1" }}'
                    do: fail
              left: {action: core.noop, next: [{do: both}]}
              right: {action: core.noop, next: [{do: both}, {do: often}, {do: often}]}
              both:
                join: all
                with: {items: 'a, b in <% ctx(xs) %>', concurrency: 3}
                action: core.echo
                delay: 5
                retry: {count: 2, delay: 1, when: <% failed() %>}
              often: {action: core.noop, next: [{when: <% failed() %>, do: retry}]}
            """);

    @Test
    void marksJoinsSplitsItemsRetriesAndDelays() {
        Map<String, Node> nodes =
                Picture.of(WORKFLOW).nodes().stream().collect(Collectors.toMap(Node::name, node -> node));

        assertThat(nodes.get("begin")).isEqualTo(new Node("begin", Kind.START, "core.noop", List.of()));
        assertThat(nodes.get("both"))
                .isEqualTo(new Node(
                        "both",
                        Kind.TASK,
                        "core.echo",
                        List.of(
                                "join: all",
                                "with items: a, b in <% ctx(xs) %>, 3 at once",
                                "retry: up to 2 times, after 1 s, when <% failed() %>",
                                "delay: 5 s")));
        assertThat(requireNonNull(nodes.get("often")).marks())
                .containsExactly("split: runs once for each arrival", "retry: up to 3 times, when <% failed() %>");
        assertThat(requireNonNull(nodes.get("fail")).kind()).isEqualTo(Kind.COMMAND);
    }

    @Test
    void keepsWhatCannotBeReachedAndNamesWhatIsNotDefined() {
        Picture picture = Picture.of(Workflow.read("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{do: nowhere}]}
                  lap: {action: core.noop, next: [{do: lap}]}
                """));

        assertThat(picture.nodes())
                .containsExactly(
                        new Node("a", Kind.START, "core.noop", List.of()),
                        new Node("lap", Kind.UNREACHED, "core.noop", List.of()),
                        new Node("nowhere", Kind.UNDEFINED, null, List.of("not defined")));
        assertThat(picture.edges()).containsExactly(new Picture.Edge("a", "nowhere", null, List.of()));
    }

    @Test
    void tellsOfEachTransitionItsConditionAndWhatItPublishes() {
        assertThat(Picture.of(WORKFLOW).edges())
                .contains(
                        new Picture.Edge("begin", "left", "<% succeeded() %>", List.of("out", "n")),
                        new Picture.Edge("begin", "fail", "{{ failed() and \"x#1\" }}", List.of()),
                        new Picture.Edge("left", "both", null, List.of()));
    }

    @Test
    void isAJsonValue() {
        Picture picture = Picture.of(Workflow.read("version: 1.0\ntasks: {a: {next: [{do: noop}]}}"));

        assertThat(picture.document())
                .hasToString("{nodes=[{name=a, kind=start, action=null, marks=[]},"
                        + " {name=noop, kind=command, action=null, marks=[]}],"
                        + " edges=[{from=a, to=noop, when=null, publish=[]}]}");
    }

    @Test
    void isWrittenForGraphviz() {
        Picture picture = Picture.of(Workflow.read("""
                version: 1.0
                tasks:
                  a:
                    action: core.noop
                    next: [{when: '<% ctx("x") = "\\d" %>', publish: [{o: 1}], do: [b, fail]}]
                  b: {join: 1}
                """));

        assertThat(DotText.of(picture, "my \"own\"")).isEqualTo("""
                digraph "my \\"own\\"" {
                  node [shape=box, style=rounded];
                  "a" [label="a\\ncore.noop", penwidth=2];
                  "b" [label="b\\njoin: 1"];
                  "fail" [label="fail", shape=ellipse, style=solid];
                  "a" -> "b" [label="<% ctx(\\"x\\") = \\"\\\\d\\" %>\\npublish: o"];
                  "a" -> "fail" [label="<% ctx(\\"x\\") = \\"\\\\d\\" %>\\npublish: o"];
                }
                """);
    }

    @Test
    void isWrittenForMermaid() {
        Picture picture = Picture.of(Workflow.read("""
                version: 1.0
                tasks:
                  end: {action: core.noop, next: [{when: '<% "x#1" %>', do: b}, {do: noop}]}
                  b: {action: core.noop, next: [{do: c}]}
                """));

        assertThat(MermaidText.of(picture)).isEqualTo("""
                flowchart TD
                  n0["end<br/>core.noop"]
                  n1["b<br/>core.noop"]
                  n2(["noop"])
                  n3["c<br/>not defined"]
                  n0 -->|"#lt;% #quot;x#35;1#quot; %#gt;"| n1
                  n0 --> n2
                  n1 --> n3
                  style n0 stroke-width:3px
                  style n3 stroke:red
                """);
    }
}
