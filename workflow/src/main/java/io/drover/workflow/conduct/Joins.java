package io.drover.workflow.conduct;

import io.drover.workflow.definition.Graph.Edge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
        Collection<List<Edge>> branches = progress.graph.branches(task);
        long arrived = 0;
        boolean unheard = false;
        for (List<Edge> branch : branches) {
            Integer index = progress.newestIndex(branch.get(0).from(), route);
            if (index == null || !isOfThisLap(index, task, route)) {
                unheard = true; // it has not come that far on this lap
            } else if (tookAny(progress.sequence.get(index), branch)) {
                arrived++;
            }
        }
        if (arrived >= needed(task, branches.size())) {
            return Arrivals.ENOUGH;
        }
        boolean goesOn = progress.hasActiveTasks() || progress.hasNextTasks();
        return unheard && goesOn ? Arrivals.AWAITED : Arrivals.TOO_FEW;
    }

    private static boolean tookAny(TaskEntry entry, List<Edge> edges) {
        for (Edge edge : edges) {
            if (entry.took(edge.name())) {
                return true;
            }
        }
        return false;
    }

    private long needed(String task, int branches) {
        Object join = progress.graph.join(task);
        if ("all".equals(join)) {
            return branches;
        }
        return join instanceof Number count ? Math.max(1, count.longValue()) : 1;
    }

    private boolean isOfThisLap(int index, String task, int route) {
        Object join = progress.graph.join(task);
        // what makes a join run again is that an arrival counts beside those it has run for
        boolean runsAgain = join instanceof Number && progress.keeps(Quirk.LATE_ARRIVAL_RUNS_JOIN_AGAIN);
        if (progress.keeps(Quirk.EARLY_JOIN_IN_LOOP) || join == null || runsAgain) {
            return true;
        }
        Integer last = lastRun(task, route);
        return last == null || progress.ancestors(index).contains(last);
    }

    /** Whether a branch arrives at a join that has run for its lap already. */
    boolean isLate(int from, String task, int route) {
        if (progress.keeps(Quirk.LATE_ARRIVAL_RUNS_JOIN_AGAIN)
                || progress.graph.join(task) == null
                || isAwaited(progress.staged(task, route))) {
            return false;
        }
        Integer last = lastRun(task, route);
        return last != null && !progress.ancestors(from).contains(last);
    }

    /** Whether a join is staged that has not begun: its items run while it is staged, and it is staged again for a retry. */
    private static boolean isAwaited(@Nullable StagedTask staged) {
        return staged != null && staged.items() == null && staged.retry() == null && !staged.completed();
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
