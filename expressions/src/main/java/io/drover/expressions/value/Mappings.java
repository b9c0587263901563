package io.drover.expressions.value;

import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looking a key up in a mapping of any origin, with Python's equality of keys. */
public final class Mappings {
    /** Returned where a mapping has no such key. */
    public static final Object ABSENT = new Object();

    private Mappings() {}

    /** The value of the key, or {@link #ABSENT}. */
    public static @Nullable Object get(Map<?, ?> mapping, @Nullable Object key) {
        if (key instanceof String text) {
            Object value = mapping.get(key);
            return value != null || hasText(mapping, text) ? value : ABSENT;
        }
        Object present = presentKey(mapping, key);
        return present == ABSENT ? ABSENT : mapping.get(present);
    }

    /** Whether the mapping has the key. */
    public static boolean has(Map<?, ?> mapping, @Nullable Object key) {
        return key instanceof String text ? hasText(mapping, text) : presentKey(mapping, key) != ABSENT;
    }

    /** The key of the mapping that equals the given one, or {@link #ABSENT}. */
    static @Nullable Object presentKey(Map<?, ?> mapping, @Nullable Object key) {
        Equality.requireHashable(key);
        try {
            if (mapping.containsKey(key)) {
                return key;
            }
            if (key instanceof Number || key instanceof Boolean) {
                return presentNumber(mapping, key);
            }
        } catch (ClassCastException | NullPointerException refusedByTheMapping) {
            return ABSENT;
        }
        return ABSENT;
    }

    private static boolean hasText(Map<?, ?> mapping, String key) {
        return mapping.containsKey(key);
    }

    private static @Nullable Object presentNumber(Map<?, ?> mapping, Object key) {
        Object exact = Equality.key(key);
        if (exact instanceof Long number) {
            long value = number;
            if (mapping.containsKey(value)) {
                return value;
            }
            if (mapping.containsKey((double) value)) {
                return (double) value;
            }
            if (value == (int) value && mapping.containsKey((int) value)) {
                return (int) value;
            }
            if ((value == 0 || value == 1) && mapping.containsKey(value == 1)) {
                return value == 1;
            }
        } else if (exact instanceof BigInteger && mapping.containsKey(exact)) {
            return exact;
        }
        return ABSENT;
    }
}
