package io.drover.engine.feed;

import io.drover.engine.api.Feed;
import io.drover.engine.commit.Batch;
import io.drover.model.execution.Execution;
import io.drover.model.execution.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Hands what was committed to listeners, each with a bounded queue: the committing thread never waits for one. */
public final class CommittedFeed implements Feed {
    private final List<Queue> listeners = new CopyOnWriteArrayList<>();
    private volatile long last;

    /**
     * Tells what a batch changed. For the committing thread.
     *
     * @param fenced ids of the executions whose update was not written
     */
    public void committed(Batch batch, Set<String> fenced) {
        if (listeners.isEmpty()) {
            return;
        }
        long number = batch.number();
        last = number;
        batch.requested().forEach(execution -> tell(new Requested(number, execution)));
        for (Execution execution : batch.changed()) {
            if (!fenced.contains(execution.id())) {
                tell(new Changed(number, execution));
            }
        }
        batch.written().forEach(chunk -> tell(new Written(number, chunk)));
    }

    void announce(String route, Map<String, @Nullable Object> payload, Trace trace) {
        if (!listeners.isEmpty()) {
            tell(new Announced(last, route, payload, trace));
        }
    }

    private void tell(Happening happening) {
        listeners.forEach(listener -> listener.take(happening));
    }

    @Override
    public Listening listen(int most) {
        Queue queue = new Queue(most);
        listeners.add(queue);
        return queue;
    }

    private final class Queue implements Listening {
        private final BlockingQueue<Happening> waiting;
        private final AtomicBoolean missed = new AtomicBoolean();

        Queue(int most) {
            this.waiting = new ArrayBlockingQueue<>(most);
        }

        void take(Happening happening) {
            if (!waiting.offer(happening)) {
                missed.set(true);
            }
        }

        @Override
        public List<Happening> next(Duration patience) throws InterruptedException {
            Happening first = waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (first == null) {
                return List.of();
            }
            List<Happening> all = new ArrayList<>();
            all.add(first);
            waiting.drainTo(all);
            return all;
        }

        @Override
        public boolean missed() {
            return missed.getAndSet(false);
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }
}
