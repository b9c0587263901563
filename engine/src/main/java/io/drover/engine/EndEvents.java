package io.drover.engine;

import io.drover.engine.api.Inquiry;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.execute.Runs;
import io.drover.engine.trace.Tracing;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.trigger.Emission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Makes events of the end of an execution, and of an inquiry that it is, committed together with it; only where a rule listens, as every execution would
 * be stored twice otherwise.
 */
record EndEvents(
        Registry registry, Set<ExecutionStatus> heard, NotifyTrigger notices, Dispatcher dispatcher, Tracing tracing)
        implements Runs.FollowUp {
    @Override
    public CompletableFuture<Outcome> commit(List<Execution> told, Change change) {
        List<Emission> emissions = new ArrayList<>();
        told.forEach(one -> emissions.addAll(one.status().isCompleted() ? ofEnd(one) : ofQuestion(one)));
        return dispatcher.follow(emissions, tracing.following(told.get(0)), change.rows());
    }

    private List<Emission> ofQuestion(Execution asking) {
        return asking.runnerType().equals(Inquiry.RUNNER) && registry.hears(InquiryTrigger.TYPE)
                ? List.of(InquiryTrigger.emission(asking))
                : List.of();
    }

    private List<Emission> ofEnd(Execution ended) {
        List<Emission> emissions = new ArrayList<>();
        if (heard.contains(ended.status()) && registry.hears(ActionTrigger.TYPE)) {
            emissions.add(ActionTrigger.emission(ended));
        }
        if (registry.hears(NotifyTrigger.TYPE)) {
            emissions.addAll(notices.emissions(ended));
        }
        return emissions;
    }
}
