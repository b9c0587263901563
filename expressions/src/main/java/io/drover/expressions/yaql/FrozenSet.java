package io.drover.expressions.yaql;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set in the order its elements came, told apart as Python tells them: {@code 1}, {@code 1.0} and {@code true} are one, lists and mappings by what is in them. */
final class FrozenSet extends AbstractSet<@Nullable Object> {
    private final Map<Object, @Nullable Object> elements = new LinkedHashMap<>();

    private FrozenSet() {}

    static FrozenSet of(Collection<?> elements) {
        return of(elements.iterator());
    }

    static FrozenSet of(Iterator<?> elements) {
        FrozenSet set = new FrozenSet();
        while (elements.hasNext()) {
            Object element = elements.next();
            set.elements.putIfAbsent(Keys.of(element), element);
        }
        return set;
    }

    /** This set and the others. */
    FrozenSet with(FrozenSet others) {
        FrozenSet set = new FrozenSet();
        set.elements.putAll(elements);
        others.elements.forEach(set.elements::putIfAbsent);
        return set;
    }

    /** What of this set is in the other, or is not. */
    FrozenSet kept(FrozenSet other, boolean there) {
        FrozenSet set = new FrozenSet();
        elements.forEach((key, element) -> {
            if (other.elements.containsKey(key) == there) {
                set.elements.put(key, element);
            }
        });
        return set;
    }

    boolean isPartOf(FrozenSet other) {
        return other.elements.keySet().containsAll(elements.keySet());
    }

    /** What tells the elements apart. */
    Set<Object> keys() {
        return Collections.unmodifiableSet(elements.keySet());
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return elements.containsKey(Keys.of(element));
    }

    @Override
    public Iterator<@Nullable Object> iterator() {
        return Collections.unmodifiableCollection(elements.values()).iterator();
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FrozenSet set ? elements.keySet().equals(set.elements.keySet()) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return elements.keySet().hashCode();
    }
}
