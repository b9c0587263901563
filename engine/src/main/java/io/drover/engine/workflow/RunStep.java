package io.drover.engine.workflow;

import io.drover.engine.access.Asked;
import io.drover.engine.commit.Change;
import io.drover.engine.enforce.Prepared;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.store.WorkflowRuns;
import io.drover.model.workflow.WorkflowRun;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.Event;
import io.drover.workflow.conduct.Flow;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.Step;
import io.drover.workflow.conduct.TaskEntry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run: takes in all that the run was told, and makes one change of it. Nothing outside is touched before the
 * commit; what then follows is the matter of {@link Follow}.
 */
final class RunStep {
    private final WorkflowPlane plane;
    private final WorkflowPlane.Parts parts;
    private final String id;
    private final @Nullable Held before;
    private final Execution executionBefore;
    /** Whether the execution of the run is held, so that its status follows. */
    private final boolean holding;

    private final Instant now;
    private final List<News.Ended> ends = new ArrayList<>();
    private final List<News.Asked> asked = new ArrayList<>();
    private final Map<Slot, Execution> started = new LinkedHashMap<>();
    private final Map<Slot, String> children = new HashMap<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private final Map<News.Asked, DroverException> refusals = new HashMap<>();
    private final Map<News.Asked, Execution> told = new HashMap<>();
    private final RunSecrets secrets;
    private final RunFunctions functions;
    private @Nullable WorkflowRun row;
    private @Nullable Flow flow;
    private State state = State.NOTHING;
    private Execution execution;
    private @Nullable Object notices;
    private @Nullable Set<String> noticed;
    private @Nullable String refusal;
    private boolean changed;
    private boolean foreign;

    /**
     * A step.
     *
     * @param before the run as it is committed; null where it has not begun
     * @param execution its execution
     * @param holding whether this node holds the execution; else it is completed, and only tasks still end
     */
    RunStep(WorkflowPlane plane, String id, @Nullable Held before, Execution execution, boolean holding) {
        this.plane = plane;
        this.parts = plane.parts();
        this.id = id;
        this.before = before;
        this.execution = execution;
        this.executionBefore = execution;
        this.holding = holding;
        this.now = parts.clock().instant();
        this.secrets = before == null
                ? new RunSecrets(parts.secrets(), id)
                : before.secrets().copy();
        this.functions = new RunFunctions(parts.keys(), execution.cause().user(), () -> plane.config(execution));
        if (before != null) {
            this.row = before.row();
            this.flow = before.flow();
            this.state = before.state();
            this.children.putAll(before.children());
        }
    }

    // What the run is told

    void take(List<News> news) {
        for (News one : news) {
            if (one instanceof News.Begin) {
                begin();
            } else if (one instanceof News.Ended end) {
                ends.add(end);
                reported(end.child());
            } else if (one instanceof News.Moved moved) {
                reported(moved.child());
            } else if (one instanceof News.Refused never) {
                reported(never.child());
            } else if (one instanceof News.Look) {
                look();
            } else if (one instanceof News.Asked wish) {
                ask(wish);
            }
            conduct();
        }
        conclude();
    }

    /** Instead of anything else: ends an execution that cannot go on with the run. */
    void refuse(String why) {
        execution = Statuses.moved(execution, ExecutionStatus.SCHEDULED, now)
                .moved(ExecutionStatus.RUNNING, now)
                .withContext(LiveRun.CONTEXT, id);
        end(ExecutionStatus.FAILED, NewRun.failure(Map.of("message", why)));
    }

    private void begin() {
        if (row != null && row.execution().equals(execution.id())) {
            look();
            return;
        }
        execution = Statuses.moved(execution, ExecutionStatus.SCHEDULED, now)
                .moved(ExecutionStatus.RUNNING, now)
                .withContext(LiveRun.CONTEXT, id);
        if (row != null) {
            beginAgain(row);
            return;
        }
        String earlier = LiveRun.earlier(execution);
        if (earlier != null) {
            end(
                    ExecutionStatus.FAILED,
                    NewRun.failure(Map.of(
                            "message",
                            "Tried to run tasks of execution '" + earlier
                                    + "' again, but none of them ever ran. Run it again without 'tasks'.")));
            return;
        }
        try {
            NewRun made = new NewRun(parts, plane.definitions(), id, execution, functions.at(now));
            row = new WorkflowRun(id, execution.id(), 0, made.definition());
            flow = made.flow();
            Map<String, @Nullable Object> inputs = made.inputs(secrets);
            state = telling(() -> made.begin(inputs));
            if (!state.status().isCompleted()) {
                events.add(new Event.Requested(Status.REQUESTED));
                events.add(new Event.Requested(Status.RUNNING));
            }
        } catch (NewRun.UnfitException unfit) {
            end(ExecutionStatus.FAILED, unfit.result());
        }
    }

