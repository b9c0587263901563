package io.drover.workflow.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A picture in the language of Mermaid (https://mermaid.js.org/syntax/flowchart.html), as Markdown pages show it. */
public final class MermaidText {
    private MermaidText() {}

    /** {@return a flowchart from top to bottom} */
    public static String of(Picture picture) {
        StringBuilder text = new StringBuilder("flowchart TD\n");
        Map<String, String> ids = new HashMap<>();
        for (Picture.Node node : picture.nodes()) {
            // some words, "end" above all, cannot be ids
            String id = "n" + ids.size();
            ids.put(node.name(), id);
            text.append("  ").append(id).append(shaped(node)).append('\n');
        }
        for (Picture.Edge edge : picture.edges()) {
            text.append("  ")
                    .append(ids.get(edge.from()))
                    .append(edge.lines().isEmpty() ? " --> " : " -->|" + quoted(edge.lines()) + "| ")
                    .append(ids.get(edge.to()))
                    .append('\n');
        }
        for (Picture.Node node : picture.nodes()) {
            String look = look(node.kind());
            if (!look.isEmpty()) {
                text.append("  style ")
                        .append(ids.get(node.name()))
                        .append(' ')
                        .append(look)
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String shaped(Picture.Node node) {
        String label = quoted(node.lines());
        return node.kind() == Picture.Kind.COMMAND ? "([" + label + "])" : "[" + label + "]";
    }

    private static String look(Picture.Kind kind) {
        return switch (kind) {
            case START -> "stroke-width:3px";
            case TASK, COMMAND -> "";
            case UNREACHED -> "stroke-dasharray:5 5";
            case UNDEFINED -> "stroke:red";
        };
    }

    private static String quoted(List<String> lines) {
        return lines.stream().map(MermaidText::escaped).collect(Collectors.joining("<br/>", "\"", "\""));
    }

    private static String escaped(String line) {
        return line.replace("#", "#35;")
                .replace("&", "#amp;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;")
                .replace("\n", "<br/>");
    }
}
