package io.drover.workflow.chain;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.ErrorEntry;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Limits;
import io.drover.workflow.conduct.StagedTask;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.Surroundings;
import io.drover.workflow.conduct.TaskEntry;
import io.drover.workflow.conduct.Values;
import io.drover.workflow.conduct.WorkflowMachine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of a chain opened for change while one event is worked on, and thrown away after it. */
final class ChainProgress {
    private static final int ROUTE = 0;
    private static final String START = "default";
    private static final String SUCCESS = "on-success";
    private static final String FAILURE = "on-failure";

    private final Chain chain;
    private final ChainTemplates templates;
    private final Limits limits;
    private final Surroundings surroundings;
    private final State before;
    private final ChainData data;
    private final List<TaskEntry> sequence;
    private final Map<String, Integer> newest;
    private final List<ErrorEntry> errors;
    private final List<ActionRequest> actions = new ArrayList<>();
    private @Nullable StagedTask staged;
    private Status status;
    private boolean pauseRequested;

    ChainProgress(Chain chain, ChainTemplates templates, Limits limits, Surroundings surroundings, State state) {
        this.chain = chain;
        this.templates = templates;
        this.limits = limits;
        this.surroundings = surroundings;
        this.before = state;
        this.data = new ChainData(state, limits);
        this.sequence = new ArrayList<>(state.sequence());
        this.newest = new LinkedHashMap<>();
        for (int i = 0; i < sequence.size(); i++) {
            newest.put(TaskEntry.key(sequence.get(i).task(), sequence.get(i).route()), i);
        }
        this.errors = new ArrayList<>(state.errors());
        this.staged = state.staged().isEmpty() ? null : state.staged().get(0);
        this.status = state.status();
        this.pauseRequested = state.pauseRequested();
    }

    State state() {
        return new State(
                status,
                pauseRequested,
                data.contexts(),
                before.routes(),
                sequence,
                staged == null ? List.of() : List.of(staged),
                errors,
                null,
                before.reruns(),
                data.size(),
                0);
    }

    /** {@return what is to be run now} */
    List<ActionRequest> actions() {
        return actions;
    }

    void begin(Map<String, ? extends @Nullable Object> context, Map<String, ? extends @Nullable Object> inputs) {
        orFail(() -> {
            data.give(context, inputs);
            data.setVars(vars());
            stage(templates.name(chain.start(), data.seenAtFirst(surroundings)), START, Map.of());
        });
    }

    private Map<String, @Nullable Object> vars() {
        try {
            return templates.rendered(chain.vars(), "variable", "", data.seenAtFirst(surroundings));
        } catch (ChainFailure failure) {
            throw new ChainFailure("Failed initializing \"vars\" in chain. " + failure.told());
        }
    }

    /** {@return why the request is refused; empty where it is not} */
    Optional<String> request(Status request) {
        Optional<Status> taken = WorkflowMachine.onRequest(status, request, isActive(), false);
        if (taken.isEmpty()) {
            // one that waits for an answer would go on by itself after it
            pauseRequested |= request.isPause() && status.isPause();
            return WorkflowMachine.refusal(status, request).map(why -> WorkflowMachine.REFUSED + ": " + why);
        }
        status = taken.orElseThrow();
        pauseRequested = request.isPause();
        orFail(this::goOn);
        return Optional.empty();
    }

    /** {@return why the news are refused; empty where they are not} */
    Optional<String> report(Reported news) {
        ChainTask task = chain.tasks().get(news.task());
        if (task == null) {
            return Optional.of("InvalidTask: Task \"" + news.task() + "\" does not exist.");
        }
        Integer index = newest.get(TaskEntry.key(news.task(), news.route()));
        if (index == null) {
            return Optional.of("InvalidTaskStateEntry: Task \"" + news.task() + "\" has not started yet.");
        }
        TaskEntry entry = sequence.get(index);
        if (!entry.status().isCompleted()) {
            sequence.set(index, told(entry, news));
            orFail(() -> follow(task, index, entry.status(), news.status()));
        }
        return Optional.empty();
    }

    private TaskEntry told(TaskEntry entry, Reported news) {
        TaskEntry told = entry.withStatus(news.status(), surroundings.now());
        return news.result() == null && !news.status().isCompleted()
                ? told
                : told.withResult(Values.plain(news.result()), null);
    }

    private void follow(ChainTask task, int index, Status was, Status is) {
        if (is.isCompleted()) {
            end(task, index, was == Status.PENDING);
        } else if (is == Status.PENDING || is == Status.PAUSED) {
            if (status.isCancel()) {
                status = Status.CANCELED;
            } else if (status.isRunning() || status == Status.PAUSING) {
                status = Status.PAUSED;
            }
        } else if (is.isActive() && is != Status.PAUSING && is != Status.CANCELING) {
            if (status == Status.PAUSED || status == Status.RESUMING) {
                status = pauseRequested ? Status.PAUSING : Status.RUNNING;
            }
        }
    }

