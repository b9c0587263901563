package io.drover.workflow.conduct;

import io.drover.workflow.definition.Graph.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which branches have arrived at a join (spec of Orquesta, section 3). */
final class Joins {
    private final Progress progress;

    Joins(Progress progress) {
        this.progress = progress;
    }

    /** How far a join has come. */
    enum Arrivals {
        ENOUGH,
        /** Too few yet, but branches are under way. */
        AWAITED,
        TOO_FEW
    }

    /** Judges any task; one that is no join needs one arrival. */
    Arrivals arrivals(String task, int route) {
        Map<String, Boolean> branches = new HashMap<>();
        boolean unheard = false;
        List<Edge> inbound = progress.graph.inbound(task);
        for (Edge edge : inbound) {
            Boolean taken = taken(edge, task, route);
            if (taken != null) {
                branches.merge(edge.from(), taken, Boolean::logicalOr);
            }
        }
        for (Edge edge : inbound) {
            unheard |= !branches.containsKey(edge.from());
        }
        long arrived = branches.values().stream().filter(taken -> taken).count();
        if (arrived >= needed(task, inbound)) {
            return Arrivals.ENOUGH;
        }
        boolean goesOn = progress.hasActiveTasks() || progress.hasNextTasks();
        return unheard && goesOn ? Arrivals.AWAITED : Arrivals.TOO_FEW;
    }

    private long needed(String task, List<Edge> inbound) {
        Object join = progress.graph.join(task);
        if ("all".equals(join)) {
            return inbound.stream().map(Edge::from).distinct().count();
        }
        return join instanceof Number count ? Math.max(1, count.longValue()) : 1;
    }

    /** {@return whether the branch of an edge took it; null where the branch has not come that far on this lap} */
    private @Nullable Boolean taken(Edge edge, String task, int route) {
        Integer index = progress.newestIndex(edge.from(), route);
        if (index == null || !isOfThisLap(index, task, route)) {
            return null;
        }
        return progress.sequence.get(index).took(edge.name());
    }

    private boolean isOfThisLap(int index, String task, int route) {
        if (progress.keeps(Quirk.EARLY_JOIN_IN_LOOP) || progress.graph.join(task) == null) {
            return true;
        }
        Integer last = lastRun(task, route);
        return last == null || progress.ancestors(index).contains(last);
    }

    /** Whether a branch arrives at a join that has run for its lap already. */
    boolean isLate(int from, String task, int route) {
        if (progress.keeps(Quirk.LATE_ARRIVAL_RUNS_JOIN_AGAIN)
                || progress.graph.join(task) == null
                || progress.staged(task, route) != null) {
            return false;
        }
        Integer last = lastRun(task, route);
        return last != null && !progress.ancestors(from).contains(last);
    }

    /** {@return the newest run of a join; null where there is none, or a rerun began before it and takes its place} */
    private @Nullable Integer lastRun(String task, int route) {
        Integer last = progress.newestIndex(task, route);
        if (last == null) {
            return null;
        }
        Set<Integer> led = progress.ancestors(last);
        boolean superseded = progress.reruns.stream()
                .flatMap(List::stream)
                .anyMatch(rerun -> led.contains(rerun) || rerun.equals(last));
        return superseded ? null : last;
    }

    /** {@return joins that some branch reached and that can no longer be met} */
    List<StagedTask> unreachable() {
        List<StagedTask> found = new ArrayList<>();
        for (StagedTask task : progress.staged) {
            Object join = progress.graph.join(task.task());
            boolean counts = join != null && !(join instanceof Number number && number.longValue() == 0);
            if (counts && !task.ready() && arrivals(task.task(), task.route()) == Arrivals.TOO_FEW) {
                found.add(task);
            }
        }
        return found;
    }
}
