package io.drover.workflow.conduct;

import io.drover.expressions.ExpressionException;
import io.drover.model.json.JsonValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of a run while an event is worked on (spec of Orquesta, section 4). Merging is deep: mappings merge key by
 * key, anything else replaces.
 */
final class Contexts {
    private final List<Map<String, @Nullable Object>> contexts;
    private final Set<Quirk> quirks;
    private final Limits limits;
    private long size;

    Contexts(List<Map<String, @Nullable Object>> contexts, long size, Set<Quirk> quirks, Limits limits) {
        this.contexts = new ArrayList<>(contexts);
        this.size = size;
        this.quirks = quirks;
        this.limits = limits;
    }

    /** {@return the number of the new context} */
    int add(Map<?, ?> values) {
        Map<String, @Nullable Object> plain = Values.plain(values);
        size += Values.size(plain);
        if (size > limits.contextSize()) {
            throw new ExpressionException(
                    "ContextLimitError",
                    "The variables of the workflow have " + size + " characters and values, but at most "
                            + limits.contextSize() + " are allowed. Publish less, or keep large data elsewhere.");
        }
        contexts.add(plain);
        return contexts.size() - 1;
    }

    List<Map<String, @Nullable Object>> all() {
        return contexts;
    }

    long size() {
        return size;
    }

    /** {@return the variables that a task with these contexts sees} */
    Map<String, @Nullable Object> merged(List<Integer> numbers) {
        return merging(numbers).values;
    }

    /**
     * {@return what the output sees}
     *
     * @param terminals the contexts of each terminal task, in order
     */
    Map<String, @Nullable Object> merged(Collection<List<Integer>> terminals) {
        Merging whole = new Merging();
        boolean first = true;
        for (List<Integer> numbers : terminals) {
            List<Integer> own = new ArrayList<>(numbers);
            if (!first) {
                own.remove(Integer.valueOf(0));
            }
            whole.addAll(merging(own));
            first = false;
        }
        return whole.values;
    }

    private Merging merging(List<Integer> numbers) {
        Merging merging = new Merging();
        numbers.forEach(merging::add);
        return merging;
    }

    /** Variables merged so far, and from which context each was taken first. */
    private final class Merging {
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
        private final Map<String, Integer> owners = new HashMap<>();

        void add(int number) {
            contexts.get(number).forEach((name, value) -> add(name, value, number));
        }

        void addAll(Merging other) {
            other.values.forEach((name, value) -> {
                Integer owner = other.owners.get(name);
                add(name, value, owner == null ? -1 : owner);
            });
        }

        private void add(String name, @Nullable Object value, int number) {
            if (!values.containsKey(name)) {
                values.put(name, value);
                owners.put(name, number);
            } else if (values.get(name) instanceof Map<?, ?> left && value instanceof Map<?, ?> right) {
                Object both = deep(left, right);
                values.put(name, both);
                writeThrough(name, both);
            } else {
                values.put(name, value);
                owners.put(name, number);
            }
        }

        /** The reference merges into the older mapping itself, which is a part of a context; see {@link Quirk#INHERITED_VALUES}. */
        private void writeThrough(String name, Object both) {
            Integer owner = owners.get(name);
            if (owner != null && owner >= 0 && quirks.contains(Quirk.INHERITED_VALUES)) {
                Map<String, @Nullable Object> changed = new LinkedHashMap<>(contexts.get(owner));
                changed.put(name, both);
                contexts.set(owner, JsonValues.copyOf(changed));
            }
        }
    }

    private static Object deep(Map<?, ?> left, Map<?, ?> right) {
        if (contains(left, right)) {
            return left;
        }
        Map<Object, @Nullable Object> both = new LinkedHashMap<>(left);
        right.forEach((key, value) -> {
            Object before = both.get(key);
            both.put(
                    key,
                    before instanceof Map<?, ?> older && value instanceof Map<?, ?> newer ? deep(older, newer) : value);
        });
        return JsonValues.copyOf(both);
    }

    /** Saves copying where the same mapping is merged again and again. */
    private static boolean contains(Map<?, ?> left, Map<?, ?> right) {
        return right.entrySet().stream()
                .allMatch(entry -> left.containsKey(entry.getKey())
                        && (left.get(entry.getKey()) == entry.getValue()
                                || (left.get(entry.getKey()) instanceof Map<?, ?> older
                                        && entry.getValue() instanceof Map<?, ?> newer
                                        && contains(older, newer))));
    }
}
