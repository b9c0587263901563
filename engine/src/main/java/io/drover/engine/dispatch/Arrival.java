package io.drover.engine.dispatch;

import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Outcome;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * An event that waits.
 *
 * @param cause what is committed with it, because it caused it
 */
record Arrival(
        TriggerInstance event,
        Duration window,
        Consumer<Batch> cause,
        CompletableFuture<Acceptance> answer,
        CompletableFuture<Outcome> committed)
        implements Owner.Task {

    static Arrival of(TriggerInstance event, Duration window, Consumer<Batch> cause) {
        return new Arrival(event, window, cause, new CompletableFuture<>(), new CompletableFuture<>());
    }

    @Override
    public void fail(Throwable reason) {
        committed.completeExceptionally(reason);
        answer.completeExceptionally(reason);
    }
}
