package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.Tuple;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Functions that put the elements of collections into groups, parts or pairs. */
final class GroupingFunctions {
    private GroupingFunctions() {}

    static FunctionTable table() {
        return new FunctionTable()
                .method(
                        "groupBy(collection:iter, keySelector:lambda, valueSelector:lambda=null, aggregator:lambda=null)",
                        GroupingFunctions::groupBy)
                .method(
                        "join(collection1:iter, collection2:iter, predicate:lambda, selector:lambda)",
                        GroupingFunctions::join)
                .method("slice(collection:iter, length:int)", GroupingFunctions::slice)
                .method("splitAt(collection:iter, index:int)", GroupingFunctions::splitAt)
                .method("splitWhere(collection:iter, predicate:lambda)", GroupingFunctions::splitWhere)
                .method("sliceWhere(collection:iter, predicate:lambda)", GroupingFunctions::sliceWhere);
    }

    private record Group(@Nullable Object key, PythonList values) {}

    private static Object groupBy(Scope scope, @Nullable Object[] a) {
        Lambda values = (Lambda) a[2];
        Map<Object, Group> groups = new LinkedHashMap<>();
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        while (elements.hasNext()) {
            Object element = elements.next();
            Object value = values == null ? element : values.call(element);
            Object key = Argument.lambda(a[1]).call(element);
            groups.computeIfAbsent(Keys.of(key), any -> new Group(key, new PythonList()))
                    .values()
                    .add(value);
        }
        Aggregation aggregation = new Aggregation((Lambda) a[3]);
        return Sequences.map(
                new ArrayList<>(groups.values()),
                group -> aggregation.of((Group) Objects.requireNonNull(group)),
                scope.meter());
    }

    /** What becomes of each group. An aggregator gets the group's values; one written for YAQL before 1.1.1, which got key and values and gave both, still works where that can be told. */
    private static final class Aggregation {
        private final @Nullable Lambda aggregator;
        private @Nullable ExpressionException refused;
        private boolean maybeOld = true;

        private Aggregation(@Nullable Lambda aggregator) {
            this.aggregator = aggregator;
        }

        private Object of(Group group) {
            Tuple pair = Tuple.of(group.key(), group.values());
            if (aggregator == null) {
                return pair;
            }
            if (refused == null) {
                try {
                    Object value = aggregator.call(group.values());
                    maybeOld = maybeOld && looksOld(value, group.values());
                    return Tuple.of(group.key(), value);
                } catch (ExpressionException failure) {
                    if (!List.of("NoMatchingMethodException", "NoMatchingFunctionException", "IndexError")
                            .contains(failure.kind())) {
                        throw failure;
                    }
                    refused = failure;
                }
            }
            if (maybeOld && aggregator.call(pair) instanceof List<?> both && both.size() == 2) {
                return both;
            }
            throw refused;
        }

        private static boolean looksOld(@Nullable Object value, PythonList values) {
            return values.size() == 2
                    && value instanceof List<?> both
                    && both.size() == 2
                    && Operators.equal(both.get(0), values.get(0));
        }
    }

    private static Object join(Scope scope, @Nullable Object[] a) {
        Meter meter = scope.meter();
        Object others = Kind.isIterator(a[1]) ? new Memorized(Sequences.elements(a[1], meter)) : a[1];
        Iterator<@Nullable Object> left = Sequences.elements(a[0], meter);
        return Sequences.lazy(new Supplier<>() {
            private @Nullable Object current;
            private Iterator<@Nullable Object> right = List.of().iterator();

            @Override
            public @Nullable Object get() {
                while (true) {
                    while (right.hasNext()) {
                        Object other = right.next();
                        if (Operators.isTrue(Argument.lambda(a[2]).call(current, other))) {
                            return Argument.lambda(a[3]).call(current, other);
                        }
                    }
                    if (!left.hasNext()) {
                        return Sequences.END;
                    }
                    current = left.next();
                    right = Sequences.elements(others, meter);
                }
            }
        });
    }

    private static Object slice(Scope scope, @Nullable Object[] a) {
        long length = Argument.whole(a[1]);
        if (length < 0) {
            throw new ExpressionException("ValueError", "the length of a slice must not be negative, found " + length);
        }
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        return Sequences.lazy(() -> {
            PythonList part = new PythonList();
            Sequences.limited(elements, length).forEachRemaining(part::add);
            return part.isEmpty() ? Sequences.END : Tuple.copyOf(part);
        });
    }

    private static Object splitAt(Scope scope, @Nullable Object[] a) {
        Tuple all = ListFunctions.tuple(a[0], scope.meter());
        int index = Argument.index(a[1]);
        int at = index < 0 ? Math.max(0, index + all.size()) : Math.min(index, all.size());
        return QueryFunctions.listOf(part(all, 0, at), part(all, at, all.size()));
    }

    private static Tuple part(Tuple all, int from, int to) {
        return Tuple.copyOf(all.subList(from, to));
    }

    private static Object splitWhere(Scope scope, @Nullable Object[] a) {
        Tuple all = ListFunctions.tuple(a[0], scope.meter());
        return Sequences.lazy(new Supplier<>() {
            private int start;
            private int end;

            @Override
            public Object get() {
                while (end < all.size()) {
                    scope.meter().step();
                    if (QueryFunctions.holds(a[1], all.get(end++))) {
                        Tuple part = part(all, start, end - 1);
                        start = end;
                        return part;
                    }
                }
                Object part = start == end ? Sequences.END : part(all, start, end);
                start = end;
                return part;
            }
        });
    }

    private static Object sliceWhere(Scope scope, @Nullable Object[] a) {
        Tuple all = ListFunctions.tuple(a[0], scope.meter());
        return Sequences.lazy(new Supplier<>() {
            private int start;
            private int end;
            private @Nullable Object before = Sequences.END;

            @Override
            public Object get() {
                while (end < all.size()) {
                    Object now = Argument.lambda(a[1]).call(all.get(end));
                    boolean changed = before != Sequences.END && !Operators.equal(now, before);
                    before = now;
                    end++;
                    if (changed) {
                        Tuple part = part(all, start, end - 1);
                        start = end - 1;
                        return part;
                    }
                }
                Object part = start == end ? Sequences.END : part(all, start, end);
                start = end;
                return part;
            }
        });
    }
}
