package io.drover.restapi.events;

import io.drover.engine.api.Traces;
import io.drover.engine.api.Traces.Traced;
import io.drover.model.store.Listing;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Paging;
import io.drover.restapi.shape.TraceShape;
import java.util.Set;

/** Traces: all that one first event or request caused. */
public final class TraceOperations {
    private static final int TRACES = 100;

    private final Traces traces;

    public TraceOperations(Traces traces) {
        this.traces = traces;
    }

    public Answer list(Call call) {
        Attributes wanted = Attributes.of(call, TraceShape.FIELDS);
        Paging paging = Paging.of(call, TRACES);
        Listing<Traced> page = traces.list(new Traces.Question(
                Set.copyOf(call.ids()),
                call.param("trace_tag"),
                call.param("execution"),
                call.param("rule"),
                call.param("trigger_instance"),
                call.flag("sort_asc"),
                paging.offset(),
                paging.limit()));
        return paging.answer(
                page.items().stream().map(TraceShape::of).map(wanted::of).toList(), page.total());
    }

    public Answer get(Call call) {
        String id = call.at("id");
        return Answer.ok(TraceShape.of(traces.find(id).orElseThrow(() -> Failures.noRecord(id))));
    }
}
