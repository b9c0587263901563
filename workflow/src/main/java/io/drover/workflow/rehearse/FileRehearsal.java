package io.drover.workflow.rehearse;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.Conductor;
import io.drover.workflow.conduct.Event;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Limits;
import io.drover.workflow.conduct.Outcome;
import io.drover.workflow.conduct.Plan;
import io.drover.workflow.conduct.Quirk;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.Surroundings;
import io.drover.workflow.conduct.TaskRequest;
import io.drover.workflow.inspect.Inspection;
import io.drover.workflow.rehearse.Scenario.Result;
import io.drover.workflow.rehearse.Scenario.Running;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A workflow run in memory as a rehearsal file says. All actions that were started end, in their order, before next tasks
 * are asked for. An action that is pending is answered by its next mock, once nothing else goes on.
 */
public final class FileRehearsal {
    private static final int MOST_ACTIONS = 1_000;

    private final Conductor conductor;
    private final Surroundings surroundings;
    private final Mocks mocks;
    private final Timeline timeline = new Timeline();
    private final List<Running> pending = new ArrayList<>();
    private State state;
    private int ended;

    private FileRehearsal(RehearsalFile file, Set<Quirk> quirks) {
        this.conductor = new Conductor(file.workflow(), quirks, Limits.standard());
        this.surroundings = new Surroundings(
                Instant.EPOCH, Map.of("st2kv", Rehearsal.keys(file.pairs()), "random", new PythonRandom(0)));
        this.mocks = new Mocks(file.mocks());
        this.state =
                file.before() == null ? conductor.begin(file.context(), file.inputs(), surroundings) : file.before();
    }

    /**
     * Runs one file.
     *
     * @param text of the file
     * @param folder where the files lie that it names
     * @param quirks what is to be done as StackStorm does it
     * @throws UnusableException if it cannot be run
     */
    public static Rehearsed run(String text, Folder folder, Set<Quirk> quirks) {
        RehearsalFile file = RehearsalFile.read(text, folder);
        Inspection inspection = Inspection.of(file.workflow(), file.context().keySet());
        List<Difference> wrong = Comparison.ofFindings(inspection, file.expected());
        if (!wrong.isEmpty() || !inspection.findings().isEmpty()) {
            return new Rehearsed(wrong, file.unused(), List.of());
        }
        FileRehearsal rehearsal = new FileRehearsal(file, quirks);
        rehearsal.go(file);
        return new Rehearsed(
                Comparison.ofRun(rehearsal.state, file.expected()), file.unused(), rehearsal.timeline.lines());
    }

    private void go(RehearsalFile file) {
        if (file.before() != null) {
            request(new Event.Rerun(file.rerun()));
        } else if (!state.status().isCompleted()) {
            request(new Event.Requested(Status.RUNNING));
        }
        List<TaskRequest> started = start();
        while (!started.isEmpty() || answer()) {
            started.forEach(this::end);
            started = start();
        }
        take(conductor.render(state, surroundings));
    }

    private void request(Event event) {
        Outcome outcome = apply(event);
        if (outcome.refusal() != null) {
            throw new UnusableException("The run cannot go on. " + outcome.refusal());
        }
    }

    /** {@return the tasks that were started} */
    private List<TaskRequest> start() {
        Plan plan = conductor.plan(state, surroundings);
        take(plan.state());
        List<TaskRequest> started = new ArrayList<>();
        for (TaskRequest request : plan.requests()) {
            timeline.schedule(request);
            Outcome outcome = conductor.start(state, request, surroundings);
            outcome.failures().forEach(timeline::failure);
            take(outcome.state());
            if (!outcome.failures().isEmpty()) {
                return started;
            }
            request.actions().forEach(timeline::action);
            started.add(request);
        }
        return started;
    }

    private void end(TaskRequest request) {
        if (request.itemCount() == null && request.actionless()) {
            end(new Running(request.task(), request.route(), null, false));
        } else if (request.actionless()) {
            timeline.actionless(request);
            apply(Conductor.succeeded(request));
        } else {
            for (ActionRequest action : request.actions()) {
                end(new Running(action.task(), action.route(), action.item(), false));
            }
        }
    }

    private void end(Running action) {
        int sequence = state.newestPlace(action.task(), action.route()).orElse(0);
        report(
                action,
                mocks.take(action.task(), action.route(), sequence, action.item())
                        .orElse(Mock.success(action.task())));
    }

    private void report(Running action, Mock mock) {
        if (++ended > MOST_ACTIONS) {
            throw new UnusableException("The workflow goes on after " + MOST_ACTIONS
                    + " actions, maybe in a loop. Write mocks that let it end.");
        }
        timeline.result(action, new Result(mock.status(), mock.result()));
        if (mock.status() == Status.PENDING) {
            pending.add(action.waiting());
        }
        apply(new Reported(action.task(), action.route(), action.item(), mock.status(), mock.result()));
    }

    /** {@return whether an action that was pending has been answered} */
    private boolean answer() {
        for (Running action : pending) {
            int sequence = state.newestPlace(action.task(), action.route()).orElse(0);
            Optional<Mock> mock = mocks.take(action.task(), action.route(), sequence, action.item());
            if (mock.isPresent()) {
                pending.remove(action);
                if (state.status() == Status.PAUSED) {
                    apply(new Event.Requested(Status.RESUMING));
                }
                report(action, mock.orElseThrow());
                return true;
            }
        }
        return false;
    }

    private Outcome apply(Event event) {
        Outcome outcome = conductor.apply(state, event, surroundings);
        outcome.failures().forEach(timeline::failure);
        take(outcome.state());
        return outcome;
    }

    private void take(State next) {
        timeline.changes(state, next);
        state = next;
    }
}
