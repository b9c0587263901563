package io.drover.engine.policy;

import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.enforce.Requests;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Ref;
import io.drover.model.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One look, within a transaction that no other node's look shares time with, at who waits for whom: the first that was
 * requested begins first, on whichever node the look is taken. An execution that another node holds is taken over by the next
 * attempt, so that it begins once.
 */
final class Pass {
    /** So many of those that wait for their turn are looked at. */
    private static final int MOST = 1_000;

    private static final int PAGE = 100;

    private final PoliciesInForce policies;
    private final Registry registry;
    private final Requests requests;
    private final String node;
    private final Transaction transaction;
    private final Batch batch;
    private final Instant now;
    private final List<Execution> passed = new ArrayList<>();
    private final List<Execution> delayed = new ArrayList<>();
    private final Map<Execution, String> turnedAway = new LinkedHashMap<>();
    private final List<Execution> lost = new ArrayList<>();

    Pass(
            PoliciesInForce policies,
            Registry registry,
            Requests requests,
            String node,
            Transaction transaction,
            Batch batch,
            Instant now) {
        this.policies = policies;
        this.registry = registry;
        this.requests = requests;
        this.node = node;
        this.transaction = transaction;
        this.batch = batch;
        this.now = now;
    }

    /** {@return executions that may begin now} */
    List<Execution> passed() {
        return passed;
    }

    /** {@return executions of this node that are stored as waiting now} */
    List<Execution> delayed() {
        return delayed;
    }

    /** {@return executions of this node that are not to begin at all, each with the reason} */
    Map<Execution, String> turnedAway() {
        return turnedAway;
    }

    /** {@return executions that this node thought it had} */
    List<Execution> lost() {
        return lost;
    }

    /**
     * Looks at one action.
     *
     * @param waiting what this node holds of it
     */
    void look(Ref action, List<Execution> waiting) {
        Line line = Line.of(action, policies.limits(action), transaction.executions(), requests);
        Map<String, Execution> own = new LinkedHashMap<>();
        waiting.forEach(execution -> own.put(execution.id(), execution));
        int seen = 0;
        int left = 0;
        while (seen < MOST && !line.isFull()) {
            List<Execution> page = transaction
                    .executions()
                    .list(Line.ask(action, PAGE, left, ExecutionStatus.REQUESTED, ExecutionStatus.DELAYED))
                    .items();
            for (Execution execution : page) {
                // what moves on is not listed again
                left += isTurnOf(execution, line, own) ? 0 : 1;
            }
            seen += page.size();
            if (page.size() < PAGE) {
                break;
            }
        }
        own.values().forEach(execution -> waits(execution, line));
    }

    /** {@return whether an execution waits no more} */
    private boolean isTurnOf(Execution execution, Line line, Map<String, Execution> own) {
        boolean isOwn = own.containsKey(execution.id());
        if (execution.dueAt().isAfter(now) || !(isOwn || isTakenOver(execution))) {
            return false;
        }
        Limit against = line.against(execution);
        if (against == null) {
            own.remove(execution.id());
            if (pass(execution)) {
                line.enter(execution);
                return true;
            }
            return false;
        }
        if (isOwn && against.cancels()) {
            own.remove(execution.id());
            turnAway(execution, against);
            return true;
        }
        return false;
    }

    /** What this node holds without knowing it is taken up by its recovery. */
    private boolean isTakenOver(Execution execution) {
        return !node.equals(execution.claim().owner()) && registry.callable(execution.action()) != null;
    }

    private boolean pass(Execution execution) {
        boolean isOwn = node.equals(execution.claim().owner());
        Execution scheduled = (isOwn ? execution : execution.claimedBy(node)).moved(ExecutionStatus.SCHEDULED, now);
        boolean written = update(execution, scheduled, "scheduled", "its turn has come");
        if (written) {
            passed.add(scheduled);
        }
        return written;
    }

    private void turnAway(Execution execution, Limit limit) {
        String why = "policy " + limit.policy() + " lets " + limit.threshold() + " be under way at a time";
        Execution canceling = named(execution, limit).moved(ExecutionStatus.CANCELING, now);
        if (update(execution, canceling, "canceling", why)) {
            turnedAway.put(canceling, "It was cancelled, as " + why + ".");
        } else {
            lost.add(execution);
        }
    }

    private void waits(Execution execution, Line line) {
        List<Limit> limits = policies.limits(execution.action());
        if (limits.isEmpty() || isNamed(execution)) {
            return;
        }
        Limit against = line.against(execution);
        if (against != null && against.cancels()) {
            turnAway(execution, against);
            return;
        }
        // where nothing is against it, too many wait before it to be looked at
        Limit limit = against == null ? limits.get(0) : against;
        Execution named = named(execution, limit);
        Execution delay = named.status() == ExecutionStatus.DELAYED ? named : named.moved(ExecutionStatus.DELAYED, now);
        String why = "policy " + limit.policy() + " lets " + limit.threshold() + " be under way at a time";
        if (update(execution, delay, "delayed", why)) {
            delayed.add(delay);
        } else {
            lost.add(execution);
        }
    }

    private static Execution named(Execution execution, Limit limit) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        policies(execution).forEach((key, value) -> named.put(String.valueOf(key), value));
        named.put(Admission.CONCURRENCY, Map.of("applied_policy", limit.policy().toString()));
        return execution.withContext(Execution.POLICIES, named);
    }

    private static boolean isNamed(Execution execution) {
        return policies(execution).containsKey(Admission.CONCURRENCY);
    }

    private static Map<?, ?> policies(Execution execution) {
        return execution.context().get(Execution.POLICIES) instanceof Map<?, ?> policies ? policies : Map.of();
    }

    private boolean update(Execution before, Execution after, String what, String why) {
        return batch.update(
                transaction,
                after,
                before.claim().attempt(),
                AuditRecord.of(
                                "engine",
                                what,
                                "execution",
                                after.id(),
                                after.trace().id(),
                                now)
                        .with("action", after.action().toString())
                        .because(why));
    }
}
