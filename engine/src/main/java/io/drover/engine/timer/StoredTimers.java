package io.drover.engine.timer;

import io.drover.engine.api.Timers;
import io.drover.engine.catalog.Registry;
import io.drover.engine.schedule.TimerTypes;
import io.drover.model.pack.Ref;
import io.drover.model.store.Store;
import io.drover.model.timer.Timer;
import io.drover.model.trigger.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Timers as the store has them; one that a rule asked for this very moment is not stored yet. */
public record StoredTimers(Registry registry, Store store, InstantSource clock) implements Timers {

    @Override
    public List<Timer> list() {
        Map<Ref, Timer> stored = store.read(transaction -> transaction.timers().list()).stream()
                .collect(Collectors.toMap(timer -> timer.trigger().ref(), Function.identity()));
        Instant now = clock.instant();
        return registry.timers().stream()
                .map(trigger -> stored.getOrDefault(trigger.ref(), new Timer(trigger, now, null, null)))
                .toList();
    }

    @Override
    public Optional<Timer> find(String refOrId) {
        return registry.trigger(refOrId).filter(TimerTypes::has).map(this::stored);
    }

    private Timer stored(Trigger trigger) {
        return store.read(transaction -> transaction.timers().find(trigger.ref()))
                .orElseGet(() -> new Timer(trigger, clock.instant(), null, null));
    }
}
