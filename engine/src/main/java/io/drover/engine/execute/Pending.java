package io.drover.engine.execute;

import io.drover.engine.access.Asked;
import io.drover.engine.api.Inquiry;
import io.drover.engine.commit.Change;
import io.drover.model.action.ActionResult;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executions that wait for an answer. Each is a row and nothing else: no thread waits for it, and whoever ends it, on
 * whichever node, does so by one commit that is fenced by its attempt. The node that has the claim looks after the deadline,
 * which follows from the row.
 */
public final class Pending implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pending.class);
    private static final String ENGINE = "engine";
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Results results;
    private final Runs.FollowUp way;
    private final InstantSource clock;
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final Delays<Execution> deadlines;

    /**
     * Executions that wait, none of them yet.
     *
     * @param way how an end is committed
     */
    Pending(Results results, Runs.FollowUp way, InstantSource clock) {
        this.results = results;
        this.way = way;
        this.clock = clock;
        this.deadlines = new Delays<>("drover-deadlines", clock, this::expire);
    }

    /** Looks after an execution that is committed as pending and claimed by this node. */
    void watch(Execution pending) {
        watched.add(pending.id());
        Instant deadline = Inquiry.of(pending).deadline();
        if (deadline != null) {
            deadlines.add(pending.id(), deadline, pending);
        }
    }

    /** {@return whether this node looks after an execution} */
    boolean isWatched(String id) {
        return watched.contains(id);
    }

    /** {@return how many executions this node looks after} */
    public int size() {
        return watched.size();
    }

    /**
     * Ends what waits with an answer.
     *
     * @param stored as it was read
     * @param hiding gives the result with a mask in the place of what is secret in it
     * @return it as it is after the commit; a failure with {@code CONFLICT} where somebody else ended it meanwhile, or
     *     another node took it over
     */
    public CompletableFuture<Execution> answer(
            Execution stored,
            Map<String, @Nullable Object> result,
            UnaryOperator<Map<String, @Nullable Object>> hiding,
            String who) {
        return end(stored, ActionResult.succeeded(result), hiding, who, "answered");
    }

    /**
     * Cancels what waits, because its workflow is cancelled: by itself it cannot be.
     *
     * @return as {@link #answer}
     */
    public CompletableFuture<Execution> cancel(Execution stored, String who) {
        return end(
                stored,
                ActionResult.canceled(asked(stored)),
                UnaryOperator.identity(),
                who,
                "its workflow is cancelled");
    }

    /** Ends what waits as somebody with no answer says; only an answer lets it succeed. */
    CompletionStage<Execution> report(Execution stored, ActionResult outcome, String who) {
        if (!stored.status().canBecome(outcome.status()) || outcome.status() == ExecutionStatus.SUCCEEDED) {
            throw DroverException.invalid("Failed updating execution. It is 'pending' and cannot be made '"
                    + outcome.status().word()
                    + "' like that: it waits for an answer. Respond to it: 'drover inquiry respond "
                    + stored.id() + "'.");
        }
        return end(stored, outcome, UnaryOperator.identity(), who, Asked.WHY);
    }

    private void expire(Execution pending) {
        CompletableFuture<Void> unused = end(
                        pending,
                        ActionResult.timedOut(asked(pending)),
                        UnaryOperator.identity(),
                        ENGINE,
                        "nobody answered within " + Inquiry.of(pending).ttl() + " minutes")
                .handle((ended, failure) -> {
                    if (failure != null && Endings.isAway(failure)) {
                        deadlines.add(pending.id(), clock.instant().plus(AGAIN), pending);
                    } else if (failure != null) {
                        LOG.debug("Execution {} was ended elsewhere before its time was over.", pending.id(), failure);
                        forget(pending);
                    }
                    return null;
                });
    }

    private static Map<String, @Nullable Object> asked(Execution pending) {
        Map<String, @Nullable Object> result = pending.result();
        return result == null ? Map.of() : result;
    }

    private CompletableFuture<Execution> end(
            Execution stored,
            ActionResult outcome,
            UnaryOperator<Map<String, @Nullable Object>> hiding,
            String who,
            String why) {
        Instant now = clock.instant();
        Execution ended = results.ended(stored, outcome, hiding, now);
        Change change = Change.of(batch -> batch.update(
                ended,
                stored.claim().attempt(),
                Ledger.audit(ended, ended.status().word(), now, who).because(why)));
        return way.commit(ended, change).thenApply(done -> {
            if (done.fenced().contains(ended.id())) {
                throw DroverException.conflict("Execution '" + ended.id()
                        + "' was ended, or taken over by another node, at the same moment. Look at it again.");
            }
            forget(stored);
            return ended;
        });
    }

    private void forget(Execution ended) {
        deadlines.remove(ended.id());
        watched.remove(ended.id());
    }

    /** Lets no deadline pass any more: the next life of this node goes on with them. */
    @Override
    public void close() {
        deadlines.close();
    }
}
