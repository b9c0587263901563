package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All runs of tasks in the order in which they started: a list that never changes, and that knows the newest run of each task on each route. */
final class Sequence extends AbstractList<TaskEntry> implements RandomAccess {
    private static final Sequence EMPTY = new Sequence(Series.of(), Index.EMPTY, Tally.NONE);

    private final Series<TaskEntry> entries;
    private final Index newest;
    private final Tally tally;

    private Sequence(Series<TaskEntry> entries, Index newest, Tally tally) {
        this.entries = entries;
        this.newest = newest;
        this.tally = tally;
    }

    static Sequence of(List<TaskEntry> entries) {
        if (entries instanceof Sequence sequence) {
            return sequence;
        }
        Sequence all = EMPTY;
        for (TaskEntry entry : entries) {
            all = all.plus(entry);
        }
        return all;
    }

    Series<TaskEntry> series() {
        return entries;
    }

    @Override
    public TaskEntry get(int index) {
        return entries.get(index);
    }

    @Override
    public int size() {
        return entries.size();
    }

    /** {@return where the newest run of a task on a route stands; null where it never ran there} */
    @Nullable
    Integer newest(String task, int route) {
        return newest.place(task, route);
    }

    /** {@return whether the newest run of any task has such a status} */
    boolean anyNewest(Predicate<Status> is) {
        return tally.count(is) > 0;
    }

    Sequence plus(TaskEntry entry) {
        Integer before = newest(entry.task(), entry.route());
        Tally without = before == null ? tally : tally.plus(entries.get(before).status(), -1);
        return new Sequence(
                entries.plus(entry),
                newest.with(entry.task(), entry.route(), entries.size()),
                without.plus(entry.status(), 1));
    }

    /** {@return the same with one run changed; its task and route stay} */
    Sequence with(int index, TaskEntry entry) {
        Integer counted = newest(entry.task(), entry.route());
        boolean counts = counted != null && counted == index;
        return new Sequence(
                entries.with(index, entry),
                newest,
                counts ? tally.moved(entries.get(index).status(), entry.status()) : tally);
    }
}
