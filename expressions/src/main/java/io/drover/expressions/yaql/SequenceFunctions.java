package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arithmetic;
import io.drover.expressions.value.Generator;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Value;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Functions that make sequences, cut them, and put them together. */
final class SequenceFunctions {
    private SequenceFunctions() {}

    static FunctionTable table() {
        FunctionTable table = new FunctionTable();
        for (String name : List.of("limit", "take")) {
            table.method(name + "(collection:iter, count:int)", SequenceFunctions::take);
        }
        return table.method("skip(collection:iter, count:int)", SequenceFunctions::skip)
                .method("takeWhile(collection:iter, predicate:lambda)", SequenceFunctions::takeWhile)
                .method("skipWhile(collection:iter, predicate:lambda)", SequenceFunctions::skipWhile)
                .both("append(collection:iter, *args:any)", (scope, a) -> chain(scope, List.of(a[0], rest(a[1]))))
                .both("concat(*collections:iter)", (scope, a) -> chain(scope, Argument.rest(a[0])))
                .both("enumerate(collection:iter, start:int?=0)", SequenceFunctions::enumerate)
                .method("zip(*collections:iter)", (scope, a) -> zip(scope, Argument.rest(a[0]), Sequences.END))
                .method("zipLongest(*collections:iter, **kwargs:any)", SequenceFunctions::zipLongest)
                .method("reverse(collection:iter)", SequenceFunctions::reverse)
                .method("cycle(collection:iter)", SequenceFunctions::cycle)
                .method("repeat(value:any, times:int=-1)", SequenceFunctions::repeat)
                .method("memorize(collection:iter)", SequenceFunctions::memorize)
                .method("defaultIfEmpty(collection:iter, default:iter)", SequenceFunctions::defaultIfEmpty)
                .method("accumulate(collection:iter, selector:lambda, seed:any=none)", SequenceFunctions::accumulate)
                .function("range(stop:int)", (scope, a) -> range(0L, a[0], 1L))
                .function("range(start:int, stop:int, step:int=1)", (scope, a) -> range(a[0], a[1], a[2]))
                .function("sequence(start:int=0, step:int=1)", SequenceFunctions::sequence)
                .function(
                        "generate(initial:any, predicate:lambda, producer:lambda, selector:lambda=null, decycle:bool=false)",
                        SequenceFunctions::generate)
                .function(
                        "generateMany(initial:any, producer:lambda, selector:lambda=null, decycle:bool=false, depthFirst:bool=false)",
                        SequenceFunctions::generateMany);
    }

    private static Object rest(@Nullable Object arguments) {
        return Argument.rest(arguments);
    }

    private static long natural(@Nullable Object count) {
        long number = Argument.whole(count);
        if (number < 0) {
            throw new ExpressionException("ValueError", "a count must not be negative, found " + number);
        }
        return number;
    }

    private static Object take(Scope scope, @Nullable Object[] a) {
        return new Generator("islice", Sequences.limited(Sequences.elements(a[0], scope.meter()), natural(a[1])));
    }

    private static Object skip(Scope scope, @Nullable Object[] a) {
        long count = natural(a[1]);
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        return Sequences.lazy(new Supplier<>() {
            private long skipped;

            @Override
            public @Nullable Object get() {
                for (; skipped < count && elements.hasNext(); skipped++) {
                    elements.next();
                }
                return elements.hasNext() ? elements.next() : Sequences.END;
            }
        });
    }

    private static Object takeWhile(Scope scope, @Nullable Object[] a) {
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        return Sequences.lazy(() -> {
            Object element = elements.hasNext() ? elements.next() : Sequences.END;
            return element != Sequences.END && QueryFunctions.holds(a[1], element) ? element : Sequences.END;
        });
    }

