package io.drover.engine.workflow;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.enforce.Prepared;
import io.drover.engine.enforce.Requests;
import io.drover.engine.ids.Ids;
import io.drover.engine.trace.Tracing;
import io.drover.expressions.value.PythonText;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.TraceParent;
import io.drover.workflow.conduct.ActionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the executions of tasks, in the shape of StackStorm's (spec of Orquesta, section 13). */
record Children(Registry registry, Parameters parameters, Requests requests, Ids ids, Tracing tracing) {

    /**
     * Makes the execution of an action that a run asks for.
     *
     * @param parent the execution of the run
     * @param taskRun the id of the task's run
     * @param notices who is told how it ends; null: nobody
     * @throws DroverException where it cannot be requested: the task fails
     */
    Execution child(
            ActionRequest request,
            Execution parent,
            String run,
            String taskRun,
            RunSecrets secrets,
            @Nullable Object notices,
            Instant now) {
        CallableAction callable = callable(request);
        String user = parent.cause().user();
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("pack", callable.action().ref().pack());
        context.put("user", user);
        Map<String, @Nullable Object> above = new LinkedHashMap<>();
        above.put("execution_id", parent.id());
        above.put("user", user);
        above.put("pack", parent.action().pack());
        context.put("parent", above);
        context.putAll(Slot.of(request).context(run, taskRun));
        if (notices != null) {
            context.put(Execution.NOTICES, notices);
        }
        context.putAll(request.context());
        if (tracing.isOn()) {
            context.put(TraceParent.NAME, tracing.ofAttempt(parent).header());
        }
        Duration delay = Duration.ofSeconds(Objects.requireNonNullElse(request.delay(), 0L));
        boolean delayed = delay.toSeconds() > 0;
        if (delayed) {
            context.put(Execution.DELAY, delay.toMillis());
        }
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put("action_context", context);
        Prepared prepared = parameters.requestedPlainly(callable, input(request, callable), secrets.veil(), seen);
        Cause cause = new Cause(user, null, 0, null, null, null, parent.id());
        Execution made = requests.execution(ids.next(), callable, prepared, context, cause, parent.trace(), now);
        return delayed ? made.moved(ExecutionStatus.DELAYED, now) : made;
    }

    private CallableAction callable(ActionRequest request) {
        String ref = request.action() == null ? "" : PythonText.str(request.action());
        CallableAction callable = registry.callable(ref)
                .orElseThrow(() -> DroverException.invalid("Action \"" + ref + "\" of task \"" + request.task()
                        + "\" cannot be found. 'drover action list' shows all."));
        if (!callable.action().enabled()) {
            throw DroverException.invalid("Action \"" + ref + "\" of task \"" + request.task()
                    + "\" is disabled. Enable it in its file, and run the task again.");
        }
        if (!registry.isRunnerOn(callable.runner().name())) {
            throw DroverException.invalid("The runner '" + callable.runner().name() + "' of action \"" + ref
                    + "\" of task \"" + request.task() + "\" is disabled. Enable it, and run the task again.");
        }
        return callable;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> input(ActionRequest request, CallableAction callable) {
        if (request.input() == null) {
            return Map.of();
        }
        if (!(request.input() instanceof Map<?, ?>)) {
            throw DroverException.invalid("Expected the input of task \"" + request.task() + "\" for action \""
                    + callable.action().ref() + "\" to be a mapping of parameters, but found: "
                    + PythonText.str(request.input()));
        }
        return (Map<String, @Nullable Object>) request.input();
    }

    /** {@return the record of the request of a task's execution} */
    static AuditRecord audit(Execution child, Slot slot, Execution parent) {
        return AuditRecord.of(
                        "engine",
                        "requested",
                        "execution",
                        child.id(),
                        child.trace().id(),
                        child.requestedAt())
                .with("action", child.action().toString())
                .because("task " + slot.task() + " of execution " + parent.id());
    }
}
