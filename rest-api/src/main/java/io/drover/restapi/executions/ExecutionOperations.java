package io.drover.restapi.executions;

import io.drover.engine.api.Catalog;
import io.drover.engine.api.ExecutionRequest;
import io.drover.engine.api.Executions;
import io.drover.model.action.Action;
import io.drover.model.action.ActionResult;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.json.JsonValues;
import io.drover.model.store.Listing;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.Paging;
import io.drover.restapi.http.StoreList;
import io.drover.restapi.http.Times;
import io.drover.restapi.json.Json;
import io.drover.restapi.shape.ExecutionShape;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs of actions: asking for them, stopping them, and looking at them. */
public final class ExecutionOperations {
    private static final int EXECUTIONS = 100;
    private static final int ALL = -1;
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
    private static final Set<String> UPDATE = Set.of("id", "status", "result");
    private static final Set<String> RERUN = Set.of("parameters", "tasks", "reset", "user", "delay");
    /** A year: who wants to wait for longer wants a timer. */
    private static final long LONGEST_DELAY = Duration.ofDays(365).toMillis();

    private static final Set<String> FILTERS = Set.of(
            "id",
            "status",
            "action",
            "rule",
            "runner",
            "user",
            "parent",
            "trigger",
            "trigger_type",
            "trigger_instance",
            "trace_id",
            "start_timestamp");
    private static final Map<String, String> FILTER_PATHS = Map.of(
            "id", "id",
            "status", "status",
            "action.ref", "action",
            "rule.ref", "rule",
            "rule.name", "rule",
            "runner.name", "runner",
            "context.user", "user",
            "parent", "parent",
            "trigger.name", "trigger",
            "trigger_instance.id", "trigger_instance");

    private final Executions executions;
    private final Catalog catalog;
    private final ExecutionShape shape;

    public ExecutionOperations(Executions executions, Catalog catalog, ExecutionShape shape) {
        this.executions = executions;
        this.catalog = catalog;
        this.shape = shape;
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
                .thenApply(execution -> Answer.json(201, shape.of(execution, () -> action, Attributes.ALL)));
    }

    public CompletionStage<Answer> rerun(Call call) {
        Fields fields = call.fields().onlyOf(RERUN);
        if (!fields.texts("tasks").isEmpty() || !fields.texts("reset").isEmpty()) {
            throw DroverException.invalid("Task option is only supported for Orquesta workflows.");
        }
        Execution earlier = execution(call);
        return executions
                .rerun(earlier.id(), fields.object("parameters"), behalf(call, fields), delay(fields), call.principal())
                .thenApply(execution -> Answer.json(201, shown(call, execution, Attributes.ALL)));
    }

    public Answer list(Call call) {
        Attributes wanted = Attributes.of(call, ExecutionShape.FIELDS, ExecutionShape.EXCLUDABLE);
        Paging paging = Paging.of(call, EXECUTIONS);
        StoreList question = StoreList.of(call, paging, FILTERS).between("timestamp_gt", "timestamp_lt");
        Instant exactly = Times.of(call, "timestamp");
        if (exactly != null) {
            question.at(exactly);
        }
        String liveAction = call.param("liveaction");
        if (liveAction != null) {
            question.where("id", liveAction);
        }
        filter(call, question);
        if (call.param("sort_asc") != null) {
            question.order("start_timestamp", true);
        } else if (call.param("sort_desc") != null) {
            question.order("start_timestamp", false);
        }
        Listing<Execution> page = executions.list(question.query());
        return paging.answer(
                page.items().stream()
                        .map(execution -> shown(call, execution, wanted))
                        .toList(),
                page.total());
    }

    public Answer get(Call call) {
        Attributes wanted = Attributes.of(call, ExecutionShape.FIELDS, ExecutionShape.EXCLUDABLE);
        Execution execution = execution(call);
        Map<String, @Nullable Object> shown = shown(call, execution, wanted);
        int largest = call.number("max_result_size", Integer.MAX_VALUE);
        Map<String, @Nullable Object> result = execution.result();
        if (result != null && largest < Integer.MAX_VALUE && Json.write(result).length > largest) {
            shown.remove("result");
        }
        return Answer.ok(shown);
    }

    /** Asks a run to stop. One that is at its end already is answered with 200 and why it cannot, as StackStorm does. */
    public CompletionStage<Answer> cancel(Call call) {
        Execution execution = execution(call);
        ExecutionStatus status = execution.status();
        if (status == ExecutionStatus.CANCELED || status == ExecutionStatus.CANCELING) {
            return CompletableFuture.completedFuture(Answer.ok(shown(call, execution, Attributes.ALL)));
        }
        if (!status.isCancelable()) {
            return CompletableFuture.completedFuture(
                    Answer.fault(200, "Action cannot be canceled. State = " + status.word() + "."));
        }
        return executions
                .cancel(execution.id(), call.principal())
                .thenApply(canceled -> Answer.ok(shown(call, canceled, Attributes.ALL)));
    }

    /** Changes where a run stands: stops it, or ends one whose work is done elsewhere. */
    public CompletionStage<Answer> update(Call call) {
        Fields fields = call.fields().onlyOf(UPDATE);
        ExecutionStatus wanted = status(fields.text("status"));
        Execution execution = execution(call);
        if (execution.status().isCompleted()) {
            throw DroverException.invalid("Execution is already in completed state.");
        }
        return changed(execution, wanted, fields.object("result"), call)
                .thenApply(next -> Answer.ok(shown(call, next, Attributes.ALL)));
    }

