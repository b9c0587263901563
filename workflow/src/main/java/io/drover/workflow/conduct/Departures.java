package io.drover.workflow.conduct;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Value;
import io.drover.workflow.conduct.Rendering.Rendered;
import io.drover.workflow.definition.Command;
import io.drover.workflow.definition.Graph.Edge;
import io.drover.workflow.definition.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The edges that a completed task takes, what is published on them, and the tasks staged by that (spec of Orquesta, sections 2 to 4). */
final class Departures {
    private final Progress progress;
    private final Joins joins;
    private final RepeatedJoins repeated;
    private final Map<Edge, Integer> routes = new HashMap<>();

    Departures(Progress progress, Joins joins) {
        this.progress = progress;
        this.joins = joins;
        this.repeated = new RepeatedJoins(progress);
    }

    /** {@return the route that an edge was just taken to} */
    int routeOf(Edge edge) {
        return Objects.requireNonNull(routes.get(edge));
    }

    /** {@return the edges taken that lead to engine commands, in order} */
    List<Edge> take(int index) {
        TaskEntry entry = progress.sequence.get(index);
        List<Edge> edges = progress.graph.outbound(entry.task());
        Map<String, @Nullable Object> variables = progress.contexts.merged(entry.contexts());
        TaskFunctions functions = TaskFunctions.of(progress, entry.task(), entry.route(), entry.results());
        List<Edge> commands = new ArrayList<>();
        List<StagedTask> reached = new ArrayList<>();
        for (Edge edge : edges) {
            if (holds(index, edge, variables, functions)) {
                StagedTask staged = publish(index, edge, variables, functions);
                if (staged != null && Command.isOne(edge.to())) {
                    commands.add(edge);
                } else if (staged != null && staged.ready()) {
                    reached.add(staged);
                }
            }
        }
        boolean fails = commands.stream().anyMatch(edge -> edge.to().equals(Command.FAIL.word()));
        if (fails) {
            reached.forEach(staged -> progress.put(staged.forCleanUp()));
        }
        boolean goesNowhere = !progress.keeps(Quirk.LOST_BRANCH)
                && progress.sequence.get(index).next().values().stream().noneMatch(taken -> taken);
        if (edges.isEmpty() || goesNowhere) {
            progress.change(index, one -> one.withTerminal(true));
        }
        return commands;
    }

    private boolean holds(int index, Edge edge, Map<String, @Nullable Object> variables, TaskFunctions functions) {
        try {
            boolean holds =
                    edge.when() == null || Value.isTrue(Rendering.value(edge.when(), functions.over(variables)));
            progress.change(index, entry -> entry.withNext(edge.name(), holds));
            return holds;
        } catch (ExpressionException failure) {
            TaskEntry entry = progress.sequence.get(index);
            progress.log(failure, entry.task(), entry.route(), edge.name());
            progress.fail();
            return false;
        }
    }

    /** {@return the task staged; null where publishing failed, or where a join has run already} */
    private @Nullable StagedTask publish(
            int index, Edge edge, Map<String, @Nullable Object> variables, TaskFunctions functions) {
        TaskEntry entry = progress.sequence.get(index);
        Task task = Objects.requireNonNull(progress.workflow.tasks().get(entry.task()));
        Rendered published = Rendering.assignments(task.next().get(edge.place()).publish(), variables, functions);
        if (!published.failures().isEmpty()) {
            published.failures().forEach(failure -> progress.log(failure, entry.task(), entry.route(), edge.name()));
            progress.fail();
            return null;
        }
        Series<Integer> contexts = Series.of(entry.contexts());
        if (!published.values().isEmpty()) {
            contexts = contexts.plus(progress.contexts.add(published.values()));
        }
        int route = route(edge, entry.route());
        routes.put(edge, route);
        if (contexts.size() > progress.limits.merged()) {
            throw new ExpressionException(
                    "ContextLimitError",
                    "The task \"" + edge.to() + "\" would see " + contexts.size()
                            + " published contexts, more than are allowed. Check the conditions of its loops.");
        }
        boolean late = joins.isLate(index, edge.to(), route);
        return late && !repeated.contains(edge.to()) ? null : stage(index, edge, route, contexts, late);
    }

    /** @param late whether it comes to a join that has run, and makes it run again */
    private StagedTask stage(int index, Edge edge, int route, List<Integer> contexts, boolean late) {
        StagedTask known = progress.staged(edge.to(), route);
        if (known == null) {
            progress.staged.add(StagedTask.of(edge.to(), route, contexts, Map.of(edge.origin(), index))
                    .withReady(false));
        } else {
            List<Integer> more = new ArrayList<>(contexts);
            more.remove(Integer.valueOf(0));
            if (!progress.keeps(Quirk.INHERITED_VALUES)) {
                more.removeAll(new HashSet<>(known.contexts()));
            }
            progress.put(known.withArrival(more, edge.origin(), index));
        }
        StagedTask staged = Objects.requireNonNull(progress.staged(edge.to(), route));
        int from = progress.sequence.get(index).route();
        boolean again = late || (staged.ready() && repeated.contains(edge.to()));
        StagedTask judged = staged.withReady(again || joins.arrivals(edge.to(), from) == Joins.Arrivals.ENOUGH);
        progress.put(judged);
        return judged;
    }

    private int route(Edge edge, int from) {
        if (!progress.graph.beginsRoutes(edge.to())) {
            return from;
        }
        List<String> passed = progress.routes.get(from);
        if (passed.contains(edge.origin())) {
            return from;
        }
        List<String> longer = new ArrayList<>(passed);
        longer.add(edge.origin());
        progress.routes = progress.routes.plus(List.copyOf(longer));
        return progress.routes.size() - 1;
    }
}
