package io.drover.workflow.chain;

import io.drover.expressions.Jinja;
import io.drover.workflow.conduct.Event;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.conduct.Flow;
import io.drover.workflow.conduct.Limits;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.Step;
import io.drover.workflow.conduct.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Says what follows from an event in a run of one action chain (platform spec 5.4). Its state is that of a workflow whose
 * tasks run one after the other, all on route 0.
 *
 * <p>Templates see {@link Surroundings#variables()}; {@code action_context} is the context that the run began with, and whoever
 * is told of the chain itself stands in {@code parent.notify} of it.
 */
public final class ChainConductor implements Flow {
    private final Chain chain;
    private final ChainTemplates templates;
    private final Limits limits;

    /** A conductor with the usual limits, and without what belongs to a datastore. */
    public ChainConductor(Chain chain) {
        this(chain, Jinja.strict(), Limits.standard());
    }

    /** @param jinja with all that templates may use, such as the filter {@code decrypt_kv} */
    public ChainConductor(Chain chain, Jinja jinja, Limits limits) {
        this.chain = chain;
        this.templates = new ChainTemplates(jinja);
        this.limits = limits;
    }

    @Override
    public State begin(
            Map<String, ? extends @Nullable Object> context,
            Map<String, ? extends @Nullable Object> inputs,
            Surroundings surroundings) {
        ChainProgress progress = open(State.NOTHING, surroundings);
        progress.begin(context, inputs);
        return progress.state();
    }

    @Override
    public Step next(State state, Event event, Surroundings surroundings) {
        ChainProgress progress = open(state, surroundings);
        Optional<String> refusal;
        if (event instanceof Requested request) {
            refusal = progress.request(request.status());
        } else if (event instanceof Reported news) {
            refusal = progress.report(news);
        } else {
            refusal = Optional.of("WorkflowIsNotRerunableError: Unable to rerun tasks of an action chain."
                    + " Run the chain again as a whole.");
        }
        return refusal.map(why -> new Step(state, List.of(), why))
                .orElseGet(() -> new Step(progress.state(), progress.actions(), null));
    }

    /** {@return the state as it is: the output of a chain is what its tasks gave} */
    @Override
    public State render(State state, Surroundings surroundings) {
        return state;
    }

    @Override
    public Map<String, @Nullable Object> result(State state, IntFunction<@Nullable String> executions) {
        return ChainResult.of(state, executions);
    }

    private ChainProgress open(State state, Surroundings surroundings) {
        return new ChainProgress(chain, templates, limits, surroundings, state);
    }
}
