package io.drover.expressions.value;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Python's tuple: a list that can't change and is not equal to a list of the same elements. */
public final class Tuple extends AbstractList<@Nullable Object> implements RandomAccess {
    private final List<String> names;
    private final @Nullable Object[] elements;

    private Tuple(List<String> names, @Nullable Object[] elements) {
        this.names = names;
        this.elements = elements;
    }

    /** A tuple of these. */
    public static Tuple of(@Nullable Object... elements) {
        return new Tuple(List.of(), elements.clone());
    }

    /** A tuple of the list's elements. */
    public static Tuple copyOf(List<? extends @Nullable Object> elements) {
        return new Tuple(List.of(), elements.toArray());
    }

    /** A tuple whose elements can be asked for by name too. */
    public static Tuple named(List<String> names, @Nullable Object... elements) {
        return new Tuple(names, elements.clone());
    }

    @Nullable
    Object attribute(String name) {
        int index = names.indexOf(name);
        return index < 0 ? Mappings.ABSENT : elements[index];
    }

    @Override
    public @Nullable Object get(int index) {
        return elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tuple tuple && Arrays.equals(elements, tuple.elements);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(elements);
    }
}
