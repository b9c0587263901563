package io.drover.engine.execute;

import io.drover.engine.access.ActionTokens;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.enforce.Prepared;
import io.drover.engine.enforce.Requests;
import io.drover.engine.secret.Veil;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.store.Store;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executions that this node holds. Each is committed as claimed by this node before it comes here; before a runner
 * with effects starts, {@code running} is committed, so that after a crash what was only claimed can run, and what may
 * have had its effect is not repeated.
 */
public final class Runs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final String ENGINE = "engine";
    private static final int RECOVERED_AT_ONCE = 50_000;

    private final Settings settings;
    private final Store store;
    private final Registry registry;
    private final Committer committer;
    private final Parameters parameters;
    private final Requests requests;
    private final ActionTokens tokens;
    private final InstantSource clock;
    private final Consumer<String> failPoint;
    private final Map<String, ActionRunner> runners = new LinkedHashMap<>();
    private final ConcurrentMap<String, Run> held = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor workers;
    /** For runners without effects, which end at once: they need not wait for programs to end. */
    private final ThreadPoolExecutor quick;

    private final LongAdder completed = new LongAdder();
    private volatile boolean draining;
    private volatile FollowUp followUp;

    /** Commits how an execution ended, together with the event that its end is, where a rule listens to such events. */
    @FunctionalInterface
    public interface FollowUp {
        CompletableFuture<Outcome> commit(Execution ended, Change completion);
    }

    /**
     * How runs are carried out.
     *
     * @param node this node's name, the owner of its claims
     * @param workers most actions that run at once
     * @param outputLimit most characters of output kept per execution
     * @param grace between the polite and the final signal to a program
     * @param api where actions reach this daemon
     */
    public record Settings(String node, int workers, long outputLimit, Duration grace, Supplier<URI> api) {}

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
        this.store = store;
        this.registry = registry;
        this.committer = committer;
        this.parameters = parameters;
        this.requests = requests;
        this.tokens = tokens;
        this.clock = clock;
        this.failPoint = failPoint;
        this.followUp = (ended, completion) -> committer.submit(completion);
        runners.forEach(runner -> this.runners.put(runner.type().name(), runner));
        this.workers = pool("drover-action-", settings.workers());
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

    /** Says how ends are committed. */
    public void followUp(FollowUp way) {
        this.followUp = way;
    }

    /** {@return how many executions this node holds that are not completed} */
    public int open() {
        return held.size();
    }

    /** {@return how many actions run or wait for a worker} */
    public int busy() {
        return workers.getActiveCount();
    }

    /** {@return how many executions were completed since the start} */
    public long completed() {
        return completed.sum();
    }

    /** Starts an execution that is committed as claimed by this node. */
    public void start(Execution claimed) {
        Run run = new Run(claimed, settings.grace());
        if (!draining && held.putIfAbsent(claimed.id(), run) == null) {
            ActionRunner runner = runners.get(claimed.runnerType());
            try {
                (runner == null || runner.type().effects() ? workers : quick).execute(() -> carryOut(run));
            } catch (RejectedExecutionException draining) {
                held.remove(claimed.id(), run);
            }
        }
    }

    /**
     * Takes up what this node held when it ended: what was only claimed runs now; of what was running nobody knows whether
     * its effect happened, so it is abandoned, unless its action may be repeated.
     */
    public void recover() {
        List<Execution> unfinished =
                store.read(transaction -> transaction.executions().unfinished(settings.node(), RECOVERED_AT_ONCE));
        if (unfinished.isEmpty()) {
            return;
        }
        // what was read is committed, but perhaps about to be started: a later commit comes after that
        committer.commit(Change.of(batch -> {}));
        List<CompletableFuture<Outcome>> commits = new ArrayList<>();
        int resumed = 0;
        int abandoned = 0;
        for (Execution execution : unfinished) {
            if (held.containsKey(execution.id())) {
                continue;
            }
            if (mayRun(execution)) {
                commits.add(resume(execution));
                resumed++;
            } else {
                commits.add(abandon(execution));
                abandoned++;
            }
        }
        CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new)).join();
        if (resumed + abandoned > 0) {
            LOG.info(
                    "Recovered {} executions: {} start again, {} were running and are abandoned.",
                    resumed + abandoned,
                    resumed,
                    abandoned);
        }
    }

    private boolean mayRun(Execution execution) {
        return switch (execution.status()) {
            case REQUESTED, SCHEDULED, DELAYED -> true;
            case RUNNING -> {
                CallableAction callable = registry.callable(execution.action());
                yield callable != null && callable.action().idempotent();
            }
            default -> false;
        };
    }

    private CompletableFuture<Outcome> resume(Execution execution) {
        Instant now = clock.instant();
        Execution again = execution.status() == ExecutionStatus.REQUESTED
                ? execution
                : execution.moved(ExecutionStatus.REQUESTED, now);
        Execution claimed = again.claimedBy(settings.node());
        return committer
                .submit(Change.of(batch -> {
                    batch.update(claimed, execution.claim().attempt());
                    batch.append(audit(claimed, "reclaimed", now).because("the daemon was restarted"));
                }))
                .thenApply(outcome -> {
                    if (!outcome.fenced().contains(claimed.id())) {
                        start(claimed);
                    }
                    return outcome;
                });
    }

    private CompletableFuture<Outcome> abandon(Execution execution) {
        boolean wasCanceled = execution.status() == ExecutionStatus.CANCELING;
        ActionResult outcome = wasCanceled
                ? ActionResult.canceled(Map.of("error", "It was being cancelled when the daemon ended."))
                : ActionResult.abandoned("The daemon ended while this ran; whether its effect happened is not known. "
                        + "Declare the action idempotent to have it repeated.");
        Instant now = clock.instant();
        Execution ended = execution.completedWith(outcome, now);
        return committer.submit(Change.of(batch -> {
            batch.update(ended, execution.claim().attempt());
            batch.append(audit(ended, ended.status().word(), now).because("the daemon ended while it ran"));
        }));
    }

    /**
     * Asks an execution to stop.
     *
     * @return it as it is after the commit
     */
    public CompletionStage<Execution> cancel(Execution stored, String who) {
        Run run = held.get(stored.id());
        if (run == null) {
            return CompletableFuture.completedFuture(stored);
        }
        Instant now = clock.instant();
        run.cancel();
        synchronized (run) {
            Execution current = run.execution();
            if (!current.status().isCancelable()) {
                return CompletableFuture.completedFuture(current);
            }
            int attempt = current.claim().attempt();
            Execution marked = current.withContext("canceled_by", who);
            Execution next = run.isStarted()
                    ? marked.moved(ExecutionStatus.CANCELING, now)
                    : marked.completedWith(ActionResult.canceled(Map.of()), now);
            run.becomes(next);
            return committer
                    .submit(Change.of(batch -> {
                        batch.update(next, attempt);
                        batch.append(audit(next, next.status().word(), now, who));
                    }))
                    .whenComplete((outcome, failure) -> {
                        if (next.status().isCompleted()) {
                            held.remove(next.id(), run);
                        }
                    })
                    .thenApply(outcome -> next);
        }
    }

    private void carryOut(Run run) {
        try {
            if (draining || !run.start()) {
                return;
            }
            Execution execution = run.execution();
            ActionRunner runner = runners.get(execution.runnerType());
            CallableAction callable = registry.callable(execution.action());
            if (runner == null || callable == null) {
                complete(
                        run,
                        ActionResult.failed("Action '" + execution.action() + "' of runner '" + execution.runnerType()
                                + "' is no longer registered. Register its pack and run it again."));
                return;
            }
            if (runner.type().effects() && !markRunning(run)) {
                return;
            }
            complete(run, result(run, runner, callable));
        } catch (RuntimeException e) {
            LOG.error(
                    "Execution {} could not be carried on; it is taken up again at the next start.",
                    run.execution().id(),
                    e);
            held.remove(run.execution().id(), run);
        }
    }

    /** {@return whether the mark was committed under this node's attempt} */
    private boolean markRunning(Run run) {
        Instant now = clock.instant();
        CompletableFuture<Outcome> marked;
        Execution running;
        synchronized (run) {
            Execution current = run.execution();
            if (run.isAsked()) {
                return complete(run, ActionResult.canceled(Map.of()));
            }
            if (run.isCanceled()) {
                return false;
            }
            running = current.moved(ExecutionStatus.SCHEDULED, now).moved(ExecutionStatus.RUNNING, now);
            run.becomes(running);
            marked = committer.submit(Change.of(batch -> {
                batch.update(running, running.claim().attempt());
                batch.append(audit(running, "started", now));
            }));
        }
        boolean held = !marked.join().fenced().contains(running.id());
        failPoint.accept("running-committed");
        if (!held) {
            LOG.warn("Execution {} is held by another attempt; this one does not start it.", running.id());
            this.held.remove(running.id(), run);
        }
        return held;
    }

    private ActionResult result(Run run, ActionRunner runner, CallableAction callable) {
        Execution execution = run.execution();
        try (ActionTokens.Token token = tokens.issue(execution)) {
            Prepared prepared = prepared(execution, callable);
            return run(run, runner, callable, prepared, token.text(), veil(callable, prepared, token.text()));
        } catch (DroverException e) {
            return ActionResult.failed(e.getMessage());
        }
    }

    private ActionResult run(
            Run run, ActionRunner runner, CallableAction callable, Prepared prepared, String token, Veil veil) {
        Execution execution = run.execution();
        OutputSpool output = new OutputSpool(
                execution.id(), execution.claim().attempt(), veil, committer, clock, settings.outputLimit());
        try {
            ActionResult result = runner.run(context(run, runner, callable, prepared, token, output));
            failPoint.accept("action-ended");
            return new ActionResult(result.status(), veil.masked(result.result()));
        } catch (InterruptedException e) {
            return ActionResult.abandoned("The daemon stopped before the action ended.");
        } catch (DroverException e) {
            return ActionResult.failed(veil.masked(e.getMessage()));
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            LOG.warn(
                    "Action {} threw; execution {} fails. {}",
                    execution.action(),
                    execution.id(),
                    veil.masked(stack(e)));
            return ActionResult.failed(veil.masked(e.getClass().getSimpleName() + ": " + e.getMessage()));
        } finally {
            output.finish();
        }
    }

    private static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private Prepared prepared(Execution execution, CallableAction callable) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("action_context", execution.context());
        context.put("config_context", registry.config(callable.action().ref().pack()));
        return parameters.complete(callable, requests.prepared(execution), context);
    }

    /** Covers in what an action tells what is secret of what it was told. */
    private Veil veil(CallableAction callable, Prepared prepared, String token) {
        List<Object> secrets = new ArrayList<>(prepared.hidden());
        secrets.addAll(parameters.configSecrets(callable));
        secrets.add(token);
        return Veil.over(secrets);
    }

    private ActionContext context(
            Run run,
            ActionRunner runner,
            CallableAction callable,
            Prepared prepared,
            String token,
            OutputSpool output) {
        Map<String, @Nullable Object> ofRunner = new LinkedHashMap<>();
        Map<String, @Nullable Object> ofAction = new LinkedHashMap<>();
        prepared.clear()
                .forEach((name, value) ->
                        (runner.type().parameters().containsKey(name) ? ofRunner : ofAction).put(name, value));
        Set<String> secrets = new TreeSet<>(callable.secrets());
        secrets.addAll(prepared.secrets().keySet());
        return new ActionContext(
                run.execution(),
                callable.action(),
                ofRunner,
                ofAction,
                List.copyOf(secrets),
                registry.config(callable.action().ref().pack()),
                settings.api().get(),
                token,
                output,
                run);
    }

    private boolean complete(Run run, ActionResult given) {
        Instant now = clock.instant();
        Execution ended;
        int attempt;
        synchronized (run) {
            Execution current = run.execution();
            if (current.status().isCompleted()) {
                return false;
            }
            ActionResult result = given;
            attempt = current.claim().attempt();
            if (current.status() == ExecutionStatus.REQUESTED
                    && current.status().canBecome(ExecutionStatus.RUNNING)) {
                current = current.moved(ExecutionStatus.SCHEDULED, now).moved(ExecutionStatus.RUNNING, now);
            }
            if (run.isCanceled() && result.status() != ExecutionStatus.SUCCEEDED) {
                ExecutionStatus stopped = run.isAsked() ? ExecutionStatus.CANCELED : ExecutionStatus.ABANDONED;
                result = new ActionResult(stopped, given.result());
            }
            ended = current.completedWith(result, now);
            run.becomes(ended);
        }
        Execution last = ended;
        List<AuditRecord> entries = new ArrayList<>();
        entries.add(audit(last, last.status().word(), now));
        Change completion = Change.of(batch -> {
            batch.update(last, attempt);
            entries.forEach(batch::append);
        });
        CompletableFuture<Void> unused = followUp.commit(last, completion).handle((outcome, failure) -> {
            if (failure != null) {
                LOG.error(
                        "The result of execution {} could not be stored; it stays open until the next start.",
                        last.id(),
                        failure);
            } else if (outcome.fenced().contains(last.id())) {
                LOG.warn("Execution {} is held by another attempt; this result is dropped.", last.id());
            } else {
                failPoint.accept("completion-committed");
            }
            held.remove(last.id(), run);
            completed.increment();
            return null;
        });
        return false;
    }

    private static AuditRecord audit(Execution execution, String what, Instant now) {
        return audit(execution, what, now, ENGINE);
    }

    private static AuditRecord audit(Execution execution, String what, Instant now, String who) {
        return AuditRecord.of(
                        who,
                        what,
                        "execution",
                        execution.id(),
                        execution.trace().id(),
                        now)
                .with("action", execution.action().toString());
    }

    /**
     * Starts nothing more and waits for what runs.
     *
     * @return whether all ended in time; what was only claimed is taken up at the next start
     */
    public boolean drain(Duration patience) {
        draining = true;
        List.of(workers, quick).forEach(pool -> {
            pool.getQueue().clear();
            pool.shutdown();
        });
        try {
            return workers.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Interrupts what still runs. */
    @Override
    public void close() {
        draining = true;
        held.values().forEach(Run::stop);
        quick.shutdownNow();
        List<Runnable> unstarted = workers.shutdownNow();
        LOG.debug("{} executions were not started; they are taken up at the next start.", unstarted.size());
        try {
            boolean unused =
                    workers.awaitTermination(settings.grace().plusSeconds(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
