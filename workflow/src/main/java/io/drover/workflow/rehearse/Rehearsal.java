package io.drover.workflow.rehearse;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Signature;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.Conductor;
import io.drover.workflow.conduct.Event;
import io.drover.workflow.conduct.Limits;
import io.drover.workflow.conduct.Outcome;
import io.drover.workflow.conduct.Plan;
import io.drover.workflow.conduct.Quirk;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.Surroundings;
import io.drover.workflow.conduct.TaskRequest;
import io.drover.workflow.definition.LoadException;
import io.drover.workflow.definition.Workflow;
import io.drover.workflow.inspect.Breakdowns;
import io.drover.workflow.inspect.Inspection;
import io.drover.workflow.rehearse.Scenario.Control;
import io.drover.workflow.rehearse.Scenario.Result;
import io.drover.workflow.rehearse.Scenario.Running;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A workflow run in memory by a {@link Scenario}, told as a transcript. Next tasks are asked for after every end of an
 * action, as the engine does.
 */
public final class Rehearsal {
    private static final Instant BEGINNING = Instant.EPOCH;
    /** Enough for what ends; a loop without an action in it, which no number of ended actions stops, is told soon. */
    private static final int MOST_TASKS = 5_000;

    private final Conductor conductor;
    private final Scenario scenario;
    private final Surroundings surroundings;
    private final Timeline timeline = new Timeline();
    private final List<Running> running = new ArrayList<>();
    private final Deque<Control> controls;
    private State state;
    private long ended;

    private Rehearsal(Workflow workflow, Scenario scenario, Set<Quirk> quirks) {
        this.conductor = new Conductor(workflow, quirks, Limits.standard().withEntries(MOST_TASKS));
        this.scenario = scenario;
        this.surroundings = new Surroundings(
                BEGINNING, Map.of("st2kv", keys(scenario.keys()), "random", new PythonRandom(scenario.seed())));
        this.controls = new ArrayDeque<>(scenario.controls());
        this.state = conductor.begin(scenario.context(), scenario.inputs(), surroundings);
    }

    /**
     * Runs one case.
     *
     * @param workflow text of the workflow
     * @param scenario keys as in the recorded cases: {@code inputs}, {@code results}, {@code order}, {@code controls} …
     * @param quirks what is to be done as StackStorm does it
     * @return {@code load_error}; or {@code inspection} and, where it found nothing, what happened
     * @throws UnusableException if the scenario is none
     */
    public static Map<String, @Nullable Object> transcript(
            String workflow, Map<String, @Nullable Object> scenario, Set<Quirk> quirks) {
        ScenarioCheck.check(scenario);
        Map<String, @Nullable Object> transcript = new LinkedHashMap<>();
        Workflow read;
        try {
            read = Workflow.read(workflow);
        } catch (LoadException e) {
            transcript.put("load_error", quirks.contains(Quirk.BREAKDOWNS) ? e.original() : e.getMessage());
            return transcript;
        }
        Map<String, @Nullable Object> broken = quirks.contains(Quirk.BREAKDOWNS) ? brokenDown(read) : Map.of();
        if (!broken.isEmpty()) {
            return broken;
        }
        Scenario made = new Scenario(scenario);
        Inspection ours = Inspection.of(read, made.context().keySet());
        Inspection inspection = quirks.contains(Quirk.BREAKDOWNS) ? ours.withDates(workflow) : ours;
        transcript.put("inspection", inspection.document());
        if (made.inspectOnly() || (!inspection.findings().isEmpty() && !made.force())) {
            return transcript;
        }
        Rehearsal rehearsal = new Rehearsal(read, made, quirks);
        rehearsal.run();
        transcript.putAll(Transcripts.of(rehearsal.state, rehearsal.timeline));
        return transcript;
    }

    private static Map<String, @Nullable Object> brokenDown(Workflow workflow) {
        Map<String, @Nullable Object> transcript = new LinkedHashMap<>();
        Breakdowns.ofReading(workflow).ifPresent(error -> transcript.put("load_error", error));
        if (transcript.isEmpty()) {
            Breakdowns.ofInspection(workflow).ifPresent(error -> transcript.put("inspection_error", error));
        }
        return transcript;
    }

