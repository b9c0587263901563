package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions that filter, transform and order collections, and that make one value of them. */
final class QueryFunctions {
    private QueryFunctions() {}

    static FunctionTable table() {
        FunctionTable table = new FunctionTable();
        for (String name : List.of("where", "filter")) {
            table.method(name + "(collection:iter, predicate:lambda)", QueryFunctions::where);
        }
        for (String name : List.of("select", "map")) {
            table.method(
                    name + "(collection:iter, selector:lambda)",
                    (scope, a) -> Sequences.map(a[0], Argument.lambda(a[1])::call, scope.meter()));
        }
        for (String name : List.of("aggregate", "reduce")) {
            table.method(
                    name + "(collection:iter, selector:lambda, seed:any=none)",
                    (scope, a) -> reduce(a[0], Argument.lambda(a[1])::call, a[2], scope.meter()));
        }
        return table.method("selectMany(collection:iter, selector:lambda)", QueryFunctions::selectMany)
                .both("distinct(collection:iter, keySelector:lambda=null)", QueryFunctions::distinct)
                .both("any(collection:iter, predicate:lambda=null)", QueryFunctions::any)
                .both("all(collection:iter, predicate:lambda=null)", QueryFunctions::all)
                .both("len(collection:iterator)", (scope, a) -> count(a[0], scope.meter()))
                .method("count(collection:iter)", (scope, a) -> count(a[0], scope.meter()))
                .method(
                        "sum(collection:iter, initial:any=none)",
                        (scope, a) -> reduce(a[0], (l, r) -> Operators.add(l, r, scope.meter()), a[1], scope.meter()))
                .method(
                        "max(collection:iter, initial:any=none)",
                        (scope, a) ->
                                reduce(a[0], (l, r) -> MathFunctions.larger(l, r, scope.meter()), a[1], scope.meter()))
                .method(
                        "min(collection:iter, initial:any=none)",
                        (scope, a) ->
                                reduce(a[0], (l, r) -> MathFunctions.smaller(l, r, scope.meter()), a[1], scope.meter()))
                .method("first(collection:iter, default:any=none)", QueryFunctions::first)
                .method("last(collection:iter, default:any=none)", QueryFunctions::last)
                .method("single(collection:iter)", QueryFunctions::single)
                .method("orderBy(collection:iter, selector:lambda)", (scope, a) -> ordered(scope, a, true))
                .method("orderByDescending(collection:iter, selector:lambda)", (scope, a) -> ordered(scope, a, false))
                .method("thenBy(collection:ordered, selector:lambda)", (scope, a) -> then(a, true))
                .method("thenByDescending(collection:ordered, selector:lambda)", (scope, a) -> then(a, false))
                .method(
                        "indexOf(collection:iter, item:any)",
                        (scope, a) -> index(scope, a[0], element -> Operators.equal(element, a[1]), false))
                .method(
                        "lastIndexOf(collection:iter, item:any)",
                        (scope, a) -> index(scope, a[0], element -> Operators.equal(element, a[1]), true))
                .method(
                        "indexWhere(collection:iter, predicate:lambda)",
                        (scope, a) -> index(scope, a[0], element -> holds(a[1], element), false))
                .method(
                        "lastIndexWhere(collection:iter, predicate:lambda)",
                        (scope, a) -> index(scope, a[0], element -> holds(a[1], element), true));
    }

    /** Whether a condition holds for an element. */
    static boolean holds(@Nullable Object predicate, @Nullable Object element) {
        return Operators.isTrue(Argument.lambda(predicate).call(element));
    }

    private static Object where(Scope scope, @Nullable Object[] a) {
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        return Sequences.lazy(() -> {
            while (elements.hasNext()) {
                Object element = elements.next();
                if (holds(a[1], element)) {
                    return element;
                }
            }
            return Sequences.END;
        });
    }

