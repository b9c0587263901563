package io.drover.workflow.graph;

import io.drover.workflow.definition.Assignment;
import io.drover.workflow.definition.Command;
import io.drover.workflow.definition.Graph;
import io.drover.workflow.definition.Task;
import io.drover.workflow.definition.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What there is to draw of a workflow: its tasks as they are written, then the engine commands and the unknown names that
 * transitions lead to; and the transitions, one edge for each target.
 */
public record Picture(List<Node> nodes, List<Edge> edges) {
    public Picture {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /** What stands at the end of an edge. */
    public enum Kind {
        /** A task that runs at the beginning. */
        START,
        TASK,
        /** A task that no transition leads to from a start. */
        UNREACHED,
        /** An engine command such as {@code fail}. */
        COMMAND,
        /** A name that is neither: the inspection finds it. */
        UNDEFINED
    }

    /**
     * A task or a command.
     *
     * @param action what it calls; null where it calls nothing
     * @param marks what is special about it, in words: a join, a split, items, a retry, a delay
     */
    public record Node(String name, Kind kind, @Nullable String action, List<String> marks) {
        public Node {
            marks = List.copyOf(marks);
        }

        /** {@return what is written into it, line by line} */
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add(name);
            if (action != null) {
                lines.add(action);
            }
            lines.addAll(marks);
            return lines;
        }
    }

    /**
     * A transition for one of its targets.
     *
     * @param when the condition; null where it always holds
     * @param publish names of what it publishes
     */
    public record Edge(String from, String to, @Nullable String when, List<String> publish) {
        public Edge {
            publish = List.copyOf(publish);
        }

        /** {@return what is written beside it, line by line; nothing where it always holds and publishes nothing} */
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            if (when != null) {
                lines.add(when);
            }
            if (!publish.isEmpty()) {
                lines.add("publish: " + String.join(", ", publish));
            }
            return lines;
        }
    }

    public static Picture of(Workflow workflow) {
        Graph graph = workflow.graph();
        Set<String> names = new LinkedHashSet<>(workflow.tasks().keySet());
        names.addAll(graph.tasks());
        List<Node> nodes =
                names.stream().map(name -> node(workflow, graph, name)).toList();
        List<Edge> edges = names.stream()
                .flatMap(name -> graph.outbound(name).stream())
                .map(edge -> edge(workflow, edge))
                .toList();
        return new Picture(nodes, edges);
    }

    private static Node node(Workflow workflow, Graph graph, String name) {
        Task task = workflow.tasks().get(name);
        if (task == null) {
            Kind kind = Command.isOne(name) ? Kind.COMMAND : Kind.UNDEFINED;
            return new Node(name, kind, null, kind == Kind.COMMAND ? List.of() : List.of("not defined"));
        }
        Kind kind = graph.starts().contains(name) ? Kind.START : graph.contains(name) ? Kind.TASK : Kind.UNREACHED;
        return new Node(name, kind, task.action() == null ? null : task.action().toString(), Marks.of(task, graph));
    }

    private static Edge edge(Workflow workflow, Graph.Edge edge) {
        Task task = workflow.tasks().get(edge.from());
        List<String> published = task == null
                ? List.of()
                : task.next().get(edge.place()).publish().stream()
                        .map(Assignment::name)
                        .toList();
        return new Edge(edge.from(), edge.to(), edge.when(), published);
    }

    /** {@return the picture as a JSON value: {@code {nodes, edges}}} */
    public Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("nodes", nodes.stream().map(Picture::document).toList());
        document.put("edges", edges.stream().map(Picture::document).toList());
        return document;
    }

    private static Map<String, @Nullable Object> document(Node node) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", node.name());
        document.put("kind", word(node.kind()));
        document.put("action", node.action());
        document.put("marks", node.marks());
        return document;
    }

    private static Map<String, @Nullable Object> document(Edge edge) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("from", edge.from());
        document.put("to", edge.to());
        document.put("when", edge.when());
        document.put("publish", edge.publish());
        return document;
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case START -> "start";
            case TASK -> "task";
            case UNREACHED -> "unreached";
            case COMMAND -> "command";
            case UNDEFINED -> "undefined";
        };
    }
}
