package io.drover.restapi.executions;

import io.drover.engine.api.Catalog;
import io.drover.engine.api.ExecutionRequest;
import io.drover.engine.api.Executions;
import io.drover.model.action.Action;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.json.JsonValues;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Fields;
import io.drover.restapi.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asking for runs of actions: for new ones, and for earlier ones again. */
public final class RequestOperations {
    private static final Set<String> REQUEST = Set.of(
            "action",
            "parameters",
            "context",
            "user",
            "notify",
            "delay",
            "callback",
            "runner_info",
            "result",
            "status");
    /** A year: who wants to wait for longer wants a timer. */
    private static final long LONGEST_DELAY = Duration.ofDays(365).toMillis();

    private final Executions executions;
    private final Catalog catalog;
    private final Runs runs;

    public RequestOperations(Executions executions, Catalog catalog, Runs runs) {
        this.executions = executions;
        this.catalog = catalog;
        this.runs = runs;
    }

    /** Asks for a run; answered as soon as it is committed. Never waits for anything else. */
    public CompletionStage<Answer> create(Call call) {
        Fields fields = call.fields().onlyOf(REQUEST);
        String name = fields.text("action");
        Action action = catalog.action(name)
                .orElseThrow(() -> DroverException.invalid("Action \"" + name + "\" cannot be found."));
        if (!action.enabled()) {
            throw DroverException.invalid("Unable to execute. Action \"" + name + "\" is disabled.");
        }
        Map<String, @Nullable Object> context = new LinkedHashMap<>(fields.object("context"));
        context.putAll(contextHeader(call));
        ExecutionRequest request = new ExecutionRequest(
                name,
                fields.object("parameters"),
                context,
                behalf(call, fields),
                delay(fields),
                fields.values().get("notify") == null ? null : fields.object("notify"));
        return executions
                .request(request, call.principal())
                .thenApply(execution -> Answer.json(201, runs.begun(execution, action)));
    }

    /** Asks for an earlier run once more: for all of it, or for a workflow's from some of its tasks on. */
    public CompletionStage<Answer> rerun(Call call) {
        Fields fields = call.fields();
        Rerun again = Rerun.of(fields);
        Execution earlier = runs.find(call);
        return rerun(earlier, again, behalf(call, fields), delay(fields), call)
                .thenApply(execution -> Answer.json(201, runs.begun(call, execution)));
    }

    private CompletionStage<Execution> rerun(
            Execution earlier, Rerun again, @Nullable String user, Duration delay, Call call) {
        if (again.isWhole()) {
            return executions.rerun(earlier.id(), again.parameters(), user, delay, call.principal());
        }
        again.refuseUnlessOrquesta(earlier.runnerType());
        return executions.rerun(earlier.id(), again.tasks(), again.reset(), user, delay, call.principal());
    }

    private static Duration delay(Fields fields) {
        Object delay = fields.values().get("delay");
        if (delay == null) {
            return Duration.ZERO;
        }
        if (delay instanceof Long millis && millis >= 0 && millis <= LONGEST_DELAY) {
            return Duration.ofMillis(millis);
        }
        throw DroverException.invalid("Expected as 'delay' a whole number of milliseconds from 0 to " + LONGEST_DELAY
                + ", but found " + Json.text(delay) + ".");
    }

    private static @Nullable String behalf(Call call, Fields fields) {
        String user = fields.textOr("user", null);
        if (user != null
                && !user.equals(call.principal().user())
                && !call.principal().isAdmin()) {
            throw DroverException.of(
                    ErrorCode.PERMISSION_DENIED, "Only an administrator can act on behalf of another user.");
        }
        return user;
    }

    private static Map<String, @Nullable Object> contextHeader(Call call) {
        String header = call.headers().get("st2-context");
        if (header == null || header.isBlank()) {
            return Map.of();
        }
        if (call.json().read(header.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> map) {
            return JsonValues.copyOf(map);
        }
        throw DroverException.invalid("Expected a JSON object in the header 'st2-context', but found something else.");
    }
}
