package io.drover.workflow.inspect;

import io.drover.workflow.definition.Graph;
import io.drover.workflow.definition.Graph.Edge;
import io.drover.workflow.definition.Task;
import io.drover.workflow.definition.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ways through a workflow that are allowed and lead nowhere: joins that wait for more than there is, tasks that nothing reaches, loops without a way out. */
final class GraphQuirks {
    private final Workflow workflow;
    private final Graph graph;
    private final List<Warning> warnings = new ArrayList<>();

    private GraphQuirks(Workflow workflow) {
        this.workflow = workflow;
        this.graph = workflow.graph();
    }

    static List<Warning> of(Workflow workflow) {
        GraphQuirks quirks = new GraphQuirks(workflow);
        if (!quirks.graph.starts().isEmpty()) {
            workflow.tasks().keySet().forEach(quirks::unreached);
            workflow.tasks().values().forEach(quirks::join);
            quirks.loops();
        }
        return quirks.warnings;
    }

    private void unreached(String task) {
        if (!graph.contains(task)) {
            warnings.add(Warning.of(
                    "The task \"" + task + "\" never runs: only tasks lead to it that are reached by itself. Let a task"
                            + " that runs lead to it.",
                    "tasks." + task));
        }
    }

    private void join(Task task) {
        int branches = graph.branches(task.name()).size();
        if (task.join() instanceof Long wanted && wanted > branches) {
            warnings.add(Warning.of(
                    "The task \"" + task.name() + "\" waits for " + wanted + " branches, but no more than " + branches
                            + " lead to it, so it never runs. Write \"join: all\", or let more tasks lead to it.",
                    "tasks." + task.name() + ".join"));
        }
    }

    /** Tasks of one loop are told once, by the first of them. */
    private void loops() {
        Set<String> told = new HashSet<>();
        for (String task : graph.tasks()) {
            Set<String> after = graph.isOnCycle(task) && !told.contains(task) ? always(task) : Set.of();
            if (after.contains(task)) {
                told.addAll(after);
                warnings.add(Warning.of(
                        "The task \"" + task
                                + "\" leads back to itself whatever happens, until the limit of tasks fails"
                                + " the run. Give one of the transitions on the way a \"when\".",
                        "tasks." + task + ".next"));
            }
        }
    }

    /** {@return the tasks that follow in any case} */
    private Set<String> always(String from) {
        Set<String> seen = new HashSet<>();
        Deque<String> waiting = new ArrayDeque<>(List.of(from));
        while (!waiting.isEmpty()) {
            for (Edge edge : graph.outbound(waiting.remove())) {
                boolean waits = workflow.tasks().containsKey(edge.to()) && graph.join(edge.to()) != null;
                if (edge.when() == null && !waits && seen.add(edge.to())) {
                    waiting.add(edge.to());
                }
            }
        }
        return seen;
    }
}