    private void end(ChainTask task, int index, boolean answered) {
        TaskEntry entry = sequence.get(index);
        data.count(entry.result());
        data.markAnswered(task.name(), answered);
        if (status.isCompleted()) {
            return; // failed or canceled while the task ran
        }
        if (status == Status.CANCELING || entry.status() == Status.CANCELED) {
            status = Status.CANCELED;
            return;
        }
        data.publish(
                templates.rendered(task.publish(), "publish parameter", " in task \"" + task.name() + "\"", seen()));
        stageAfter(task, index, entry.status() == Status.SUCCEEDED);
        status = pauseRequested ? Status.PAUSED : Status.RUNNING;
        goOn();
    }

    private void stageAfter(ChainTask task, int index, boolean succeeded) {
        String branch = succeeded ? SUCCESS : FAILURE;
        stage(next(task, succeeded ? task.onSuccess() : task.onFailure()), branch, Map.of(branch, index));
    }

    private String next(ChainTask task, String template) {
        try {
            return templates.name(template, template.isEmpty() ? Map.of() : seen());
        } catch (ChainFailure failure) {
            throw new ChainFailure("Failed to get the node after task \"" + task.name() + "\". " + failure.told());
        }
    }

    /**
     * Sets a task down as the next to start.
     *
     * @param name empty for none
     * @param reference where it is named
     */
    private void stage(String name, String reference, Map<String, Integer> previous) {
        if (name.isEmpty()) {
            staged = null;
        } else if (chain.tasks().containsKey(name)) {
            staged = StagedTask.of(name, ROUTE, List.of(), previous);
        } else {
            throw new ChainFailure(
                    "Unable to find node with name \"" + name + "\" referenced in \"" + reference + "\".");
        }
    }

    /** Starts what is to start next, or ends the chain, where its status lets it. */
    private void goOn() {
        if (status != Status.RUNNING && status != Status.RESUMING) {
            return;
        }
        if (staged != null) {
            status = Status.RUNNING;
            start(staged);
        } else if (isActive()) {
            status = Status.RUNNING;
        } else if (sequence.isEmpty()) {
            status = Status.SUCCEEDED;
        } else if (last().isCompleted()) {
            status = last() == Status.ABANDONED ? Status.FAILED : last();
        }
    }

    private void start(StagedTask next) {
        if (sequence.size() >= limits.entries()) {
            throw new ChainFailure("The chain has started " + sequence.size()
                    + " tasks, more than are allowed. Check the conditions of its loops.");
        }
        ChainTask task = Objects.requireNonNull(chain.tasks().get(next.task()));
        Map<String, @Nullable Object> parameters = parameters(task);
        long given = Values.size(parameters);
        if (given > limits.inputSize()) {
            throw new ChainFailure("Task \"" + task.name() + "\" would be given " + given
                    + " characters and values as parameters, but at most " + limits.inputSize()
                    + " are allowed. Pass less, or keep large data elsewhere.");
        }
        sequence.add(TaskEntry.of(task.name(), ROUTE, List.of(), next.previous(), null)
                .withStatus(Status.RUNNING, surroundings.now()));
        newest.put(TaskEntry.key(task.name(), ROUTE), sequence.size() - 1);
        staged = null;
        actions.add(new ActionRequest(task.name(), ROUTE, null, task.ref(), parameters, Set.of(), null, context(task)));
    }

    private Map<String, @Nullable Object> parameters(ChainTask task) {
        try {
            return templates.rendered(
                    task.parameters(), "action parameter", " in task \"" + task.name() + "\"", seen());
        } catch (ChainFailure failure) {
            throw new ChainFailure(
                    "Failed to run task \"" + task.name() + "\". Parameter rendering failed. " + failure.told());
        }
    }

    private Map<String, @Nullable Object> context(ChainTask task) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("chain", task.document());
        boolean skipped =
                data.inputs().get("skip_notify") instanceof Collection<?> names && names.contains(task.name());
        Object inherited = data.context().get("parent") instanceof Map<?, ?> parent ? parent.get("notify") : null;
        Object notices = task.notices().isEmpty() ? inherited : task.notices();
        if (skipped) {
            // not even those whom its action names
            context.put("notify", Map.of());
        } else if (notices != null) {
            context.put("notify", notices);
        }
        return Values.plain(context);
    }

    private Map<String, @Nullable Object> seen() {
        return data.seen(
                surroundings,
                newest.values().stream()
                        .map(sequence::get)
                        .filter(entry -> entry.status().isCompleted())
                        .toList());
    }

    private boolean isActive() {
        return !sequence.isEmpty() && last().isActive();
    }

    private Status last() {
        return sequence.get(sequence.size() - 1).status();
    }

    private void orFail(Runnable work) {
        try {
            work.run();
        } catch (ChainFailure failure) {
            errors.add(new ErrorEntry(failure.told(), null, null, null, null));
            staged = null;
            status = status.isCancel() ? Status.CANCELED : Status.FAILED;
        }
    }
}
