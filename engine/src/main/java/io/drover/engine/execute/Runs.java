package io.drover.engine.execute;

import io.drover.engine.access.ActionTokens;
import io.drover.engine.catalog.Registry;
import io.drover.engine.cluster.Lease;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.enforce.Requests;
import io.drover.engine.trace.Tracing;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.store.Store;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executions that this node holds. Each is committed as claimed by this node before it comes here, and as {@code running}
 * before it has effects, so that after a crash what was only claimed can run, and what may have had its effect is not repeated.
 */
public final class Runs implements AutoCloseable, Lease.Holdings {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private final Settings settings;
    private final Endings endings;
    private final Ledger ledger;
    private final Recovery recovery;
    private final ConcurrentMap<String, Run> held = new ConcurrentHashMap<>();
    private final Delays<Run> delays;
    private final Pending pending;
    private final Workers workers;

    private volatile Conductors conductors = Conductors.NONE;
    private volatile Gate gate = Gate.OPEN;
    private volatile boolean draining;

    /** Commits how executions ended, or that they wait for an answer, together with what follows from that. */
    @FunctionalInterface
    public interface FollowUp {

        /**
         * Commits a change with what follows from it: all of it, or none.
         *
         * @param told the executions as they are then, completed or {@code pending}; more than one where the end of one
         *     ended another
         * @param change their rows and audit records
         */
        CompletableFuture<Outcome> commit(List<Execution> told, Change change);

        default CompletableFuture<Outcome> commit(Execution told, Change change) {
            return commit(List.of(told), change);
        }
    }

    /** Where executions of some actions wait before they begin. */
    public interface Gate {
        /** Lets everything pass. */
        Gate OPEN = new Gate() {
            @Override
            public boolean takes(Execution due) {
                return false;
            }

            @Override
            public void forget(Execution gone) {}
        };

        /** {@return whether it takes an execution that is due; it tells then by {@link #pass} and the like what becomes of it} */
        boolean takes(Execution due);

        /** Waits no more for an execution; one that does not wait changes nothing. */
        void forget(Execution gone);
    }

    /**
     * How runs are carried out.
     *
     * @param node this node's name, the owner of its claims
     * @param workers most actions that run at once
     * @param outputLimit most characters of output kept per execution
     * @param validateOutput whether a result that its action's output schema does not allow is a failure
     * @param grace between the polite and the final signal to a program
     * @param api where actions reach this daemon
     * @param tracing names the spans of attempts
     */
    public record Settings(
            String node,
            int workers,
            long outputLimit,
            boolean validateOutput,
            Duration grace,
            Supplier<URI> api,
            Tracing tracing) {}

    public Runs(
            Settings settings,
            Store store,
            Registry registry,
            Committer committer,
            Parameters parameters,
            Requests requests,
            ActionTokens tokens,
            List<ActionRunner> runners,
            InstantSource clock,
            Consumer<String> failPoint) {
        this.settings = settings;
        Results results = new Results(registry, requests, settings.validateOutput());
        this.pending = new Pending(results, this::commitOnce, clock);
        this.endings =
                new Endings(store, (told, change) -> committer.submit(change), failPoint, this::letGo, pending::watch);
        this.ledger = new Ledger(committer, endings, results, clock, failPoint, this::letGo);
        this.workers = new Workers(
                settings,
                registry,
                runners,
                ledger,
                new Calls(settings, parameters, requests, tokens, committer, clock, failPoint),
                this::letGo);
        this.recovery = new Recovery(
                settings.node(),
                store,
                registry,
                committer,
                endings::commitOnce,
                clock,
                type -> conductors.conduct(type));
        this.delays = new Delays<>("drover-delays", clock, this::begin);
    }

    /** Says how ends are committed. */
    public void followUp(FollowUp way) {
        endings.way(way);
    }

    /** Says who carries on executions whose work other executions do. */
    public void conductors(Conductors those) {
        conductors = those;
    }

    private CompletableFuture<Outcome> commitOnce(List<Execution> told, Change change) {
        return endings.commitOnce(told, change);
    }

    /** {@return the executions that wait for an answer} */
    public Pending pending() {
        return pending;
    }

    /** Says where executions wait before they begin. */
    public void gate(Gate way) {
        gate = way;
    }

