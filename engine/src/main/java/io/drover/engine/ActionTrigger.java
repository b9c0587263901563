package io.drover.engine;

import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.execute.Runs;
import io.drover.engine.timer.PythonMoment;
import io.drover.engine.trace.Tracing;
import io.drover.model.execution.Execution;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Makes the end of an execution an event of {@code core.st2.generic.actiontrigger} (platform spec 4.1), committed together
 * with it; only where a rule listens, as every execution would be stored twice otherwise.
 */
record ActionTrigger(Registry registry, Dispatcher dispatcher, Committer committer, Tracing tracing)
        implements Runs.FollowUp {
    private static final Ref TYPE = Ref.of("core", "st2.generic.actiontrigger");

    @Override
    public CompletableFuture<Outcome> commit(Execution ended, Change completion) {
        Trigger trigger = registry.trigger(TYPE);
        if (trigger == null || !registry.hears(TYPE)) {
            return committer.submit(completion);
        }
        return dispatcher.follow(
                Emission.of(TYPE, payload(ended), "engine"), trigger, tracing.following(ended), completion.rows());
    }

    private static Map<String, @Nullable Object> payload(Execution ended) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("execution_id", ended.id());
        payload.put("status", ended.status().word());
        payload.put("start_timestamp", PythonMoment.text(ended.requestedAt()));
        payload.put("action_name", ended.action().toString());
        payload.put("action_ref", ended.action().toString());
        payload.put("runner_ref", ended.runnerType());
        payload.put("parameters", ended.parameters());
        payload.put("result", ended.result());
        return payload;
    }
}
