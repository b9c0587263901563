package io.drover.workflow.conduct;

import io.drover.expressions.ExpressionException;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.conduct.Event.Rerun;
import io.drover.workflow.definition.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Says what follows from an event in a run of one Orquesta workflow. */
public final class Conductor implements Flow {
    private final Workflow workflow;
    private final Set<Quirk> quirks;
    private final Limits limits;

    /** A conductor with the usual quirks and limits. */
    public Conductor(Workflow workflow) {
        this(workflow, Quirk.standard(), Limits.standard());
    }

    /** @param quirks what StackStorm does otherwise than it promises, and shall be done so here too */
    public Conductor(Workflow workflow, Set<Quirk> quirks, Limits limits) {
        this.workflow = workflow;
        this.quirks = Set.copyOf(Quirk.chosen(workflow, quirks));
        this.limits = limits;
    }

    @Override
    public State begin(
            Map<String, ? extends @Nullable Object> context,
            Map<String, ? extends @Nullable Object> inputs,
            Surroundings surroundings) {
        Progress progress = open(State.NOTHING, surroundings);
        new Beginning(progress).begin(context, inputs);
        return progress.state();
    }

    @Override
    public Step next(State state, Event event, Surroundings surroundings) {
        Outcome outcome = apply(state, event, surroundings);
        if (outcome.refusal() != null) {
            return new Step(state, List.of(), outcome.refusal());
        }
        State now = render(outcome.state(), surroundings);
        List<ActionRequest> actions = new ArrayList<>();
        Plan plan = plan(now, surroundings);
        while (!plan.requests().isEmpty()) {
            now = plan.state();
            List<TaskRequest> started = new ArrayList<>();
            boolean startFailed = false;
            for (TaskRequest request : plan.requests()) {
                Outcome start = start(now, request, surroundings);
                now = render(start.state(), surroundings);
                if (!start.failures().isEmpty()) {
                    startFailed = true;
                    break;
                }
                started.add(request);
            }
            for (TaskRequest request : started) {
                if (request.actionless()) {
                    now = render(apply(now, succeeded(request), surroundings).state(), surroundings);
                } else {
                    actions.addAll(request.actions());
                }
            }
            // what could not start is staged still, and would be planned again for ever
            plan = startFailed ? new Plan(now, List.of()) : plan(now, surroundings);
        }
        return new Step(render(plan.state(), surroundings), actions, null);
    }

    /** The first part of {@link #next}: the event alone, with nothing started after it. */
    public Outcome apply(State state, Event event, Surroundings surroundings) {
        Progress progress = open(state, surroundings);
        try {
            if (event instanceof Requested request) {
                new Requests(progress).take(request.status());
            } else if (event instanceof Rerun rerun) {
                new Reruns(progress).begin(rerun.tasks());
            } else if (event instanceof Reported news) {
                new News(progress).take(news);
            }
            return new Outcome(progress.state(), null, List.of());
        } catch (RefusedException refused) {
            return new Outcome(state, refused.refusal(), List.of());
        } catch (ExpressionException failure) {
            return event instanceof Rerun
                    ? new Outcome(state, failure.getMessage(), List.of())
                    : failed(state, event, failure, surroundings);
        }
    }

    /** The second part of {@link #next}: which tasks are to start now. */
    public Plan plan(State state, Surroundings surroundings) {
        Progress progress = open(state, surroundings);
        List<TaskRequest> requests = new Planning(progress).requests();
        return new Plan(progress.state(), requests);
    }

    /** The third part of {@link #next}: marks a planned task, or its planned items, as running. */
    public Outcome start(State state, TaskRequest request, Surroundings surroundings) {
        Outcome outcome = new Outcome(state, null, List.of());
        for (Reported news : running(request)) {
            outcome = apply(outcome.state(), news, surroundings);
            if (!outcome.failures().isEmpty()) {
                return outcome;
            }
        }
        return outcome;
    }

    /** The last part of {@link #next}: the output, once the run is completed. */
    @Override
    public State render(State state, Surroundings surroundings) {
        if (!state.status().isCompleted() || state.output() != null) {
            return state;
        }
        Progress progress = open(state, surroundings);
        new Ending(progress).render();
        return progress.state();
    }

    /** {@return {@code output}, and {@code errors} where the run failed (spec of Orquesta, section 11)} */
    @Override
    public Map<String, @Nullable Object> result(State state, IntFunction<@Nullable String> executions) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("output", state.output());
        if (state.status().isAbended()) {
            result.put("errors", state.errors().stream().map(ErrorEntry::told).toList());
        }
        return result;
    }

    /** {@return the news that a task without action has succeeded} */
    public static Reported succeeded(TaskRequest request) {
        return new Reported(request.task(), request.route(), null, Status.SUCCEEDED, null);
    }

    private static List<Reported> running(TaskRequest request) {
        return request.itemCount() == null || request.actionless()
                ? List.of(new Reported(request.task(), request.route(), null, Status.RUNNING, null))
                : request.actions().stream()
                        .map(action ->
                                new Reported(request.task(), request.route(), action.item(), Status.RUNNING, null))
                        .toList();
    }

    /** The run fails. A task that had ended is told to have failed, so that what is published on its failure still is. */
    private Outcome failed(State state, Event event, ExpressionException failure, Surroundings surroundings) {
        List<String> failures = new ArrayList<>(List.of(failure.getMessage()));
        Progress progress = open(state, surroundings);
        if (event instanceof Reported news && news.status().isCompleted()) {
            Integer item = progress.keeps(Quirk.BREAKDOWNS) ? null : news.item();
            try {
                new News(progress).take(new Reported(news.task(), news.route(), item, Status.FAILED, null));
            } catch (ExpressionException again) {
                failures.add(again.getMessage());
            }
            progress.log(failure, news.task(), news.route(), null);
        } else {
            progress.log(failure, null, null, null);
        }
        progress.fail();
        return new Outcome(progress.state(), null, failures);
    }

    private Progress open(State state, Surroundings surroundings) {
        return new Progress(workflow, quirks, limits, surroundings, state);
    }
}