    /** Says whether others may have taken over what this node holds. */
    public void lease(BooleanSupplier isOver) {
        workers.lease(isOver);
    }

    /** {@return how many executions this node holds that are neither completed nor wait for their time} */
    public int open() {
        return Math.max(0, held.size() - delays.size());
    }

    /** {@return an execution that this node holds; null where it holds none of that id} */
    public @Nullable Execution held(String id) {
        Run run = held.get(id);
        return run == null ? null : run.execution();
    }

    /** {@return the run of an execution that this node holds; null where it holds none of that id} */
    public @Nullable Run run(String id) {
        return held.get(id);
    }

    /** {@return how many executions wait for their time} */
    public int delayed() {
        return delays.size();
    }

    /** {@return how many actions run} */
    public int busy() {
        return workers.busy();
    }

    /** {@return how many actions wait for a worker} */
    public int waiting() {
        return workers.waiting();
    }

    /** {@return how many executions were completed since the start} */
    public long completed() {
        return endings.completed();
    }

    /**
     * Starts an execution that is committed as claimed by this node; a delayed one when it is due. One that waits for an
     * answer waits on.
     */
    public void start(Execution claimed) {
        if (claimed.status() == ExecutionStatus.PENDING) {
            pending.watch(claimed);
            return;
        }
        Run run = new Run(claimed, settings.grace());
        if (!draining && held.putIfAbsent(claimed.id(), run) == null) {
            if (claimed.status() == ExecutionStatus.DELAYED) {
                delays.add(claimed.id(), claimed.dueAt(), run);
            } else {
                begin(run);
            }
        }
    }

    private void begin(Run run) {
        if (!gate.takes(run.execution())) {
            work(run);
        }
    }

    /** Begins an execution that its gate let pass, and that is committed as claimed by this node. */
    public void pass(Execution scheduled) {
        if (!draining) {
            Run run = held.computeIfAbsent(scheduled.id(), id -> new Run(scheduled, settings.grace()));
            if (becomes(run, scheduled)) {
                work(run);
            }
        }
    }

    /** Notes an execution as it waits at its gate. */
    public void waits(Execution delayed) {
        Run run = held.get(delayed.id());
        boolean unused = run != null && becomes(run, delayed);
    }

    /** Ends an execution that its gate turned away, and that is committed as {@code canceling}. */
    public void turnAway(Execution canceling, String why) {
        Run run = held.get(canceling.id());
        if (run != null && becomes(run, canceling)) {
            CompletableFuture<Void> unused = ledger.ended(run, ActionResult.canceled(Map.of("error", why)));
        }
    }

    /** Lets an execution go that another node has, or that is completed. */
    public void lose(Execution gone) {
        Run run = held.get(gone.id());
        if (run != null) {
            letGo(run);
        }
    }

    /** {@return whether a run is as it is stored now; not where it was cancelled meanwhile} */
    private static boolean becomes(Run run, Execution stored) {
        synchronized (run) {
            boolean open = !run.execution().status().isCompleted();
            if (open) {
                run.becomes(stored);
            }
            return open;
        }
    }

    private void work(Run run) {
        if (conductors.conduct(run.execution().runnerType())) {
            conductors.carryOn(run);
            return;
        }
        workers.take(run);
    }

    /** Takes up what this node held when it ended, or what it does not know that it holds. */
    public void recover() {
        recovery.recover(id -> held.containsKey(id) || pending.isWatched(id), this::start);
    }

    /** Takes over what a silent node holds. */
    @Override
    public void takeOver(String silent) {
        recovery.takeOver(silent, this::start);
    }

    /** Tells what others have taken over to stop: what it still does counts for nothing. */
    @Override
    public void reconsider() {
        List<Run> here = List.copyOf(held.values());
        Predicate<String> ours = recovery.ours();
        here.stream()
                .filter(run -> !ours.test(run.execution().id()))
                // how it ended here may be told already
                .filter(run -> !run.execution().status().isCompleted())
                .forEach(this::stopLost);
    }

    private void stopLost(Run run) {
        LOG.warn(
                "Execution {} was taken over by another node while this one was silent; it is stopped here.",
                run.execution().id());
        run.stop();
        if (!run.isStarted() && !conductors.conduct(run.execution().runnerType())) {
            letGo(run);
        }
    }

