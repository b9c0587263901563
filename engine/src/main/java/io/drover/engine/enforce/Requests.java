package io.drover.engine.enforce;

import io.drover.engine.access.Asked;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.ids.Ids;
import io.drover.engine.secret.SecretBox;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Claim;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Sealed;
import io.drover.model.execution.StatusChange;
import io.drover.model.execution.Trace;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes executions of calls whose parameters are ready. Each is born claimed by this node, which starts it at once. */
public final class Requests {
    private final Ids ids;
    private final SecretBox secrets;
    private final String node;

    public Requests(Ids ids, SecretBox secrets, String node) {
        this.ids = ids;
        this.secrets = secrets;
        this.node = node;
    }

    /**
     * Makes an execution.
     *
     * @param context what travels along, the caller's user and the like included
     */
    public Execution execution(
            CallableAction callable,
            Prepared parameters,
            Map<String, @Nullable Object> context,
            Cause cause,
            Trace trace,
            Instant now) {
        return execution(ids.next(), callable, parameters, context, cause, trace, now);
    }

    /** Makes an execution that has its id already, because its trace begins with it. */
    public Execution execution(
            String id,
            CallableAction callable,
            Prepared parameters,
            Map<String, @Nullable Object> context,
            Cause cause,
            Trace trace,
            Instant now) {
        Map<String, @Nullable Object> hidden = parameters.secrets();
        Sealed sealed = hidden.isEmpty() ? null : secrets.seal(id, hidden);
        return new Execution(
                id,
                callable.action().ref(),
                callable.runner().name(),
                callable.revision(),
                ExecutionStatus.REQUESTED,
                parameters.shown(),
                sealed,
                context,
                cause,
                trace,
                Claim.NONE.by(node),
                now,
                null,
                null,
                List.of(new StatusChange(ExecutionStatus.REQUESTED, now)));
    }

    /**
     * Makes an execution that failed before it could start, because its parameters do not fit.
     *
     * @param shown the parameters as they were given, secrets masked
     */
    public Execution failed(
            CallableAction callable,
            Map<String, @Nullable Object> shown,
            Map<String, @Nullable Object> context,
            Cause cause,
            Trace trace,
            Instant now,
            String error) {
        return new Execution(
                ids.next(),
                callable.action().ref(),
                callable.runner().name(),
                callable.revision(),
                ExecutionStatus.FAILED,
                shown,
                null,
                context,
                cause,
                trace,
                Claim.NONE,
                now,
                now,
                Map.of("error", error),
                List.of(
                        new StatusChange(ExecutionStatus.REQUESTED, now),
                        new StatusChange(ExecutionStatus.FAILED, now)));
    }

    /** {@return the parameters of an execution, in clear and as they are shown} */
    public Prepared prepared(Execution execution) {
        Sealed sealed = execution.sealed();
        if (sealed == null) {
            return new Prepared(execution.parameters(), execution.parameters());
        }
        Map<String, @Nullable Object> clear = new LinkedHashMap<>(execution.parameters());
        clear.putAll(secrets.open(execution.id(), sealed));
        return new Prepared(clear, execution.parameters());
    }

    /** {@return the parameters of an execution with its secrets in clear} */
    public Map<String, @Nullable Object> clear(Execution execution) {
        return prepared(execution).clear();
    }

    /** {@return the record of a request} */
    public static AuditRecord audit(Execution execution, String who) {
        AuditRecord entry = AuditRecord.of(
                        who,
                        execution.status() == ExecutionStatus.REQUESTED
                                ? "requested"
                                : execution.status().word(),
                        "execution",
                        execution.id(),
                        execution.trace().id(),
                        execution.requestedAt())
                .with("action", execution.action().toString());
        return entry.because(
                execution.cause().rule() == null
                        ? Asked.WHY
                        : "rule " + execution.cause().rule() + " matched event "
                                + execution.cause().triggerInstance());
    }
}
