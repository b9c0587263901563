package io.drover.restapi.events;

import static io.drover.restapi.http.MemoryList.passes;

import io.drover.engine.api.Events;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.store.Listing;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInstance;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.Paging;
import io.drover.restapi.http.StoreList;
import io.drover.restapi.shape.EventShapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Trigger instances, and why rules made of them what they did. */
public final class InstanceOperations {
    private static final int INSTANCES = 100;
    private static final Set<String> FILTERS = Set.of("id", "trigger", "trigger_type", "trace_id", "source");

    private final Events events;

    public InstanceOperations(Events events) {
        this.events = events;
    }

    public Answer list(Call call) {
        Attributes wanted = Attributes.of(call, EventShapes.INSTANCE_FIELDS);
        Paging paging = Paging.of(call, INSTANCES);
        if (!passes(call, "status", EventShapes.PROCESSED)) {
            return paging.answer(List.of(), 0);
        }
        Listing<TriggerInstance> page = events.list(StoreList.of(call, paging, FILTERS)
                .between("timestamp_gt", "timestamp_lt")
                .query());
        return paging.answer(
                page.items().stream().map(EventShapes::instance).map(wanted::of).toList(), page.total());
    }

    public Answer get(Call call) {
        return Answer.ok(EventShapes.instance(instance(call)));
    }

    /** Takes an event of any trigger: {@code {trigger, payload, trace_tag, dedupe_key}}. */
    public CompletionStage<Answer> create(Call call) {
        Fields fields = call.fields().onlyOf(Set.of("trigger", "payload", "trace_tag", "dedupe_key"));
        Emission emission = new Emission(
                Ref.parse(fields.text("trigger")),
                fields.object("payload"),
                null,
                fields.textOr("dedupe_key", null),
                Emission.DEDUPE_WINDOW,
                fields.textOr("trace_tag", null),
                "api:" + call.principal().user());
        return events.emit(emission, call.principal()).thenApply(InstanceOperations::accepted);
    }

    private static Answer accepted(Acceptance acceptance) {
        if (acceptance.verdict() == Acceptance.Verdict.REFUSED) {
            throw DroverException.invalid("The event was refused: " + String.join("; ", acceptance.violations()));
        }
        return Answer.json(202, EventShapes.acceptance(acceptance));
    }

    /** Hands an event in again; its payload says where it came from. */
    public CompletionStage<Answer> reEmit(Call call) {
        TriggerInstance instance = instance(call);
        Map<String, @Nullable Object> payload = new LinkedHashMap<>(instance.payload());
        payload.put("__context", Map.of("original_id", instance.id()));
        return events.reEmit(instance.id(), call.principal()).thenApply(id -> {
            Map<String, @Nullable Object> shape = new LinkedHashMap<>();
            shape.put("message", "Trigger instance " + instance.id() + " succesfully re-sent.");
            shape.put("payload", payload);
            shape.put("id", id);
            return Answer.ok(shape);
        });
    }

    /** What rules made of an event; {@code rule} asks about one. */
    public Answer why(Call call) {
        return Answer.ok(events.why(instance(call).id(), call.param("rule")).stream()
                .map(EventShapes::explanation)
                .toList());
    }

    private TriggerInstance instance(Call call) {
        String id = call.at("id");
        return events.find(id).orElseThrow(() -> Failures.noRecord(id));
    }
}
