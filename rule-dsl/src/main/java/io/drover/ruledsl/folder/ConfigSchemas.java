package io.drover.ruledsl.folder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Which schema counts for a part of a pack's config (draft 4, as StackStorm uses it there). */
final class ConfigSchemas {
    private ConfigSchemas() {}

    /**
     * {@return the schema of a member: its own, else those whose pattern it fits, else the one of all others; null where there
     * is none, and {@code false} where it must not be there}
     */
    static @Nullable Object member(String name, Map<?, ?> schema) {
        Map<?, ?> own = map(schema.get("properties"));
        if (own.containsKey(name)) {
            return own.get(name);
        }
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        map(schema.get("patternProperties")).forEach((pattern, each) -> {
            if (fits(name, String.valueOf(pattern))) {
                map(each).forEach((key, value) -> merged.put(String.valueOf(key), value));
            }
        });
        return merged.isEmpty() ? schema.get("additionalProperties") : merged;
    }

    /** {@return the schema of an element, in the same sense} */
    static @Nullable Object element(int place, Map<?, ?> schema) {
        Object items = schema.get("items");
        if (items instanceof List<?> places) {
            return place < places.size() ? places.get(place) : schema.get("additionalItems");
        }
        return items;
    }

    private static boolean fits(String name, String pattern) {
        try {
            return Pattern.compile(pattern).matcher(name).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
