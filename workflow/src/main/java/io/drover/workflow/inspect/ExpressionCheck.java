package io.drover.workflow.inspect;

import io.drover.expressions.workflow.Mistake;
import io.drover.expressions.workflow.WorkflowExpressions;
import io.drover.workflow.definition.InlineParameters;
import io.drover.workflow.definition.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Expressions that cannot be read. */
final class ExpressionCheck {
    /** Beside the tasks. */
    static final List<String> SECTIONS = List.of("vars", "input", "output");

    /** Of a task, beside its sections of several properties. */
    static final List<String> TASK_PROPERTIES = List.of("delay", "join", "action", "input");

    private static final String TASK_SCHEMA = "properties.tasks.patternProperties.^\\w+$";

    private final List<Finding> findings = new ArrayList<>();

    private ExpressionCheck() {}

    static List<Finding> of(Workflow workflow) {
        ExpressionCheck check = new ExpressionCheck();
        Map<String, @Nullable Object> spec = workflow.spec();
        for (String list : SECTIONS) {
            check.check(spec.get(list), list, "properties." + list);
        }
        if (spec.get("tasks") instanceof Map<?, ?> tasks) {
            tasks.forEach((name, body) -> {
                if (body instanceof Map<?, ?> task) {
                    check.task(task, "tasks." + name);
                }
            });
        }
        return check.findings;
    }

    private void task(Map<?, ?> written, String path) {
        Map<?, ?> task = Inline.writtenOut(written);
        for (String property : TASK_PROPERTIES) {
            check(task.get(property), path + "." + property, TASK_SCHEMA + ".properties." + property);
        }
        section(task.get("with"), List.of("items", "concurrency"), path + ".with", TASK_SCHEMA + ".properties.with");
        section(
                task.get("retry"),
                List.of("when", "count", "delay"),
                path + ".retry",
                TASK_SCHEMA + ".properties.retry");
        List<?> next = task.get("next") instanceof List<?> list ? list : List.of();
        for (int i = 0; i < next.size(); i++) {
            section(
                    Inline.published(next.get(i)),
                    List.of("when", "publish", "do"),
                    path + ".next[" + i + "]",
                    TASK_SCHEMA + ".properties.next.items");
        }
    }

    private void section(@Nullable Object section, List<String> properties, String path, String schema) {
        if (section instanceof Map<?, ?> members) {
            for (String property : properties) {
                check(members.get(property), path + "." + property, schema + ".properties." + property);
            }
        }
    }

    private void check(@Nullable Object value, String path, String schema) {
        for (Mistake mistake : WorkflowExpressions.standard().mistakes(value)) {
            findings.add(new Finding(
                    Finding.Kind.EXPRESSIONS,
                    mistake.message(),
                    path,
                    schema,
                    mistake.expression(),
                    mistake.language() == null ? null : mistake.language().label(),
                    Optional.empty()));
        }
    }

    /** Inline parameters as if they had been written out. */
    static final class Inline {
        private Inline() {}

        static Map<?, ?> writtenOut(Map<?, ?> task) {
            Map<String, @Nullable Object> pairs = new LinkedHashMap<>();
            InlineParameters.of(task.get("action")).forEach(pair -> pairs.put(pair.name(), pair.value()));
            if (pairs.isEmpty()) {
                return task;
            }
            String action = String.valueOf(task.get("action"));
            Map<Object, @Nullable Object> written = new LinkedHashMap<>(task);
            written.put("action", action.substring(0, Math.max(0, action.indexOf(' '))));
            written.put("input", pairs);
            return written;
        }

        static @Nullable Object published(@Nullable Object transition) {
            if (!(transition instanceof Map<?, ?> members) || !(members.get("publish") instanceof String text)) {
                return transition;
            }
            Map<Object, @Nullable Object> written = new LinkedHashMap<>(members);
            written.put("publish", list(text));
            return written;
        }

        /** {@return the pairs of a text as one-key mappings} */
        static List<Map<String, @Nullable Object>> list(String text) {
            List<Map<String, @Nullable Object>> pairs = new ArrayList<>();
            InlineParameters.of(text).forEach(pair -> {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put(pair.name(), pair.value());
                pairs.add(one);
            });
            return pairs;
        }
    }
}
