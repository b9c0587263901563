package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.RerunTask;
import io.drover.workflow.definition.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A completed run that goes on from some of its tasks (spec of Orquesta, section 10). */
final class Reruns {
    private final Progress progress;

    private final Retries retries;

    Reruns(Progress progress) {
        this.progress = progress;
        this.retries = new Retries(progress);
    }

    /**
     * @param wanted those tasks; none for all that were the last of their branch and failed
     * @throws RefusedException if the run is not completed, one of the tasks never ran, or there is nothing to rerun
     */
    void begin(List<RerunTask> wanted) {
        if (!progress.status.isCompleted()) {
            throw new RefusedException(
                    "WorkflowIsActiveAndNotRerunableError",
                    "Unable to rerun workflow because it is not in a completed state.");
        }
        List<RerunTask> tasks = wanted.isEmpty() ? failedLast() : wanted;
        refuseUnknown(tasks);
        refuseNothing(tasks);
        boolean asTheyAre = wanted.isEmpty() && progress.keeps(Quirk.SHALLOW_RERUN);
        List<RerunTask> apart = asTheyAre ? tasks : withoutThoseBelowOthers(tasks);
        progress.reruns = progress.reruns.plus(apart.stream().map(this::index).toList());
        apart.stream()
                .sorted(Comparator.comparing(RerunTask::task).thenComparing(RerunTask::route))
                .forEach(this::rerun);
        goingOn().forEach(index -> progress.change(index, one -> one.withTerminal(false)));
        progress.output = null;
        progress.pauseRequested = false;
        progress.status = Status.RESUMING;
    }

    private int index(RerunTask task) {
        return Objects.requireNonNull(progress.newestIndex(task.task(), task.route()));
    }

