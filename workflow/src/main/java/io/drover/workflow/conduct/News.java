package io.drover.workflow.conduct;

import io.drover.expressions.ExpressionException;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.TaskMachine.Others;
import io.drover.workflow.conduct.WorkflowMachine.Outlook;
import io.drover.workflow.definition.Command;
import io.drover.workflow.definition.Graph.Edge;
import io.drover.workflow.definition.Task;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What news of an action make of its task, of the tasks after it, and of the workflow (spec of Orquesta, section 8). */
final class News {
    private static final Items NO_ITEMS = Items.unstarted(0, 0);
    private static final String NOT_SUBSCRIPTABLE = "'NoneType' object is not subscriptable";

    private final Progress progress;
    private final Joins joins;
    private final RepeatedJoins repeated;
    private final Retries retries;
    private final Departures departures;

    News(Progress progress) {
        this.progress = progress;
        this.joins = new Joins(progress);
        this.repeated = new RepeatedJoins(progress);
        this.retries = new Retries(progress);
        this.departures = new Departures(progress, joins);
    }

    /**
     * @throws RefusedException if no such task was ever reached
     */
    void take(Reported news) {
        if (!progress.graph.contains(news.task())) {
            throw new RefusedException("InvalidTask", "Task \"" + news.task() + "\" does not exist.");
        }
        StagedTask staged = progress.staged(news.task(), news.route());
        Integer known = progress.newestIndex(news.task(), news.route());
        if (staged == null && known == null) {
            throw new RefusedException(
                    "InvalidTaskStateEntry", "Task \"" + news.task() + "\" is not staged or has not started yet.");
        }
        int index = entry(news, staged, known);
        Status before = progress.sequence.get(index).status();
        if (before.isCompleted() && !progress.keeps(Quirk.LATE_ARRIVAL_RUNS_JOIN_AGAIN)) {
            return; // it was told before; only a join that runs twice at once ends twice
        }
        record(news, staged, before.isCompleted());
        log(news);
        Status after = judge(index, news);
        Deque<Edge> commands = new ArrayDeque<>();
        if (after != before) {
            progress.change(index, entry -> entry.withStatus(after, progress.surroundings.now()));
            remember(index, news);
        }
        if (after.isCompleted()) {
            release(index);
            if (progress.status.isActive() && retries.isDue(index)) {
                retries.stage(index);
            } else if (after != before) {
                commands.addAll(departures.take(index));
            }
        }
        tellWorkflow(index);
        commands.forEach(this::obey);
        if (progress.status.isCompleted()) {
            progress.change(index, entry -> entry.withTerminal(true));
        }
    }

    /** {@return the entry that the news are about; a new one on the first news, and on each lap of a loop} */
    private int entry(Reported news, @Nullable StagedTask staged, @Nullable Integer known) {
        boolean isCommand = Command.isOne(news.task());
        boolean again = known != null
                && progress.sequence.get(known).status().isCompleted()
                && news.status().isStarting();
        if (known != null && !again && !isCommand) {
            return known;
        }
        if (staged == null && isCommand) {
            throw new ExpressionException(
                    "TypeError", NOT_SUBSCRIPTABLE); // it was rerun, which StackStorm does not foresee
        }
        if (staged == null) {
            throw new RefusedException(
                    "InvalidTaskStateEntry", "Task \"" + news.task() + "\" has ended and was not reached again.");
        }
        return progress.addEntry(
                news.task(),
                news.route(),
                staged.contexts(),
                staged.previous(),
                retries.of(news.task(), staged.contexts()));
    }

    /** @param endedBefore whether the task had ended, and keeps its items as they were then */
    private void record(Reported news, @Nullable StagedTask staged, boolean endedBefore) {
        if (staged == null) {
            return;
        }
        if (staged.items() == null) {
            if (!repeated.isUnderWay(news.task(), news.route())) {
                progress.unstage(news.task(), news.route());
            }
            if (news.item() != null && progress.keeps(Quirk.BREAKDOWNS)) {
                throw new ExpressionException("KeyError", "'items'");
            }
        } else if (news.item() != null) {
            Items own = endedBefore ? Items.of(progress.nextItemList(), staged.items()) : staged.items();
            if (!endedBefore) {
                progress.contexts.give(own.get(news.item()).resultSize());
            }
            Item item = new Item(news.status(), kept(news));
            progress.put(staged.withItems(own.with(news.item(), item)));
        }
    }

    private void log(Reported news) {
        boolean silent = news.status() != Status.FAILED && progress.keeps(Quirk.SILENT_TIMEOUT);
        if (news.status().isAbended() && !silent) {
            progress.log(ErrorEntry.ofAction(news.task(), Values.plain(news.result())));
        }
    }

    private Status judge(int index, Reported news) {
        TaskEntry entry = progress.sequence.get(index);
        boolean waits = news.status() == Status.PENDING || news.status() == Status.PAUSED;
        if (news.item() == null || !(waits || news.status().isCompleted())) {
            return TaskMachine.onAction(entry.status(), news.status());
        }
        StagedTask staged = progress.staged(news.task(), news.route());
        if (staged == null && progress.keeps(Quirk.BREAKDOWNS)) {
            throw new ExpressionException("TypeError", NOT_SUBSCRIPTABLE);
        }
        Items items = staged == null || staged.items() == null ? NO_ITEMS : staged.items();
        Others others = Others.of(items, news.item());
        boolean answered = entry.status().isPause()
                && news.status().isCompleted()
                && !progress.pauseRequested
                && !items.anyBut(news.item(), item -> item == Status.PENDING || item == Status.PAUSED);
        Status judged = answered && !progress.keeps(Quirk.STUCK_INQUIRY_ITEM) ? Status.RUNNING : entry.status();
        return TaskMachine.onItem(judged, news.status(), others);
    }