    private static Object skipWhile(Scope scope, @Nullable Object[] a) {
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        return Sequences.lazy(new Supplier<>() {
            private boolean begun;

            @Override
            public @Nullable Object get() {
                while (elements.hasNext()) {
                    Object element = elements.next();
                    begun = begun || !QueryFunctions.holds(a[1], element);
                    if (begun) {
                        return element;
                    }
                }
                return Sequences.END;
            }
        });
    }

    private static Object chain(Scope scope, List<? extends @Nullable Object> collections) {
        List<Supplier<Iterator<@Nullable Object>>> parts = collections.stream()
                .<Supplier<Iterator<@Nullable Object>>>map(
                        collection -> () -> Sequences.elements(collection, scope.meter()))
                .toList();
        return Sequences.chain(parts.iterator());
    }

    private static Object enumerate(Scope scope, @Nullable Object[] a) {
        if (a[1] == null) {
            throw new ExpressionException("TypeError", "'NoneType' object cannot be interpreted as an integer");
        }
        BigInteger[] next = {Arithmetic.big(a[1])};
        return Sequences.map(
                a[0],
                element -> {
                    Object number = Value.integer(next[0]);
                    next[0] = next[0].add(BigInteger.ONE);
                    return QueryFunctions.listOf(number, element);
                },
                scope.meter());
    }

    private static Object zip(Scope scope, List<?> collections, @Nullable Object fill) {
        List<Iterator<@Nullable Object>> columns = collections.stream()
                .map(collection -> Sequences.elements(collection, scope.meter()))
                .toList();
        return Sequences.lazy(() -> {
            boolean any = columns.stream().anyMatch(Iterator::hasNext);
            boolean all = columns.stream().allMatch(Iterator::hasNext);
            if (!any || (!all && fill == Sequences.END)) {
                return Sequences.END;
            }
            return Tuple.of(columns.stream()
                    .map(column -> column.hasNext() ? column.next() : fill)
                    .toArray());
        });
    }

    private static Object zipLongest(Scope scope, @Nullable Object[] a) {
        Map<?, ?> options = Argument.mapping(a[1]);
        return zip(scope, Argument.rest(a[0]), options.get("default"));
    }

    private static Object reverse(Scope scope, @Nullable Object[] a) {
        PythonList list = Sequences.list(a[0], scope.meter());
        Collections.reverse(list);
        return new Generator("reversed", list.iterator());
    }

    private static Object cycle(Scope scope, @Nullable Object[] a) {
        Memorized memorized = new Memorized(Sequences.elements(a[0], scope.meter()));
        return Sequences.lazy(new Supplier<>() {
            private Iterator<@Nullable Object> lap = memorized.iterator();

            @Override
            public @Nullable Object get() {
                if (!lap.hasNext()) {
                    lap = memorized.iterator();
                }
                return lap.hasNext() ? lap.next() : Sequences.END;
            }
        });
    }

    private static Object repeat(Scope scope, @Nullable Object[] a) {
        long times = Argument.whole(a[1]);
        long[] given = {0};
        return Sequences.lazy(() -> times < 0 || given[0]++ < times ? a[0] : Sequences.END);
    }

    private static @Nullable Object memorize(Scope scope, @Nullable Object[] a) {
        return a[0] instanceof Collection ? a[0] : new Memorized(Sequences.elements(a[0], scope.meter()));
    }

    private static @Nullable Object defaultIfEmpty(Scope scope, @Nullable Object[] a) {
        if (a[0] instanceof Collection<?> known) {
            return known.isEmpty() ? a[1] : known;
        }
        Memorized memorized = new Memorized(Sequences.elements(a[0], scope.meter()));
        return memorized.iterator().hasNext() ? memorized : a[1];
    }

    private static Object accumulate(Scope scope, @Nullable Object[] a) {
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        return Sequences.lazy(new Supplier<>() {
            private @Nullable Object total = Sequences.END;

            @Override
            public @Nullable Object get() {
                if (total == Sequences.END) {
                    total = Argument.isGiven(a[2]) ? a[2] : first(elements);
                    return total;
                }
                if (!elements.hasNext()) {
                    return Sequences.END;
                }
                total = Argument.lambda(a[1]).call(total, elements.next());
                return total;
            }
        });
    }

