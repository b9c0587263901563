package io.drover.engine.commit;

import io.drover.engine.measure.Histogram;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Batches;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of this node that commits. Changes that wait while a transaction commits share the next one; each such
 * batch has the next number, without gaps. A commit whose outcome is unknown is looked up by its number before anyone is
 * answered (PostgreSQL and H2 may commit and then fail to say so), and repeated where it is not there.
 */
public final class Committer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final int MOST_CHANGES = 512;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long UNKNOWN = -1;

    private final Store store;
    private final int node;
    private final InstantSource clock;
    private final Duration patience;
    private final Consumer<List<AuditRecord>> audited;
    private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final Histogram times = Histogram.ofShortTimes();
    private final Thread thread;
    private volatile LongSupplier ruleSet = () -> 0;
    private volatile Runnable afterDoubt = () -> {};
    private volatile BiConsumer<Batch, Set<String>> follower = (batch, fenced) -> {};
    private volatile boolean closing;
    private long last;
    private boolean doubt;

    private record Pending(Change change, CompletableFuture<Outcome> done) {}

    /**
     * Starts committing.
     *
     * @param patience how long a batch is tried while the database does not answer
     * @param audited gets the audit records of a batch once it is committed, in order
     */
    public Committer(
            Store store, int node, InstantSource clock, Duration patience, Consumer<List<AuditRecord>> audited) {
        this.store = store;
        this.node = node;
        this.clock = clock;
        this.patience = patience;
        this.audited = audited;
        this.last = store.read(transaction -> transaction.batches().last(node));
        this.thread = new Thread(this::run, "drover-committer");
        this.thread.start();
    }

    /** Says which version of the rules a batch is committed under. */
    public void ruleSet(LongSupplier version) {
        this.ruleSet = version;
    }

    /**
     * Says what to do after the first commit that follows one which was given up without knowing its outcome: what it
     * holds may be committed, though nobody was told.
     */
    public void afterDoubt(Runnable step) {
        this.afterDoubt = step;
    }

    /** Says who is told of each batch once it is committed, and of the executions in it whose update was not written. */
    public void follower(BiConsumer<Batch, Set<String>> told) {
        this.follower = told;
    }

    /**
     * Hands over a change.
     *
     * @return completes after the commit, on the committing thread, so what follows there must be short; exceptionally
     *     with {@code UNAVAILABLE} where the database did not answer in time
     */
    public CompletableFuture<Outcome> submit(Change change) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        Pending pending = new Pending(change, done);
        queue.add(pending);
        if (!thread.isAlive() && queue.remove(pending)) {
            done.completeExceptionally(
                    DroverException.of(ErrorCode.UNAVAILABLE, "The daemon is stopping; ask again when it is back."));
        }
        return done;
    }

    /** Hands over a change and waits for its commit. */
    public Outcome commit(Change change) {
        try {
            return submit(change).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DroverException known) {
                throw known;
            }
            throw e;
        }
    }

    /** {@return whether changes are committed; not after the end, nor after a failure that ended the committing thread} */
    public boolean isOpen() {
        return !closing && thread.isAlive();
    }

    /** {@return how many changes wait} */
    public int waiting() {
        return queue.size();
    }

    /** {@return how long commits took, retries included} */
    public Histogram times() {
        return times;
    }

    private void run() {
        List<Pending> group = new ArrayList<>();
        while (!closing || !queue.isEmpty()) {
            group.clear();
            try {
                Pending first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                group.add(first);
            } catch (InterruptedException e) {
                // only close() ends this thread, by its flag: what waits must still be committed
                continue;
            }
            queue.drainTo(group, MOST_CHANGES - 1);
            commit(List.copyOf(group));
        }
    }

    private void commit(List<Pending> group) {
        final Written written;
        long begin = System.nanoTime();
        try {
            written = write(group);
        } catch (DroverException e) {
            if (e.code() == ErrorCode.UNAVAILABLE || group.size() == 1) {
                group.forEach(pending -> pending.done().completeExceptionally(e));
            } else {
                group.forEach(pending -> commit(List.of(pending)));
            }
            return;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (group.size() == 1) {
                LOG.error("A change could not be committed; it is dropped and its sender is told.", e);
                group.get(0).done().completeExceptionally(e);
            } else {
                group.forEach(pending -> commit(List.of(pending)));
            }
            return;
        }
        times.add(Duration.ofNanos(System.nanoTime() - begin));
        last = written.batch().number();
        unharmed(() -> audited.accept(written.batch().audited()));
        unharmed(() -> follower.accept(written.batch(), written.fenced()));
        for (int i = 0; i < group.size(); i++) {
            group.get(i).done().complete(new Outcome(last, written.duplicates().get(i), written.fenced()));
        }
        if (doubt) {
            doubt = false;
            unharmed(afterDoubt);
        }
    }

    /** What others do after a commit must not end this thread. */
    private static void unharmed(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("A step after a commit failed; the commit stands.", e);
        }
    }

    /** What a transaction wrote; known before its commit, true after it. */
    private record Written(Batch batch, Map<Integer, @Nullable String> duplicates, Set<String> fenced) {}

    private Written write(List<Pending> group) {
        Instant end = clock.instant().plus(patience);
        long number = UNKNOWN;
        @Nullable Written[] tried = new Written[1];
        while (true) {
            try {
                if (number == UNKNOWN) {
                    if (doubt) {
                        last = store.read(transaction -> transaction.batches().last(node));
                    }
                    number = last + 1;
                }
                long next = number;
                return store.inTransaction(transaction -> {
                    Written written = fill(transaction, group, next);
                    tried[0] = written;
                    return written;
                });
            } catch (DroverException e) {
                Written before = tried[0];
                if (before != null && isCommitted(number, end)) {
                    return before;
                }
                if (e.code() != ErrorCode.UNAVAILABLE) {
                    throw e;
                }
                if (clock.instant().isAfter(end)) {
                    doubt = true;
                    throw e;
                }
                LOG.warn(
                        "The database did not take a batch of {} changes; trying again. {}",
                        group.size(),
                        e.getMessage());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private Written fill(Transaction transaction, List<Pending> group, long number) {
        Instant now = clock.instant();
        Batch batch = new Batch(node, number, now);
        Map<Integer, @Nullable String> duplicates = duplicates(transaction, group, now);
        transaction.batches().append(new Batches.Batch(node, number, ruleSet.getAsLong(), now));
        for (int i = 0; i < group.size(); i++) {
            if (!duplicates.containsKey(i)) {
                group.get(i).change().rows().accept(batch);
            }
        }
        if (group.size() > 1 && batch.updatesTwice()) {
            // whoever is refused learns it by the id alone: who of the two it was could not be told
            throw DroverException.conflict("Two changes of one execution do not share a commit.");
        }
        return new Written(batch, duplicates, batch.write(transaction));
    }

    private static Map<Integer, @Nullable String> duplicates(
            Transaction transaction, List<Pending> group, Instant now) {
        Map<Integer, Change.Once> asked = new HashMap<>();
        for (int i = 0; i < group.size(); i++) {
            Change.Once once = group.get(i).change().once();
            if (once != null) {
                asked.put(i, once);
            }
        }
        if (asked.isEmpty()) {
            return Map.of();
        }
        Map<String, String> known = new HashMap<>(transaction
                .triggerInstances()
                .known(asked.values().stream().map(Change.Once::key).distinct().toList(), now));
        Map<Integer, @Nullable String> duplicates = new HashMap<>();
        for (int i = 0; i < group.size(); i++) {
            Change.Once once = asked.get(i);
            if (once != null) {
                String earlier = known.putIfAbsent(once.key(), once.instanceId());
                // its own id: a first try was committed after all, and this is its repetition
                if (earlier != null && !earlier.equals(once.instanceId())) {
                    duplicates.put(i, earlier);
                }
            }
        }
        return duplicates;
    }

    private boolean isCommitted(long number, Instant end) {
        while (true) {
            try {
                return store.read(transaction -> transaction.batches().find(node, number))
                        .isPresent();
            } catch (DroverException e) {
                if (e.code() != ErrorCode.UNAVAILABLE || clock.instant().isAfter(end)) {
                    doubt = true;
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Commits what waits, then ends. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        DroverException stopped =
                DroverException.of(ErrorCode.UNAVAILABLE, "The daemon stopped before this was committed.");
        queue.forEach(pending -> pending.done().completeExceptionally(stopped));
    }
}