    private void remember(int index, Reported news) {
        TaskEntry entry = progress.sequence.get(index);
        if (!entry.status().isCompleted()) {
            return;
        }
        if (!hasItems(entry)) {
            progress.contexts.give(entry.resultSize());
            Object result = kept(news);
            progress.change(index, one -> one.withResult(result, null));
            return;
        }
        StagedTask staged = progress.staged(entry.task(), entry.route());
        Items known = staged == null ? null : staged.items();
        boolean lost = news.item() == null && progress.keeps(Quirk.BREAKDOWNS);
        Items items = known == null || lost ? NO_ITEMS : known;
        progress.change(index, one -> one.withResult(null, items));
    }

    private boolean hasItems(TaskEntry entry) {
        Task task = progress.workflow.tasks().get(entry.task());
        return task != null && task.items() != null;
    }

    /** Takes the task from those staged; one with items that failed stays, for a rerun to take them up. */
    private void release(int index) {
        TaskEntry entry = progress.sequence.get(index);
        StagedTask staged = progress.staged(entry.task(), entry.route());
        if (staged != null && repeated.contains(entry.task())) {
            return; // it is the next run, which waits for this one
        }
        if (!hasItems(entry) || !entry.status().isAbended()) {
            progress.unstage(entry.task(), entry.route());
            return;
        }
        if (staged != null) {
            progress.put(staged.withCompleted(true));
        } else if (progress.keeps(Quirk.BREAKDOWNS)) {
            throw new ExpressionException("TypeError", "'NoneType' object does not support item assignment");
        }
    }

    private @Nullable Object kept(Reported news) {
        Object result = Values.plain(news.result());
        if (result != null) {
            progress.contexts.take(Values.size(result));
        }
        return result;
    }

    private void obey(Edge edge) {
        int route = departures.routeOf(edge);
        StagedTask staged = progress.staged(edge.to(), route);
        if (staged == null) {
            return; // two edges led to it on one route
        }
        int index = progress.addEntry(edge.to(), route, staged.contexts(), staged.previous(), null);
        progress.unstage(edge.to(), route);
        progress.contexts.seen(staged.contexts());
        boolean fails = edge.to().equals(Command.FAIL.word());
        if (fails) {
            progress.log(ErrorEntry.ofAction(edge.to(), null));
        }
        Status status = fails ? Status.FAILED : Status.SUCCEEDED;
        progress.change(
                index,
                entry -> entry.withStatus(status, progress.surroundings.now()).withTerminal(true));
        tellWorkflow(index);
    }

    private void tellWorkflow(int index) {
        TaskEntry entry = progress.sequence.get(index);
        boolean leadsOn = entry.status().isCompleted() && leadsOn(entry, false);
        boolean remediated = entry.status().isAbended() && leadsOn;
        Optional<Status> told = WorkflowMachine.onTask(
                judged(),
                remediated ? Status.SUCCEEDED : entry.status(),
                remediated,
                progress.hasActiveTasks(),
                outlook(entry));
        if (told.isEmpty()) {
            return;
        }
        progress.status = told.orElseThrow();
        if (progress.status.isCompleted()) {
            List<StagedTask> unreachable = joins.unreachable();
            if (!unreachable.isEmpty()) {
                progress.status = Status.FAILED;
            }
            for (StagedTask join : unreachable) {
                progress.log(new ErrorEntry(
                        "UnreachableJoinError: The join task|route \"" + join.task() + "|" + join.route()
                                + "\" is partially satisfied but unreachable.",
                        join.task(),
                        join.route(),
                        null,
                        null));
            }
        }
    }

    /** {@return the status of the workflow; running where it paused for an inquiry alone and no inquiry is open any more} */
    private Status judged() {
        boolean answered = progress.status == Status.PAUSING
                && !progress.pauseRequested
                && !progress.anyTask(task -> task.isPause() || task == Status.PENDING);
        return answered && !progress.keeps(Quirk.STUCK_PAUSING) ? Status.RUNNING : progress.status;
    }

    private Outlook outlook(TaskEntry entry) {
        if (progress.anyTask(Status::isCancel)) {
            return Outlook.CANCELED;
        }
        if (progress.anyTask(task -> task.isPause() || task == Status.PENDING)) {
            return Outlook.PAUSED;
        }
        boolean goesOn = progress.hasNextTasks() || (entry.status().isCompleted() && leadsOn(entry, true));
        return goesOn ? Outlook.INCOMPLETE : Outlook.COMPLETED;
    }

    /** @param reachable whether a join that can no longer be met does not count */
    private boolean leadsOn(TaskEntry entry, boolean reachable) {
        for (Edge edge : progress.graph.outbound(entry.task())) {
            if (edge.to().equals(Command.CONTINUE.word()) || !entry.took(edge.name())) {
                continue;
            }
            boolean lost = reachable
                    && progress.graph.join(edge.to()) != null
                    && joins.arrivals(edge.to(), entry.route()) == Joins.Arrivals.TOO_FEW;
            if (!lost) {
                return true;
            }
        }
        return false;
    }
}