    /** {@return the last ones of their branch that lead on nevertheless} */
    private Collection<Integer> goingOn() {
        Map<String, Integer> newest = new LinkedHashMap<>();
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < progress.sequence.size(); i++) {
            TaskEntry entry = progress.sequence.get(i);
            if (entry.terminal() && entry.next().containsValue(true)) {
                newest.put(entry.key(), i);
                all.add(i);
            }
        }
        return progress.keeps(Quirk.SHALLOW_RERUN) ? newest.values() : all;
    }

    private List<RerunTask> failedLast() {
        return progress.sequence.stream()
                .filter(entry -> entry.terminal() && entry.status().isAbended() && canRunAgain(entry.task()))
                .map(entry -> new RerunTask(entry.task(), entry.route(), false))
                .distinct()
                .toList();
    }

    private boolean canRunAgain(String task) {
        return progress.workflow.tasks().containsKey(task) || progress.keeps(Quirk.BREAKDOWNS);
    }

    private void refuseUnknown(List<RerunTask> tasks) {
        String unknown = tasks.stream()
                .filter(task -> progress.newestIndex(task.task(), task.route()) == null || !canRunAgain(task.task()))
                .map(task -> task.task() + "|" + task.route())
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new RefusedException(
                    "InvalidTaskRerunRequest",
                    "Unable to rerun task|route(s) because it doesn't exist or isn't rerunnable: " + unknown);
        }
    }

    /** A run that went on with nothing to do would never end. */
    private void refuseNothing(List<RerunTask> tasks) {
        if (tasks.isEmpty() && !progress.hasNextTasks() && !progress.keeps(Quirk.BREAKDOWNS)) {
            throw new RefusedException(
                    "InvalidTaskRerunRequest",
                    "Unable to rerun workflow because none of its tasks was the last of its branch and failed. Name the tasks to rerun.");
        }
    }

    private List<RerunTask> withoutThoseBelowOthers(List<RerunTask> tasks) {
        Map<String, RerunTask> once = new LinkedHashMap<>();
        tasks.forEach(task -> once.put(TaskEntry.key(task.task(), task.route()), task));
        if (progress.keeps(Quirk.SHALLOW_RERUN)) {
            return withoutThoseRightBelowAll(once.values());
        }
        return once.values().stream()
                .filter(task -> once.values().stream()
                        .noneMatch(other ->
                                !other.equals(task) && below(index(other)).contains(index(task))))
                .toList();
    }

    private List<RerunTask> withoutThoseRightBelowAll(Collection<RerunTask> tasks) {
        List<Set<Integer>> reached =
                tasks.stream().map(task -> rightBelow(index(task))).toList();
        return tasks.stream()
                .filter(task -> tasks.size() < 2
                        || !reached.stream().allMatch(other -> other.containsAll(rightBelow(index(task)))))
                .toList();
    }

    /** {@return the entry and all that it led to} */
    private Set<Integer> below(int index) {
        Set<Integer> found = new TreeSet<>(Set.of(index));
        for (int i = 0; i < progress.sequence.size(); i++) {
            if (progress.ancestors(i).contains(index)) {
                found.add(i);
            }
        }
        return found;
    }

    /** {@return the entry and those that any run of its task led to in one step} */
    private Set<Integer> rightBelow(int index) {
        String key = progress.sequence.get(index).key();
        Set<Integer> found = new TreeSet<>(Set.of(index));
        for (int i = 0; i < progress.sequence.size(); i++) {
            boolean led = progress.sequence.get(i).previous().values().stream()
                    .anyMatch(from -> progress.sequence.get(from).key().equals(key));
            if (led) {
                found.add(i);
            }
        }
        return found;
    }

    private void rerun(RerunTask wanted) {
        int index = index(wanted);
        TaskEntry entry = progress.sequence.get(index);
        Set<Integer> unmarked = progress.keeps(Quirk.SHALLOW_RERUN) ? rightBelow(index) : below(index);
        progress.forgetErrors(wanted.task());
        Task task = progress.workflow.tasks().get(wanted.task());
        if (task != null && task.items() != null) {
            rerunItems(entry, wanted.allItems());
        } else {
            StagedTask again = again(entry);
            RetryState retry = retries.of(entry.task(), again.contexts());
            progress.addEntry(entry.task(), entry.route(), again.contexts(), again.previous(), retry);
            progress.staged.add(again);
        }
        unmarked.forEach(one -> progress.change(one, other -> other.withTerminal(false)));
    }

    /** {@return what is staged for a task without items; where branches reached it since, it takes them along} */
    private StagedTask again(TaskEntry entry) {
        StagedTask reached = progress.staged(entry.task(), entry.route());
        if (reached == null || progress.keeps(Quirk.SHALLOW_RERUN)) {
            return StagedTask.of(entry.task(), entry.route(), entry.contexts(), entry.previous());
        }
        progress.staged.remove(reached);
        Set<Integer> contexts = new LinkedHashSet<>(entry.contexts());
        contexts.addAll(reached.contexts());
        Map<String, Integer> previous = new LinkedHashMap<>(entry.previous());
        previous.putAll(reached.previous());
        return StagedTask.of(entry.task(), entry.route(), List.copyOf(contexts), previous);
    }

    /** The items that failed, or all, run again; the results of the others stay. */
    private void rerunItems(TaskEntry entry, boolean all) {
        StagedTask staged = progress.staged(entry.task(), entry.route());
        if (staged == null) {
            if (progress.keeps(Quirk.LOST_ITEM_RESULTS)) {
                throw new RefusedException("AttributeError", "'NoneType' object has no attribute 'get'");
            }
            progress.staged.add(StagedTask.of(entry.task(), entry.route(), entry.contexts(), entry.previous()));
            return;
        }
        List<Item> items = new ArrayList<>();
        if (staged.items() == null) {
            progress.put(staged.withCompleted(false));
            return;
        }
        for (Item item : staged.items()) {
            boolean again = all || item.status().isAbended();
            boolean forgets = again || progress.keeps(Quirk.LOST_ITEM_RESULTS);
            items.add(new Item(again ? Status.NULL : item.status(), forgets ? null : item.result()));
        }
        progress.put(staged.withItems(Items.of(progress.nextItemList(), items)).withCompleted(false));
    }
}
