package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.RerunTask;
import io.drover.workflow.definition.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A completed run that goes on from some of its tasks (spec of Orquesta, section 10). */
final class Reruns {
    private final Progress progress;

    Reruns(Progress progress) {
        this.progress = progress;
    }

    /**
     * @param wanted those tasks; none for all that were the last of their branch and failed
     * @throws RefusedException if the run is not completed, or one of the tasks never ran
     */
    void begin(List<RerunTask> wanted) {
        if (!progress.status.isCompleted()) {
            throw new RefusedException(
                    "WorkflowIsActiveAndNotRerunableError",
                    "Unable to rerun workflow because it is not in a completed state.");
        }
        List<RerunTask> tasks = wanted.isEmpty() ? failedLast() : wanted;
        refuseUnknown(tasks);
        List<RerunTask> apart = withoutThoseBelowOthers(tasks);
        progress.reruns = progress.reruns.plus(apart.stream().map(this::index).toList());
        apart.stream()
                .sorted(Comparator.comparing(RerunTask::task).thenComparing(RerunTask::route))
                .forEach(this::rerun);
        for (int i = 0; i < progress.sequence.size(); i++) {
            TaskEntry entry = progress.sequence.get(i);
            if (entry.terminal() && entry.next().containsValue(true)) {
                progress.change(i, one -> one.withTerminal(false));
            }
        }
        progress.output = null;
        progress.pauseRequested = false;
        progress.status = Status.RESUMING;
    }

    private int index(RerunTask task) {
        return Objects.requireNonNull(progress.newestIndex(task.task(), task.route()));
    }

    private List<RerunTask> failedLast() {
        return progress.sequence.stream()
                .filter(entry -> entry.terminal() && entry.status().isAbended())
                .filter(entry -> progress.workflow.tasks().containsKey(entry.task()))
                .map(entry -> new RerunTask(entry.task(), entry.route(), false))
                .distinct()
                .toList();
    }

    private void refuseUnknown(List<RerunTask> tasks) {
        String unknown = tasks.stream()
                .filter(task -> progress.newestIndex(task.task(), task.route()) == null)
                .map(task -> task.task() + "|" + task.route())
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new RefusedException(
                    "InvalidTaskRerunRequest",
                    "Unable to rerun task|route(s) because it doesn't exist or isn't rerunnable: " + unknown);
        }
    }

    private List<RerunTask> withoutThoseBelowOthers(List<RerunTask> tasks) {
        Map<String, RerunTask> once = new LinkedHashMap<>();
        tasks.forEach(task -> once.put(TaskEntry.key(task.task(), task.route()), task));
        return once.values().stream()
                .filter(task -> once.values().stream()
                        .noneMatch(other ->
                                !other.equals(task) && below(index(other)).contains(index(task))))
                .toList();
    }

    /** {@return the entries that an entry led to} */
    private Set<Integer> below(int index) {
        Set<Integer> found = new TreeSet<>();
        for (int i = 0; i < progress.sequence.size(); i++) {
            if (progress.ancestors(i).contains(index)) {
                found.add(i);
            }
        }
        return found;
    }

    private void rerun(RerunTask wanted) {
        int index = index(wanted);
        TaskEntry entry = progress.sequence.get(index);
        List<Integer> unmarked = new ArrayList<>(below(index));
        unmarked.add(index);
        progress.errors = Series.of(progress.errors.stream()
                .filter(error -> !wanted.task().equals(error.task()))
                .toList());
        Task task = progress.workflow.tasks().get(wanted.task());
        if (task != null && task.items() != null) {
            rerunItems(entry, wanted.allItems());
        } else {
            progress.addEntry(entry.task(), entry.route(), entry.contexts(), entry.previous(), entry.retry());
            progress.staged.add(StagedTask.of(entry.task(), entry.route(), entry.contexts(), entry.previous()));
        }
        unmarked.forEach(one -> progress.change(one, other -> other.withTerminal(false)));
    }

    /** The items that failed, or all, run again; the results of the others stay. */
    private void rerunItems(TaskEntry entry, boolean all) {
        StagedTask staged = progress.staged(entry.task(), entry.route());
        if (staged == null) {
            progress.staged.add(StagedTask.of(entry.task(), entry.route(), entry.contexts(), entry.previous()));
            return;
        }
        List<Item> items = new ArrayList<>();
        for (Item item : staged.items() == null ? List.<Item>of() : staged.items()) {
            boolean again = all || item.status().isAbended();
            boolean forgets = again || progress.keeps(Quirk.LOST_ITEM_RESULTS);
            items.add(new Item(again ? Status.NULL : item.status(), forgets ? null : item.result()));
        }
        progress.put(staged.withItems(Items.of(progress.nextItemList(), items)).withCompleted(false));
    }
}
