package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Going through the elements of a value: those of a list, the keys of a mapping, the characters of a text. */
public final class Iteration {
    private Iteration() {}

    /** The elements, each charged one step when it is reached. */
    public static Iterator<@Nullable Object> over(@Nullable Object value, Meter meter) {
        return new Metered(source(value), meter);
    }

    /** All elements as a new list. */
    public static PythonList list(@Nullable Object value, Meter meter) {
        if (value instanceof Collection<?> collection) {
            meter.steps(collection.size());
            PythonList list = new PythonList(collection.size());
            for (Object element : collection) {
                list.add(Value.of(element));
            }
            return list;
        }
        PythonList list = new PythonList();
        over(value, meter).forEachRemaining(list::add);
        return list;
    }

    /** Whether the value has elements to go through. */
    public static boolean isIterable(@Nullable Object value) {
        return Value.isText(value)
                || value instanceof Collection
                || value instanceof Map
                || value instanceof Generator
                || value instanceof PythonBytes;
    }

    /** The number of elements, characters or keys. */
    public static long length(@Nullable Object value) {
        if (value instanceof String text) {
            return text.codePointCount(0, text.length());
        }
        if (value instanceof Collection<?> collection) {
            return collection.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        if (value instanceof Markup markup) {
            return length(markup.text());
        }
        if (value instanceof PythonBytes bytes) {
            return bytes.size();
        }
        if (value instanceof Undefined undefined) {
            if (undefined.strict()) {
                throw undefined.error();
            }
            return 0;
        }
        throw new ExpressionException("TypeError", "object of type '" + Value.typeName(value) + "' has no len()");
    }

    private static Iterator<? extends @Nullable Object> source(@Nullable Object value) {
        if (value instanceof Collection<?> collection) {
            return collection.iterator();
        }
        if (value instanceof Map<?, ?> map) {
            return map.keySet().iterator();
        }
        if (value instanceof String text) {
            return new Characters(text);
        }
        if (value instanceof Markup markup) {
            return new Characters(markup.text());
        }
        if (value instanceof Generator generator) {
            return generator;
        }
        if (value instanceof PythonBytes bytes) {
            return bytes.numbers().iterator();
        }
        if (value instanceof Undefined undefined) {
            if (undefined.strict()) {
                throw undefined.error();
            }
            return Collections.emptyIterator();
        }
        throw new ExpressionException("TypeError", "'" + Value.typeName(value) + "' object is not iterable");
    }

    /** The elements from last to first; fails for what can't be read backwards. */
    public static List<@Nullable Object> reversed(@Nullable Object value, Meter meter) {
        if (value instanceof Generator) {
            throw new ExpressionException("TypeError", "'generator' object is not reversible");
        }
        PythonList list = list(value, meter);
        Collections.reverse(list);
        return list;
    }

    private static final class Metered implements Iterator<@Nullable Object> {
        private final Iterator<? extends @Nullable Object> source;
        private final Meter meter;

        private Metered(Iterator<? extends @Nullable Object> source, Meter meter) {
            this.source = source;
            this.meter = meter;
        }

        @Override
        public boolean hasNext() {
            return source.hasNext();
        }

        @Override
        public @Nullable Object next() {
            meter.step();
            return Value.of(source.next());
        }
    }

    private static final class Characters implements Iterator<@Nullable Object> {
        private final String text;
        private int next;

        private Characters(String text) {
            this.text = text;
        }

        @Override
        public boolean hasNext() {
            return next < text.length();
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int end = text.offsetByCodePoints(next, 1);
            String character = text.substring(next, end);
            next = end;
            return character;
        }
    }
}
