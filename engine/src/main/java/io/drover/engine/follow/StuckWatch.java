package io.drover.engine.follow;

import io.drover.model.pack.Ref;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at threads that run rules, and tells of one that does not come back, with the rules that are to blame. */
public final class StuckWatch<T extends Watched> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StuckWatch.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int LOOKS = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final String name;
    private final Duration patience;
    private final Supplier<? extends Collection<T>> threads;
    private final BiConsumer<T, Set<Ref>> stuck;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean begun;

    /**
     * A watch that has not begun.
     *
     * @param name of its own thread
     * @param patience how long one rule may keep a thread
     * @param stuck is told of a thread, and of the rules that it is busy with; none where that cannot be told
     */
    public StuckWatch(
            String name, Duration patience, Supplier<? extends Collection<T>> threads, BiConsumer<T, Set<Ref>> stuck) {
        this.name = name;
        this.patience = patience;
        this.threads = threads;
        this.stuck = stuck;
    }

    /** Begins to look, if it has not yet. */
    public synchronized void begin() {
        if (!begun) {
            begun = true;
            Thread thread = new Thread(this::look, name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void look() {
        try {
            while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                for (T thread : threads.get()) {
                    look(thread);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(T thread) throws InterruptedException {
        try {
            if (thread.isStuck(patience)) {
                Set<Ref> guilty = guilty(thread);
                // one that came back meanwhile was seen busy with rules that are to blame for nothing
                if (thread.isStuck(patience)) {
                    stuck.accept(thread, guilty);
                }
            }
        } catch (RuntimeException failed) {
            LOG.error(
                    "A thread of rules that does not come back could not be dealt with; it is looked at again.",
                    failed);
        }
    }

    /** Looks several times, as one look may meet a rule that is quick. */
    private Set<Ref> guilty(T thread) throws InterruptedException {
        Map<Set<Ref>, Integer> seen = new HashMap<>();
        for (int look = 0; look < LOOKS && !closed.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS); look++) {
            seen.merge(thread.busyWith(), 1, Integer::sum);
        }
        seen.remove(Set.<Ref>of());
        int all = seen.values().stream().mapToInt(Integer::intValue).sum();
        return seen.entrySet().stream()
                .filter(entry -> 2 * entry.getValue() > all)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Set.of());
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
