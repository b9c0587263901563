package io.drover.expressions.jinja;

import io.drover.expressions.value.Meter;
import io.drover.expressions.value.Ordering;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.PythonRange;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code pprint.pformat}: on one line if it fits into 80 columns, else one element a line. */
final class PrettyPrint {
    private static final int WIDTH = 80;

    private PrettyPrint() {}

    static String format(@Nullable Object value, Meter meter) {
        StringBuilder out = new StringBuilder();
        write(value, 0, 0, out, meter);
        return meter.made(out.toString());
    }

    private static void write(@Nullable Object value, int indent, int allowance, StringBuilder out, Meter meter) {
        Object sorted = sorted(value, meter);
        String oneLine = PythonText.repr(sorted, meter);
        boolean container = sorted instanceof Map || sorted instanceof List;
        if (oneLine.length() <= WIDTH - indent - allowance || !container) {
            out.append(oneLine);
            return;
        }
        meter.enter();
        if (sorted instanceof Map<?, ?> map) {
            out.append('{');
            int left = map.size();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String key = PythonText.repr(entry.getKey(), meter) + ": ";
                out.append(key);
                left--;
                write(entry.getValue(), indent + 1 + key.length(), left == 0 ? allowance + 1 : 1, out, meter);
                out.append(left == 0 ? "" : ",\n" + " ".repeat(indent + 1));
            }
            out.append('}');
        } else if (sorted instanceof List<?> list) {
            boolean tuple = list instanceof Tuple;
            out.append(tuple ? '(' : '[');
            int left = list.size();
            for (Object element : list) {
                left--;
                write(element, indent + 1, left == 0 ? allowance + 1 : 1, out, meter);
                out.append(left == 0 ? "" : ",\n" + " ".repeat(indent + 1));
            }
            out.append(tuple ? (list.size() == 1 ? ",)" : ")") : "]");
        }
        meter.leave();
    }

    /** Mappings by their keys, at every depth. */
    private static @Nullable Object sorted(@Nullable Object value, Meter meter) {
        if (value instanceof List<?> list && !(value instanceof PythonRange)) {
            meter.enter();
            meter.steps(list.size());
            PythonList sorted = new PythonList(list.size());
            list.forEach(element -> sorted.add(sorted(element, meter)));
            meter.leave();
            return list instanceof Tuple ? Tuple.copyOf(sorted) : sorted;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        List<@Nullable Object> keys = new ArrayList<>(map.keySet());
        meter.enter();
        meter.steps(keys.size());
        boolean ordered = keys.stream().allMatch(String.class::isInstance)
                || keys.stream().allMatch(Number.class::isInstance);
        if (ordered) {
            keys.sort(Ordering.natural());
        }
        PythonDict sorted = new PythonDict();
        keys.forEach(key -> sorted.put(key, sorted(map.get(key), meter)));
        meter.leave();
        return sorted;
    }
}
