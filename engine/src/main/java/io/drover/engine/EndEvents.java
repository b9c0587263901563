package io.drover.engine;

import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.execute.Runs;
import io.drover.engine.trace.Tracing;
import io.drover.model.execution.Execution;
import io.drover.model.trigger.Emission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Makes events of the end of an execution, committed together with it; only where a rule listens, as every execution would
 * be stored twice otherwise.
 */
record EndEvents(Registry registry, NotifyTrigger notices, Dispatcher dispatcher, Tracing tracing)
        implements Runs.FollowUp {
    @Override
    public CompletableFuture<Outcome> commit(List<Execution> ended, Change completion) {
        List<Emission> emissions = new ArrayList<>();
        for (Execution one : ended) {
            if (registry.hears(ActionTrigger.TYPE)) {
                emissions.add(ActionTrigger.emission(one));
            }
            if (registry.hears(NotifyTrigger.TYPE)) {
                emissions.addAll(notices.emissions(one));
            }
        }
        return dispatcher.follow(emissions, tracing.following(ended.get(0)), completion.rows());
    }
}