    /** Goes on with a run that another execution began. */
    private void beginAgain(WorkflowRun earlier) {
        try {
            events.add(new Event.Rerun(TasksAgain.of(execution, state)));
            conduct();
        } catch (DroverException unfit) {
            refusal = unfit.getMessage();
        }
        if (refusal != null) {
            flow = null;
            end(ExecutionStatus.FAILED, NewRun.failure(Map.of("message", refusal)));
            return;
        }
        row = earlier.takenUpBy(execution.id());
    }

    private void reported(Execution child) {
        Slot slot = Slot.of(child);
        if (slot == null || !child.id().equals(children.get(slot))) {
            return;
        }
        Status status = Status.of(child.status().word());
        if (child.status().isCompleted()) {
            children.remove(slot);
            if (state.status() == Status.PAUSED && !state.pauseRequested()) {
                // it waited for this answer, so that what follows may start
                events.add(new Event.Requested(Status.RESUMING));
            }
        }
        events.add(slot.reports(status, result(child)));
    }

    private @Nullable Object result(Execution child) {
        if (child.sealed() == null || child.result() == null) {
            return child.result();
        }
        Execution clear = parts.requests().inClear(child);
        secrets.learn(new Prepared(clear.parameters(), child.parameters()).hidden());
        Map<String, @Nullable Object> result = Objects.requireNonNullElse(clear.result(), Map.of());
        secrets.learn(new Prepared(result, child.result()).hidden());
        return result;
    }

    /** Takes in what became of tasks of which nothing was heard: while no node, or another one, held them or this run. */
    private void look() {
        foreign = false;
        Map<Slot, Status> open = Slot.open(state);
        if (row == null || open.isEmpty()) {
            return;
        }
        open.keySet().removeAll(started.keySet());
        open.forEach((slot, status) -> {
            String known = children.get(slot);
            Execution child = known == null ? null : plane.stored(known);
            if (child == null) {
                children.remove(slot);
                events.add(slot.reports(Status.ABANDONED, Map.of("error", "The execution of this task is gone.")));
                return;
            }
            if (child.status().isCompleted()
                    || (plane.tells(child) && status != Status.of(child.status().word()))) {
                reported(child);
            }
            foreign |= !child.status().isCompleted()
                    && child.status() != ExecutionStatus.PENDING
                    && parts.runs().run(child.id()) == null;
        });
    }

    private void ask(News.Asked wish) {
        conduct();
        asked.add(wish);
        refusal = null;
        if (!wish.execution().equals(execution.id())) {
            refusals.put(wish, DroverException.invalid(wish.meansAnother(execution)));
            return;
        }
        boolean holdsBack = wish.wanted() == Status.PAUSED && state.status().isPause() && !state.pauseRequested();
        if (wish.isFulfilled(execution.status()) && !holdsBack) {
            return;
        }
        String unfit = holdsBack ? null : wish.unfit(execution);
        if (unfit != null) {
            refusals.put(wish, DroverException.invalid(unfit));
            return;
        }
        events.add(new Event.Requested(wish.wanted()));
        conduct();
        if (refusal != null) {
            refusals.put(wish, DroverException.invalid("Failed updating execution. " + refusal));
        } else {
            execution = execution.withContext(wish.mark(), wish.who());
            if (wish.wanted() == Status.RESUMING) {
                // its next tasks may run already: who asked is told what StackStorm says
                Execution resuming = Statuses.moved(execution, ExecutionStatus.RESUMING, now);
                told.put(wish, resuming.showing(resuming.parameters(), soFar(ExecutionStatus.RESUMING)));
            }
        }
    }

