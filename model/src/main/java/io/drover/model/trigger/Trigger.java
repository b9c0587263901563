package io.drover.model.trigger;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A trigger type with the parameters that a rule asked for. Rules with equal parameters share it.
 *
 * @param ref the type's own ref where there are no parameters, else {@code <pack>.<uuid>}
 */
public record Trigger(Ref ref, Ref type, Map<String, @Nullable Object> parameters) {
    public Trigger {
        parameters = JsonValues.copyOf(parameters);
    }

    /** The trigger of a type and parameters: the same ones give the same trigger, on every node and after every restart. */
    public static Trigger of(Ref type, Map<String, ? extends @Nullable Object> parameters) {
        Map<String, @Nullable Object> values = JsonValues.copyOf(parameters);
        if (values.isEmpty()) {
            return new Trigger(type, type, values);
        }
        String canonical = type + " " + canonical(values);
        String name = UUID.nameUUIDFromBytes(canonical.getBytes(StandardCharsets.UTF_8))
                .toString();
        return new Trigger(Ref.of(type.pack(), name), type, values);
    }

    public String id() {
        return Kind.TRIGGER.id(ref);
    }

    public String uid() {
        return Kind.TRIGGER.uid(ref);
    }

    private static String canonical(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, element) -> sorted.put(String.valueOf(key), canonical(element)));
            return sorted.toString();
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(Trigger::canonical).toList().toString();
        }
        return value == null ? "null" : value.getClass().getSimpleName() + ":" + value;
    }
}
