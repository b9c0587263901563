package io.drover.engine.enforce;

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
    /** What stands in every shown or stored form where a secret stood. */
    public static final String MASK = "********";

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
     * @param parameters as {@link Parameters#requested} gave them
     * @param context what travels along, the caller's user and the like included
     */
    public Execution execution(
            CallableAction callable,
            Map<String, @Nullable Object> parameters,
            Map<String, @Nullable Object> context,
            Cause cause,
            Trace trace,
            Instant now) {
        String id = ids.next();
        Map<String, @Nullable Object> shown = masked(callable, parameters);
        Sealed sealed = shown == parameters ? null : secrets.seal(id, secretsOf(callable, parameters));
        return new Execution(
                id,
                callable.action().ref(),
                callable.runner().name(),
                callable.revision(),
                ExecutionStatus.REQUESTED,
                shown,
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

    /** Makes an execution that failed before it could start, because its parameters do not fit. */
    public Execution failed(
            CallableAction callable,
            Map<String, @Nullable Object> given,
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
                masked(callable, given),
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

    /** {@return the parameters with secrets masked; the same map where there are none} */
    static Map<String, @Nullable Object> masked(CallableAction callable, Map<String, @Nullable Object> parameters) {
        if (callable.secrets().stream().noneMatch(name -> parameters.get(name) != null)) {
            return parameters;
        }
        Map<String, @Nullable Object> masked = new LinkedHashMap<>(parameters);
        callable.secrets().forEach(name -> masked.computeIfPresent(name, (key, value) -> MASK));
        return masked;
    }

    private static Map<String, @Nullable Object> secretsOf(
            CallableAction callable, Map<String, @Nullable Object> parameters) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (value != null && callable.secrets().contains(name)) {
                found.put(name, value);
            }
        });
        return found;
    }

    /** {@return the parameters of an execution with its secrets in clear} */
    public Map<String, @Nullable Object> clear(Execution execution) {
        Sealed sealed = execution.sealed();
        if (sealed == null) {
            return execution.parameters();
        }
        Map<String, @Nullable Object> clear = new LinkedHashMap<>(execution.parameters());
        clear.putAll(secrets.open(execution.id(), sealed));
        return clear;
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
        return execution.cause().rule() == null
                ? entry
                : entry.because("rule " + execution.cause().rule() + " matched event "
                        + execution.cause().triggerInstance());
    }
}
