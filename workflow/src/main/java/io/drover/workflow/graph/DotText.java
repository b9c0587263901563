package io.drover.workflow.graph;

import java.util.List;
import java.util.stream.Collectors;

/** A picture in the language of Graphviz (https://graphviz.org/doc/info/lang.html). */
public final class DotText {
    private DotText() {}

    /** {@return a directed graph of the given name} */
    public static String of(Picture picture, String name) {
        StringBuilder text = new StringBuilder("digraph " + quoted(List.of(name)) + " {\n");
        text.append("  node [shape=box, style=rounded];\n");
        for (Picture.Node node : picture.nodes()) {
            text.append("  ")
                    .append(quoted(List.of(node.name())))
                    .append(" [label=")
                    .append(quoted(node.lines()))
                    .append(look(node.kind()))
                    .append("];\n");
        }
        for (Picture.Edge edge : picture.edges()) {
            text.append("  ")
                    .append(quoted(List.of(edge.from())))
                    .append(" -> ")
                    .append(quoted(List.of(edge.to())))
                    .append(edge.lines().isEmpty() ? "" : " [label=" + quoted(edge.lines()) + "]")
                    .append(";\n");
        }
        return text.append("}\n").toString();
    }

    private static String look(Picture.Kind kind) {
        return switch (kind) {
            case START -> ", penwidth=2";
            case TASK -> "";
            case UNREACHED -> ", style=\"rounded,dashed\"";
            case COMMAND -> ", shape=ellipse, style=solid";
            case UNDEFINED -> ", color=red";
        };
    }

    private static String quoted(List<String> lines) {
        return lines.stream()
                .map(line -> line.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .collect(Collectors.joining("\\n", "\"", "\""));
    }
}
