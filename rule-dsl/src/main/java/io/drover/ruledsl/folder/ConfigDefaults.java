package io.drover.ruledsl.folder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
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
            Map<?, ?> schema = map(each);
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
                .anyMatch(key -> !map(schema.get(key)).isEmpty());
        if (object && (value == null || value instanceof Map)) {
            return fill(map(value), members(map(value).keySet(), schema));
        }
        if (schema.get("items") != null && (value == null || value instanceof List)) {
            return value == null ? List.of() : elements((List<?>) value, schema);
        }
        return value;
    }

    /** {@return which schema counts for each member: its own, else those whose pattern it fits, else the one of all others} */
    private static Map<String, @Nullable Object> members(Set<?> present, Map<?, ?> schema) {
        Map<String, @Nullable Object> schemas = new LinkedHashMap<>();
        map(schema.get("properties")).forEach((name, each) -> schemas.put(String.valueOf(name), each));
        Set<String> others = new LinkedHashSet<>();
        present.forEach(name -> others.add(String.valueOf(name)));
        others.removeAll(schemas.keySet());
        for (String name : others) {
            Map<String, @Nullable Object> merged = new LinkedHashMap<>();
            map(schema.get("patternProperties")).forEach((pattern, each) -> {
                if (fits(name, String.valueOf(pattern))) {
                    map(each).forEach((key, value) -> merged.put(String.valueOf(key), value));
                }
            });
            schemas.put(name, merged.isEmpty() ? schema.get("additionalProperties") : merged);
        }
        return schemas;
    }

    private static boolean fits(String name, String pattern) {
        try {
            return Pattern.compile(pattern).matcher(name).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static List<@Nullable Object> elements(List<?> given, Map<?, ?> schema) {
        List<@Nullable Object> filled = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            Object each = schema.get("items");
            if (each instanceof List<?> places) {
                each = i < places.size() ? places.get(i) : schema.get("additionalItems");
            }
            filled.add(within(given.get(i), map(each)));
        }
        return filled;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
