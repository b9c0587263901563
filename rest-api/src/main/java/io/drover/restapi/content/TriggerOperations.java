package io.drover.restapi.content;

import static io.drover.restapi.http.MemoryList.passes;
import static io.drover.restapi.http.MemoryList.passesAny;

import io.drover.engine.api.Catalog;
import io.drover.model.trigger.TriggerType;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.MemoryList;
import io.drover.restapi.shape.Shapes;
import java.util.List;

/** Trigger types, and the triggers that rules made of them. */
public final class TriggerOperations {
    private static final int TYPES = 100;

    private final Catalog catalog;

    public TriggerOperations(Catalog catalog) {
        this.catalog = catalog;
    }

    public Answer types(Call call) {
        List<String> ids = call.ids();
        List<TriggerType> chosen = catalog.triggerTypes().stream()
                .filter(type -> passes(call, "pack", type.ref().pack()))
                .filter(type -> passesAny(call, "name", type.ref().name()))
                .filter(type -> ids.isEmpty() || ids.contains(type.id()))
                .toList();
        return MemoryList.answer(
                call, chosen, TYPES, Attributes.of(call, Shapes.TRIGGER_TYPE_FIELDS), Shapes::triggerType);
    }

    public Answer type(Call call) {
        String refOrId = call.at("ref");
        return Answer.ok(
                Shapes.triggerType(catalog.triggerType(refOrId).orElseThrow(() -> Failures.noResource(refOrId))));
    }

    /** All triggers, as a plain array without paging. */
    public Answer triggers(Call call) {
        return Answer.ok(catalog.triggers().stream().map(Shapes::trigger).toList());
    }

    public Answer trigger(Call call) {
        String refOrId = call.at("ref");
        return Answer.ok(Shapes.trigger(catalog.trigger(refOrId).orElseThrow(() -> Failures.noResource(refOrId))));
    }
}
