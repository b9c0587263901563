package io.drover.workflow.conduct;

import io.drover.expressions.ExpressionException;
import io.drover.workflow.Status;
import io.drover.workflow.definition.Graph;
import io.drover.workflow.definition.Workflow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A state opened for change while one event is worked on, and thrown away after it. */
final class Progress {
    final Workflow workflow;
    final Graph graph;
    final Set<Quirk> quirks;
    final Limits limits;
    final Surroundings surroundings;
    final Contexts contexts;
    final List<StagedTask> staged;
    Series<List<String>> routes;
    Sequence sequence;
    Series<ErrorEntry> errors;
    Series<List<Integer>> reruns;
    private int itemLists;
    Status status;
    boolean pauseRequested;

    @Nullable
    Map<String, @Nullable Object> output;

    Progress(Workflow workflow, Set<Quirk> quirks, Limits limits, Surroundings surroundings, State state) {
        this.workflow = workflow;
        this.graph = workflow.graph();
        this.quirks = quirks;
        this.limits = limits;
        this.surroundings = surroundings;
        this.contexts = new Contexts(state.contexts(), state.contextSize(), quirks, limits);
        this.routes = Series.of(state.routes());
        this.sequence = Sequence.of(state.sequence());
        this.staged = new ArrayList<>(state.staged());
        this.errors = Series.of(state.errors());
        this.reruns = Series.of(state.reruns());
        this.itemLists = state.itemLists();
        this.status = state.status();
        this.pauseRequested = state.pauseRequested();
        this.output = state.output();
    }

    State state() {
        return new State(
                status,
                pauseRequested,
                contexts.known(),
                routes,
                sequence,
                staged,
                errors,
                output,
                reruns,
                contexts.size(),
                itemLists);
    }

    boolean keeps(Quirk quirk) {
        return quirks.contains(quirk);
    }

    /** {@return where the newest run of a task on a route stands; null where it never ran there} */
    @Nullable
    Integer newestIndex(String task, int route) {
        return sequence.newest(task, route);
    }

    boolean anyTask(Predicate<Status> is) {
        return sequence.anyNewest(is);
    }

    boolean hasActiveTasks() {
        return anyTask(Status::isActive);
    }

    boolean hasNextTasks() {
        for (StagedTask task : staged) {
            if (task.isNext()) {
                return true;
            }
        }
        return false;
    }

    /** {@return a number that no list of items has yet} */
    int nextItemList() {
        return itemLists++;
    }

    TaskEntry change(int index, UnaryOperator<TaskEntry> change) {
        TaskEntry changed = change.apply(sequence.get(index));
        sequence = sequence.with(index, changed);
        return changed;
    }

    /** {@return where the new entry stands} */
    int addEntry(
            String task,
            int route,
            List<Integer> taskContexts,
            Map<String, Integer> previous,
            @Nullable RetryState retry) {
        if (sequence.size() >= limits.entries()) {
            throw new ExpressionException(
                    "TaskLimitError",
                    "The workflow has started " + sequence.size()
                            + " tasks, more than are allowed. Check the conditions of its loops.");
        }
        Integer lapBefore = newestIndex(task, route);
        if (lapBefore != null) {
            forget(lapBefore);
        }
        sequence = sequence.plus(TaskEntry.of(task, route, taskContexts, previous, retry));
        return sequence.size() - 1;
    }

    /** Nobody sees the result of a lap once the next one has begun, and long ones would fill the memory; short ones are not worth to be written again. Of items it stays known how many there were. */
    private void forget(int lap) {
        TaskEntry entry = sequence.get(lap);
        long kept = entry.resultSize();
        if (kept > Values.LONG) {
            contexts.give(kept);
            Items items = entry.items();
            Items places = items == null ? null : Items.unstarted(nextItemList(), items.size());
            change(lap, one -> one.withResult(null, places));
        }
        StagedTask next = staged(entry.task(), entry.route());
        if (next != null && next.items() != null) {
            // what a rerun carries over counted for the lap before until now
            contexts.take(next.items().resultSize());
        }
    }

    @Nullable
    StagedTask staged(String task, int route) {
        for (StagedTask one : staged) {
            if (one.route() == route && one.task().equals(task)) {
                return one;
            }
        }
        return null;
    }

    /** Replaces a staged task; it is found by its name and route. */
    void put(StagedTask changed) {
        staged.replaceAll(one -> one.task().equals(changed.task()) && one.route() == changed.route() ? changed : one);
    }

    /** Takes a task from those staged, unless some of its items are still active. */
    void unstage(String task, int route) {
        StagedTask found = staged(task, route);
        if (found != null && (found.items() == null || !found.items().any(Status::isActive))) {
            staged.remove(found);
        }
    }

    void log(ErrorEntry entry) {
        if (errors.stream().noneMatch(entry::isLike)) {
            contexts.take(entry.resultSize());
            errors = errors.plus(entry);
        }
    }

    /** Forgets what went wrong in a task that runs again. */
    void forgetErrors(String task) {
        List<ErrorEntry> kept = new ArrayList<>();
        for (ErrorEntry error : errors) {
            if (task.equals(error.task())) {
                contexts.give(error.resultSize());
            } else {
                kept.add(error);
            }
        }
        errors = Series.of(kept);
    }

    void log(ExpressionException failure, @Nullable String task, @Nullable Integer route, @Nullable String edge) {
        log(new ErrorEntry(failure.getMessage(), task, route, edge, null, failure.found()));
    }

    /** Fails the workflow, whatever its status; one that is canceled stays so. */
    void fail() {
        WorkflowMachine.onRequest(status, Status.FAILED, false, false).ifPresent(failed -> status = failed);
    }

    /** {@return the entries that led to one, itself left out} */
    Set<Integer> ancestors(int index) {
        Set<Integer> found = new HashSet<>();
        List<Integer> waiting = new ArrayList<>(sequence.get(index).previous().values());
        while (!waiting.isEmpty()) {
            Integer next = waiting.remove(waiting.size() - 1);
            if (found.add(next)) {
                waiting.addAll(sequence.get(next).previous().values());
            }
        }
        return found;
    }
}
