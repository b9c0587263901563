package io.drover.workflow.conduct;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.workflow.WorkflowExpressions;
import io.drover.expressions.workflow.WorkflowScope;
import io.drover.workflow.definition.Assignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of assignments rendered in order, each seeing those before it. */
final class Rendering {
    private static final WorkflowExpressions EXPRESSIONS = WorkflowExpressions.standard();
    private static final Rendered NOTHING = new Rendered(Map.of(), List.of());

    private Rendering() {}

    /**
     * What came of a list.
     *
     * @param values what could be rendered, as plain JSON
     * @param failures the others', in order
     */
    record Rendered(Map<String, @Nullable Object> values, List<ExpressionException> failures) {}

    static @Nullable Object value(@Nullable Object statement, WorkflowScope scope) {
        return EXPRESSIONS.evaluate(statement, scope);
    }

    static Rendered assignments(
            List<Assignment> assignments, Map<String, ? extends @Nullable Object> variables, TaskFunctions functions) {
        if (assignments.isEmpty()) {
            return NOTHING;
        }
        Map<String, @Nullable Object> rolling = new LinkedHashMap<>(variables);
        WorkflowScope scope = functions.over(rolling);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        List<ExpressionException> failures = new ArrayList<>();
        for (Assignment assignment : assignments) {
            try {
                Object value = Values.plain(value(assignment.value(), scope));
                rolling.put(assignment.name(), value);
                values.put(assignment.name(), value);
            } catch (ExpressionException failure) {
                failures.add(failure);
            }
        }
        return new Rendered(values, failures);
    }
}
