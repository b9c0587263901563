package io.drover.restapi.content;

import static io.drover.restapi.http.MemoryList.passes;
import static io.drover.restapi.http.MemoryList.passesAny;

import io.drover.engine.api.Catalog;
import io.drover.engine.fact.FactType;
import io.drover.model.trigger.TriggerType;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.MemoryList;
import io.drover.restapi.shape.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** A trigger type; with {@code fact}, what DRL rules call its events and their properties. */
    public Answer type(Call call) {
        String refOrId = call.at("ref");
        TriggerType type = catalog.triggerType(refOrId).orElseThrow(() -> Failures.noResource(refOrId));
        Map<String, @Nullable Object> shape = new LinkedHashMap<>(Shapes.triggerType(type));
        shape.put("fact", fact(FactType.of(type)));
        return Answer.ok(shape);
    }

    private static Map<String, Object> fact(FactType type) {
        Map<String, String> properties = new LinkedHashMap<>();
        type.properties().forEach(property -> properties.put(property.payload(), property.name()));
        return Map.of("class", type.qualifiedName(), "properties", properties);
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
