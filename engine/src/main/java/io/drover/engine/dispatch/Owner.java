package io.drover.engine.dispatch;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the rules. It hands on what arrived in small batches, and does other work between two of them,
 * all in the order in which it was handed over. When it has ended, whatever waits or comes is told so.
 */
final class Owner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Owner.class);
    private static final int MOST_EVENTS = 64;

    private final Consumer<List<Arrival>> batches;
    private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private final List<Arrival> arrivals = new ArrayList<>(MOST_EVENTS);
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean ended;

    /** Something that waits for the thread. */
    sealed interface Task permits Arrival, Turn {
        /** Tells whoever waits for it that it is not done. */
        void fail(Throwable reason);
    }

    /** Work between two batches. */
    private record Turn<T>(Supplier<T> work, CompletableFuture<T> done) implements Task {
        void run() {
            try {
                done.complete(work.get());
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        }

        @Override
        public void fail(Throwable reason) {
            done.completeExceptionally(reason);
        }
    }

    Owner(Consumer<List<Arrival>> batches) {
        this.batches = batches;
        this.thread = new Thread(this::run, "drover-dispatcher");
        this.thread.start();
    }

    boolean hasEnded() {
        return ended;
    }

    void add(Task task) {
        queue.add(task);
        if (ended && queue.remove(task)) {
            task.fail(end());
        }
    }

    private static DroverException end() {
        return DroverException.of(
                ErrorCode.UNAVAILABLE,
                "The daemon matches no events and changes no rules any more: it is stopping, or its dispatcher failed."
                        + " Ask again when it is back; if it does not stop, see its log and restart it.");
    }

    /** Does work between two batches, and waits for it. */
    <T> T between(Supplier<T> work) {
        if (Thread.currentThread() == thread) {
            return work.get();
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        add(new Turn<>(work, done));
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void run() {
        try {
            serve();
        } catch (RuntimeException | Error e) {
            LOG.error("The dispatcher has failed. No event is taken any more; restart the daemon.", e);
            throw e;
        } finally {
            ended = true;
            arrivals.forEach(arrival -> arrival.fail(end()));
            for (Task task = queue.poll(); task != null; task = queue.poll()) {
                task.fail(end());
            }
        }
    }

    private void serve() {
        while (!closing || !queue.isEmpty()) {
            Task task;
            try {
                task = queue.poll(100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                // only close() ends this thread, by its flag: what waits must still be answered
                continue;
            }
            while (task != null) {
                if (task instanceof Turn<?> turn) {
                    handOn();
                    turn.run();
                } else if (task instanceof Arrival arrival) {
                    arrivals.add(arrival);
                    if (arrivals.size() == MOST_EVENTS) {
                        handOn();
                    }
                }
                task = queue.poll();
            }
            handOn();
        }
    }

    private void handOn() {
        if (!arrivals.isEmpty()) {
            batches.accept(List.copyOf(arrivals));
            arrivals.clear();
        }
    }

    /** Hands on what waits, then ends. */
    @Override
    public void close() {
        closing = true;
        add(new Turn<>(() -> closing, new CompletableFuture<>()));
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.debug("The dispatcher has ended in state {}.", thread.getState());
    }
}