    // What follows

    private void conduct() {
        while (!events.isEmpty() && flow != null) {
            Flow course = flow;
            Event event = events.remove();
            Step step = telling(() -> course.next(state, event, functions.at(now)));
            if (step.refusal() != null) {
                refusal = step.refusal();
                continue;
            }
            changed = true;
            state = step.state();
            step.actions().forEach(this::start);
        }
        events.clear();
    }

    /** Expressions may decrypt: what they saw in clear is a secret of this run from then on. */
    private <T> T telling(Supplier<T> work) {
        return parts.keys().telling(text -> secrets.learn(List.of(text)), work);
    }

    private void start(ActionRequest request) {
        Slot slot = Slot.of(request);
        int index = state.newestPlace(request.task(), request.route()).orElseThrow();
        Children.Call call = new Children.Call(
                request, execution, id, Held.taskRun(id, index), secrets, noticesOf(request.task()), now);
        Execution child = child(call);
        started.put(slot, child);
        children.put(slot, child.id());
    }

    /** The run hears of one that is refused by a step of its own, as of any other end: a loop around it takes a commit for each lap. */
    private Execution child(Children.Call call) {
        try {
            return plane.children().child(call);
        } catch (DroverException unfit) {
            NewRun.passOn(unfit);
            return plane.children().refused(call, unfit.getMessage());
        }
    }

    private @Nullable Object noticesOf(String task) {
        if (noticed == null) {
            noticed = NewRun.noticed(parts.registry(), execution);
            notices = NewRun.notices(parts.registry(), execution);
        }
        return noticed.contains(task) ? notices : null;
    }

    /** Has the execution follow the run. */
    private void conclude() {
        if (!holding || flow == null || execution.status().isCompleted()) {
            return;
        }
        ExecutionStatus target = ExecutionStatus.ofWord(state.status().text());
        if (state.status().isCompleted()) {
            end(target, flow.result(state, executions()));
        } else if (target != execution.status() && target != ExecutionStatus.REQUESTED) {
            execution = Statuses.moved(execution, target, now);
            execution = execution.showing(execution.parameters(), soFar(target));
        }
    }

