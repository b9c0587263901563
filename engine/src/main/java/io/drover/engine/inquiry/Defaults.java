package io.drover.engine.inquiry;

import io.drover.model.json.JsonValues;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills what a value leaves out with the defaults of its JSON schema, as StackStorm's {@code util/schema.py} does. */
final class Defaults {
    private Defaults() {}

    /** {@return the object with the defaults of properties that it has not, at any depth of objects} */
    static Map<String, @Nullable Object> filled(Map<String, @Nullable Object> object, Map<?, ?> schema) {
        if (!(schema.get("properties") instanceof Map<?, ?> properties)) {
            return object;
        }
        Map<String, @Nullable Object> filled = new LinkedHashMap<>(object);
        properties.forEach((key, value) -> {
            String name = String.valueOf(key);
            Map<?, ?> property = value instanceof Map<?, ?> map ? map : Map.of();
            if (!filled.containsKey(name) && property.containsKey("default")) {
                filled.put(name, property.get("default"));
            }
            if (filled.get(name) instanceof Map<?, ?> inner) {
                filled.put(name, filled(JsonValues.copyOf(inner), property));
            }
        });
        return filled;
    }
}
