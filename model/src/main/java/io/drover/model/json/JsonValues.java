package io.drover.model.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as plain Java values. Whole numbers are {@code Long} (or {@code BigInteger} beyond it), others
 * {@code Double}, so that {@code 1} and {@code 1.0} stay apart from parser to database.
 */
public final class JsonValues {
    private JsonValues() {}

    /**
     * Copies an object deeply into unmodifiable maps and lists of JSON values, keeping the order of its keys. What came
     * from here once is not copied again.
     *
     * @throws IllegalArgumentException where a value is none of JSON's kinds
     */
    public static Map<String, @Nullable Object> copyOf(Map<?, ?> object) {
        if (object instanceof ImmutableObject immutable) {
            return immutable;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(object.size() * 2);
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            copy.put(String.valueOf(entry.getKey()), copy(entry.getValue()));
        }
        return new ImmutableObject(copy);
    }

    /**
     * Makes an object of values that came from here, without a copy.
     *
     * @param values keep their order, and nobody changes them any more
     */
    public static Map<String, @Nullable Object> withoutCopy(Map<String, @Nullable Object> values) {
        return new ImmutableObject(values);
    }

    /** Copies any JSON value as {@link #copyOf} does. */
    public static @Nullable Object copy(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Map<?, ?> map) {
            return copyOf(map);
        }
        if (value instanceof ImmutableArray) {
            return value;
        }
        if (value instanceof Collection<?> collection) {
            @Nullable Object[] copy = new Object[collection.size()];
            int next = 0;
            for (Object element : collection) {
                copy[next++] = copy(element);
            }
            return new ImmutableArray(copy);
        }
        throw new IllegalArgumentException("Expected a JSON value, but found a "
                + value.getClass().getName() + ". Convert it to text, a number, a list or a map first.");
    }

    private static Number number(Number number) {
        if (number instanceof Long || number instanceof Double) {
            return number;
        }
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if (number instanceof BigInteger big) {
            return big.bitLength() < Long.SIZE ? (Number) big.longValue() : big;
        }
        if (number instanceof BigDecimal || number instanceof Float) {
            return Double.parseDouble(number.toString());
        }
        throw new IllegalArgumentException("Expected a JSON number, but found a "
                + number.getClass().getName() + ". Convert it to a long or a double first.");
    }

    /** An object whose values, too, never change: known by its type, so that it need not be copied again. */
    private static final class ImmutableObject extends AbstractMap<String, @Nullable Object> {
        private final Map<String, @Nullable Object> values;

        ImmutableObject(Map<String, @Nullable Object> values) {
            this.values = values;
        }

        @Override
        public Set<Entry<String, @Nullable Object>> entrySet() {
            return Collections.unmodifiableMap(values).entrySet();
        }

        @Override
        public Set<String> keySet() {
            return Collections.unmodifiableSet(values.keySet());
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
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

    /** An array whose elements, too, never change. */
    private static final class ImmutableArray extends AbstractList<@Nullable Object> implements RandomAccess {
        private final @Nullable Object[] elements;

        ImmutableArray(@Nullable Object[] elements) {
            this.elements = elements;
        }

        @Override
        public @Nullable Object get(int index) {
            return elements[index];
        }

        @Override
        public int size() {
            return elements.length;
        }
    }
}
