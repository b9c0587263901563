package io.drover.restapi.fake;

import io.drover.engine.api.Traces;
import io.drover.model.execution.Execution;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.trigger.TriggerInstance;
import java.util.List;
import java.util.Optional;

/** One trace with all that was requested and all that happened. */
final class FakeTraces implements Traces {
    static final String ID = "cccccccccccccccc00000001";

    private final FakeEvents events;
    private final FakeExecutions executions;

    FakeTraces(FakeEvents events, FakeExecutions executions) {
        this.events = events;
        this.executions = executions;
    }

    @Override
    public Optional<Traced> find(String id) {
        List<TriggerInstance> happened = events.list(Query.all()).items();
        List<Execution> requested = executions.list(Query.all()).items();
        return id.equals(ID)
                ? Optional.of(new Traced(ID, "night", FakeExecutions.REQUESTED, happened, List.of(), requested))
                : Optional.empty();
    }

    @Override
    public Listing<Traced> list(Question question) {
        boolean isMeant = question.tag() == null || question.tag().equals("night");
        return new Listing<>(isMeant ? find(ID).stream().toList() : List.of(), isMeant ? 1 : 0);
    }
}
