package io.drover.engine.execute;

import io.drover.model.execution.Execution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs that wait for their time. They are looked after by a thread that lives only while there are some, and asks the clock
 * again and again: a clock that is set is followed.
 */
final class Delays implements AutoCloseable {
    /** So soon a clock that was set is followed. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final InstantSource clock;
    private final Consumer<Run> due;
    private final NavigableSet<Waiting> waiting = new ConcurrentSkipListSet<>(Comparator.comparing(Waiting::due)
            .thenComparing(one -> one.run().execution().id()));
    private final AtomicInteger size = new AtomicInteger();
    private @Nullable Thread thread;
    private volatile boolean closed;

    private record Waiting(Instant due, Run run) {}

    Delays(InstantSource clock, Consumer<Run> due) {
        this.clock = clock;
        this.due = due;
    }

    int size() {
        return size.get();
    }

    synchronized void add(Execution execution, Run run) {
        if (closed) {
            return;
        }
        if (waiting.add(new Waiting(execution.dueAt(), run))) {
            size.incrementAndGet();
        }
        if (thread == null) {
            thread = new Thread(this::look, "drover-delays");
            thread.setDaemon(true);
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** {@return whether a run waits for its time} */
    boolean holds(Run run) {
        return size.get() > 0
                && waiting.contains(new Waiting(run.execution().dueAt(), run));
    }

    /** Waits no more for a run; one that does not wait changes nothing. */
    void remove(Run run) {
        if (size.get() > 0 && waiting.remove(new Waiting(run.execution().dueAt(), run))) {
            size.decrementAndGet();
        }
    }

    private void look() {
        while (!closed && !isDone()) {
            beginDue(clock.instant());
            LockSupport.parkNanos(this, pause().toNanos());
        }
    }

    private Duration pause() {
        Waiting first = first();
        Duration until = first == null ? Duration.ZERO : Duration.between(clock.instant(), first.due());
        return until.compareTo(LONGEST_PAUSE) < 0 ? until : LONGEST_PAUSE;
    }

    private void beginDue(Instant now) {
        for (Waiting first = first(); first != null && !first.due().isAfter(now); first = first()) {
            if (waiting.remove(first)) {
                size.decrementAndGet();
                due.accept(first.run());
            }
        }
    }

    // another thread may take the last one away between two questions
    private @Nullable Waiting first() {
        Iterator<Waiting> order = waiting.iterator();
        return order.hasNext() ? order.next() : null;
    }

    private synchronized boolean isDone() {
        if (waiting.isEmpty()) {
            thread = null;
            return true;
        }
        return false;
    }

    /** Starts nothing any more. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        size.set(0);
    }
}
