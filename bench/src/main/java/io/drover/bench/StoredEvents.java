package io.drover.bench;

import io.drover.model.execution.Position;
import io.drover.model.store.Batches;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Lays events into a database as if a node had accepted them, under the rules as they are. */
final class StoredEvents {
    private static final int BATCH = 1_000;
    private static final int COMMIT = 10_000;

    private final int node;
    private final Duration later;
    private final LongFunction<TriggerInstances.Entry> events;

    private StoredEvents(int node, Duration later, LongFunction<TriggerInstances.Entry> events) {
        this.node = node;
        this.later = later;
        this.events = events;
    }

    /**
     * Lays them behind all that its node accepted before.
     *
     * @param node its name
     * @param from when the first of them is accepted
     * @param events by their number; their times count from {@link BenchRules#START} on
     */
    static void fill(Store store, String node, Instant from, long count, LongFunction<TriggerInstances.Entry> events) {
        int number = store.inTransaction(transaction -> transaction.batches().nodeNumber(node, from));
        StoredEvents filling = new StoredEvents(number, Duration.between(BenchRules.START, from), events);
        for (long next = 0; next < count; next += COMMIT) {
            long first = next;
            store.change(transaction -> filling.fill(transaction, first, Math.min(count, first + COMMIT)));
        }
    }

    private void fill(Transaction transaction, long from, long to) {
        long ruleSet = transaction.registryChanges().counts().rules();
        long batch = transaction.batches().last(node);
        List<TriggerInstances.Entry> entries = new ArrayList<>(COMMIT);
        for (long number = from; number < to; number++) {
            TriggerInstance instance = moved(events.apply(number).instance());
            int index = (int) (number % BATCH);
            if (index == 0) {
                batch++;
                transaction.batches().append(new Batches.Batch(node, batch, ruleSet, instance.acceptedAt()));
            }
            entries.add(new TriggerInstances.Entry(instance, new Position(node, batch, index), Duration.ZERO));
        }
        transaction.triggerInstances().insertAll(entries);
    }

    private TriggerInstance moved(TriggerInstance event) {
        return new TriggerInstance(
                event.id(),
                event.trigger(),
                event.triggerType(),
                event.payload(),
                event.occurredAt().plus(later),
                event.acceptedAt().plus(later),
                event.dedupeKey(),
                event.source(),
                event.trace());
    }
}
