package io.drover.engine.execute;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what a node held when it ended, this one or another that is silent: what was only claimed runs now; of what was
 * running nobody knows whether its effect happened, so it is abandoned, unless its action may be repeated. What waits, for its
 * time or for an answer, waits on.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int AT_ONCE = 50_000;

    /** What waits goes on waiting. */
    private static final Set<ExecutionStatus> WAITING =
            EnumSet.of(ExecutionStatus.REQUESTED, ExecutionStatus.DELAYED, ExecutionStatus.PENDING);

    private final String node;
    private final Store store;
    private final Registry registry;
    private final Committer committer;
    private final Runs.FollowUp ends;
    private final InstantSource clock;
    private final Predicate<String> conducted;

    /**
     * A recovery.
     *
     * @param ends how ends are committed
     * @param conducted tells of a runner's type whether its executions go on from where they stand
     */
    Recovery(
            String node,
            Store store,
            Registry registry,
            Committer committer,
            Runs.FollowUp ends,
            InstantSource clock,
            Predicate<String> conducted) {
        this.node = node;
        this.store = store;
        this.registry = registry;
        this.committer = committer;
        this.ends = ends;
        this.clock = clock;
        this.conducted = conducted;
    }

    /**
     * Takes up what an earlier life of this node held.
     *
     * @param held tells the executions that are held now, by id: they need nothing
     * @param start starts what is claimed anew
     */
    void recover(Predicate<String> held, Consumer<Execution> start) {
        List<Execution> unfinished =
                store.read(transaction -> transaction.executions().unfinished(node, AT_ONCE));
        if (unfinished.isEmpty()) {
            return;
        }
        // what was read is committed, but perhaps about to be started: a later commit comes after that
        committer.commit(Change.of(batch -> {}));
        new Succession("the daemon was restarted", "the daemon ended while it ran", start)
                .of(unfinished.stream()
                        .filter(execution -> !held.test(execution.id()))
                        .toList());
    }

    /**
     * Takes up what a silent node holds. Where it speaks again, or another node is quicker, the attempt tells.
     *
     * @param start starts what is claimed here
     */
    void takeOver(String silent, Consumer<Execution> start) {
        List<Execution> unfinished =
                store.read(transaction -> transaction.executions().unfinished(silent, AT_ONCE));
        String reason = "node '" + silent + "' was silent";
        new Succession(reason, reason, start)
                .of(unfinished.stream()
                        .filter(execution -> silent.equals(execution.claim().owner())
                                && registry.callable(execution.action()) != null)
                        .toList());
    }

    /** {@return tells of the ids of executions that were open and this node's when this was called whether they are still so} */
    Predicate<String> ours() {
        List<Execution> unfinished =
                store.read(transaction -> transaction.executions().unfinished(node, AT_ONCE));
        Set<String> ids = unfinished.stream().map(Execution::id).collect(Collectors.toSet());
        return unfinished.size() < AT_ONCE ? ids::contains : id -> ids.contains(id) || isOurs(id);
    }

    private boolean isOurs(String id) {
        return store.read(transaction -> transaction.executions().find(id))
                .filter(stored -> node.equals(stored.claim().owner()))
                .isPresent();
    }

    /** One taking up, with its reasons. */
    private final class Succession {
        private final String resumedBecause;
        private final String abandonedBecause;
        private final Consumer<Execution> start;

        Succession(String resumedBecause, String abandonedBecause, Consumer<Execution> start) {
            this.resumedBecause = resumedBecause;
            this.abandonedBecause = abandonedBecause;
            this.start = start;
        }

        void of(List<Execution> unfinished) {
            List<CompletableFuture<Outcome>> commits = new ArrayList<>();
            int resumed = 0;
            int abandoned = 0;
            for (Execution execution : unfinished) {
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
                        "Recovered {} executions, as {}: {} start again, {} were running and are abandoned.",
                        resumed + abandoned,
                        resumedBecause,
                        resumed,
                        abandoned);
            }
        }

        private CompletableFuture<Outcome> resume(Execution execution) {
            Instant now = clock.instant();
            Execution again = isWaiting(execution) || conducted.test(execution.runnerType())
                    ? execution
                    : execution.moved(ExecutionStatus.REQUESTED, now);
            Execution claimed = again.claimedBy(node);
            return committer
                    .submit(Change.of(batch -> batch.update(
                            claimed,
                            execution.claim().attempt(),
                            Ledger.audit(claimed, "reclaimed", now).because(resumedBecause))))
                    .thenApply(outcome -> {
                        if (!outcome.fenced().contains(claimed.id())) {
                            start.accept(claimed);
                        }
                        return outcome;
                    });
        }

        private CompletableFuture<Outcome> abandon(Execution execution) {
            boolean wasCanceled = execution.status() == ExecutionStatus.CANCELING;
            ActionResult outcome = wasCanceled
                    ? ActionResult.canceled(Map.of("error", "It was being cancelled when the daemon ended."))
                    : ActionResult.abandoned(
                            "The daemon ended while this ran; whether its effect happened is not known. "
                                    + "Declare the action idempotent to have it repeated.");
            Instant now = clock.instant();
            Execution ended = execution.completedWith(outcome, now);
            return ends.commit(
                    ended,
                    Change.of(batch -> batch.update(
                            ended,
                            execution.claim().attempt(),
                            Ledger.audit(ended, ended.status().word(), now).because(abandonedBecause))));
        }
    }

    private boolean mayRun(Execution execution) {
        if (conducted.test(execution.runnerType())) {
            return true;
        }
        return switch (execution.status()) {
            case REQUESTED, SCHEDULED, DELAYED, PENDING -> true;
            case RUNNING -> {
                CallableAction callable = registry.callable(execution.action());
                yield callable != null && callable.action().idempotent();
            }
            default -> false;
        };
    }

    private static boolean isWaiting(Execution execution) {
        return WAITING.contains(execution.status());
    }
}
