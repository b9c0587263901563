package io.drover.expressions.yaql;

import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Functions that make lists, and that put elements in or take them out. */
final class ListFunctions {
    private ListFunctions() {}

    static FunctionTable table() {
        return new FunctionTable()
                .function("list(*args:any)", (scope, a) -> Tuple.copyOf(unrolled(Argument.rest(a[0]), scope.meter())))
                .method("toList(collection:iter)", (scope, a) -> tuple(a[0], scope.meter()))
                .method("flatten(collection:iter)", (scope, a) -> flatten(a[0], scope.meter()))
                .both("len(sequence:list)", (scope, a) -> (long) ((List<?>) Objects.requireNonNull(a[0])).size())
                .method(
                        "contains(collection:iter, value:any)",
                        (scope, a) -> Operators.contains(a[0], a[1], scope.meter()))
                .method(
                        "delete(collection:iter, position:int, count:int=1)",
                        (scope, a) -> replaced(
                                scope, a[0], a[1], a[2], () -> List.of().iterator()))
                .method(
                        "replace(collection:iter, position:int, value:any, count:int=1)",
                        (scope, a) -> replaced(
                                scope, a[0], a[1], a[3], () -> Tuple.of(a[2]).iterator()))
                .method(
                        "replaceMany(collection:iter, position:int, values:iter, count:int=1)",
                        (scope, a) -> replaced(scope, a[0], a[1], a[3], () -> Sequences.elements(a[2], scope.meter())))
                .method(
                        "insert(collection:sequence, position:int, value:any)",
                        (scope, a) -> inserted(scope, a[0], a[1], Tuple.of(a[2]), false))
                .method("insert(collection:list, position:int, value:any)", ListFunctions::insert)
                .method(
                        "insertMany(collection:iter, position:int, values:iter)",
                        (scope, a) -> inserted(scope, a[0], a[1], a[2], true));
    }

    /** The values in a row, lazy sequences among them read. */
    static PythonList unrolled(Iterable<?> values, Meter meter) {
        PythonList all = new PythonList();
        for (Object value : values) {
            if (Kind.isIterator(value)) {
                meter.enter();
                all.addAll(unrolled(Sequences.list(value, meter), meter));
                meter.leave();
            } else {
                meter.step();
                all.add(value);
            }
        }
        return all;
    }

    /** A list that doesn't change; itself if it is one. */
    static Tuple tuple(@Nullable Object collection, Meter meter) {
        return collection instanceof Tuple tuple ? tuple : Tuple.copyOf(Sequences.list(collection, meter));
    }

    private static Object flatten(@Nullable Object collection, Meter meter) {
        Deque<Iterator<@Nullable Object>> open = new ArrayDeque<>();
        open.push(Sequences.elements(collection, meter));
        return Sequences.lazy(() -> {
            while (!open.isEmpty()) {
                Iterator<@Nullable Object> inner = Objects.requireNonNull(open.peek());
                if (!inner.hasNext()) {
                    open.pop();
                    continue;
                }
                Object element = inner.next();
                if (!Kind.isIterable(element)) {
                    return element;
                }
                open.push(Sequences.elements(element, meter));
            }
            return Sequences.END;
        });
    }

    /** The collection with others in place of {@code count} elements; of all that follow if the count is negative. */
    private static Object replaced(
            Scope scope,
            @Nullable Object collection,
            @Nullable Object position,
            @Nullable Object count,
            Supplier<Iterator<@Nullable Object>> others) {
        long first = Argument.whole(position);
        long number = Argument.whole(count);
        Iterator<@Nullable Object> elements = Sequences.elements(collection, scope.meter());
        return Sequences.lazy(new Supplier<>() {
            private long index;
            private boolean done;
            private Iterator<@Nullable Object> putting = List.of().iterator();

            @Override
            public @Nullable Object get() {
                while (!putting.hasNext()) {
                    if (!elements.hasNext()) {
                        return Sequences.END;
                    }
                    Object element = elements.next();
                    boolean taken = index >= first && (number < 0 || index - first < number);
                    index++;
                    if (!taken) {
                        return element;
                    }
                    if (!done) {
                        done = true;
                        putting = others.get();
                    }
                }
                return putting.next();
            }
        });
    }

    private static PythonList insert(Scope scope, @Nullable Object[] a) {
        PythonList list = Sequences.list(a[0], scope.meter());
        int position = Argument.index(a[1]);
        int at = position < 0 ? Math.max(0, position + list.size()) : Math.min(position, list.size());
        list.add(at, a[2]);
        return list;
    }

    /** The collection with others put in front of a position, or behind its end if that is further. */
    private static Object inserted(
            Scope scope,
            @Nullable Object collection,
            @Nullable Object position,
            @Nullable Object others,
            boolean negativeIsFront) {
        long at = Argument.whole(position);
        Meter meter = scope.meter();
        Iterator<@Nullable Object> elements = Sequences.elements(collection, meter);
        List<Supplier<Iterator<@Nullable Object>>> parts = new ArrayList<>();
        if (at < 0 && negativeIsFront) {
            parts.add(() -> Sequences.elements(others, meter));
        }
        if (at >= 0) {
            parts.add(() -> Sequences.limited(elements, at));
            parts.add(() -> Sequences.elements(others, meter));
        }
        parts.add(() -> elements);
        return Sequences.chain(parts.iterator());
    }
}
