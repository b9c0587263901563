package io.drover.engine.policy;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.enforce.Requests;
import io.drover.engine.execute.Runs;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Repeats executions that policies want repeated: the next one is requested in the commit in which the one before ends, so
 * that neither is there without the other.
 *
 * @param start starts what is committed as claimed by this node
 * @param ends how ends are committed
 */
public record Repetitions(
        PoliciesInForce policies,
        Registry registry,
        Requests requests,
        InstantSource clock,
        Consumer<Execution> start,
        Runs.FollowUp ends)
        implements Runs.FollowUp {
    @Override
    public CompletableFuture<Outcome> commit(List<Execution> told, Change completion) {
        List<Next> following = told.stream().flatMap(one -> next(one).stream()).toList();
        if (following.isEmpty()) {
            return ends.commit(told, completion);
        }
        Change both = new Change(completion.once(), batch -> {
            completion.rows().accept(batch);
            following.forEach(one -> insert(batch, one));
        });
        return ends.commit(told, both).thenApply(outcome -> {
            following.stream()
                    .filter(one -> !outcome.fenced().contains(one.ended().id()))
                    .forEach(one -> start.accept(one.execution()));
            return outcome;
        });
    }

    /** An execution that repeats another one, because a policy says so. */
    private record Next(Execution ended, Repetition policy, Execution execution) {}

    private Optional<Next> next(Execution ended) {
        CallableAction callable = registry.callable(ended.action());
        if (callable == null || !callable.action().enabled()) {
            return Optional.empty();
        }
        return policies.repetitions(ended.action()).stream()
                .filter(one -> one.follows(ended))
                .findFirst()
                .map(policy -> new Next(ended, policy, next(ended, policy, callable)));
    }

    private Execution next(Execution ended, Repetition policy, CallableAction callable) {
        Instant now = Objects.requireNonNullElseGet(ended.endedAt(), clock::instant);
        Execution made = requests.execution(
                callable, requests.prepared(ended), policy.context(ended), ended.cause(), ended.trace(), now);
        return policy.delay().isZero() ? made : made.moved(ExecutionStatus.DELAYED, now);
    }

    private static void insert(Batch batch, Next one) {
        Execution ended = one.ended();
        Execution next = one.execution();
        batch.also(transaction -> {
            if (!batch.isFenced(ended.id())) {
                batch.insert(transaction, next);
                batch.append(AuditRecord.of(
                                "engine",
                                "requested",
                                "execution",
                                next.id(),
                                next.trace().id(),
                                next.requestedAt())
                        .with("action", next.action().toString())
                        .because("policy " + one.policy().policy() + " repeats execution " + ended.id()
                                + ", which ended as " + ended.status().word()));
            }
        });
    }
}
