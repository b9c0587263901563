package io.drover.expressions.value;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping made during an evaluation. Only such mappings can be changed by an expression; mappings of the caller can't. Keeps the order of insertion; {@code 1}, {@code 1.0} and {@code true} are one key. */
public final class PythonDict extends LinkedHashMap<@Nullable Object, @Nullable Object> {
    private static final long serialVersionUID = 1L;

    /** An empty mapping. */
    public PythonDict() {}

    /** A copy. */
    public PythonDict(Map<? extends @Nullable Object, ? extends @Nullable Object> entries) {
        super(entries);
    }

    @Override
    public @Nullable Object put(@Nullable Object key, @Nullable Object value) {
        Equality.requireHashable(key);
        if (key instanceof String || key == null || super.containsKey(key)) {
            return super.put(key, value);
        }
        Object present = Mappings.presentKey(this, key);
        return super.put(present == Mappings.ABSENT ? key : present, value);
    }
}
