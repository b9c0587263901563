package io.drover.expressions.jinja;

import io.drover.expressions.value.Meter;
import io.drover.expressions.value.Ordering;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.PythonRange;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.TextMethods;
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
        if (value instanceof String text && PythonText.repr(text, meter).length() > WIDTH) {
            List<String> pieces = pieces(text, 1, 1, meter);
            out.append(pieces.size() == 1 ? "" : "(");
            append(pieces, 1, out, meter);
            out.append(pieces.size() == 1 ? "" : ")");
        } else {
            write(value, 0, 0, out, meter);
        }
        return meter.made(out.toString());
    }

    private static void write(@Nullable Object value, int indent, int allowance, StringBuilder out, Meter meter) {
        Object sorted = sorted(value, meter);
        String oneLine = PythonText.repr(sorted, meter);
        if (sorted instanceof String text && oneLine.length() > WIDTH - indent - allowance) {
            append(pieces(text, indent, allowance, meter), indent, out, meter);
            return;
        }
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
                out.append(left == 0 ? "" : "," + newLine(indent + 1, meter));
            }
            out.append('}');
        } else if (sorted instanceof List<?> list) {
            boolean tuple = list instanceof Tuple;
            out.append(tuple ? '(' : '[');
            int left = list.size();
            for (Object element : list) {
                left--;
                write(element, indent + 1, left == 0 ? allowance + 1 : 1, out, meter);
                out.append(left == 0 ? "" : "," + newLine(indent + 1, meter));
            }
            out.append(tuple ? (list.size() == 1 ? ",)" : ")") : "]");
        }
        meter.leave();
    }

    private static void append(List<String> pieces, int indent, StringBuilder out, Meter meter) {
        boolean first = true;
        for (String piece : pieces) {
            out.append(first ? "" : newLine(indent, meter)).append(piece);
            first = false;
        }
    }

    /** The keys around it indent a line by as much as they are long, so that this is charged before it is made. */
    private static String newLine(int indent, Meter meter) {
        meter.text(indent + 1L);
        return "\n" + " ".repeat(indent);
    }

    /** A long text in pieces that Python joins again: its lines, and parts of those that are too long. */
    private static List<String> pieces(String text, int indent, int allowance, Meter meter) {
        List<String> pieces = new ArrayList<>();
        List<?> lines = TextMethods.splitLines(text, true, meter);
        for (int i = 0; i < lines.size(); i++) {
            String line = String.valueOf(lines.get(i));
            int kept = i == lines.size() - 1 ? allowance : 0;
            String whole = PythonText.repr(line, meter);
            if (whole.length() <= WIDTH - indent - kept) {
                pieces.add(whole);
            } else {
                parts(line, WIDTH - indent, kept, pieces, meter);
            }
        }
        return pieces;
    }

    private static void parts(String line, int width, int kept, List<String> pieces, Meter meter) {
        String current = "";
        int at = 0;
        while (at < line.length()) {
            int end = at;
            while (end < line.length() && !TextMethods.isBlank(line.charAt(end))) {
                end++;
            }
            while (end < line.length() && TextMethods.isBlank(line.charAt(end))) {
                end++;
            }
            String candidate = current + line.substring(at, end);
            int most = end == line.length() ? width - kept : width;
            if (PythonText.repr(candidate, meter).length() > most) {
                if (!current.isEmpty()) {
                    pieces.add(PythonText.repr(current, meter));
                }
                current = line.substring(at, end);
            } else {
                current = candidate;
            }
            at = end;
        }
        if (!current.isEmpty()) {
            pieces.add(PythonText.repr(current, meter));
        }
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
