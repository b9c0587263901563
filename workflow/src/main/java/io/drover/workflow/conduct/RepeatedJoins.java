package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import io.drover.workflow.definition.Option;
import io.drover.workflow.definition.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Joins that run again for branches which arrive late, one run after the other; see {@link Option#RUN_JOIN_AGAIN}. */
final class RepeatedJoins {
    private final Progress progress;

    RepeatedJoins(Progress progress) {
        this.progress = progress;
    }

    /** {@return whether a task is such a join} */
    boolean contains(String name) {
        Task task = progress.workflow.tasks().get(name);
        return progress.workflow.options().contains(Option.RUN_JOIN_AGAIN)
                && !progress.keeps(Quirk.LATE_ARRIVAL_RUNS_JOIN_AGAIN)
                && progress.graph.join(name) instanceof Number
                && task != null
                && task.items() == null
                && progress.graph.retry(name) == null;
    }

    /** {@return whether a join that is repeated runs now; what is staged of it then is another run, which waits} */
    boolean isUnderWay(String task, int route) {
        Integer newest = contains(task) ? progress.newestIndex(task, route) : null;
        return newest != null && isOpen(progress.sequence.get(newest));
    }

    /**
     * {@return whether a join waits with its next run, as one before it, or what that led to, has not ended: a task that ran
     * twice at once would have one place for both}
     *
     * @param starting what would start now
     */
    boolean waits(StagedTask join, List<StagedTask> starting) {
        if (!contains(join.task())) {
            return false;
        }
        Set<Integer> runs = runs(join.task(), join.route());
        for (int i = 0; !runs.isEmpty() && i < progress.sequence.size(); i++) {
            if (isOpen(progress.sequence.get(i)) && (runs.contains(i) || isLedBy(i, runs))) {
                return true;
            }
        }
        return starting.stream()
                .filter(other -> !contains(other.task()))
                .flatMap(other -> other.previous().values().stream())
                .anyMatch(before -> runs.contains(before) || isLedBy(before, runs));
    }

    private Set<Integer> runs(String task, int route) {
        Set<Integer> runs = new HashSet<>();
        for (int i = 0; i < progress.sequence.size(); i++) {
            TaskEntry entry = progress.sequence.get(i);
            if (entry.task().equals(task) && entry.route() == route && entry.status() != Status.NULL) {
                runs.add(i);
            }
        }
        return runs;
    }

    private boolean isLedBy(int index, Set<Integer> runs) {
        return progress.ancestors(index).stream().anyMatch(runs::contains);
    }

    private static boolean isOpen(TaskEntry entry) {
        return entry.status() != Status.NULL && !entry.status().isCompleted();
    }
}
