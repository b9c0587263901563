package io.drover.expressions.value;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A lazy sequence that can be read once, such as {@code map} and {@code select} give: no length, no positions, empty the second time. */
public final class Generator implements Iterator<@Nullable Object> {
    private final Iterator<? extends @Nullable Object> source;
    private final String name;

    /** A generator over the elements; the name is that of the function that made it. */
    public Generator(String name, Iterator<? extends @Nullable Object> source) {
        this.name = name;
        this.source = source;
    }

    String name() {
        return name;
    }

    @Override
    public boolean hasNext() {
        return source.hasNext();
    }

    @Override
    public @Nullable Object next() {
        return source.next();
    }
}
