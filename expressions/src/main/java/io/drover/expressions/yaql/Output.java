package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.DictView;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Value;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values as they are given out: everything lazy is read, tuples are lists, what came in unchanged goes out as it was. */
final class Output {
    private final Meter meter;

    private Output(Meter meter) {
        this.meter = meter;
    }

    static @Nullable Object of(@Nullable Object value, Meter meter) {
        return new Output(meter).convert(value);
    }

    private @Nullable Object convert(@Nullable Object value) {
        if (value instanceof String || value instanceof Long || value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Frozen.View view) {
            return view.source();
        }
        if (value instanceof Tuple tuple && tuple.source() != tuple) {
            return tuple.source();
        }
        meter.enter();
        Object converted = value instanceof Map<?, ?> map
                ? mapping(map)
                : Kind.isSet(value) ? set(value) : Kind.isIterable(value) ? list(value) : scalar(value);
        meter.leave();
        return converted;
    }

    private Map<@Nullable Object, @Nullable Object> mapping(Map<?, ?> map) {
        PythonDict converted = new PythonDict();
        map.forEach((key, value) -> {
            meter.step();
            converted.put(hashable(convert(key)), convert(value));
        });
        return converted;
    }

    private Set<@Nullable Object> set(@Nullable Object set) {
        Set<@Nullable Object> converted = new LinkedHashSet<>();
        Iterator<@Nullable Object> elements = Sequences.elements(set, meter);
        while (elements.hasNext()) {
            converted.add(hashable(convert(elements.next())));
        }
        return converted;
    }

    private List<@Nullable Object> list(@Nullable Object value) {
        PythonList converted = new PythonList();
        Iterator<@Nullable Object> elements = Sequences.elements(value, meter);
        while (elements.hasNext()) {
            converted.add(convert(elements.next()));
        }
        return converted;
    }

    private static @Nullable Object hashable(@Nullable Object value) {
        if (value instanceof List || value instanceof Map || value instanceof Set || value instanceof DictView) {
            throw new ExpressionException("TypeError", "unhashable type: '" + Value.typeName(value) + "'");
        }
        return value;
    }

    private static @Nullable Object scalar(@Nullable Object value) {
        if (value instanceof Scope || value instanceof KeyAndValue) {
            throw new ExpressionException(
                    "TypeError",
                    "The expression gives "
                            + (value instanceof Scope
                                    ? "a context; write `-> …` behind it"
                                    : "no value that can be kept"));
        }
        return value;
    }
}
