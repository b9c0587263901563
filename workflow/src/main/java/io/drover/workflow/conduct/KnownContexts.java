package io.drover.workflow.conduct;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The contexts of a state, with what was merged of them last: the next step merges nearly the same ones. A list that never changes. */
final class KnownContexts extends AbstractList<Map<String, @Nullable Object>> implements RandomAccess {
    private static final int KEPT = 8;

    private final Series<Map<String, @Nullable Object>> contexts;
    private final List<Merging> merged;

    KnownContexts(Series<Map<String, @Nullable Object>> contexts, List<Merging> merged) {
        this.contexts = contexts;
        this.merged = List.copyOf(merged.subList(Math.max(0, merged.size() - KEPT), merged.size()));
    }

    static KnownContexts of(List<Map<String, @Nullable Object>> contexts) {
        return contexts instanceof KnownContexts known ? known : new KnownContexts(Series.of(contexts), List.of());
    }

    Series<Map<String, @Nullable Object>> series() {
        return contexts;
    }

    /** {@return mergings that are still true, the newest last} */
    List<Merging> merged() {
        return merged;
    }

    @Override
    public Map<String, @Nullable Object> get(int index) {
        return contexts.get(index);
    }

    @Override
    public int size() {
        return contexts.size();
    }
}
