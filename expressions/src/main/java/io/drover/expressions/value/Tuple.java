package io.drover.expressions.value;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Python's tuple: a list that can't change and is not equal to a list of the same elements. */
public final class Tuple extends AbstractList<@Nullable Object> implements RandomAccess {
    private final List<String> names;
    private final List<? extends @Nullable Object> elements;
    private final @Nullable UnaryOperator<@Nullable Object> reading;

    private Tuple(
            List<String> names,
            List<? extends @Nullable Object> elements,
            @Nullable UnaryOperator<@Nullable Object> reading) {
        this.names = names;
        this.elements = elements;
        this.reading = reading;
    }

    /** A tuple of these. */
    public static Tuple of(@Nullable Object... elements) {
        return new Tuple(List.of(), Arrays.asList(elements.clone()), null);
    }

    /** A tuple of the list's elements. */
    public static Tuple copyOf(List<? extends @Nullable Object> elements) {
        return new Tuple(List.of(), Arrays.asList(elements.toArray()), null);
    }

    /** A tuple whose elements can be asked for by name too. */
    public static Tuple named(List<String> names, @Nullable Object... elements) {
        return new Tuple(names, Arrays.asList(elements.clone()), null);
    }

    /** The list as a tuple, not copied; each element goes through {@code reading} when it is asked for. */
    public static Tuple view(List<? extends @Nullable Object> elements, UnaryOperator<@Nullable Object> reading) {
        return new Tuple(List.of(), elements instanceof RandomAccess ? elements : new ArrayList<>(elements), reading);
    }

    /** The list that this is a view of; itself if it is none. */
    public List<? extends @Nullable Object> source() {
        return reading == null ? this : elements;
    }

    @Nullable
    Object attribute(String name) {
        int index = names.indexOf(name);
        return index < 0 ? Mappings.ABSENT : get(index);
    }

    @Override
    public @Nullable Object get(int index) {
        Object element = elements.get(index);
        return reading == null ? element : reading.apply(element);
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tuple && super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