    private static Object selectMany(Scope scope, @Nullable Object[] a) {
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        Iterator<java.util.function.Supplier<Iterator<@Nullable Object>>> parts = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public java.util.function.Supplier<Iterator<@Nullable Object>> next() {
                Object inner = Argument.lambda(a[1]).call(elements.next());
                return () -> Sequences.elements(
                        Kind.isIterable(inner) ? inner : io.drover.expressions.value.Tuple.of(inner), scope.meter());
            }
        };
        return Sequences.chain(parts);
    }

    private static Object distinct(Scope scope, @Nullable Object[] a) {
        Lambda selector = (Lambda) a[1];
        Set<Object> seen = new HashSet<>();
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        return Sequences.lazy(() -> {
            while (elements.hasNext()) {
                Object element = elements.next();
                if (seen.add(Keys.of(selector == null ? element : selector.call(element)))) {
                    return element;
                }
            }
            return Sequences.END;
        });
    }

    private static Object any(Scope scope, @Nullable Object[] a) {
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        while (elements.hasNext()) {
            Object element = elements.next();
            if (a[1] == null || holds(a[1], element)) {
                return true;
            }
        }
        return false;
    }

    private static Object all(Scope scope, @Nullable Object[] a) {
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        while (elements.hasNext()) {
            Object element = elements.next();
            if (a[1] == null ? !Operators.isTrue(element) : !holds(a[1], element)) {
                return false;
            }
        }
        return true;
    }

    private static Object count(@Nullable Object collection, Meter meter) {
        long count = 0;
        Iterator<@Nullable Object> elements = Sequences.elements(collection, meter);
        while (elements.hasNext()) {
            elements.next();
            count++;
        }
        return count;
    }

    private static @Nullable Object reduce(
            @Nullable Object collection,
            BinaryOperator<@Nullable Object> function,
            @Nullable Object seed,
            Meter meter) {
        Iterator<@Nullable Object> elements = Sequences.elements(collection, meter);
        if (!Argument.isGiven(seed) && !elements.hasNext()) {
            throw new ExpressionException("TypeError", "reduce() of empty iterable with no initial value");
        }
        Object result = Argument.isGiven(seed) ? seed : elements.next();
        while (elements.hasNext()) {
            result = function.apply(result, elements.next());
        }
        return result;
    }

    private static @Nullable Object first(Scope scope, @Nullable Object[] a) {
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        return elements.hasNext() ? elements.next() : orNothing(a[1]);
    }

    private static @Nullable Object last(Scope scope, @Nullable Object[] a) {
        if (a[0] instanceof List<?> list) {
            return list.isEmpty() ? orNothing(a[1]) : list.get(list.size() - 1);
        }
        Object last = a[1];
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        while (elements.hasNext()) {
            last = elements.next();
        }
        return orNothing(last);
    }

    private static @Nullable Object orNothing(@Nullable Object byDefault) {
        if (!Argument.isGiven(byDefault)) {
            throw new ExpressionException("StopIteration", "");
        }
        return byDefault;
    }

    private static @Nullable Object single(Scope scope, @Nullable Object[] a) {
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        Object only = elements.hasNext() ? elements.next() : orNothing(Overload.NONE);
        if (elements.hasNext()) {
            throw new ExpressionException("StopIteration", "Collection contains more than one item");
        }
        return only;
    }

    private static Ordered ordered(Scope scope, @Nullable Object[] a, boolean ascending) {
        return new Ordered(a[0], scope.meter()).by(Argument.lambda(a[1]), ascending);
    }

    private static Ordered then(@Nullable Object[] a, boolean ascending) {
        return ((Ordered) java.util.Objects.requireNonNull(a[0])).by(Argument.lambda(a[1]), ascending);
    }

    private interface Condition {
        boolean holdsFor(@Nullable Object element);
    }

    private static Object index(Scope scope, @Nullable Object collection, Condition condition, boolean last) {
        long found = -1;
        long index = 0;
        Iterator<@Nullable Object> elements = Sequences.elements(collection, scope.meter());
        while (elements.hasNext()) {
            if (condition.holdsFor(elements.next())) {
                found = index;
                if (!last) {
                    return found;
                }
            }
            index++;
        }
        return found;
    }

    /** A new list, as functions of the original make them. */
    static PythonList listOf(@Nullable Object... elements) {
        PythonList list = new PythonList(elements.length);
        for (Object element : elements) {
            list.add(element);
        }
        return list;
    }
}
