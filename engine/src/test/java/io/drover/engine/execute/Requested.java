package io.drover.engine.execute;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.commit.Change;
import io.drover.engine.rehearse.Parts;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executions as runs find them. */
final class Requested {
    private Requested() {}

    static Execution insert(Parts parts, Ref action, Map<String, @Nullable Object> given) {
        CallableAction callable = parts.registry().callable(action.toString()).orElseThrow();
        Execution execution = parts.requests()
                .execution(
                        callable,
                        parts.parameters().requested(callable, given, Map.of()),
                        Map.of("user", "anna"),
                        Cause.request("anna"),
                        new Trace("t1", null),
                        parts.clock().instant());
        parts.committer().commit(Change.of(batch -> batch.insert(execution)));
        return execution;
    }

    static Execution run(Parts parts, Ref action, Map<String, @Nullable Object> given) {
        Execution execution = insert(parts, action, given);
        parts.runs().start(execution);
        return execution;
    }

    static Execution insertRunning(Parts parts, Ref action) {
        Execution execution = insert(parts, action, Map.of());
        Execution running =
                execution.moved(ExecutionStatus.RUNNING, parts.clock().instant());
        update(parts, running, execution.claim().attempt());
        return running;
    }

    static void takeOver(Parts parts, Execution execution) {
        update(parts, execution.claimedBy("n2"), execution.claim().attempt());
    }

    static void update(Parts parts, Execution next, int attempt) {
        parts.committer()
                .commit(Change.of(batch -> batch.update(
                        next,
                        attempt,
                        Ledger.audit(next, "prepared", parts.clock().instant()))));
    }
}
