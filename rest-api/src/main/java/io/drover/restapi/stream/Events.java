package io.drover.restapi.stream;

import io.drover.engine.api.Executions;
import io.drover.engine.api.Feed;
import io.drover.model.execution.Execution;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.Trace;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Times;
import io.drover.restapi.json.Json;
import io.drover.restapi.shape.ExecutionShape;
import io.drover.restapi.shape.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes events, in StackStorm's words, of what happens. For one thread. */
final class Events {
    static final String EXECUTION_UPDATE = "st2.execution__update";
    static final String OUTPUT = "st2.execution.output__create";
    private static final String EXECUTION_CREATE = "st2.execution__create";
    private static final int MOST_SUBJECTS = 10_000;

    private final Executions executions;
    private final ExecutionShape shape;
    private final Map<String, Subject> subjects = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Subject> eldest) {
            return size() > MOST_SUBJECTS;
        }
    };

    /** What wrote an output. */
    private record Subject(String action, String runner) {}

    /** An event whose data is made only where it is wanted. */
    record Event(Head head, int number, String kind, Supplier<Map<String, @Nullable Object>> data) {
        Frame frame(String id) {
            return Frame.of(id, head, number, kind, Json.write(data.get()));
        }
    }

    Events(Executions executions, ExecutionShape shape) {
        this.executions = executions;
        this.shape = shape;
    }

    List<Event> of(Feed.Happening happening) {
        if (happening instanceof Feed.Requested requested) {
            return of(requested.execution(), EXECUTION_CREATE, "st2.liveaction__create");
        }
        if (happening instanceof Feed.Changed changed) {
            return of(changed.execution(), EXECUTION_UPDATE, "st2.liveaction__update");
        }
        if (happening instanceof Feed.Written written) {
            return List.of(of(written.chunk()));
        }
        Feed.Announced announced = (Feed.Announced) happening;
        return List.of(new Event(
                new Head("st2.announcement__" + announced.route(), "", "", false), -1, "", () -> data(announced)));
    }

    private List<Event> of(Execution execution, String asExecution, String asLiveAction) {
        String action = execution.action().toString();
        boolean completed = execution.status().isCompleted();
        subjects.put(execution.id(), new Subject(action, execution.runnerType()));
        return List.of(
                new Event(
                        new Head(asExecution, action, execution.id(), completed),
                        -1,
                        "",
                        () -> shape.of(execution, () -> executions.definition(execution), List.of(), Attributes.ALL)),
                new Event(
                        new Head(asLiveAction, action, execution.id(), completed),
                        -1,
                        "",
                        () -> ExecutionShape.liveAction(execution)));
    }

    private Event of(OutputChunk chunk) {
        Subject subject = subjects.computeIfAbsent(chunk.executionId(), this::stored);
        return of(chunk, subject.action(), subject.runner());
    }

    static Event of(OutputChunk chunk, String action, String runner) {
        String kind = Shapes.word(chunk.stream());
        return new Event(new Head(OUTPUT, action, chunk.executionId(), false), chunk.number(), kind, () -> {
            Map<String, @Nullable Object> data = new LinkedHashMap<>();
            data.put("id", chunk.executionId() + "-" + chunk.number());
            data.put("execution_id", chunk.executionId());
            data.put("action_ref", action);
            data.put("runner_ref", runner);
            data.put("timestamp", Times.text(chunk.at()));
            data.put("output_type", kind);
            data.put("data", chunk.text());
            return data;
        });
    }

    private Subject stored(String execution) {
        return executions
                .find(execution)
                .map(found -> new Subject(found.action().toString(), found.runnerType()))
                .orElse(new Subject("", ""));
    }

    private static Map<String, @Nullable Object> data(Feed.Announced announced) {
        Trace trace = announced.trace();
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("id_", trace.id());
        context.put("trace_tag", trace.tag());
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("payload", announced.payload());
        data.put("trace_context", context);
        return data;
    }
}
