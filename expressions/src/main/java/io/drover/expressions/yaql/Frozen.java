package io.drover.expressions.yaql;

import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Value;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values from outside as expressions see them: mappings that can't change, lists as tuples, at every depth. Nothing is copied; what is inside is looked at when it is asked for. */
final class Frozen {
    private Frozen() {}

    static @Nullable Object of(@Nullable Object any) {
        if (any instanceof String || any instanceof Long || any == null || any instanceof Boolean) {
            return any;
        }
        Object value = Value.of(any);
        if (value instanceof Map<?, ?> map) {
            return map instanceof View ? map : new View(map);
        }
        if (value instanceof List<?> list) {
            return Tuple.view(list, Frozen::of);
        }
        return value instanceof Set<?> set && !(set instanceof FrozenSet) ? FrozenSet.of(set) : value;
    }

    /** A mapping from outside. */
    static final class View extends AbstractMap<@Nullable Object, @Nullable Object> {
        private final Map<?, ?> source;

        private View(Map<?, ?> source) {
            this.source = source;
        }

        /** The mapping as it was given. */
        Map<?, ?> source() {
            return source;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            Object value = source.get(key);
            return value == Mappings.ABSENT ? null : of(value);
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return source.containsKey(key);
        }

        @Override
        public int size() {
            return source.size();
        }

        @Override
        public Set<Entry<@Nullable Object, @Nullable Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<@Nullable Object, @Nullable Object>> iterator() {
                    Iterator<? extends Entry<?, ?>> entries = source.entrySet().iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return entries.hasNext();
                        }

                        @Override
                        public Entry<@Nullable Object, @Nullable Object> next() {
                            Entry<?, ?> entry = entries.next();
                            return new SimpleImmutableEntry<>(of(entry.getKey()), of(entry.getValue()));
                        }
                    };
                }

                @Override
                public int size() {
                    return source.size();
                }
            };
        }
    }
}
