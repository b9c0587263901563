package io.drover.workflow.definition;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a document were written.
 *
 * @param byPath by path, such as {@code tasks.a.next[0].when}
 * @param keys where their names were written, by the same paths; what is an element of a list has none
 */
public record Places(Map<String, Place> byPath, Map<String, Place> keys) {
    /** Of what was read from no text. */
    public static final Places NONE = new Places(Map.of(), Map.of());

    public Places {
        byPath = Map.copyOf(byPath);
        keys = Map.copyOf(keys);
    }

    /** {@return where the name of a member was written, or an element of a list} */
    public Optional<Place> name(String path) {
        return Optional.ofNullable(keys.getOrDefault(path, byPath.get(path)));
    }

    /** {@return where the value at a path, or else what holds it, was written} */
    public Optional<Place> nearest(@Nullable String path) {
        String rest = path == null ? "" : path;
        while (!byPath.containsKey(rest) && !rest.isEmpty()) {
            rest = rest.substring(0, Math.max(0, Math.max(rest.lastIndexOf('.'), rest.lastIndexOf('['))));
        }
        return Optional.ofNullable(byPath.get(rest));
    }
}