    /**
     * Asks an execution to stop.
     *
     * @return it as it is after the commit
     */
    public CompletionStage<Execution> cancel(Execution stored, String who) {
        if (stored.status() == ExecutionStatus.PENDING) {
            throw DroverException.invalid("Action cannot be canceled. State = pending.");
        }
        Run run = held.get(stored.id());
        if (run == null) {
            return stored.status().isCompleted()
                    ? CompletableFuture.completedFuture(stored)
                    : CompletableFuture.failedFuture(notHeld(stored, "cancelled"));
        }
        if (conductors.conduct(stored.runnerType()) && run.execution().status() != ExecutionStatus.DELAYED) {
            return conductors.ask(run, Conductors.Wish.CANCEL, who);
        }
        CompletionStage<Execution> stopping = ledger.stopping(run, who);
        run.stop();
        return stopping;
    }

    /**
     * Asks a workflow to pause, or a paused one to go on.
     *
     * @return its execution as it is after the commit; as it is where it pauses already, but is held elsewhere or not taken up yet
     */
    public CompletionStage<Execution> ask(Execution stored, Conductors.Wish wish, String who) {
        boolean pauses = stored.status() == ExecutionStatus.PAUSING || stored.status() == ExecutionStatus.PAUSED;
        if (wish == Conductors.Wish.PAUSE && pauses && run(stored.id()) == null) {
            return CompletableFuture.completedFuture(stored);
        }
        return conductors.ask(conducted(stored, wish == Conductors.Wish.PAUSE ? "paused" : "resumed"), wish, who);
    }

    private Run conducted(Execution stored, String what) {
        if (stored.status().isCompleted()) {
            throw DroverException.invalid("Execution is already in completed state.");
        }
        if (!conductors.conduct(stored.runnerType())) {
            throw DroverException.invalid("Failed updating execution. Execution \"" + stored.id() + "\" cannot be "
                    + what + ": its runner is '" + stored.runnerType()
                    + "', and that can be done with workflows alone.");
        }
        Run run = held.get(stored.id());
        if (run == null) {
            throw notHeld(stored, what);
        }
        return run;
    }

    /**
     * Ends an execution whose work is done elsewhere; a runner that still works on it is told to stop.
     *
     * @return it as it is after the commit
     */
    public CompletionStage<Execution> end(Execution stored, ActionResult outcome, String who) {
        if (stored.status().isCompleted()) {
            throw DroverException.invalid("Execution is already in completed state.");
        }
        if (stored.status() == ExecutionStatus.PENDING) {
            return pending.report(stored, outcome, who);
        }
        Run run = held.get(stored.id());
        if (run == null) {
            throw notHeld(stored, "ended");
        }
        if (conductors.conduct(stored.runnerType())) {
            throw DroverException.invalid("Failed updating execution. It is a workflow, which ends when its tasks have"
                    + " ended. Cancel it, or end the executions of its tasks.");
        }
        CompletionStage<Execution> ended = ledger.reported(run, outcome, who);
        run.stop();
        return ended;
    }

    private static DroverException notHeld(Execution stored, String what) {
        return DroverException.of(
                ErrorCode.UNAVAILABLE,
                "Execution '" + stored.id() + "' is '" + stored.status().word()
                        + "', but not taken up here yet, so it cannot be " + what + ". Ask again shortly.");
    }

    /** Lets go of a run whose end is committed. */
    public void over(Run run) {
        endings.count();
        letGo(run);
    }

    private void letGo(Run run) {
        delays.remove(run.execution().id());
        gate.forget(run.execution());
        held.remove(run.execution().id(), run);
    }

    /**
     * Starts nothing more and waits for what runs.
     *
     * @return whether all ended in time; what was only claimed is taken up at the next start
     */
    public boolean drain(Duration patience) {
        draining = true;
        delays.close();
        pending.close();
        workers.drain();
        return workers.awaitEnd(patience);
    }

    /** Interrupts what still runs. */
    @Override
    public void close() {
        draining = true;
        delays.close();
        pending.close();
        endings.close();
        held.values().forEach(Run::stop);
        workers.interrupt();
        boolean unused = workers.awaitEnd(settings.grace().plusSeconds(2));
    }
}