    private static @Nullable Object first(Iterator<@Nullable Object> elements) {
        if (!elements.hasNext()) {
            throw new ExpressionException("TypeError", "accumulate() of empty sequence with no initial value");
        }
        return elements.next();
    }

    private static Object range(@Nullable Object start, @Nullable Object stop, @Nullable Object step) {
        BigInteger end = io.drover.expressions.value.Arithmetic.big(stop);
        BigInteger stride = io.drover.expressions.value.Arithmetic.big(step);
        if (stride.signum() == 0) {
            throw new ExpressionException("ValueError", "range() arg 3 must not be zero");
        }
        return counting(start, step, next -> next.compareTo(end) * stride.signum() < 0);
    }

    private static Object sequence(Scope scope, @Nullable Object[] a) {
        return counting(a[0], a[1], next -> true);
    }

    private interface Bound {
        boolean allows(BigInteger next);
    }

    private static Object counting(@Nullable Object start, @Nullable Object step, Bound bound) {
        BigInteger[] next = {io.drover.expressions.value.Arithmetic.big(start)};
        BigInteger stride = io.drover.expressions.value.Arithmetic.big(step);
        return Sequences.lazy(() -> {
            if (!bound.allows(next[0])) {
                return Sequences.END;
            }
            Object value = Value.integer(next[0]);
            next[0] = next[0].add(stride);
            return value;
        });
    }

    private static Object generate(Scope scope, @Nullable Object[] a) {
        Lambda producer = Argument.lambda(a[2]);
        Lambda selector = (Lambda) a[3];
        Set<Object> past = new HashSet<>();
        return Sequences.lazy(new Supplier<>() {
            private @Nullable Object current = a[0];
            private boolean begun;

            @Override
            public @Nullable Object get() {
                if (begun) {
                    current = producer.call(current);
                }
                begun = true;
                boolean ends = !QueryFunctions.holds(a[1], current)
                        || (Boolean.TRUE.equals(a[4]) && !past.add(Keys.of(current)));
                return ends ? Sequences.END : selector == null ? current : selector.call(current);
            }
        });
    }

    private static Object generateMany(Scope scope, @Nullable Object[] a) {
        Meter meter = scope.meter();
        Lambda producer = Argument.lambda(a[1]);
        Lambda selector = (Lambda) a[2];
        Set<Object> past = new HashSet<>();
        Deque<Tuple> queue = new ArrayDeque<>(List.of(Tuple.of(a[0])));
        Deque<Tuple> given = new ArrayDeque<>();
        return Sequences.lazy(() -> {
            // what follows from an item is asked for together with the next one
            while (!given.isEmpty()) {
                Object last = Objects.requireNonNull(given.poll()).get(0);
                enqueue(queue, produced(producer.call(last), meter), Boolean.TRUE.equals(a[4]));
            }
            while (!queue.isEmpty()) {
                Tuple next = Objects.requireNonNull(queue.poll());
                Object item = next.get(0);
                if (Boolean.TRUE.equals(a[3]) && !past.add(Keys.of(item))) {
                    continue;
                }
                given.add(next);
                return selector == null ? item : selector.call(item);
            }
            return Sequences.END;
        });
    }

    private static void enqueue(Deque<Tuple> queue, PythonList produced, boolean first) {
        if (first) {
            Collections.reverse(produced);
            produced.forEach(one -> queue.addFirst(Tuple.of(one)));
        } else {
            produced.forEach(one -> queue.addLast(Tuple.of(one)));
        }
    }

    /** Elements of a collection, characters of a text, keys of a mapping. */
    private static PythonList produced(@Nullable Object value, Meter meter) {
        return value instanceof String || value instanceof Map
                ? Iteration.list(value, meter)
                : Sequences.list(value, meter);
    }
}
