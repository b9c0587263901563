package io.drover.workflow.conduct;

import io.drover.expressions.ExpressionException;
import io.drover.workflow.conduct.Rendering.Rendered;
import io.drover.workflow.definition.Assignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first context and the first tasks of a run. */
final class Beginning {
    private final Progress progress;

    Beginning(Progress progress) {
        this.progress = progress;
    }

    void begin(Map<String, ? extends @Nullable Object> parent, Map<String, ? extends @Nullable Object> inputs) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>(parent);
        List<ExpressionException> failures = new ArrayList<>();
        if (progress.keeps(Quirk.VALUES_EVALUATED_AGAIN)) {
            collect(given(inputs), context, failures);
        } else {
            takeAsTheyAre(inputs, context, failures);
        }
        collect(progress.workflow.vars(), context, failures);
        if (failures.isEmpty()) {
            try {
                progress.contexts.add(context);
            } catch (ExpressionException tooLarge) {
                failures.add(tooLarge);
            }
        }
        if (!failures.isEmpty()) {
            failures.forEach(failure -> progress.log(failure, null, null, null));
            progress.fail();
            return;
        }
        progress.routes = progress.routes.plus(List.of());
        for (String task : progress.graph.starts()) {
            progress.staged.add(StagedTask.of(task, 0, List.of(0), Map.of()));
        }
    }

    /** {@return the declared inputs with what was given for them, which is rendered too; what is not declared is dropped} */
    private List<Assignment> given(Map<String, ? extends @Nullable Object> inputs) {
        List<Assignment> given = new ArrayList<>();
        for (Assignment declared : progress.workflow.input()) {
            given.add(
                    inputs.containsKey(declared.name())
                            ? new Assignment(declared.name(), inputs.get(declared.name()))
                            : declared);
        }
        return given;
    }

    /** Defaults stand in the workflow's own text, so they are rendered; what was given is not. */
    private void takeAsTheyAre(
            Map<String, ? extends @Nullable Object> inputs,
            Map<String, @Nullable Object> context,
            List<ExpressionException> failures) {
        for (Assignment declared : progress.workflow.input()) {
            if (inputs.containsKey(declared.name())) {
                context.put(declared.name(), Values.plain(inputs.get(declared.name())));
            } else {
                collect(List.of(declared), context, failures);
            }
        }
    }

    private void collect(
            List<Assignment> assignments, Map<String, @Nullable Object> context, List<ExpressionException> failures) {
        Rendered rendered = Rendering.assignments(assignments, context, TaskFunctions.outside(progress));
        context.putAll(rendered.values());
        failures.addAll(rendered.failures());
    }
}