    /** What StackStorm shows as result of a workflow that was interrupted and has not ended. */
    private Map<String, @Nullable Object> soFar(ExecutionStatus status) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        if (status == ExecutionStatus.CANCELING) {
            shown.put("message", "Action canceled by user.");
            shown.put("user", who());
        } else {
            shown.put("output", null);
        }
        return shown;
    }

    /** The ids of the executions of the tasks by their places in the sequence; they are read where somebody asks for them. */
    private IntFunction<@Nullable String> executions() {
        Map<String, String> byTaskRun = new HashMap<>();
        return index -> {
            if (byTaskRun.isEmpty()) {
                String parent = Objects.requireNonNull(row).execution();
                for (Execution child : parts.store().read(transaction -> StoredRun.children(transaction, parent))) {
                    byTaskRun.put(String.valueOf(Slot.taskRun(child)), child.id());
                }
            }
            return byTaskRun.get(Held.taskRun(id, index));
        };
    }

    private void end(ExecutionStatus status, Map<String, @Nullable Object> result) {
        execution = parts.results()
                .ended(
                        Statuses.before(execution, status, now),
                        new ActionResult(status, result),
                        shown -> secrets.areNone() ? shown : secrets.veil().masked(shown),
                        now);
    }

    // The change

    /** {@return whether nothing is to be committed} */
    boolean isNothing() {
        return ends.isEmpty() && !isChanged() && execution.equals(executionBefore);
    }

    private boolean isChanged() {
        return row != null && flow != null && (before == null || changed);
    }

    /** {@return the executions that end with this step, that of the run last where it is one of them} */
    List<Execution> ended() {
        List<Execution> all = new ArrayList<>();
        ends.forEach(end -> all.addAll(end.ended()));
        all.addAll(refused());
        if (isOver()) {
            all.add(execution);
        }
        return all;
    }

    /** {@return whether the execution of the run ends with this step} */
    boolean isOver() {
        return holding
                && execution.status().isCompleted()
                && !executionBefore.status().isCompleted();
    }

    /** {@return the rows of this step} */
    Change change() {
        Held after = held();
        WorkflowRuns.Update written = after == null || !isChanged()
                ? null
                : new WorkflowRuns.Update(
                        after.row(), Held.parts(id, before == null ? null : before.state(), state, secrets));
        List<OutputChunk> lines = progress();
        return Change.of(batch -> {
            for (News.Ended end : ends) {
                end.change().rows().accept(batch);
                // the others that end with it are required by that change itself, or are new
                batch.require(end.child().id());
            }
            started.values().forEach(child -> {
                batch.insert(child);
                batch.append(Children.audit(child, execution));
            });
            if (!execution.equals(executionBefore)) {
                batch.require(execution.id());
                batch.update(execution, executionBefore.claim().attempt(), audit());
            }
            lines.forEach(batch::append);
            if (written != null) {
                batch.write(written);
            }
        });
    }

    private AuditRecord audit() {
        boolean begins = executionBefore.status() != execution.status()
                && execution.status() == ExecutionStatus.RUNNING
                && before == null;
        AuditRecord entry = AuditRecord.of(
                        who(),
                        begins ? "started" : execution.status().word(),
                        "execution",
                        execution.id(),
                        execution.trace().id(),
                        now)
                .with("action", execution.action().toString());
        return refusals.keySet().containsAll(asked) ? entry : entry.because(Asked.WHY);
    }

    /** What people see who follow the output of the run, as StackStorm says it; the lines are numbered by the tasks begun before. */
    private List<OutputChunk> progress() {
        int known = before == null ? 0 : before.state().sequence().size();
        List<String> tasks = new ArrayList<>();
        for (TaskEntry entry : state.sequence()
                .subList(
                        Math.min(known, state.sequence().size()),
                        state.sequence().size())) {
            tasks.add(entry.task() + " (route " + entry.route() + ")");
        }
        if (tasks.isEmpty()) {
            return List.of();
        }
        return List.of(new OutputChunk(
                execution.id(),
                execution.claim().attempt(),
                known,
                OutputChunk.Stream.OTHER,
                "Identified the following set of tasks to execute next: " + String.join(", ", tasks) + "\n",
                now));
    }

    /** {@return the run as it is after the commit; null where none came to be} */
    @Nullable
    Held held() {
        WorkflowRun current = row;
        if (current == null || flow == null) {
            return null;
        }
        return new Held(isChanged() ? current.next() : current, flow, state, secrets, children);
    }

    Execution execution() {
        return execution;
    }

    // After the commit

    /** {@return what is to run} */
    List<Execution> started() {
        return started.values().stream()
                .filter(child -> !child.status().isCompleted())
                .toList();
    }

    /** {@return what could not be requested, so that it has failed already} */
    List<Execution> refused() {
        return started.values().stream()
                .filter(child -> child.status().isCompleted())
                .toList();
    }

    /** {@return whose wish this step fulfils; the engine where nobody asked, or all were refused} */
    String who() {
        return asked.stream()
                .filter(wish -> !refusals.containsKey(wish))
                .map(News.Asked::who)
                .findFirst()
                .orElse("engine");
    }

    List<News.Asked> asked() {
        return asked;
    }

    /** {@return what somebody is told whose wish is fulfilled} */
    Execution answer(News.Asked wish) {
        return told.getOrDefault(wish, execution);
    }

    @Nullable
    DroverException refusal(News.Asked wish) {
        return refusals.get(wish);
    }

    /** {@return whether tasks run on other nodes, so that one has to look at what becomes of them} */
    boolean hasForeign() {
        return foreign || (parts.store().isShared() && asks());
    }

    /** {@return whether a task waits for a person, who may answer on any node} */
    private boolean asks() {
        return state.status().isPause() && Slot.open(state).containsValue(Status.PENDING);
    }

    /** {@return whether the run began to stop with this step} */
    boolean stops() {
        return state.status().isCancel()
                && (before == null || !before.state().status().isCancel());
    }

    /** {@return whether the execution took another status, which is not its end} */
    boolean moved() {
        return !execution.status().isCompleted() && execution.status() != executionBefore.status();
    }
}
