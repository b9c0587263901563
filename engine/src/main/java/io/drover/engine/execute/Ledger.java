package io.drover.engine.execute;

import io.drover.engine.access.Asked;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits what becomes of the runs of this node: each change with its audit record, fenced by the run's attempt. */
final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final String ENGINE = "engine";

    private final Committer committer;
    private final InstantSource clock;
    private final Consumer<String> failPoint;
    private final Consumer<Run> over;
    private final Endings endings;
    private final Results results;

    /**
     * A ledger.
     *
     * @param results how ends are stored
     * @param over is told of a run that this node does not hold any more
     */
    Ledger(
            Committer committer,
            Endings endings,
            Results results,
            InstantSource clock,
            Consumer<String> failPoint,
            Consumer<Run> over) {
        this.committer = committer;
        this.endings = endings;
        this.results = results;
        this.clock = clock;
        this.failPoint = failPoint;
        this.over = over;
    }

    /** Commits that a run is about to have effects. {@return whether it may: nobody stopped it, and it is still this node's} */
    boolean started(Run run) {
        Instant now = clock.instant();
        CompletableFuture<Outcome> marked;
        Execution running;
        synchronized (run) {
            if (run.isAsked()) {
                CompletableFuture<Void> unused = ended(run, ActionResult.canceled(Map.of()));
                return false;
            }
            if (run.isCanceled() || run.execution().status().isCompleted()) {
                return false;
            }
            running = running(run.execution(), now);
            run.becomes(running);
            AuditRecord entry = audit(running, "started", now);
            marked = committer.submit(
                    Change.of(batch -> batch.update(running, running.claim().attempt(), entry)));
        }
        boolean held = !marked.join().fenced().contains(running.id());
        failPoint.accept("running-committed");
        if (!held) {
            LOG.warn("Execution {} is held by another attempt; this one does not start it.", running.id());
            over.accept(run);
        }
        return held;
    }

    /** Commits how a run ended, or that it waits for an answer. {@return completes when it is over} */
    CompletableFuture<Void> ended(Run run, ActionResult given) {
        Instant now = clock.instant();
        Execution ended;
        int attempt;
        synchronized (run) {
            Execution current = run.execution();
            if (current.status().isCompleted()) {
                return CompletableFuture.completedFuture(null);
            }
            attempt = current.claim().attempt();
            current = switch (current.status()) {
                case REQUESTED, DELAYED, SCHEDULED -> running(current, now);
                default -> current;
            };
            ActionResult outcome = result(run, given);
            ended = outcome.status() == ExecutionStatus.PENDING
                    ? current.pendingWith(outcome, now)
                    : results.ended(current, outcome, run.hiding(), now);
            run.becomes(ended);
        }
        AuditRecord entry = audit(ended, ended.status().word(), now);
        return endings.commit(run, ended, Change.of(batch -> batch.update(ended, attempt, entry)));
    }

    /** {@return an execution as its runner has it; what a policy let pass is scheduled already} */
    private static Execution running(Execution current, Instant now) {
        Execution scheduled =
                current.status() == ExecutionStatus.SCHEDULED ? current : current.moved(ExecutionStatus.SCHEDULED, now);
        return scheduled.moved(ExecutionStatus.RUNNING, now);
    }

    private static ActionResult result(Run run, ActionResult given) {
        boolean counts = given.status() == ExecutionStatus.SUCCEEDED
                // a question outlives the daemon
                || (given.status() == ExecutionStatus.PENDING && !run.isAsked());
        if (!run.isCanceled() || counts) {
            return given;
        }
        return new ActionResult(run.isAsked() ? ExecutionStatus.CANCELED : ExecutionStatus.ABANDONED, given.result());
    }

    /** Commits that somebody wants a run to stop; its runner is told only after this call, so that its end comes after the wish. {@return the execution after that} */
    CompletionStage<Execution> stopping(Run run, String who) {
        Instant now = clock.instant();
        synchronized (run) {
            run.ask();
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
            AuditRecord entry = audit(next, next.status().word(), now, who).because(Asked.WHY);
            Change change = Change.of(batch -> batch.update(next, attempt, entry));
            return (next.status().isCompleted() ? endings.commitOnce(List.of(next), change) : committer.submit(change))
                    .whenComplete((outcome, failure) -> {
                        if (next.status().isCompleted()) {
                            over.accept(run);
                        }
                    })
                    .thenApply(outcome -> {
                        if (outcome.fenced().contains(next.id())) {
                            throw DroverException.conflict("Execution '" + next.id()
                                    + "' is held by another attempt, so it was not cancelled. Ask again.");
                        }
                        return next;
                    });
        }
    }

    /** Commits how a run ended whose work is done elsewhere. {@return the execution after that} */
    CompletionStage<Execution> reported(Run run, ActionResult outcome, String who) {
        Instant now = clock.instant();
        Execution ended;
        int attempt;
        synchronized (run) {
            Execution current = run.execution();
            if (current.status().isCompleted()) {
                throw DroverException.invalid("Execution is already in completed state.");
            }
            if (!current.status().canBecome(outcome.status())) {
                throw DroverException.invalid("Failed updating execution. It is '"
                        + current.status().word() + "', and from there it cannot become '"
                        + outcome.status().word() + "'.");
            }
            attempt = current.claim().attempt();
            ended = results.ended(current, outcome, now);
            run.becomes(ended);
        }
        AuditRecord entry = audit(ended, ended.status().word(), now, who).because(Asked.WHY);
        return endings.commit(run, ended, Change.of(batch -> batch.update(ended, attempt, entry)))
                .thenApply(done -> ended);
    }

    static AuditRecord audit(Execution execution, String what, Instant now) {
        return audit(execution, what, now, ENGINE);
    }

    static AuditRecord audit(Execution execution, String what, Instant now, String who) {
        return AuditRecord.of(
                        who,
                        what,
                        "execution",
                        execution.id(),
                        execution.trace().id(),
                        now)
                .with("action", execution.action().toString());
    }
}