    /** {@return for people what of a scenario counts for nothing; nothing where the workflow cannot be read} */
    public static List<String> unused(String workflow, Map<String, @Nullable Object> scenario) {
        try {
            return ScenarioCheck.unused(Workflow.read(workflow), scenario);
        } catch (LoadException e) {
            return List.of();
        }
    }

    /** {@return the function {@code st2kv} over made-up pairs} */
    static ExpressionFunction keys(Map<String, @Nullable Object> keys) {
        return Signature.function("st2kv(key, decrypt=False, default=None)", (meter, a) -> {
            String key = PythonText.str(a[0]);
            if (keys.containsKey(key)) {
                return keys.get(key);
            }
            if (a[2] == null) {
                throw new ExpressionException(
                        "ExpressionEvaluationException", "The key \"" + key + "\" does not exist in the datastore.");
            }
            return a[2];
        });
    }

    private void run() {
        timeline.workflow(state.status());
        if (state.status().isCompleted()) {
            state = conductor.render(state, surroundings);
            return;
        }
        apply(new Event.Requested(Status.REQUESTED));
        apply(new Event.Requested(Status.RUNNING));
        dueControls();
        dispatch();
        while (ended < scenario.mostSteps()) {
            if (!running.isEmpty()) {
                turn();
            } else if (!controls.isEmpty()) {
                control(controls.remove());
            } else {
                return;
            }
            dispatch();
        }
    }

    private void turn() {
        List<Running> round = new ArrayList<>(running);
        long most = scenario.mostSteps() + round.size(); // a round ends, unless it waits for an answer that never comes
        do {
            end(running.remove(scenario.next(running)));
            ended++;
            dueControls();
        } while (scenario.inRounds() && ended < most && running.stream().anyMatch(round::contains));
    }

    private void end(Running action) {
        Result result = scenario.result(action);
        if (action.pending() && result.status() != Status.PENDING && state.status() == Status.PAUSED) {
            apply(new Event.Requested(Status.RESUMING));
        }
        timeline.result(action, result);
        apply(new Event.Reported(action.task(), action.route(), action.item(), result.status(), result.result()));
        if (result.status() == Status.PENDING) {
            running.add(action.waiting());
        }
    }

    private void dueControls() {
        while (!controls.isEmpty() && controls.element().after() <= ended) {
            control(controls.remove());
        }
    }

    private void control(Control control) {
        timeline.control(control);
        Event event = switch (control.what()) {
            case "pause" -> new Event.Requested(Status.PAUSED);
            case "resume" -> new Event.Requested(Status.RESUMING);
            case "cancel" -> new Event.Requested(Status.CANCELED);
            case "fail" -> new Event.Requested(Status.FAILED);
            case "rerun" -> new Event.Rerun(control.tasks());
            default ->
                throw new UnusableException("A control of a scenario does \"" + control.what()
                        + "\", which is none of pause, resume, cancel, rerun and fail.");
        };
        Outcome outcome = apply(event);
        if (outcome.refusal() != null) {
            timeline.refused(control, outcome.refusal());
        }
    }

    private Outcome apply(Event event) {
        Outcome outcome = conductor.apply(state, event, surroundings);
        outcome.failures().forEach(timeline::failure);
        take(outcome.state());
        return outcome;
    }

    private void take(State next) {
        timeline.changes(state, next);
        State rendered = conductor.render(next, surroundings);
        timeline.changes(next, rendered);
        state = rendered;
    }

    private void dispatch() {
        List<TaskRequest> started = start();
        while (!started.isEmpty()) {
            for (TaskRequest request : started) {
                if (request.actionless()) {
                    timeline.actionless(request);
                    apply(Conductor.succeeded(request));
                } else {
                    request.actions().forEach(this::launch);
                }
            }
            started = start();
        }
    }

    private void launch(ActionRequest action) {
        timeline.action(action);
        running.add(new Running(action.task(), action.route(), action.item(), false));
    }

    /** {@return the tasks that could be started} */
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
                break;
            }
            started.add(request);
        }
        return started;
    }
}
