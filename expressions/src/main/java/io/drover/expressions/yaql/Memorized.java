package io.drover.expressions.yaql;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A lazy sequence that can be read again and again, as it remembers what it has given. */
final class Memorized implements Iterable<@Nullable Object> {
    private final Iterator<@Nullable Object> source;
    private final List<@Nullable Object> given = new ArrayList<>();

    Memorized(Iterator<@Nullable Object> source) {
        this.source = source;
    }

    @Override
    public Iterator<@Nullable Object> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < given.size() || source.hasNext();
            }

            @Override
            public @Nullable Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                if (next == given.size()) {
                    given.add(source.next());
                }
                return given.get(next++);
            }
        };
    }
}
