package io.drover.engine.follow;

import io.drover.model.store.TriggerInstances;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Events that were just committed, for the thread that follows them. Whoever commits never waits for it. */
public final class Inflow {
    private static final int MOST_WAITING = 20_000;

    private final BlockingQueue<TriggerInstances.Entry> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean overflowed = new AtomicBoolean();

    /** Takes an event. What does not fit has to be read from the database. */
    public void offer(TriggerInstances.Entry entry) {
        if (!queue.offer(entry)) {
            overflowed.set(true);
        }
    }

    /** {@return whether something did not fit since it was cleared} */
    public boolean hasOverflowed() {
        return overflowed.get();
    }

    /** Forgets what waits: it is read from the database. */
    public void clear() {
        overflowed.set(false);
        queue.clear();
    }

    /** {@return how many events wait} */
    public int size() {
        return queue.size();
    }

    /** {@return the next events, at least one unless none comes in time} */
    public List<TriggerInstances.Entry> take(int most, Duration patience) {
        List<TriggerInstances.Entry> batch = new ArrayList<>();
        try {
            TriggerInstances.Entry first = queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, most - 1);
            }
        } catch (InterruptedException e) {
            // only the flags of the thread that follows end it
            return batch;
        }
        return batch;
    }
}
