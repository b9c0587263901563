package io.drover.engine.execute;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits for its time. It is looked after by a thread that lives only while there is some, and asks the clock
 * again and again: a clock that is set is followed.
 *
 * @param <T> what waits
 */
final class Delays<T> implements AutoCloseable {
    /** So soon a clock that was set is followed. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final String name;
    private final InstantSource clock;
    private final Consumer<T> due;
    private final Map<String, Waiting<T>> byId = new ConcurrentHashMap<>();
    private final NavigableSet<Waiting<T>> order = new ConcurrentSkipListSet<>(
            Comparator.<Waiting<T>, Instant>comparing(Waiting::due).thenComparing(Waiting::id));
    private @Nullable Thread thread;
    private volatile boolean closed;

    private record Waiting<T>(Instant due, String id, T what) {}

    /**
     * Delays of which there are none yet.
     *
     * @param name of the thread
     * @param due is told of what is due, on that thread
     */
    Delays(String name, InstantSource clock, Consumer<T> due) {
        this.name = name;
        this.clock = clock;
        this.due = due;
    }

    int size() {
        return byId.size();
    }

    boolean has(String id) {
        return byId.containsKey(id);
    }

    /** Lets something wait; it replaces what waits under the same id. */
    synchronized void add(String id, Instant when, T what) {
        if (closed) {
            return;
        }
        remove(id);
        Waiting<T> one = new Waiting<>(when, id, what);
        byId.put(id, one);
        order.add(one);
        if (thread == null) {
            thread = new Thread(this::look, name);
            thread.setDaemon(true);
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** Lets something wait no more; an id under which nothing waits changes nothing. */
    void remove(String id) {
        Waiting<T> one = byId.remove(id);
        if (one != null) {
            order.remove(one);
        }
    }

    private void look() {
        while (!closed && !isDone()) {
            beginDue(clock.instant());
            LockSupport.parkNanos(this, pause().toNanos());
        }
    }

    private Duration pause() {
        Waiting<T> first = first();
        Duration until = first == null ? Duration.ZERO : Duration.between(clock.instant(), first.due());
        return until.compareTo(LONGEST_PAUSE) < 0 ? until : LONGEST_PAUSE;
    }

    private void beginDue(Instant now) {
        for (Waiting<T> first = first(); first != null && !first.due().isAfter(now); first = first()) {
            if (order.remove(first)) {
                byId.remove(first.id(), first);
                due.accept(first.what());
            }
        }
    }

    // another thread may take the last one away between two questions
    private @Nullable Waiting<T> first() {
        Iterator<Waiting<T>> all = order.iterator();
        return all.hasNext() ? all.next() : null;
    }

    private synchronized boolean isDone() {
        if (order.isEmpty()) {
            thread = null;
            return true;
        }
        return false;
    }

    /** Starts nothing any more. */
    @Override
    public synchronized void close() {
        closed = true;
        byId.clear();
        order.clear();
    }
}
