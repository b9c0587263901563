package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Equality;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tells values apart by hash: objects whose equality in Java is the values' equality in Python. */
final class Keys {
    private static final int DEEPEST = 100;
    private static final int MOST_PARTS = 1_000_000;
    private static final Object NULL = new Object();

    private int parts;

    private Keys() {}

    /**
     * The key of a value.
     *
     * @throws ExpressionException of kind TypeError for a list that a function made, which can't be one
     */
    static Object of(@Nullable Object value) {
        return value instanceof String ? value : new Keys().key(value, 0);
    }

    private Object key(@Nullable Object value, int depth) {
        if (depth > DEEPEST || ++parts > MOST_PARTS) {
            throw ExpressionException.overBudget(
                    "The evaluation was stopped: a value is too large or too deep to be told apart from others.");
        }
        if (value == null) {
            return NULL;
        }
        if (value instanceof PythonList) {
            throw new ExpressionException("TypeError", "unhashable type: 'list'");
        }
        if (value instanceof Tuple tuple) {
            List<Object> keys = new ArrayList<>(tuple.size());
            tuple.forEach(element -> keys.add(key(element, depth + 1)));
            return keys;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> keys = new HashMap<>();
            map.forEach((key, element) -> keys.put(key(key, depth + 1), key(element, depth + 1)));
            return keys;
        }
        if (value instanceof Set<?> set) {
            Set<Object> keys = new HashSet<>();
            set.forEach(element -> keys.add(key(element, depth + 1)));
            return keys;
        }
        if (value instanceof Ordered || value instanceof Memorized) {
            return value;
        }
        return value instanceof OffsetDateTime date ? date.toInstant() : Equality.key(value);
    }
}
