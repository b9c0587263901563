package io.drover.engine.execute;

import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.store.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits how runs ended, or that they wait for an answer. Nobody else knows that: while the database does not take it, it is kept and committed again, a
 * second later each time, until it is there or the daemon ends.
 */
final class Endings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Store store;
    private final Consumer<String> failPoint;
    private final Consumer<Run> over;
    private final Consumer<Execution> pending;
    private final ScheduledThreadPoolExecutor later;
    private final Map<String, Ending> waiting = new ConcurrentHashMap<>();
    private final LongAdder completed = new LongAdder();
    private volatile Runs.FollowUp way;
    private volatile boolean closed;

    /** How one run ended; {@code settled} as soon as nothing more is done about it. */
    private record Ending(Run run, Execution ended, Change change, CompletableFuture<Void> settled) {}

    /**
     * Endings.
     *
     * @param way how an end is committed
     * @param over is told of a run that is over
     * @param pending is told of an execution that waits for an answer, once that is committed
     */
    Endings(
            Store store,
            Runs.FollowUp way,
            Consumer<String> failPoint,
            Consumer<Run> over,
            Consumer<Execution> pending) {
        this.store = store;
        this.way = way;
        this.failPoint = failPoint;
        this.over = over;
        this.pending = pending;
        this.later = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "drover-results");
            thread.setDaemon(true);
            return thread;
        });
    }

    void way(Runs.FollowUp other) {
        this.way = other;
    }

    /** {@return how many executions were completed since the start} */
    long completed() {
        return completed.sum();
    }

    /** Counts an execution that was completed without {@link #commit}. */
    void count() {
        completed.increment();
    }

    /** Commits an end. {@return completes when the run is over, never exceptionally} */
    CompletableFuture<Void> commit(Run run, Execution ended, Change change) {
        Ending ending = new Ending(run, ended, change, new CompletableFuture<>());
        commit(ending);
        return ending.settled();
    }

    /** Commits an end of which whoever asks is told; nothing is tried again. */
    CompletableFuture<Outcome> commitOnce(List<Execution> ended, Change change) {
        return way.commit(ended, change);
    }

    private void commit(Ending ending) {
        CompletableFuture<Void> unused = way.commit(ending.ended(), ending.change())
                .handle((outcome, failure) -> {
                    if (outcome != null) {
                        committed(ending, outcome);
                    } else if (failure != null) {
                        failed(ending, failure);
                    }
                    return null;
                });
    }

    private void committed(Ending ending, Outcome outcome) {
        String id = ending.ended().id();
        if (outcome.fenced().contains(id)) {
            LOG.warn("Execution {} is held by another attempt; this result is dropped.", id);
        } else {
            failPoint.accept("completion-committed");
            stored(ending);
        }
        settle(ending);
    }

    private void stored(Ending ending) {
        if (ending.ended().status().isCompleted()) {
            completed.increment();
        } else {
            pending.accept(ending.ended());
        }
    }

    private void failed(Ending ending, Throwable failure) {
        if (isAway(failure) && commitLater(ending)) {
            return;
        }
        LOG.error(
                "The result of execution {} could not be stored; the next start takes it for abandoned.",
                ending.ended().id(),
                failure);
        settle(ending);
    }

    /** {@return whether a commit failed because the database does not answer} */
    static boolean isAway(Throwable failure) {
        @Nullable Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof DroverException known && known.code() == ErrorCode.UNAVAILABLE;
    }

    /** {@return false where the daemon ends} */
    private boolean commitLater(Ending ending) {
        if (closed) {
            return false;
        }
        if (waiting.put(ending.ended().id(), ending) == null) {
            LOG.warn(
                    "The result of execution {} waits for the database.",
                    ending.ended().id());
        }
        try {
            ScheduledFuture<?> unused = later.schedule(() -> commitAgain(ending), 1, TimeUnit.SECONDS);
            return true;
        } catch (RejectedExecutionException closing) {
            return false;
        }
    }

    private void commitAgain(Ending ending) {
        try {
            if (isStored(ending)) {
                stored(ending);
                settle(ending);
            } else {
                commit(ending);
            }
        } catch (RuntimeException e) {
            failed(ending, e);
        }
    }

    /** A commit may have been done though its answer was lost. */
    private boolean isStored(Ending ending) {
        return store.read(transaction ->
                        transaction.executions().find(ending.ended().id()))
                .map(stored -> stored.status().isCompleted()
                        || stored.status() == ending.ended().status())
                .orElse(false);
    }

    private void settle(Ending ending) {
        waiting.remove(ending.ended().id());
        over.accept(ending.run());
        ending.settled().complete(null);
    }

    /** Tries nothing again. */
    @Override
    public void close() {
        closed = true;
        later.shutdownNow();
        DroverException end = DroverException.of(ErrorCode.UNAVAILABLE, "The daemon ends.");
        List.copyOf(waiting.values()).forEach(ending -> failed(ending, end));
    }
}
