package io.drover.restapi.executions;

import io.drover.engine.api.Executions;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.OutputChunk;
import io.drover.model.store.Listing;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Paging;
import io.drover.restapi.http.StoreList;
import io.drover.restapi.http.Times;
import io.drover.restapi.json.Json;
import io.drover.restapi.shape.ExecutionShape;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looking at runs of actions. */
public final class ExecutionOperations {
    private static final int EXECUTIONS = 100;
    private static final int ALL = -1;
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
    private final Runs runs;

    public ExecutionOperations(Executions executions, Runs runs) {
        this.executions = executions;
        this.runs = runs;
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
        return paging.answer(runs.shown(call, page.items(), wanted), page.total());
    }

    public Answer get(Call call) {
        Attributes wanted = Attributes.of(call, ExecutionShape.FIELDS, ExecutionShape.EXCLUDABLE);
        Execution execution = runs.find(call);
        Map<String, @Nullable Object> shown = runs.shown(call, execution, wanted);
        int largest = call.number("max_result_size", Integer.MAX_VALUE);
        Map<String, @Nullable Object> result = execution.result();
        if (result != null && largest < Integer.MAX_VALUE && Json.write(result).length > largest) {
            shown.remove("result");
        }
        return Answer.ok(shown);
    }

    /** One attribute of a run, as it is. */
    public Answer attribute(Call call) {
        String name = call.at("attribute");
        if (!ExecutionShape.EXCLUDABLE.contains(name)) {
            throw DroverException.invalid("Expected one of the attributes "
                    + ExecutionShape.EXCLUDABLE.stream().sorted().toList() + ", but found '" + name + "'.");
        }
        return Answer.ok(runs.shown(call, runs.find(call), Attributes.ALL).get(name));
    }

    /** The result of a run alone, to look at or to keep. */
    public Answer result(Call call) {
        Execution execution = runs.seen(call, runs.find(call));
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

    /**
     * What a run asked for: each run before its own children, or by time as {@code result_fmt=sorted}. Any other format is
     * the first one, as in StackStorm.
     */
    public Answer children(Call call) {
        int depth = call.number("depth", ALL);
        if (depth < ALL) {
            throw DroverException.invalid(
                    "Expected a number from 0 on, or -1 for all, as 'depth', but found " + depth + ".");
        }
        Attributes wanted = Attributes.of(call, ExecutionShape.FIELDS, ExecutionShape.EXCLUDABLE);
        String root = runs.find(call).id();
        List<Execution> generations = executions.descendants(root, depth);
        List<Execution> ordered = "sorted".equals(call.param("result_fmt"))
                ? Descent.byTime(generations)
                : Descent.depthFirst(root, generations);
        return Answer.ok(runs.shown(call, ordered, wanted));
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
        Execution execution = runs.find(call);
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
            case "other" -> Set.of(OutputChunk.Stream.OTHER);
            default ->
                throw DroverException.invalid(
                        "Expected 'all', 'stdout', 'stderr' or 'other' as 'output_type', but found '" + type + "'.");
        };
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
