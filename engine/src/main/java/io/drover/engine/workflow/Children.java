package io.drover.engine.workflow;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.enforce.Prepared;
import io.drover.engine.enforce.Requests;
import io.drover.engine.ids.Ids;
import io.drover.engine.schema.Cast;
import io.drover.engine.secret.Veil;
import io.drover.engine.trace.Tracing;
import io.drover.expressions.value.PythonText;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Ref;
import io.drover.workflow.conduct.ActionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the executions of tasks, in the shape of StackStorm's (spec of Orquesta, section 13). */
record Children(Registry registry, Parameters parameters, Requests requests, Ids ids, Tracing tracing) {
    private static final Pattern REF = Pattern.compile("[\\w-]{1,100}(\\.[\\w-]{1,100}){1,5}");

    /** Stands for an action whose name is none. */
    private static final Ref NO_REF = Ref.of("unknown", "unknown");

    /**
     * An action that a run asks for.
     *
     * @param parent the execution of the run
     * @param taskRun the id of the task's run
     * @param notices who is told how it ends; null: nobody
     */
    record Call(
            ActionRequest request,
            Execution parent,
            String run,
            String taskRun,
            RunSecrets secrets,
            @Nullable Object notices,
            Instant now) {

        /** {@return what it asks for by name, whatever its expression gave} */
        String action() {
            return request.action() == null ? "" : PythonText.str(request.action());
        }

        Cause cause() {
            return new Cause(parent.cause().user(), null, 0, null, null, null, parent.id());
        }
    }

    /**
     * Makes the execution of an action.
     *
     * @throws DroverException where it cannot be requested: the task fails
     */
    Execution child(Call call) {
        ActionRequest request = call.request();
        CallableAction callable = callable(call);
        Map<String, @Nullable Object> input = input(request, callable);
        refuseUnconverted(request, callable, input);
        Map<String, @Nullable Object> context = context(call, callable.action().ref());
        Duration delay = Duration.ofSeconds(Objects.requireNonNullElse(request.delay(), 0L));
        boolean delayed = delay.toSeconds() > 0;
        if (delayed) {
            context.put(Execution.DELAY, delay.toMillis());
        }
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put("action_context", context);
        Prepared prepared =
                parameters.requestedPlainly(callable, input, call.secrets().veil(), seen);
        Execution made = requests.execution(
                ids.next(),
                callable,
                prepared,
                context,
                call.cause(),
                call.parent().trace(),
                call.now());
        return delayed ? made.moved(ExecutionStatus.DELAYED, call.now()) : made;
    }

    /**
     * Makes the execution of an action that cannot be requested: it failed before it could start, and is seen where those of
     * all other tasks are.
     */
    Execution refused(Call call, String reason) {
        String told = call.secrets().veil().masked(reason);
        CallableAction callable = registry.callable(call.action()).orElse(null);
        Execution made = callable == null ? unknown(call, told) : refused(call, callable, told);
        return told.equals(reason) ? made : requests.sealed(made, Map.of("error", reason));
    }

    private Execution unknown(Call call, String told) {
        Ref named = named(call.secrets().veil().masked(call.action()));
        return requests.failed(
                named, context(call, named), call.cause(), call.parent().trace(), call.now(), told);
    }

    private Execution refused(Call call, CallableAction callable, String told) {
        Veil veil = call.secrets().veil();
        Map<String, @Nullable Object> given =
                call.request().input() instanceof Map<?, ?> ? input(call.request(), callable) : Map.of();
        return requests.failed(
                callable,
                parameters.shownAsGiven(callable, given, veil),
                context(call, callable.action().ref()),
                call.cause(),
                call.parent().trace(),
                call.now(),
                told);
    }

    /** An expression may give anything for a name; the reason tells it all. */
    private static Ref named(String text) {
        return REF.matcher(text).matches() ? Ref.parse(text) : NO_REF;
    }

    private Map<String, @Nullable Object> context(Call call, Ref action) {
        Execution parent = call.parent();
        String user = parent.cause().user();
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("pack", action.pack());
        context.put("user", user);
        Map<String, @Nullable Object> above = new LinkedHashMap<>();
        above.put("execution_id", parent.id());
        above.put("user", user);
        above.put("pack", parent.action().pack());
        context.put("parent", above);
        context.putAll(Slot.of(call.request()).context(call.run(), call.taskRun()));
        if (call.notices() != null) {
            context.put(Execution.NOTICES, call.notices());
        }
        context.putAll(call.request().context());
        if (tracing.isOn()) {
            context.put(TraceParent.NAME, tracing.ofAttempt(parent).header());
        }
        return context;
    }

    private CallableAction callable(Call call) {
        ActionRequest request = call.request();
        String ref = call.action();
        CallableAction callable = registry.callable(ref)
                .orElseThrow(() -> DroverException.invalid("Action \"" + ref + "\" of task \"" + request.task()
                        + "\" cannot be found. 'drover action list' shows all."));
        if (!callable.action().enabled()) {
            throw DroverException.invalid("Action \"" + ref + "\" of task \"" + request.task()
                    + "\" is disabled. Enable it: 'drover action enable "
                    + callable.action().ref()
                    + "'; and run the task again.");
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

    /** A text that is missing can be put in quotes where it is written, but not where an expression gives something else. */
    private static void refuseUnconverted(
            ActionRequest request, CallableAction callable, Map<String, @Nullable Object> input) {
        for (String name : request.computed()) {
            Object value = input.get(name);
            if (value != null
                    && "string"
                            .equals(callable.parameters()
                                    .getOrDefault(name, Map.of())
                                    .get("type"))) {
                throw DroverException.invalid("Expected parameter '" + name + "' of action '"
                        + callable.action().ref() + "' to be a string, but the expression of task \"" + request.task()
                        + "\" gave a value of type '" + Cast.typeOf(value)
                        + "'. Convert it there: str(...) in YAQL, | string in Jinja.");
            }
        }
    }

    /** {@return the record of the request of a task's execution, or of its failure where it could not be requested} */
    static AuditRecord audit(Execution child, Execution parent) {
        boolean refused = child.status().isCompleted();
        AuditRecord entry = AuditRecord.of(
                        "engine",
                        refused ? child.status().word() : "requested",
                        "execution",
                        child.id(),
                        child.trace().id(),
                        child.requestedAt())
                .with("action", child.action().toString())
                .because("task " + Objects.requireNonNull(Slot.of(child)).task() + " of execution " + parent.id());
        return refused && child.result() != null
                ? entry.with("error", String.valueOf(child.result().get("error")))
                : entry;
    }
}
