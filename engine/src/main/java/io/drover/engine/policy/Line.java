package io.drover.engine.policy;

import io.drover.engine.enforce.Requests;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Ref;
import io.drover.model.store.Executions;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who of an action is under way, within one transaction, and whether one more may begin. Parameters are compared in clear and
 * stay here; what is stored and shown keeps its masks.
 */
final class Line {
    private final Requests requests;
    private final List<Limit> limits;
    private final List<Map<String, @Nullable Object>> active;

    private Line(Requests requests, List<Limit> limits, List<Map<String, @Nullable Object>> active) {
        this.requests = requests;
        this.limits = limits;
        this.active = active;
    }

    /** Counts as StackStorm does: what is scheduled or running, on every node. */
    static Line of(Ref action, List<Limit> limits, Executions executions, Requests requests) {
        List<Map<String, @Nullable Object>> active = new ArrayList<>();
        Query underWay = ask(action, -1, 0, ExecutionStatus.SCHEDULED, ExecutionStatus.RUNNING);
        if (limits.stream().allMatch(limit -> limit.attributes().isEmpty())) {
            Listing<Execution> counted =
                    executions.list(new Query(underWay.equal(), null, null, underWay.orders(), 0, 0));
            active.addAll(Collections.nCopies(Math.toIntExact(counted.total()), Map.of()));
        } else {
            executions
                    .list(underWay)
                    .items()
                    .forEach(each -> active.add(requests.prepared(each).clear()));
        }
        return new Line(requests, limits, active);
    }

    /** {@return what asks for executions of an action, the first that was requested first} */
    static Query ask(Ref action, int limit, int offset, ExecutionStatus one, ExecutionStatus other) {
        return new Query(
                Map.of("action", Set.of(action.toString()), "status", Set.of(one.word(), other.word())),
                null,
                null,
                List.of(new Query.Order("position", true)),
                offset,
                limit);
    }

    /** {@return whether nobody can begin, whatever its parameters} */
    boolean isFull() {
        return limits.stream().anyMatch(limit -> limit.attributes().isEmpty() && limit.isReached(active, Map.of()));
    }

    /** {@return what keeps an execution from beginning; one that cancels before one that delays; null: nothing} */
    @Nullable
    Limit against(Execution execution) {
        Map<String, @Nullable Object> clear = clear(execution);
        List<Limit> reached =
                limits.stream().filter(limit -> limit.isReached(active, clear)).toList();
        return reached.stream()
                .filter(Limit::cancels)
                .findFirst()
                .orElseGet(() -> reached.isEmpty() ? null : reached.get(0));
    }

    /** Counts an execution among those under way. */
    void enter(Execution execution) {
        active.add(clear(execution));
    }

    private Map<String, @Nullable Object> clear(Execution execution) {
        return limits.stream().allMatch(limit -> limit.attributes().isEmpty())
                ? Map.of()
                : requests.prepared(execution).clear();
    }
}
