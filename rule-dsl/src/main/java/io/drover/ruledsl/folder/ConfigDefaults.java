package io.drover.ruledsl.folder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a pack's config leaves out from the defaults of its schema, at any depth (platform spec 7.2). What is there
 * gets no default, though it be null.
 */
final class ConfigDefaults {
    private ConfigDefaults() {}

    /**
     * Fills in the members of one mapping.
     *
     * @param schemas of members by name; other members stay as they are
     */
    static Map<String, @Nullable Object> fill(Map<?, ?> config, Map<?, ?> schemas) {
        Map<String, @Nullable Object> filled = new LinkedHashMap<>();
        config.forEach((name, value) -> filled.put(String.valueOf(name), value));
        schemas.forEach((key, each) -> {
            String name = String.valueOf(key);
            Map<?, ?> schema = ConfigSchemas.map(each);
            boolean given = filled.containsKey(name);
            Object value = within(given ? filled.get(name) : schema.get("default"), schema);
            if (given || value != null) {
                filled.put(name, value);
            }
        });
        return filled;
    }

    private static @Nullable Object within(@Nullable Object value, Map<?, ?> schema) {
        boolean object = Stream.of("properties", "patternProperties", "additionalProperties")
                .anyMatch(key -> !ConfigSchemas.map(schema.get(key)).isEmpty());
        if (object && (value == null || value instanceof Map)) {
            return fill(
                    ConfigSchemas.map(value), members(ConfigSchemas.map(value).keySet(), schema));
        }
        if (schema.get("items") != null && (value == null || value instanceof List)) {
            return value == null ? List.of() : elements((List<?>) value, schema);
        }
        return value;
    }

    /** {@return the schema of each member that is there, or that the schema names} */
    private static Map<String, @Nullable Object> members(Set<?> present, Map<?, ?> schema) {
        Map<String, @Nullable Object> schemas = new LinkedHashMap<>();
        ConfigSchemas.map(schema.get("properties")).forEach((name, each) -> schemas.put(String.valueOf(name), each));
        for (Object each : present) {
            String name = String.valueOf(each);
            if (!schemas.containsKey(name)) {
                schemas.put(name, ConfigSchemas.member(name, schema));
            }
        }
        return schemas;
    }

    private static List<@Nullable Object> elements(List<?> given, Map<?, ?> schema) {
        List<@Nullable Object> filled = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            filled.add(within(given.get(i), ConfigSchemas.map(ConfigSchemas.element(i, schema))));
        }
        return filled;
    }
}
