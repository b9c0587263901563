package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Elements and slices: {@code value[key]} and {@code value[start:stop:step]}. */
public final class Subscript {
    private Subscript() {}

    /** The element, or {@link Mappings#ABSENT}. */
    public static @Nullable Object get(@Nullable Object container, @Nullable Object key) {
        if (container instanceof Map<?, ?> map) {
            if ((key instanceof List && !(key instanceof Tuple)) || key instanceof Map) {
                return Mappings.ABSENT;
            }
            return Mappings.get(map, Markup.strip(key));
        }
        if (key instanceof Boolean || key instanceof Long) {
            long index = Value.integer(key, "an index");
            if (container instanceof List<?> list) {
                long position = index < 0 ? index + list.size() : index;
                return position < 0 || position >= list.size() ? Mappings.ABSENT : list.get((int) position);
            }
            if (container instanceof String text) {
                return character(text, index);
            }
            if (container instanceof PythonBytes bytes) {
                long position = index < 0 ? index + bytes.size() : index;
                return position < 0 || position >= bytes.size() ? Mappings.ABSENT : bytes.at((int) position);
            }
        }
        return Mappings.ABSENT;
    }

    private static Object character(String text, long index) {
        long length = Iteration.length(text);
        long position = index < 0 ? index + length : index;
        if (position < 0 || position >= length) {
            return Mappings.ABSENT;
        }
        int start = text.offsetByCodePoints(0, (int) position);
        return text.substring(start, text.offsetByCodePoints(start, 1));
    }

    /** The slice; null stands for a bound that was left out. */
    public static Object slice(
            @Nullable Object container,
            @Nullable Object start,
            @Nullable Object stop,
            @Nullable Object step,
            Meter meter) {
        Object plain = Markup.strip(Undefined.refuse(container));
        if (plain instanceof PythonBytes bytes) {
            return PythonBytes.ofLatin((String) slice(bytes.latin(), start, stop, step, meter));
        }
        if (!(plain instanceof String) && !(plain instanceof List)) {
            throw new ExpressionException("TypeError", "'" + Value.typeName(plain) + "' object is not subscriptable");
        }
        int length = (int) Iteration.length(plain);
        long stride = step == null ? 1 : bound(step);
        if (stride == 0) {
            throw new ExpressionException("ValueError", "slice step cannot be zero");
        }
        long from = start == null ? (stride > 0 ? 0 : length - 1) : clip(bound(start), length, stride);
        long to = stop == null ? (stride > 0 ? length : -1) : clip(bound(stop), length, stride);
        long count = PythonRange.count(from, to, stride);
        if (plain instanceof String text) {
            meter.text(count);
            String part = sliceOf(text, length, from, stride, count);
            return container instanceof Markup ? new Markup(part) : part;
        }
        List<?> list = (List<?>) plain;
        meter.steps(count);
        if (list instanceof PythonRange range) {
            return range.slice(from, to, stride);
        }
        PythonList part = new PythonList((int) count);
        for (long i = 0; i < count; i++) {
            part.add(list.get((int) (from + i * stride)));
        }
        return list instanceof Tuple ? Tuple.copyOf(part) : part;
    }

    private static String sliceOf(String text, int length, long from, long stride, long count) {
        if (stride == 1) {
            int start = text.offsetByCodePoints(0, (int) Math.min(from, length));
            return text.substring(start, text.offsetByCodePoints(start, (int) count));
        }
        int[] characters = text.codePoints().toArray();
        StringBuilder part = new StringBuilder((int) count);
        for (long i = 0; i < count; i++) {
            part.appendCodePoint(characters[(int) (from + i * stride)]);
        }
        return part.toString();
    }

    private static long bound(@Nullable Object value) {
        if (value instanceof BigInteger big) {
            return big.signum() * (long) Integer.MAX_VALUE;
        }
        if (!Value.isInteger(value)) {
            Undefined.refuse(value);
            throw new ExpressionException(
                    "TypeError", "slice indices must be integers or None or have an __index__ method");
        }
        return Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, Value.integer(value, "a slice bound")));
    }

    private static long clip(long bound, int length, long stride) {
        long absolute = bound < 0 ? bound + length : bound;
        return stride > 0 ? Math.max(0, Math.min(absolute, length)) : Math.max(-1, Math.min(absolute, length - 1));
    }
}
