package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.workflow.graph.DotText;
import io.drover.workflow.graph.MermaidText;
import io.drover.workflow.graph.Picture;

/** {@code drover workflow graph}. */
final class WorkflowGraph {
    private WorkflowGraph() {}

    static int print(Invocation call) {
        String file = call.word(0);
        String format = call.text("--format").orElse(call.display().isTable() ? "dot" : "json");
        Picture picture = Picture.of(WorkflowCommand.read(call, file));
        switch (format) {
            case "dot" -> call.display().text(DotText.of(picture, name(file)));
            case "mermaid" -> call.display().text(MermaidText.of(picture));
            case "json" -> call.display().value(picture.document());
            default ->
                throw CommandFailure.usage("--format takes dot, mermaid or json, but \"" + format + "\" was given.");
        }
        return ExitCode.OK;
    }

    /** {@return the name of the file without its folder and its ending} */
    private static String name(String file) {
        String last = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        int dot = last.lastIndexOf('.');
        return file.equals("-") ? "workflow" : dot > 0 ? last.substring(0, dot) : last;
    }
}