    private CompletionStage<Execution> changed(
            Execution execution, ExecutionStatus wanted, Map<String, @Nullable Object> result, Call call) {
        return switch (wanted) {
            case CANCELING, CANCELED ->
                execution.status() == ExecutionStatus.CANCELING
                        ? CompletableFuture.completedFuture(execution)
                        : executions.cancel(execution.id(), call.principal());
            case SUCCEEDED, FAILED, TIMEOUT, ABANDONED ->
                executions.end(execution.id(), new ActionResult(wanted, result), call.principal());
            case PAUSING, PAUSED, RESUMING ->
                throw DroverException.invalid(
                        "Failed updating execution. Only workflows can be paused and resumed, but runner '"
                                + execution.runnerType() + "' runs none.");
            default ->
                throw DroverException.invalid("Failed updating execution. It is '"
                        + execution.status().word() + "' and cannot be made '" + wanted.word()
                        + "' from outside. Cancel it, or say how it ended.");
        };
    }

    private static ExecutionStatus status(String word) {
        return Arrays.stream(ExecutionStatus.values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow(() -> DroverException.invalid("'" + word + "' is not one of "
                        + Arrays.stream(ExecutionStatus.values())
                                .map(ExecutionStatus::word)
                                .toList()));
    }

    /** One attribute of a run, as it is. */
    public Answer attribute(Call call) {
        String name = call.at("attribute");
        if (!ExecutionShape.EXCLUDABLE.contains(name)) {
            throw DroverException.invalid("Expected one of the attributes "
                    + ExecutionShape.EXCLUDABLE.stream().sorted().toList() + ", but found '" + name + "'.");
        }
        return Answer.ok(shown(call, execution(call), Attributes.ALL).get(name));
    }

    /** The result of a run alone, to look at or to keep. */
    public Answer result(Call call) {
        Execution execution = seen(call, execution(call));
        Map<String, @Nullable Object> result = execution.result() == null ? Map.of() : execution.result();
        byte[] text = call.flag("pretty_format") ? Json.indented(result) : Json.write(result);
        boolean compress = call.flag("compress");
        Answer answer = Answer.jsonText(200, Buffer.buffer(compress ? Gzip.of(text) : text));
        if (compress) {
            answer = answer.with("Content-Encoding", "gzip");
        }
        return call.flag("download")
                ? answer.with(
                        "Content-Disposition", "attachment; filename=execution_" + execution.id() + "_result.json")
                : answer;
    }

    /** What a run asked for, generation after generation. */
    public Answer children(Call call) {
        int depth = call.number("depth", ALL);
        if (depth < ALL) {
            throw DroverException.invalid(
                    "Expected a number from 0 on, or -1 for all, as 'depth', but found " + depth + ".");
        }
        return Answer.ok(executions.descendants(execution(call).id(), depth).stream()
                .map(child -> shown(call, child, Attributes.ALL))
                .toList());
    }

    /** By which values runs can be filtered. */
    public Answer filters(Call call) {
        Map<String, List<String>> values = executions.values();
        List<String> types = call.listed("types");
        for (String type : types) {
            if (!values.containsKey(type)) {
                throw DroverException.invalid(
                        "Expected filters out of " + values.keySet() + " as 'types', but found '" + type + "'.");
            }
        }
        Map<String, List<String>> shown = new TreeMap<>(values);
        if (!types.isEmpty()) {
            shown.keySet().retainAll(types);
        }
        return Answer.ok(shown);
    }

    /** What a run wrote so far, as plain text. */
    public Answer output(Call call) {
        Execution execution = execution(call);
        String type = call.param("output_type");
        Set<OutputChunk.Stream> streams = streams(type == null ? "all" : type);
        String text = executions.output(execution.id()).stream()
                .filter(chunk -> streams.contains(chunk.stream()))
                .map(OutputChunk::text)
                .collect(Collectors.joining());
        return Answer.text(200, "text/plain; charset=UTF-8", text);
    }

    private static Set<OutputChunk.Stream> streams(String type) {
        return switch (type) {
            case "all" -> Set.of(OutputChunk.Stream.values());
            case "stdout" -> Set.of(OutputChunk.Stream.STDOUT);
            case "stderr" -> Set.of(OutputChunk.Stream.STDERR);
            default ->
                throw DroverException.invalid(
                        "Expected 'all', 'stdout' or 'stderr' as 'output_type', but found '" + type + "'.");
        };
    }

    private Execution execution(Call call) {
        String id = call.at("id");
        if (id.equals("last")) {
            return executions.last().orElseThrow(() -> DroverException.invalid("No executions found."));
        }
        return executions.find(id).orElseThrow(() -> Failures.noRecord(id));
    }

    private Map<String, @Nullable Object> shown(Call call, Execution execution, Attributes wanted) {
        return shape.of(seen(call, execution), () -> executions.definition(execution), wanted);
    }

    /** In clear for administrators who ask for that. */
    private Execution seen(Call call, Execution execution) {
        return call.flag("show_secrets") && call.principal().isAdmin() ? executions.reveal(execution) : execution;
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

    private static void filter(Call call, StoreList question) {
        String filter = call.param("filter");
        if (filter == null) {
            return;
        }
        for (String token : filter.strip().split("\\s+", -1)) {
            int colon = token.indexOf(':');
            String field = colon < 1 ? null : FILTER_PATHS.get(token.substring(0, colon));
            if (field == null) {
                throw DroverException.invalid("Expected 'path:value' in 'filter', but found '" + token
                        + "'. Paths are: "
                        + String.join(
                                ", ", FILTER_PATHS.keySet().stream().sorted().toList()) + ".");
            }
            question.where(field, token.substring(colon + 1));
        }
    }
}
