package io.drover.expressions.jinja;

import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.Undefined;
import io.drover.expressions.value.Value;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables one part of a running template sees: its own, then those of the parts around it, then the context, then the global functions. */
final class Frame {
    private static final String[] NO_NAMES = {};

    private final @Nullable Frame parent;
    private final Map<String, ? extends @Nullable Object> context;
    private final Environment environment;
    private final Meter meter;
    private String[] names = NO_NAMES;
    private @Nullable Object[] values = NO_NAMES;
    private int size;

    Frame(Map<String, ? extends @Nullable Object> context, Environment environment, Meter meter) {
        this(null, context, environment, meter);
    }

    private Frame(
            @Nullable Frame parent,
            Map<String, ? extends @Nullable Object> context,
            Environment environment,
            Meter meter) {
        this.parent = parent;
        this.context = context;
        this.environment = environment;
        this.meter = meter;
    }

    /** A frame inside this one. */
    Frame inner() {
        return new Frame(this, context, environment, meter);
    }

    Meter meter() {
        return meter;
    }

    Environment environment() {
        return environment;
    }

    boolean strict() {
        return environment.strict();
    }

    void set(String name, @Nullable Object value) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                values[i] = value;
                return;
            }
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, size + 4);
            values = Arrays.copyOf(values, size + 4, Object[].class);
        }
        names[size] = name;
        values[size++] = value;
    }

    /** The variable's value, {@link Undefined} if there is none. */
    @Nullable
    Object get(String name) {
        for (Frame frame = this; frame != null; frame = frame.parent) {
            for (int i = 0; i < frame.size; i++) {
                if (frame.names[i].equals(name)) {
                    return frame.values[i];
                }
            }
        }
        Object value = Mappings.get(context, name);
        if (value != Mappings.ABSENT) {
            return Value.of(value);
        }
        Object global = environment.globals().get(name);
        return global != null ? global : Undefined.name(name, strict());
    }
}
