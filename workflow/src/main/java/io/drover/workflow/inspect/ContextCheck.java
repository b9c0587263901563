package io.drover.workflow.inspect;

import io.drover.expressions.value.Value;
import io.drover.expressions.workflow.VariableUse;
import io.drover.expressions.workflow.WorkflowExpressions;
import io.drover.model.text.Nearest;
import io.drover.workflow.definition.Command;
import io.drover.workflow.definition.Links;
import io.drover.workflow.definition.Task;
import io.drover.workflow.definition.Transition;
import io.drover.workflow.definition.Workflow;
import io.drover.workflow.inspect.ExpressionCheck.Inline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Variables that are read before anything assigns them, followed along the graph: what a branch publishes counts for its
 * targets, at a join for all of them, and the output sees everything. A task that is reached on several ways is looked at
 * on each of them, so that a finding can come more than once, as in StackStorm.
 */
final class ContextCheck {
    private static final String TASK_SCHEMA = "properties.tasks.patternProperties.^\\w+$";

    private final Workflow workflow;
    private final List<Finding> findings = new ArrayList<>();

    private ContextCheck(Workflow workflow) {
        this.workflow = workflow;
    }

    /** @param known variables that are there from the start, such as {@code st2} */
    static List<Finding> of(Workflow workflow, Set<String> known) {
        ContextCheck check = new ContextCheck(workflow);
        Map<String, @Nullable Object> spec = workflow.spec();
        Set<String> names = new HashSet<>(known);
        check.assignments(spec.get("input"), "input", "properties.input", names);
        check.assignments(spec.get("vars"), "vars", "properties.vars", names);
        if (spec.get("tasks") instanceof Map<?, ?> tasks) {
            check.tasks(tasks, names);
        }
        check.assignments(spec.get("output"), "output", "properties.output", names);
        return check.findings;
    }

    /** A task to look at; {@code names} is null for a join, whose branches are united. */
    private record Visit(String task, @Nullable Set<String> names) {}

    private void tasks(Map<?, ?> tasks, Set<String> all) {
        Deque<Visit> waiting = new ArrayDeque<>();
        Set<String> traversed = new HashSet<>();
        Map<String, Set<String>> atJoins = new HashMap<>();
        Map<String, Set<String>> queued = new HashMap<>();
        Links.starts(workflow.tasks()).forEach(start -> waiting.add(new Visit(start, new HashSet<>(all))));
        while (!waiting.isEmpty()) {
            Visit visit = waiting.remove();
            traversed.add(visit.task());
            Set<String> names = visit.names() == null || visit.names().isEmpty()
                    ? new HashSet<>(atJoins.getOrDefault(visit.task(), Set.of()))
                    : new HashSet<>(visit.names());
            all.addAll(names);
            Task task = workflow.tasks().get(visit.task());
            if (task == null
                    || Command.isOne(visit.task())
                    || !(tasks.get(visit.task()) instanceof Map<?, ?> written)) {
                continue;
            }
            String path = "tasks." + visit.task();
            task(Inline.writtenOut(written), path, names);
            List<?> next = written.get("next") instanceof List<?> list ? list : List.of();
            for (int i = 0; i < task.next().size(); i++) {
                Transition transition = task.next().get(i);
                for (String target : transition.targets()) {
                    Set<String> branch = new HashSet<>(names);
                    transition(next.get(i), path + ".next[" + i + "]", branch);
                    reach(target, branch, traversed, waiting, atJoins, queued);
                }
            }
        }
    }

    private void reach(
            String target,
            Set<String> branch,
            Set<String> traversed,
            Deque<Visit> waiting,
            Map<String, Set<String>> atJoins,
            Map<String, Set<String>> queued) {
        boolean command = Command.isOne(target);
        Task task = workflow.tasks().get(target);
        if (traversed.contains(target) || (task == null && !command)) {
            return;
        }
        if (task != null && Value.isTrue(task.join())) {
            atJoins.computeIfAbsent(target, none -> new HashSet<>()).addAll(branch);
            waiting.add(new Visit(target, null));
        } else if (!branch.equals(queued.put(target, branch))) {
            waiting.add(new Visit(target, branch));
        }
    }

    private void task(Map<?, ?> task, String path, Set<String> names) {
        property(task.get("delay"), path + ".delay", TASK_SCHEMA + ".properties.delay", names);
        if (task.get("with") instanceof Map<?, ?> with) {
            String schema = TASK_SCHEMA + ".properties.with.properties.";
            property(with.get("items"), path + ".with.items", schema + "items", names);
            property(with.get("concurrency"), path + ".with.concurrency", schema + "concurrency", names);
        }
        property(task.get("action"), path + ".action", TASK_SCHEMA + ".properties.action", names);
        property(task.get("input"), path + ".input", TASK_SCHEMA + ".properties.input", names);
    }

    private void transition(@Nullable Object transition, String path, Set<String> names) {
        if (Inline.published(transition) instanceof Map<?, ?> members) {
            String schema = TASK_SCHEMA + ".properties.next.items.properties.";
            property(members.get("when"), path + ".when", schema + "when", names);
            assignments(members.get("publish"), path + ".publish", schema + "publish", names);
            property(members.get("do"), path + ".do", schema + "do", names);
        }
    }

    private void property(@Nullable Object value, String path, String schema, Set<String> names) {
        look(value, path, schema, names, false);
    }

    /** Each name counts for those after it. */
    private void assignments(@Nullable Object value, String path, String schema, Set<String> names) {
        look(value, path, schema, names, true);
    }

    /** A list is looked at in its order, a text with inline parameters pair by pair. */
    private void look(@Nullable Object value, String path, String schema, Set<String> names, boolean assigns) {
        List<?> pairs = value instanceof String text ? Inline.list(text) : List.of();
        if (value instanceof List<?> || !pairs.isEmpty()) {
            List<?> elements = value instanceof List<?> list ? list : pairs;
            for (int i = 0; i < elements.size(); i++) {
                uses(elements.get(i), path + "[" + i + "]", schema, names);
                if (assigns) {
                    names.addAll(assigned(elements.get(i)));
                }
            }
        } else {
            uses(value, path, schema, names);
            if (assigns) {
                names.addAll(assigned(value));
            }
        }
    }

    private static List<String> assigned(@Nullable Object element) {
        if (element instanceof Map<?, ?> pair) {
            return pair.keySet().stream().map(String::valueOf).toList();
        }
        return element instanceof String name ? List.of(name) : List.of();
    }

    private void uses(@Nullable Object value, String path, String schema, Set<String> names) {
        for (VariableUse use : WorkflowExpressions.standard().variables(value)) {
            if (use.variable().startsWith("__")) {
                add(
                        use,
                        "Variable \"" + use.variable()
                                + "\" that is prefixed with double underscores is considered a private variable and"
                                + " cannot be referenced.",
                        path,
                        schema,
                        null);
            }
            if (!names.contains(use.variable())) {
                add(
                        use,
                        "Variable \"" + use.variable() + "\" is referenced before assignment.",
                        path,
                        schema,
                        Nearest.of(use.variable(), names)
                                .map(near -> "Did you mean \"" + near + "\"?")
                                .orElse(
                                        "Nothing sets it on the way here: \"input\", \"vars\" or a \"publish\" has to."));
            }
        }
    }

    private void add(VariableUse use, String message, String path, String schema, @Nullable String advice) {
        findings.add(new Finding(
                        Finding.Kind.CONTEXT,
                        message,
                        path,
                        schema,
                        use.text(),
                        use.language().label(),
                        Optional.empty())
                .advising(advice));
    }
}
