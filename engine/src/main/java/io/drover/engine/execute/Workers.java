package io.drover.engine.execute;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.trace.Tracing;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.execution.Execution;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that carry out runs by the runners of their actions. Before a runner with effects starts, {@code running} is
 * committed.
 */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final Duration LEASE_PAUSE = Duration.ofMillis(100);

    private final Registry registry;
    private final Ledger ledger;
    private final Calls calls;
    private final Tracing tracing;
    private final Consumer<Run> letGo;
    private final Map<String, ActionRunner> runners = new LinkedHashMap<>();
    private final ThreadPoolExecutor threads;
    /** For runners without effects, which end at once: they need not wait for programs to end. */
    private final ThreadPoolExecutor quick;

    private volatile BooleanSupplier leaseIsOver = () -> false;
    private volatile boolean draining;

    /** @param letGo is given runs that cannot be carried out here */
    Workers(
            Runs.Settings settings,
            Registry registry,
            List<ActionRunner> runners,
            Ledger ledger,
            Calls calls,
            Consumer<Run> letGo) {
        this.registry = registry;
        this.ledger = ledger;
        this.calls = calls;
        this.tracing = settings.tracing();
        this.letGo = letGo;
        runners.forEach(runner -> this.runners.put(runner.type().name(), runner));
        this.threads = pool("drover-action-", settings.workers());
        this.quick = pool("drover-quick-", 1);
    }

    private static ThreadPoolExecutor pool(String name, int size) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Says whether others may have taken over what this node holds. */
    void lease(BooleanSupplier isOver) {
        leaseIsOver = isOver;
    }

    /** {@return how many actions run} */
    int busy() {
        return threads.getActiveCount();
    }

    /** {@return how many actions wait for a thread} */
    int waiting() {
        return threads.getQueue().size();
    }

    /** Carries out a run as soon as a thread is free. */
    void take(Run run) {
        ActionRunner runner = runners.get(run.execution().runnerType());
        try {
            (runner == null || runner.type().effects() ? threads : quick).execute(() -> carryOut(run));
        } catch (RejectedExecutionException ended) {
            letGo.accept(run);
        }
    }

    private void carryOut(Run run) {
        LogContext.put(run.execution(), tracing);
        try {
            if (awaitLease() && run.start()) {
                call(run);
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "Execution {} could not be carried on; it is taken up again at the next start.",
                    run.execution().id(),
                    e);
            letGo.accept(run);
        } finally {
            LogContext.clear();
        }
    }

    private void call(Run run) {
        Execution execution = run.execution();
        ActionRunner runner = runners.get(execution.runnerType());
        CallableAction callable = registry.callable(execution.action());
        if (runner == null || callable == null) {
            CompletableFuture<Void> unused = ledger.ended(
                    run,
                    ActionResult.failed("Action '" + execution.action() + "' of runner '" + execution.runnerType()
                            + "' is no longer registered. Register its pack and run it again."));
        } else if (!runner.type().effects()) {
            CompletableFuture<Void> unused = ledger.ended(run, calls.call(run, runner, callable));
        } else if (ledger.started(run)) {
            // a result that cannot be committed keeps its thread, so that no more of them pile up
            ledger.ended(run, calls.call(run, runner, callable)).join();
        }
    }

    /**
     * Waits while others may have taken over what is held here: what began now would be abandoned by them.
     *
     * @return false where the daemon ends
     */
    private boolean awaitLease() {
        while (leaseIsOver.getAsBoolean() && !draining) {
            LockSupport.parkNanos(LEASE_PAUSE.toNanos());
        }
        return !draining;
    }

    /** Starts nothing more, and lets what waits for a thread wait for the next life. */
    void drain() {
        draining = true;
        List.of(threads, quick).forEach(pool -> {
            pool.getQueue().clear();
            pool.shutdown();
        });
    }

    /** {@return whether all that runs ended in time} */
    boolean awaitEnd(Duration patience) {
        try {
            return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Interrupts what still runs. */
    void interrupt() {
        draining = true;
        quick.shutdownNow();
        List<Runnable> unstarted = threads.shutdownNow();
        LOG.debug("{} executions were not started; they are taken up at the next start.", unstarted.size());
    }
}
