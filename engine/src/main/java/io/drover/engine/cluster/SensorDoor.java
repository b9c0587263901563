package io.drover.engine.cluster;

import io.drover.engine.commit.Batch;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInbox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where sensors hand over events: those of a sensor that another node has taken over are refused with {@code CONFLICT}. */
public final class SensorDoor implements TriggerInbox {
    private final SensorTurns turns;
    private final Dispatcher dispatcher;
    private final LongAdder fenced = new LongAdder();

    public SensorDoor(SensorTurns turns, Dispatcher dispatcher) {
        this.turns = turns;
        this.dispatcher = dispatcher;
    }

    /** {@return how often something was refused, as another node has the sensor} */
    public long fenced() {
        return fenced.sum();
    }

    @Override
    public CompletionStage<Acceptance> accept(Emission emission) {
        return counted(() -> fencedAll(List.of(emission)).thenApply(answers -> answers.get(0)));
    }

    @Override
    public CompletionStage<List<Acceptance>> acceptAll(List<Emission> emissions) {
        return counted(() -> fencedAll(emissions));
    }

    private CompletionStage<List<Acceptance>> fencedAll(List<Emission> emissions) {
        Map<String, Consumer<Batch>> fences = new HashMap<>();
        emissions.forEach(emission -> fences.computeIfAbsent(emission.source(), turns::fence));
        return dispatcher.acceptAll(emissions, event -> fences.getOrDefault(event.source(), SensorDoor::nothing));
    }

    private static void nothing(Batch batch) {}

    @Override
    public CompletionStage<Void> bury(DeadLetter letter) {
        return counted(() -> dispatcher.bury(letter, turns.fence(letter.source())));
    }

    private <T> CompletionStage<T> counted(Supplier<CompletionStage<T>> handing) {
        CompletableFuture<T> told = new CompletableFuture<>();
        try {
            CompletionStage<T> unused = handing.get().whenComplete((answer, failure) -> {
                if (failure == null) {
                    told.complete(answer);
                } else {
                    tell(told, failure);
                }
            });
        } catch (DroverException e) {
            tell(told, e);
        }
        return told;
    }

    private void tell(CompletableFuture<?> told, Throwable failure) {
        Throwable cause = failure.getCause();
        Throwable reason = failure instanceof CompletionException && cause != null ? cause : failure;
        if (reason instanceof DroverException refusal && refusal.code() == ErrorCode.CONFLICT) {
            fenced.increment();
        }
        told.completeExceptionally(reason);
    }
}
