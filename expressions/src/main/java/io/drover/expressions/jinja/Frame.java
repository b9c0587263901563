package io.drover.expressions.jinja;

import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.Markup;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.Undefined;
import io.drover.expressions.value.Value;
import io.drover.expressions.value.Variables;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables one part of a running template sees: its own, then those of the parts around it, then the context, then the global functions. */
final class Frame {
    private final @Nullable Frame parent;
    private final Map<String, ? extends @Nullable Object> context;
    private final Environment environment;
    private final Meter meter;
    private final boolean escaping;
    private final Variables variables = new Variables();

    Frame(Map<String, ? extends @Nullable Object> context, Environment environment, Meter meter) {
        this(null, context, environment, meter, false);
    }

    private Frame(
            @Nullable Frame parent,
            Map<String, ? extends @Nullable Object> context,
            Environment environment,
            Meter meter,
            boolean escaping) {
        this.parent = parent;
        this.context = context;
        this.environment = environment;
        this.meter = meter;
        this.escaping = escaping;
    }

    /** A frame inside this one. */
    Frame inner() {
        return inner(escaping);
    }

    /** A frame inside this one, in which what is printed is made HTML or is not. */
    Frame inner(boolean escapes) {
        return new Frame(this, context, environment, meter, escapes);
    }

    /** Whether what is printed is made HTML. */
    boolean escaping() {
        return escaping;
    }

    /** The frame around all others. */
    Frame outermost() {
        Frame frame = this;
        while (frame.parent != null) {
            frame = frame.parent;
        }
        return frame;
    }

    /** A text that was rendered here, marked as HTML if it is. */
    Object rendered(String text) {
        return escaping ? new Markup(text) : text;
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
        variables.set(name, value);
    }

    /** The variable's value, {@link Undefined} if there is none. */
    @Nullable
    Object get(String name) {
        for (Frame frame = this; frame != null; frame = frame.parent) {
            Object value = frame.variables.get(name);
            if (value != Mappings.ABSENT) {
                return value;
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
