package io.drover.workflow.conduct;

import io.drover.expressions.ExpressionException;
import io.drover.model.json.JsonValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
    private static final Merging NOTHING = new Merging(Series.of(), Map.of(), Map.of());

    private final Set<Quirk> quirks;
    private final Limits limits;
    private final List<Merging> merged;
    private Series<Map<String, @Nullable Object>> contexts;
    private long size;
    /** The long texts that this step published. */
    private final Set<String> published = Collections.newSetFromMap(new IdentityHashMap<>());

    Contexts(List<Map<String, @Nullable Object>> contexts, long size, Set<Quirk> quirks, Limits limits) {
        KnownContexts known = KnownContexts.of(contexts);
        this.contexts = known.series();
        this.merged = new ArrayList<>(known.merged());
        this.size = size;
        this.quirks = quirks;
        this.limits = limits;
    }

    /**
     * Adds what was published on the way to one task. A long text that is published on the way to several is kept once, and
     * counts once.
     *
     * @return the number of the new context
     */
    int add(Map<?, ?> values) {
        Map<String, @Nullable Object> plain = Values.plain(values);
        take(Values.size(plain, text -> text.length() > Values.LONG && !published.add(text)));
        contexts = contexts.plus(plain);
        return contexts.size() - 1;
    }

    /** Counts characters and values that are kept for the tasks to come. */
    void take(long more) {
        size += more;
        if (size > limits.contextSize()) {
            throw new ExpressionException(
                    "ContextLimitError",
                    "The variables of the workflow have " + size
                            + " characters and values, with the results of its tasks, but at most "
                            + limits.contextSize() + " are allowed. Publish less, or keep large data elsewhere.");
        }
    }

    /** Counts what is kept no more. */
    void give(long less) {
        size = Math.max(0, size - less);
    }

    List<Map<String, @Nullable Object>> all() {
        return contexts;
    }

    /** {@return all of them, with what was merged of them} */
    KnownContexts known() {
        return new KnownContexts(contexts, merged);
    }

    long size() {
        return size;
    }

    /** {@return the variables that a task with these contexts sees; not to be changed} */
    Map<String, @Nullable Object> merged(List<Integer> numbers) {
        return merging(Series.of(numbers)).values();
    }

    /** Merges contexts that nobody reads, for what merging changes in the older ones; see {@link Quirk#INHERITED_VALUES}. */
    void seen(List<Integer> numbers) {
        if (quirks.contains(Quirk.INHERITED_VALUES)) {
            merged(numbers);
        }
    }

    /**
     * {@return what the output sees}
     *
     * @param terminals the contexts of each terminal task, in order
     */
    Map<String, @Nullable Object> merged(Collection<List<Integer>> terminals) {
        Fold whole = new Fold(NOTHING);
        boolean first = true;
        for (List<Integer> numbers : terminals) {
            List<Integer> own = new ArrayList<>(numbers);
            if (!first) {
                own.remove(Integer.valueOf(0));
            }
            whole.addAll(merging(Series.of(own)));
            first = false;
        }
        return whole.values;
    }

    /** Goes on from the longest part that was merged before. To merge it again would change nothing, as nothing was written since. */
    private Merging merging(Series<Integer> numbers) {
        Merging longest = NOTHING;
        for (Merging one : merged) {
            boolean longer = one.numbers().size() > longest.numbers().size();
            if (longer && numbers.startsWith(one.numbers())) {
                longest = one;
            }
        }
        if (longest.numbers().size() == numbers.size()) {
            return longest;
        }
        Fold fold = new Fold(longest);
        for (int i = longest.numbers().size(); i < numbers.size(); i++) {
            fold.add(numbers.get(i));
        }
        Merging all = new Merging(numbers, fold.values, fold.owners);
        merged.add(all);
        return all;
    }

    /** Variables merged so far, and from which context each mapping was taken first. */
    private final class Fold {
        private final Map<String, @Nullable Object> values;
        private final Map<String, Integer> owners;

        Fold(Merging beginning) {
            this.values = new LinkedHashMap<>(beginning.values());
            this.owners = new HashMap<>(beginning.owners());
        }

        void add(int number) {
            contexts.get(number).forEach((name, value) -> add(name, value, number));
        }

        void addAll(Merging other) {
            other.values().forEach((name, value) -> {
                Integer owner = other.owners().get(name);
                add(name, value, owner == null ? -1 : owner);
            });
        }

        private void add(String name, @Nullable Object value, int number) {
            if (!(value instanceof Map<?, ?> right)) {
                values.put(name, value);
            } else if (values.get(name) instanceof Map<?, ?> left) {
                if (!contains(left, right)) {
                    Object both = deep(left, right);
                    values.put(name, both);
                    writeThrough(name, both);
                }
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
                contexts = contexts.with(owner, JsonValues.copyOf(changed));
                merged.clear();
            }
        }
    }

    private static Object deep(Map<?, ?> left, Map<?, ?> right) {
        Map<Object, @Nullable Object> both = new LinkedHashMap<>(left);
        right.forEach((key, value) -> {
            Object before = both.get(key);
            if (!(before instanceof Map<?, ?> older && value instanceof Map<?, ?> newer)) {
                both.put(key, value);
            } else if (!contains(older, newer)) {
                both.put(key, deep(older, newer));
            }
        });
        return JsonValues.copyOf(both);
    }

    /** {@return whether merging would change nothing, as where the same mapping is merged again and again} */
    private static boolean contains(Map<?, ?> left, Map<?, ?> right) {
        for (Map.Entry<?, ?> entry : right.entrySet()) {
            Object own = left.get(entry.getKey());
            boolean same = own == entry.getValue() && (own != null || left.containsKey(entry.getKey()));
            boolean within = own instanceof Map<?, ?> older
                    && entry.getValue() instanceof Map<?, ?> newer
                    && contains(older, newer);
            if (!same && !within) {
                return false;
            }
        }
        return true;
    }
}
