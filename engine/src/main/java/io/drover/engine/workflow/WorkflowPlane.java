package io.drover.engine.workflow;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.datastore.TemplateKeys;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.enforce.Requests;
import io.drover.engine.execute.Conductors;
import io.drover.engine.execute.Results;
import io.drover.engine.execute.Run;
import io.drover.engine.execute.Runs;
import io.drover.engine.ids.Ids;
import io.drover.engine.secret.SecretBox;
import io.drover.engine.trace.Tracing;
import io.drover.model.action.ActionResult;
import io.drover.model.action.RunnerType;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.store.Store;
import io.drover.workflow.Status;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries on the workflows whose executions this node holds. Each run does one step after the other: what it is told while
 * one is committed it takes in the next, all at once. So nothing locks, and the ends of many tasks share a commit.
 */
public final class WorkflowPlane implements Conductors, Runs.FollowUp, AutoCloseable {
    /** The runner of Orquesta's workflows (platform spec 5.3). */
    public static final RunnerType ORQUESTA = new RunnerType(
            "orquesta",
            "Runs a workflow that is written in the language Orquesta.",
            Map.of(
                    "notify",
                    Map.of(
                            "type",
                            "array",
                            "uniqueItems",
                            true,
                            "items",
                            Map.of("type", "string", "minLength", 1, "pattern", "^\\w+$"),
                            "default",
                            List.of(),
                            "description",
                            "Names of the tasks of whose end people are told.")),
            "output",
            true);

    /** The runner of action chains (platform spec 5.4). */
    public static final RunnerType CHAIN = new RunnerType(
            "action-chain",
            "Runs a chain of actions, one after the other.",
            Map.of(
                    "display_published",
                    Map.of(
                            "type",
                            "boolean",
                            "default",
                            true,
                            "description",
                            "Whether the published variables are part of the result."),
                    "skip_notify",
                    Map.of(
                            "type",
                            "array",
                            "default",
                            List.of(),
                            "description",
                            "Names of the tasks of whose end nobody is told.")),
            "published",
            true);

    private static final int THREADS = 2;

    private final Parts parts;
    private final Children children;
    private final Definitions definitions;
    private final ConcurrentMap<String, LiveRun> live = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor threads;
    private volatile boolean closed;

    /**
     * What runs of workflows are made with.
     *
     * @param ends commits ends with the events that follow from them
     * @param api where this daemon is reached
     */
    public record Parts(
            Store store,
            Registry registry,
            Committer committer,
            Parameters parameters,
            Requests requests,
            Results results,
            TemplateKeys keys,
            SecretBox secrets,
            Runs runs,
            Runs.FollowUp ends,
            Ids ids,
            Tracing tracing,
            InspectedWorkflows inspection,
            String node,
            Supplier<URI> api,
            InstantSource clock) {}

