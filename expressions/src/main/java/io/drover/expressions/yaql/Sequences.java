package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Generator;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reading collections of any kind, and making lazy ones. Every element that is read is charged one step, so that no sequence goes on for ever. */
final class Sequences {
    /** What the step of a lazy sequence gives where there is nothing more. */
    static final Object END = new Object();

    private Sequences() {}

    /** The elements of a list, set or lazy sequence; a lazy one is used up by it. */
    static Iterator<@Nullable Object> elements(@Nullable Object collection, Meter meter) {
        Iterator<?> source = source(collection);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return source.hasNext();
            }

            @Override
            public @Nullable Object next() {
                meter.step();
                return source.next();
            }
        };
    }

    private static Iterator<?> source(@Nullable Object collection) {
        if (collection instanceof Generator generator) {
            return generator;
        }
        if (collection instanceof Iterable<?> iterable) {
            return iterable.iterator();
        }
        throw new ExpressionException(
                "TypeError", "'" + io.drover.expressions.value.Value.typeName(collection) + "' object is not iterable");
    }

    /** All elements. */
    static PythonList list(@Nullable Object collection, Meter meter) {
        PythonList list = new PythonList();
        elements(collection, meter).forEachRemaining(list::add);
        return list;
    }

    /** A lazy sequence; its step gives the next element, or {@link #END}. */
    static Generator lazy(Supplier<@Nullable Object> step) {
        return new Generator("generator", new Iterator<>() {
            private @Nullable Object next;
            private boolean looked;

            @Override
            public boolean hasNext() {
                if (!looked) {
                    next = next == END ? END : step.get();
                    looked = true;
                }
                return next != END;
            }

            @Override
            public @Nullable Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                looked = false;
                Object given = next;
                return given;
            }
        });
    }

    /** A lazy sequence of what the function makes of each element. */
    static Generator map(@Nullable Object collection, UnaryOperator<@Nullable Object> function, Meter meter) {
        Iterator<@Nullable Object> elements = elements(collection, meter);
        return new Generator("map", new Iterator<>() {
            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public @Nullable Object next() {
                return function.apply(elements.next());
            }
        });
    }

    /** A lazy sequence of the elements of lazy sequences, one after the other. */
    static Generator chain(Iterator<Supplier<Iterator<@Nullable Object>>> parts) {
        return lazy(new Supplier<>() {
            private @Nullable Iterator<@Nullable Object> current;

            @Override
            public @Nullable Object get() {
                while (current == null || !current.hasNext()) {
                    if (!parts.hasNext()) {
                        return END;
                    }
                    current = parts.next().get();
                }
                return current.next();
            }
        });
    }

    /** The first elements of what is left. */
    static Iterator<@Nullable Object> limited(Iterator<@Nullable Object> elements, long count) {
        return new Iterator<>() {
            private long given;

            @Override
            public boolean hasNext() {
                return given < count && elements.hasNext();
            }

            @Override
            public @Nullable Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                given++;
                return elements.next();
            }
        };
    }
}
