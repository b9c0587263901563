package io.drover.distribution;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInbox;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The engine's inbox for parts that are made before the engine; until then it takes nothing. */
final class LateInbox implements TriggerInbox {
    private volatile @Nullable TriggerInbox inbox;

    void set(TriggerInbox engine) {
        this.inbox = engine;
    }

    @Override
    public CompletionStage<Acceptance> accept(Emission emission) {
        return ask(engine -> engine.accept(emission));
    }

    @Override
    public CompletionStage<List<Acceptance>> acceptAll(List<Emission> emissions) {
        return ask(engine -> engine.acceptAll(emissions));
    }

    @Override
    public CompletionStage<Void> bury(DeadLetter letter) {
        return ask(engine -> engine.bury(letter));
    }

    private <T> CompletionStage<T> ask(Function<TriggerInbox, CompletionStage<T>> question) {
        TriggerInbox engine = inbox;
        return engine == null
                ? CompletableFuture.failedFuture(
                        DroverException.of(ErrorCode.UNAVAILABLE, "The daemon is still starting. Try again shortly."))
                : question.apply(engine);
    }
}
