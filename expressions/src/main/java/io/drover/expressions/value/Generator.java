package io.drover.expressions.value;

import java.util.Collections;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A lazy sequence that can be read once, such as {@code map} and {@code select} give: no length, no positions, empty the second time. */
public final class Generator implements Iterator<@Nullable Object> {
    private final String name;
    private final Supplier<? extends Iterator<? extends @Nullable Object>> start;
    private @Nullable Iterator<? extends @Nullable Object> source;

    /** A generator over the elements; the name is that of the function that made it. */
    public Generator(String name, Iterator<? extends @Nullable Object> source) {
        this(name, () -> source);
    }

    /** A generator that does nothing, and so finds nothing wrong, before its first element is asked for. */
    public Generator(String name, Supplier<? extends Iterator<? extends @Nullable Object>> start) {
        this.name = name;
        this.start = start;
    }

    private Iterator<? extends @Nullable Object> source() {
        Iterator<? extends @Nullable Object> known = source;
        if (known == null) {
            source = Collections.emptyIterator(); // it stays empty where the start fails
            known = start.get();
            source = known;
        }
        return known;
    }

    String name() {
        return name;
    }

    @Override
    public boolean hasNext() {
        return source().hasNext();
    }

    @Override
    public @Nullable Object next() {
        return source().next();
    }
}
