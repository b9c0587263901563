package io.drover.restapi.stream;

import io.drover.engine.api.Access;
import io.drover.engine.api.Executions;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Resource;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.OutputChunk;
import io.drover.model.pack.Ref;
import io.drover.restapi.access.Subjects;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.shape.Shapes;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Streams of events: all that happens, or what one execution writes. */
public final class StreamOperations {
    private static final Set<String> ALL_KINDS =
            Arrays.stream(OutputChunk.Stream.values()).map(Shapes::word).collect(Collectors.toUnmodifiableSet());

    private static final String TYPE = "text/event-stream; charset=UTF-8";
    private static final Map<String, String> HEADERS = Map.of("Cache-Control", "no-cache", "X-Accel-Buffering", "no");

    private final Vertx vertx;
    private final Streams streams;
    private final Executions executions;
    private final Access access;

    public StreamOperations(Vertx vertx, Streams streams, Executions executions, Access access) {
        this.vertx = vertx;
        this.streams = streams;
        this.executions = executions;
        this.access = access;
    }

    /** {@return whether the caller wants a stream, where a path has one besides something else} */
    public static boolean isAskedFor(Call call) {
        String accepted = call.headers().get("Accept");
        return accepted != null && accepted.contains("text/event-stream");
    }

    /** What happens from now on, or from where an earlier stream broke off. */
    public Answer stream(Call call) {
        Wanted wanted = Wanted.of(call);
        String endEvent = call.param("end_event");
        String endExecution = call.param("end_execution_id");
        Viewer viewer = new Viewer(
                call.principal(), call.proof(), principal -> access.may(principal, Permission.STREAM_VIEW, null));
        Wish wish = new Wish.Allowed(
                new Wish.All(wanted, endEvent == null ? "" : endEvent, endExecution == null ? "" : endExecution),
                head -> maySee(viewer.principal(), head));
        Streams.Start start = streams.start(wanted, call.headers().get("Last-Event-ID"));
        Frame gap = start.gap();
        Buffer beginning = Buffer.buffer("\n");
        if (gap != null) {
            beginning.appendBuffer(gap.text());
        }
        return answer(wanted, wish, viewer, start.place(), beginning);
    }

    /** What an execution wrote, and what it writes until it ends. */
    public Answer output(Call call) {
        String id = execution(call).id();
        String type = call.param("output_type");
        Set<String> kinds = type == null || type.equals("all") ? ALL_KINDS : Set.of(type);
        if (!ALL_KINDS.containsAll(kinds)) {
            throw DroverException.invalid(
                    "Expected 'all', 'stdout', 'stderr' or 'other' as 'output_type', but found '" + type + "'.");
        }
        Wanted wanted = Wanted.outputOf(id);
        // the place is taken before the store is asked, so that nothing in between is missed
        long place = streams.start(wanted, null).place();
        Execution execution = execution(call);
        Buffer beginning = Buffer.buffer();
        int next = 0;
        for (OutputChunk chunk : executions.output(id)) {
            next = chunk.number() + 1;
            if (kinds.contains(Shapes.word(chunk.stream()))) {
                String action = execution.action().toString();
                beginning.appendBuffer(Events.of(chunk, action, execution.runnerType())
                        .frame(id + "-" + chunk.number())
                        .text());
            }
        }
        if (execution.status().isCompleted()) {
            return new Answer(200, TYPE, beginning.appendBuffer(Wish.Output.EOF), HEADERS);
        }
        Resource subject = Subjects.ofExecution(id, execution.action());
        Viewer viewer = new Viewer(
                call.principal(), call.proof(), principal -> access.may(principal, Permission.EXECUTION_VIEW, subject));
        return answer(wanted, new Wish.Output(id, next, kinds), viewer, place, beginning);
    }

    private boolean maySee(Principal viewer, Head head) {
        return !Ref.looksLike(head.action())
                || access.may(
                        viewer,
                        Permission.EXECUTION_VIEW,
                        Subjects.ofExecution(head.execution(), Ref.parse(head.action())));
    }

    private Execution execution(Call call) {
        String id = call.at("id");
        if (id.equals("last")) {
            return executions.last().orElseThrow(() -> DroverException.invalid("No executions found."));
        }
        return executions.find(id).orElseThrow(() -> Failures.noRecord(id));
    }

    private Answer answer(Wanted wanted, Wish wish, Viewer viewer, long place, Buffer beginning) {
        return Answer.flowing(
                TYPE,
                HEADERS,
                request -> new Watcher(vertx, streams, wanted, wish, viewer, place, request).begin(beginning));
    }
}
