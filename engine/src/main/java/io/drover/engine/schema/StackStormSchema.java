package io.drover.engine.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON schema as StackStorm writes it: draft 4, but {@code required: true} stands inside each property, beside the words
 * {@code secret}, {@code position} and {@code immutable}. A pure draft-4 validator would let a missing parameter pass.
 */
final class StackStormSchema {
    private static final Set<String> OWN_WORDS = Set.of("secret", "position", "immutable");

    private StackStormSchema() {}

    /** {@return the schema in pure draft 4} */
    static Map<String, @Nullable Object> pure(Map<?, ?> schema) {
        Map<String, @Nullable Object> pure = new LinkedHashMap<>();
        List<Object> required = new ArrayList<>();
        schema.forEach((key, value) -> {
            String word = String.valueOf(key);
            if (word.equals("required")) {
                if (value instanceof Collection<?> names) {
                    required.addAll(names);
                }
            } else if (word.equals("properties") && value instanceof Map<?, ?> properties) {
                pure.put(word, properties(properties, required));
            } else if (word.equals("default") || word.equals("enum")) {
                pure.put(word, value);
            } else if (!OWN_WORDS.contains(word)) {
                pure.put(word, nested(value));
            }
        });
        if (!required.isEmpty()) {
            pure.put("required", required.stream().distinct().toList());
        }
        return pure;
    }

    private static Map<String, @Nullable Object> properties(Map<?, ?> properties, List<Object> required) {
        Map<String, @Nullable Object> pure = new LinkedHashMap<>();
        properties.forEach((name, schema) -> {
            if (schema instanceof Map<?, ?> map) {
                if (Boolean.TRUE.equals(map.get("required"))) {
                    required.add(String.valueOf(name));
                }
                pure.put(String.valueOf(name), pure(map));
            } else {
                pure.put(String.valueOf(name), schema);
            }
        });
        return pure;
    }

    private static @Nullable Object nested(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return pure(map);
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(StackStormSchema::nested).toList();
        }
        return value;
    }
}
