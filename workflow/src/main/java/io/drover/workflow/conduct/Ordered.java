package io.drover.workflow.conduct;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mapping that keeps its order and never changes; known by its type, so that it need not be copied again. */
final class Ordered<V> extends AbstractMap<String, V> {
    private final Map<String, V> values;

    private Ordered(Map<String, V> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    static <V> Map<String, V> copyOf(Map<String, V> values) {
        return values instanceof Ordered<V> ? values : new Ordered<>(new LinkedHashMap<>(values));
    }

    /** {@return the same with another value for a key} */
    static <V> Map<String, V> with(Map<String, V> values, String key, V value) {
        Map<String, V> more = new LinkedHashMap<>(values);
        more.put(key, value);
        return new Ordered<>(more);
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return values.entrySet();
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return values.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return values.containsKey(key);
    }

    @Override
    public int size() {
        return values.size();
    }
}
