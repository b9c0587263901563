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
import io.drover.model.pack.Ref;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes executions of calls whose parameters are ready. Each is born claimed by this node, which starts it at once. */
public final class Requests {
    /** Where the sealed values have the result; no parameter can have this name. */
    private static final String RESULT = "$result";

    /** Stands for the runner of an action that nobody knows. */
    private static final String NO_RUNNER = "unknown";

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
        return failed(
                callable.action().ref(),
                callable.runner().name(),
                callable.revision(),
                shown,
                context,
                cause,
                trace,
                now,
                error);
    }

    /** Makes an execution that failed before it could start, because no action has that name. */
    public Execution failed(
            Ref unknown, Map<String, @Nullable Object> context, Cause cause, Trace trace, Instant now, String error) {
        // its parameters are not shown: nobody knows which of them are secret
        return failed(unknown, NO_RUNNER, "", Map.of(), context, cause, trace, now, error);
    }

    private Execution failed(
            Ref action,
            String runner,
            String revision,
            Map<String, @Nullable Object> shown,
            Map<String, @Nullable Object> context,
            Cause cause,
            Trace trace,
            Instant now,
            String error) {
        return new Execution(
                ids.next(),
                action,
                runner,
                revision,
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
        Map<String, @Nullable Object> clear = new LinkedHashMap<>(execution.parameters());
        clear.putAll(opened(execution));
        clear.remove(RESULT);
        return new Prepared(clear, execution.parameters());
    }

    private Map<String, @Nullable Object> opened(Execution execution) {
        Sealed sealed = execution.sealed();
        return sealed == null ? Map.of() : secrets.open(execution.id(), sealed);
    }

    /** {@return an ended execution that keeps its result in clear beside the one that is shown} */
    public Execution sealed(Execution ended, Map<String, @Nullable Object> result) {
        Map<String, @Nullable Object> hidden = new LinkedHashMap<>(opened(ended));
        hidden.put(RESULT, result);
        return ended.withSealed(secrets.seal(ended.id(), hidden));
    }

    /** {@return an execution whose parameters and result are in clear} */
    @SuppressWarnings("unchecked")
    public Execution inClear(Execution execution) {
        Map<String, @Nullable Object> result = opened(execution).get(RESULT) instanceof Map<?, ?> hidden
                ? (Map<String, @Nullable Object>) hidden
                : execution.result();
        return execution.showing(prepared(execution).clear(), result);
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
