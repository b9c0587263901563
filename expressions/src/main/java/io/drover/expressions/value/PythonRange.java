package io.drover.expressions.value;

import java.util.AbstractList;
import java.util.RandomAccess;

/** Python's range: whole numbers counted out, never stored. */
public final class PythonRange extends AbstractList<Object> implements RandomAccess {
    private final long start;
    private final long stop;
    private final long step;
    private final int size;

    /** Numbers from start up to, not including, stop; the caller has checked that there are not too many and that step is not 0. */
    public PythonRange(long start, long stop, long step) {
        this.start = start;
        this.stop = stop;
        this.step = step;
        this.size = Math.toIntExact(count(start, stop, step));
    }

    /** How many numbers such a range has. */
    public static long count(long start, long stop, long step) {
        if (step > 0 ? start >= stop : start <= stop) {
            return 0;
        }
        return (Math.subtractExact(stop, start) - Long.signum(step)) / step + 1;
    }

    Object attribute(String name) {
        return switch (name) {
            case "start" -> start;
            case "stop" -> stop;
            case "step" -> step;
            default -> Mappings.ABSENT;
        };
    }

    long start() {
        return start;
    }

    long stop() {
        return stop;
    }

    long stride() {
        return step;
    }

    /** The numbers at these positions, which lie within the range or just behind it. */
    PythonRange slice(long from, long to, long stride) {
        return new PythonRange(start + from * step, start + to * step, step * stride);
    }

    @Override
    public Long get(int index) {
        return start + index * step;
    }

    @Override
    public int size() {
        return size;
    }
}
