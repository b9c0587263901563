package io.drover.workflow.inspect;

import io.drover.expressions.value.Value;
import io.drover.workflow.definition.Assignment;
import io.drover.workflow.definition.Option;
import io.drover.workflow.definition.Task;
import io.drover.workflow.definition.Transition;
import io.drover.workflow.definition.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Variables that a join may set back: published before a fork, and again in one branch. What the other branches merely
 * inherited is applied again when they arrive (spec of Orquesta, section 4).
 */
final class MergeWarnings {
    private final Map<String, Task> tasks;

    private final Map<String, Set<String>> into = new HashMap<>();

    private MergeWarnings(Map<String, Task> tasks) {
        this.tasks = tasks;
        for (Task task : tasks.values()) {
            for (Transition transition : task.next()) {
                transition
                        .targets()
                        .forEach(target -> into.computeIfAbsent(target, none -> new TreeSet<>())
                                .add(task.name()));
            }
        }
    }

    /** One of the transitions of a task. */
    private record Step(String task, int place) {}

    static List<Warning> of(Workflow workflow) {
        MergeWarnings found = new MergeWarnings(workflow.tasks());
        if (workflow.options().contains(Option.KEEP_PUBLISHED) || !found.publishesAgain()) {
            return List.of();
        }
        return found.tasks.values().stream()
                .filter(task -> Value.isTrue(task.join()))
                .flatMap(task -> found.join(task.name()).stream())
                .toList();
    }

    /** Whether some variable is published in two places; where none is, nothing can be set back. */
    private boolean publishesAgain() {
        Set<String> names = new HashSet<>();
        for (Task task : tasks.values()) {
            for (Transition transition : task.next()) {
                Set<String> own = new HashSet<>();
                transition.publish().forEach(one -> own.add(one.name()));
                if (!Collections.disjoint(names, own)) {
                    return true;
                }
                names.addAll(own);
            }
        }
        return false;
    }

    private List<Warning> join(String join) {
        Map<String, Set<Step>> branches = new LinkedHashMap<>();
        into(join).forEach(last -> branches.put(last, waysThrough(last, join)));
        List<Warning> warnings = new ArrayList<>();
        branches.forEach((last, ways) -> setBack(last, branches)
                .forEach(variable -> warnings.add(Warning.of(
                        "The variable \"" + variable + "\" is published before the branches part, and again in the one"
                                + " that comes by \"" + last + "\". A branch that arrives later at \"" + join
                                + "\" sets it back to its old value. Publish it under another name in the branch, or give the workflow the tag \""
                                + Option.KEEP_PUBLISHED.tag() + "\".",
                        "tasks." + join + ".join"))));
        return warnings;
    }

    private Set<String> setBack(String branch, Map<String, Set<Step>> branches) {
        Set<String> names = new TreeSet<>();
        Set<Step> own = branches.getOrDefault(branch, Set.of());
        branches.forEach((other, ways) -> {
            if (!other.equals(branch)) {
                Set<String> again = published(minus(own, ways));
                again.retainAll(published(common(own, ways)));
                again.removeAll(published(minus(ways, own)));
                names.addAll(again);
            }
        });
        return names;
    }

    private static Set<Step> minus(Set<Step> all, Set<Step> without) {
        Set<Step> rest = new HashSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    private static Set<Step> common(Set<Step> one, Set<Step> other) {
        Set<Step> both = new HashSet<>(one);
        both.retainAll(other);
        return both;
    }

    private Set<String> published(Set<Step> steps) {
        return steps.stream()
                .flatMap(step -> transition(step).publish().stream())
                .map(Assignment::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Transition transition(Step step) {
        Task task = tasks.get(step.task());
        return task == null
                ? new Transition(null, List.of(), List.of())
                : task.next().get(step.place());
    }

    /** {@return the tasks that lead to a task, by name} */
    private Set<String> into(String target) {
        return into.getOrDefault(target, Set.of());
    }

    /** {@return the transitions that a run may have taken when it comes to {@code join} by {@code last}} */
    private Set<Step> waysThrough(String last, String join) {
        Set<Step> steps = new HashSet<>(steps(last, join));
        Deque<String> waiting = new ArrayDeque<>(List.of(last));
        Set<String> seen = new HashSet<>(waiting);
        while (!waiting.isEmpty()) {
            String task = waiting.remove();
            for (String before : into(task)) {
                steps.addAll(steps(before, task));
                if (seen.add(before)) {
                    waiting.add(before);
                }
            }
        }
        return steps;
    }

    private List<Step> steps(String from, String to) {
        List<Step> steps = new ArrayList<>();
        Task task = tasks.get(from);
        for (int place = 0; task != null && place < task.next().size(); place++) {
            if (task.next().get(place).targets().contains(to)) {
                steps.add(new Step(from, place));
            }
        }
        return steps;
    }
}
