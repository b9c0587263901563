package io.drover.workflow.inspect;

import io.drover.expressions.workflow.UnknownName;
import io.drover.expressions.workflow.WorkflowExpressions;
import io.drover.model.text.Nearest;
import io.drover.workflow.definition.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names in expressions that nothing stands for. Whoever reads the text alone cannot tell, so the run would fail once it comes there. */
final class NameWarnings {
    /** What an expression has beside what stands anywhere, though not at every place. */
    static final Set<String> OF_THE_MOMENT =
            Set.of("ctx", "item", "result", "succeeded", "failed", "completed", "task_status", "task", "st2kv");

    /** The sections of a task that have several properties. */
    private static final Set<String> SEVERAL = Set.of("with", "retry", "next");

    private final List<Warning> warnings = new ArrayList<>();

    private NameWarnings() {}

    static List<Warning> of(Workflow workflow) {
        NameWarnings found = new NameWarnings();
        Map<String, @Nullable Object> spec = workflow.spec();
        ExpressionCheck.SECTIONS.forEach(section -> found.look(spec.get(section), section));
        if (spec.get("tasks") instanceof Map<?, ?> tasks) {
            tasks.forEach((name, task) -> found.task(task, "tasks." + name));
        }
        return found.warnings;
    }

    private void task(@Nullable Object written, String path) {
        if (written instanceof Map<?, ?> task) {
            task.forEach((name, value) -> {
                if (ExpressionCheck.TASK_PROPERTIES.contains(name) || SEVERAL.contains(name)) {
                    look(value, path + "." + name);
                }
            });
        }
    }

    private void look(@Nullable Object value, String path) {
        if (value instanceof Map<?, ?> members) {
            members.forEach((name, member) -> look(member, path + "." + name));
        } else if (value instanceof List<?> elements) {
            for (int i = 0; i < elements.size(); i++) {
                look(elements.get(i), path + "[" + i + "]");
            }
        } else if (value instanceof String text
                && WorkflowExpressions.standard().mistakes(text).isEmpty()) {
            WorkflowExpressions.standard()
                    .unknownNames(text, OF_THE_MOMENT)
                    .forEach(unknown -> warnings.add(Warning.of(message(unknown), path)));
        }
    }

    private static String message(UnknownName unknown) {
        String hint = Nearest.hint(unknown.name(), unknown.known());
        return "There is no \"" + unknown.name() + "\" in expressions, so " + unknown.expression() + " fails."
                + (hint.isEmpty() ? " A variable is read as ctx(" + unknown.name() + ")." : hint);
    }
}
