package io.drover.workflow.inspect;

import io.drover.expressions.value.Value;
import io.drover.model.text.Nearest;
import io.drover.workflow.definition.Command;
import io.drover.workflow.definition.Graph;
import io.drover.workflow.definition.Links;
import io.drover.workflow.definition.Links.Link;
import io.drover.workflow.definition.Task;
import io.drover.workflow.definition.Transition;
import io.drover.workflow.definition.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names and transitions that make no sense, though they are of the right form. */
final class SemanticsCheck {
    private static final Pattern NAME = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final String SCHEMA = "properties.tasks.patternProperties.^\\w+$";

    private final Map<String, Task> tasks;
    private final Map<?, ?> written;
    private final Graph graph;
    private final List<Finding> findings = new ArrayList<>();

    private SemanticsCheck(Workflow workflow) {
        this.tasks = workflow.tasks();
        this.written = workflow.spec().get("tasks") instanceof Map<?, ?> members ? members : Map.of();
        this.graph = workflow.graph();
    }

    static List<Finding> of(Workflow workflow) {
        SemanticsCheck check = new SemanticsCheck(workflow);
        if (!check.tasks.isEmpty()) {
            check.names();
            check.starts();
            check.undefined();
            check.unreachable();
            check.actionless();
        }
        return check.findings;
    }

    /** {@return the undefined task on which StackStorm's search for cycles breaks down; it looks for some only where ways meet} */
    static Optional<String> lostOnTheWay(Workflow workflow) {
        SemanticsCheck check = new SemanticsCheck(workflow);
        boolean isComplete = workflow.tasks().values().stream()
                .flatMap(task -> task.next().stream())
                .flatMap(transition -> transition.targets().stream())
                .allMatch(target -> Command.isOne(target) || workflow.tasks().containsKey(target));
        return isComplete
                ? Optional.empty()
                : new Ways(check.tasks, check.graph)
                        .askedForCycles().stream()
                                .map(check::lostOnCycle)
                                .flatMap(Optional::stream)
                                .findFirst();
    }

    private void add(String message, String specPath, String schemaPath, @Nullable String advice) {
        findings.add(Finding.of(Finding.Kind.SEMANTICS, message, specPath, schemaPath)
                .about(specPath)
                .advising(advice));
    }

    private void names() {
        for (String name : tasks.keySet()) {
            if (Command.isOne(name)) {
                add(
                        "The task name \"" + name + "\" is reserved with special function.",
                        "tasks." + name,
                        SCHEMA,
                        "It is an engine command. Choose another name.");
            } else if (!NAME.matcher(name).matches()) {
                add(
                        "The task name \"" + name + "\" is not valid. Use letters, digits and underscores alone.",
                        "tasks." + name,
                        SCHEMA,
                        null);
            }
        }
    }

    private void starts() {
        if (Links.starts(tasks).isEmpty()) {
            add(
                    "Unable to identify any tasks to start the workflow. If the workflow has a loop, please add a task"
                            + " that serves as an entry point (or lead) into the loop.",
                    "tasks",
                    "properties.tasks",
                    null);
        }
    }

    private void undefined() {
        Deque<String> waiting = new ArrayDeque<>(Links.starts(tasks));
        Set<String> traversed = new HashSet<>();
        Set<String> queued = new HashSet<>();
        while (!waiting.isEmpty()) {
            String name = waiting.remove();
            traversed.add(name);
            Task task = tasks.get(name);
            for (int i = 0; task != null && i < task.next().size(); i++) {
                for (String target : task.next().get(i).targets()) {
                    if (traversed.contains(target) || Command.isOne(target)) {
                        continue;
                    }
                    if (!tasks.containsKey(target)) {
                        undefined(
                                target,
                                "tasks." + name + ".next[" + i + "].do",
                                task.next().get(i));
                    } else if (queued.add(target)) {
                        waiting.add(target);
                    }
                }
            }
        }
    }

    private void undefined(String target, String path, Transition transition) {
        Set<String> known = new TreeSet<>(tasks.keySet());
        Arrays.stream(Command.values()).map(Command::word).forEach(known::add);
        findings.add(Finding.of(
                        Finding.Kind.SEMANTICS,
                        "The task \"" + target + "\" is not defined.",
                        path,
                        SCHEMA + ".properties.next.items.properties.do")
                .about(path + "[" + transition.targets().indexOf(target) + "]")
                .advising(Nearest.of(target, known)
                        .map(near -> "Did you mean \"" + near + "\"?")
                        .orElse("Add it to \"tasks\".")));
    }

    private void unreachable() {
        for (String name : new Ways(tasks, graph).ambiguousJoins()) {
            add(
                    "The join task \"" + name
                            + "\" is unreachable. A join task is determined to be unreachable if there are nested"
                            + " forks from multi-referenced tasks that join on the said task. This is ambiguous to"
                            + " the workflow engine because it does not know at which level should the join"
                            + " occurs.",
                    "tasks." + name,
                    SCHEMA,
                    "A task before it is reached by several transitions, so it runs once for each. Give that task a"
                            + " join, too, or each branch a task of its own.");
        }
    }

    /** {@return the first undefined task that is met before the way is back at one} */
    private Optional<String> lostOnCycle(String name) {
        Deque<String> waiting = new ArrayDeque<>(List.of(name));
        Set<String> seen = new HashSet<>();
        while (!waiting.isEmpty()) {
            String next = waiting.remove();
            Task task = tasks.get(next);
            if (task == null && !Command.isOne(next)) {
                return Optional.of(next);
            }
            for (Link link : task == null ? List.<Link>of() : Links.of(task)) {
                if (link.to().equals(name)) {
                    return Optional.empty();
                }
                if (seen.add(link.to())) {
                    waiting.add(link.to());
                }
            }
        }
        return Optional.empty();
    }

    private void actionless() {
        tasks.keySet().forEach(name -> {
            boolean lacksAction = written.get(name) instanceof Map<?, ?> task
                    && task.get("with") != null
                    && !Value.isTrue(task.get("action"));
            if (lacksAction) {
                add(
                        "The action property is required for with items task.",
                        "tasks." + name,
                        SCHEMA,
                        "Add \"action\", or \"action: core.noop\" where only the number of items matters.");
            }
        });
    }
}
