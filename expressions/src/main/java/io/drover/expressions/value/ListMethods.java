package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Methods of lists and tuples. */
final class ListMethods {
    /** Methods that tuples and ranges have too. */
    static final Set<String> READING = Set.of("count", "index");

    static final Map<String, ExpressionFunction> TABLE = new MethodTable()
            .with("append(self, object)", (meter, a) -> {
                own(a[0]).add(a[1]);
                return null;
            })
            .with("extend(self, iterable)", (meter, a) -> {
                own(a[0]).addAll(Iteration.list(a[1], meter));
                return null;
            })
            .with("insert(self, index, object)", (meter, a) -> {
                PythonList list = own(a[0]);
                long index = Value.integer(a[1], "an index");
                long absolute = index < 0 ? index + list.size() : index;
                list.add((int) Math.max(0, Math.min(absolute, list.size())), a[2]);
                return null;
            })
            .with("remove(self, value)", (meter, a) -> {
                int index = indexOf(own(a[0]), a[1], 0, Long.MAX_VALUE, meter);
                if (index < 0) {
                    throw new ExpressionException("ValueError", "list.remove(x): x not in list");
                }
                return removed(own(a[0]), index, false);
            })
            .with("pop(self, index=-1)", (meter, a) -> {
                PythonList list = own(a[0]);
                long index = Value.integer(a[1], "an index");
                long absolute = index < 0 ? index + list.size() : index;
                if (absolute < 0 || absolute >= list.size()) {
                    throw new ExpressionException(
                            "IndexError", list.isEmpty() ? "pop from empty list" : "pop index out of range");
                }
                return removed(list, (int) absolute, true);
            })
            .with("clear(self)", (meter, a) -> {
                own(a[0]).clear();
                return null;
            })
            .with("reverse(self)", (meter, a) -> {
                Collections.reverse(own(a[0]));
                return null;
            })
            .with("sort(self, key=None, reverse=False)", (meter, a) -> {
                sort(own(a[0]), a[1], Value.integer(a[2], "reverse") != 0, meter);
                return null;
            })
            .with("copy(self)", (meter, a) -> Iteration.list(a[0], meter))
            .with("count(self, value)", (meter, a) -> {
                long count = 0;
                for (Object element : (List<?>) java.util.Objects.requireNonNull(a[0])) {
                    meter.step();
                    count += Equality.equal(element, a[1]) ? 1 : 0;
                }
                return count;
            })
            .with("index(self, value, start=0, stop=None)", (meter, a) -> {
                List<?> list = (List<?>) java.util.Objects.requireNonNull(a[0]);
                long stop = a[3] == null ? Long.MAX_VALUE : Value.integer(a[3], "stop");
                int index = indexOf(list, a[1], Value.integer(a[2], "start"), stop, meter);
                if (index < 0) {
                    throw new ExpressionException("ValueError", Quoted.repr(a[1]) + " is not in list");
                }
                return (long) index;
            })
            .functions();

    private ListMethods() {}

    private static void sort(PythonList list, @Nullable Object key, boolean reverse, Meter meter) {
        meter.steps(list.size());
        if (key != null) {
            throw new ExpressionException("TypeError", "sort() takes no key here; use the filter sort(attribute=…)");
        }
        Comparator<@Nullable Object> order = Ordering.natural();
        list.sort(reverse ? order.reversed() : order);
    }

    private static @Nullable Object removed(PythonList list, int index, boolean returned) {
        Object element = list.remove(index);
        return returned ? element : null;
    }

    private static int indexOf(List<?> list, @Nullable Object value, long start, long stop, Meter meter) {
        long from = start < 0 ? Math.max(0, start + list.size()) : start;
        long to = Math.min(list.size(), stop < 0 ? stop + list.size() : stop);
        for (long i = from; i < to; i++) {
            meter.step();
            if (Equality.equal(list.get((int) i), value)) {
                return (int) i;
            }
        }
        return -1;
    }

    private static PythonList own(@Nullable Object list) {
        if (list instanceof PythonList own) {
            return own;
        }
        throw new ExpressionException(
                "TypeError",
                "this list belongs to the data and can't be changed; change a copy, such as (value | list)");
    }
}
