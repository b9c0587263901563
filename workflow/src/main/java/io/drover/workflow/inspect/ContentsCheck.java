package io.drover.workflow.inspect;

import io.drover.expressions.workflow.WorkflowExpressions;
import io.drover.model.pack.Ref;
import io.drover.workflow.definition.Task;
import io.drover.workflow.definition.Workflow;
import io.drover.workflow.inspect.KnownActions.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tasks that call actions which are not there, or give them what they do not take (spec of Orquesta, section 12). An action
 * that is an expression is left out, and so are the inputs where all of them are one.
 */
final class ContentsCheck {
    private static final String SCHEMA = "properties.tasks.patternProperties.^\\w+$.properties.";

    private final KnownActions actions;
    private final List<Finding> findings = new ArrayList<>();

    private ContentsCheck(KnownActions actions) {
        this.actions = actions;
    }

    static List<Finding> of(Workflow workflow, KnownActions actions) {
        ContentsCheck check = new ContentsCheck(actions);
        workflow.tasks().values().forEach(check::task);
        return check.findings;
    }

    private void task(Task task) {
        if (!(task.action() instanceof String action) || action.isEmpty() || isExpression(action)) {
            return;
        }
        String path = "tasks." + task.name() + ".action";
        if (!Ref.looksLike(action)) {
            add("The action reference \"" + action + "\" is not formatted correctly.", path, "action");
            return;
        }
        Optional<Signature> signature = actions.find(action);
        if (signature.isEmpty()) {
            add("The action \"" + action + "\" is not registered in the database.", path, "action");
        } else if (task.input() instanceof Map<?, ?> input) {
            input(action, signature.orElseThrow(), input.keySet(), "tasks." + task.name() + ".input");
        }
    }

    private void input(String action, Signature signature, Set<?> keys, String path) {
        Set<String> names = keys.stream().map(String::valueOf).collect(Collectors.toSet());
        if (names.stream().anyMatch(ContentsCheck::isExpression)) {
            return;
        }
        signature
                .missing(names)
                .forEach(name ->
                        add("Action \"" + action + "\" is missing required input \"" + name + "\".", path, "input"));
        signature
                .unexpected(names)
                .forEach(name -> add(
                        "Action \"" + action + "\" has unexpected input \"" + name + "\".",
                        path + "." + name,
                        "input.patternProperties.^\\w+$"));
    }

    private static boolean isExpression(String text) {
        return WorkflowExpressions.standard().hasExpressions(text);
    }

    private void add(String message, String specPath, String schemaPath) {
        findings.add(Finding.of(Finding.Kind.CONTENTS, message, specPath, SCHEMA + schemaPath));
    }
}
