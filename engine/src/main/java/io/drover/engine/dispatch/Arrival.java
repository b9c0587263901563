package io.drover.engine.dispatch;

import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Outcome;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Events that wait, and are committed together: one, or those that one cause has.
 *
 * @param events at least one
 * @param cause what is committed with them, because it caused them
 */
record Arrival(
        List<TriggerInstance> events,
        Duration window,
        Consumer<Batch> cause,
        CompletableFuture<Acceptance> answer,
        CompletableFuture<Outcome> committed)
        implements Owner.Task {

    Arrival {
        events = List.copyOf(events);
    }

    static Arrival of(List<TriggerInstance> events, Duration window, Consumer<Batch> cause) {
        return new Arrival(events, window, cause, new CompletableFuture<>(), new CompletableFuture<>());
    }

    @Override
    public void fail(Throwable reason) {
        committed.completeExceptionally(reason);
        answer.completeExceptionally(reason);
    }
}