    public WorkflowPlane(Parts parts) {
        this.parts = parts;
        this.children =
                new Children(parts.registry(), parts.parameters(), parts.requests(), parts.ids(), parts.tracing());
        this.definitions = new Definitions(parts.keys());
        AtomicInteger number = new AtomicInteger();
        this.threads = new ScheduledThreadPoolExecutor(THREADS, task -> {
            Thread thread = new Thread(task, "drover-workflow-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    Parts parts() {
        return parts;
    }

    Children children() {
        return children;
    }

    Definitions definitions() {
        return definitions;
    }

    @Override
    public boolean conduct(String runnerType) {
        return runnerType.equals(ORQUESTA.name()) || runnerType.equals(CHAIN.name());
    }

    @Override
    public void carryOn(Run run) {
        submit(() -> of(run.execution()).tell(new News.Begin(run)));
    }

    @Override
    public CompletionStage<Execution> ask(Run run, Wish wish, String who) {
        return ask(
                run.execution(),
                switch (wish) {
                    case PAUSE -> Status.PAUSED;
                    case RESUME -> Status.RESUMING;
                    case CANCEL -> Status.CANCELED;
                },
                who);
    }

    /** Asks the run of an execution to take a status. {@return the execution after the commit} */
    CompletionStage<Execution> ask(Execution execution, Status wanted, String who) {
        CompletableFuture<Execution> answer = new CompletableFuture<>();
        submit(() -> of(execution).tell(new News.Asked(execution.id(), wanted, who, answer)));
        return answer;
    }

    /** Commits the end of a task together with what follows from it in its run, any other end by itself. */
    @Override
    public CompletableFuture<Outcome> commit(List<Execution> ended, Change completion) {
        String run = Slot.run(ended.get(ended.size() - 1));
        if (run == null || closed) {
            return parts.ends().commit(ended, completion);
        }
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        live(run).tell(new News.Ended(ended, completion, answer));
        return answer;
    }

    /** Tells the run whose task an execution is that it is committed in another status, which is not its end. */
    public void moved(Execution child) {
        String run = Slot.run(child);
        if (run != null) {
            live(run).tell(new News.Moved(child));
        }
    }

    /** Tells the run whose task an execution is that it is committed as failed, as it could not be requested. */
    void refused(Execution child) {
        live(Objects.requireNonNull(Slot.run(child))).tell(new News.Refused(child));
    }

    /** The run that an execution began or goes on with. */
    private LiveRun of(Execution execution) {
        return live(idOf(execution));
    }

    private String idOf(Execution execution) {
        if (execution.context().get(LiveRun.CONTEXT) instanceof String id) {
            return id;
        }
        String earlier = LiveRun.earlier(execution);
        if (earlier == null) {
            // the same however often it is asked before its first commit
            return LiveRun.firstId(execution);
        }
        // whoever took the run up meanwhile: it is the same one
        Execution first = stored(earlier);
        return first != null && first.context().get(LiveRun.CONTEXT) instanceof String id
                ? id
                : LiveRun.firstId(execution);
    }

    private LiveRun live(String id) {
        return live.computeIfAbsent(id, key -> new LiveRun(key, this));
    }

    /** Forgets a run to which nothing more happens. */
    void forget(LiveRun run) {
        live.remove(run.id(), run);
    }

    /** {@return how many runs are held in memory} */
    public int size() {
        return live.size();
    }

    /** Does a step on a thread of this plane. */
    void submit(Runnable step) {
        try {
            threads.execute(step);
        } catch (RejectedExecutionException ending) {
            // what is not done is taken up at the next start
        }
    }

    /** Does a step a second later. */
    void later(Runnable step) {
        try {
            ScheduledFuture<?> unused = threads.schedule(step, 1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException ending) {
            // as above
        }
    }

    /** {@return how many steps wait for their time or for a thread} */
    int waiting() {
        return threads.getQueue().size();
    }

    /** {@return whether no step is begun any more} */
    boolean isClosed() {
        return closed;
    }

    /** Begins no more steps: what ends from now on is committed by itself, and taken in by its run at the next start. */
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
        try {
            boolean unused = threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        live.values().forEach(LiveRun::release);
    }

    /** {@return the run of an execution that this node holds; null where it holds it not} */
    @Nullable
    Run held(String execution) {
        return parts.runs().run(execution);
    }

    /** {@return an execution as it is held here, else as it is stored; null where there is none} */
    @Nullable
    Execution execution(String execution) {
        Execution here = parts.runs().held(execution);
        return here != null ? here : stored(execution);
    }

    /** {@return an execution as it is stored; null where there is none} */
    @Nullable
    Execution stored(String execution) {
        return parts.store()
                .read(transaction -> transaction.executions().find(execution))
                .orElse(null);
    }

    /** {@return what templates of a chain see of the configuration of its pack; nothing for other workflows} */
    Map<String, @Nullable Object> config(Execution execution) {
        CallableAction callable = parts.registry().callable(execution.action());
        return callable == null || !execution.runnerType().equals(CHAIN.name())
                ? Map.of()
                : parts.parameters().config(callable, execution.cause().user()).values();
    }

    boolean isOwn(Execution execution) {
        return parts.node().equals(execution.claim().owner());
    }

    /** {@return whether a status that is no end tells a run something: plain actions tell nothing but their end} */
    boolean tells(Execution child) {
        return child.status() == ExecutionStatus.PENDING || conduct(child.runnerType());
    }

    /** Commits a step with which executions end. */
    CompletableFuture<Outcome> commitEnds(RunStep step, Change change) {
        return step.isOver() ? commit(step.ended(), change) : parts.ends().commit(step.ended(), change);
    }

    /** Ends the execution of a run of which a step cannot be done, by a defect. */
    void fail(Run run, Throwable defect) {
        Execution current = run.execution();
        if (current.status().isCompleted()) {
            return;
        }
        Instant now = parts.clock().instant();
        Execution failed = Statuses.before(current, ExecutionStatus.FAILED, now)
                .completedWith(
                        ActionResult.failed(NewRun.failure(Map.of(
                                "type",
                                "error",
                                "message",
                                defect.getClass().getSimpleName() + ": " + defect.getMessage()))),
                        now);
        AuditRecord entry = AuditRecord.of(
                        "engine",
                        "failed",
                        "execution",
                        failed.id(),
                        failed.trace().id(),
                        now)
                .with("action", failed.action().toString());
        CompletableFuture<Void> unused = commit(
                        List.of(failed),
                        Change.of(batch -> batch.update(failed, current.claim().attempt(), entry)))
                .thenAccept(outcome -> {
                    run.becomes(failed);
                    parts.runs().over(run);
                });
    }
}
