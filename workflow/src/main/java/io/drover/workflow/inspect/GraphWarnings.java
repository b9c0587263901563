package io.drover.workflow.inspect;

import io.drover.workflow.definition.Command;
import io.drover.workflow.definition.Cycles;
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
final class GraphWarnings {
    private final Workflow workflow;
    private final Graph graph;
    private final List<Warning> warnings = new ArrayList<>();

    private GraphWarnings(Workflow workflow) {
        this.workflow = workflow;
        this.graph = workflow.graph();
    }

    static List<Warning> of(Workflow workflow) {
        GraphWarnings found = new GraphWarnings(workflow);
        if (!found.graph.starts().isEmpty()) {
            workflow.tasks().keySet().forEach(found::unreached);
            workflow.tasks().values().forEach(found::join);
            found.loops();
        }
        return found.warnings;
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

    /** Tasks of one loop are told once, by the first of them; none where a way leads to {@code fail}, which ends the run. */
    private void loops() {
        Set<String> leadToFail = leadTo(Command.FAIL.word());
        Set<String> endless = Cycles.of(graph.tasks(), this::always);
        Set<String> told = new HashSet<>();
        for (String task : graph.tasks()) {
            if (endless.contains(task) && !leadToFail.contains(task) && told.add(task)) {
                tell(task, told);
                warnings.add(Warning.of(
                        "The task \"" + task
                                + "\" leads back to itself whatever happens, until the limit of tasks fails"
                                + " the run. Give one of the transitions on the way a \"when\".",
                        "tasks." + task + ".next"));
            }
        }
    }

    /** Adds the tasks that follow in any case. */
    private void tell(String from, Set<String> told) {
        Deque<String> waiting = new ArrayDeque<>(List.of(from));
        while (!waiting.isEmpty()) {
            always(waiting.remove()).stream().filter(told::add).forEach(waiting::add);
        }
    }

    /** {@return the tasks that come next in any case} */
    private List<String> always(String task) {
        return graph.outbound(task).stream()
                .filter(edge -> edge.when() == null && !waits(edge.to()))
                .map(Edge::to)
                .toList();
    }

    private boolean waits(String task) {
        return workflow.tasks().containsKey(task) && graph.join(task) != null;
    }

    private Set<String> leadTo(String task) {
        Set<String> found = new HashSet<>();
        Deque<String> waiting = new ArrayDeque<>(List.of(task));
        while (!waiting.isEmpty()) {
            graph.inbound(waiting.remove()).stream()
                    .map(Edge::from)
                    .filter(found::add)
                    .forEach(waiting::add);
        }
        return found;
    }
}
