package io.drover.expressions.recorded;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Generator;
import io.drover.expressions.value.Markup;
import io.drover.expressions.value.Ordering;
import io.drover.expressions.value.PythonRange;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values in the form that answers keep them in: what JSON knows as it is, sets as {@code {"__set__": […]}} in order, anything else by its type and text. */
public final class Answer {
    private Answer() {}

    /** The value in that form. */
    public static @Nullable Object of(@Nullable Object value) {
        if (value instanceof Markup markup) {
            return markup.text();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            map.forEach((key, member) ->
                    members.put(key instanceof String name ? name : "__key__" + PythonText.str(key), of(member)));
            return members;
        }
        if (value instanceof Set<?> set) {
            return Map.of("__set__", sorted(elements(set)));
        }
        if (value instanceof PythonRange range) {
            return typed(range);
        }
        if (value instanceof List<?> list) {
            return elements(list);
        }
        if (value instanceof Generator generator) {
            List<@Nullable Object> elements = new ArrayList<>();
            generator.forEachRemaining(element -> elements.add(of(element)));
            return elements;
        }
        boolean plain = value == null || value instanceof String || value instanceof Number || value instanceof Boolean;
        return plain ? value : typed(value);
    }

    private static Map<String, String> typed(@Nullable Object value) {
        Map<String, String> typed = new LinkedHashMap<>();
        typed.put("__type__", Value.typeName(value));
        typed.put("str", PythonText.str(value));
        return typed;
    }

    private static List<@Nullable Object> elements(Iterable<?> values) {
        List<@Nullable Object> elements = new ArrayList<>();
        values.forEach(element -> elements.add(of(element)));
        return elements;
    }

    private static List<@Nullable Object> sorted(List<@Nullable Object> elements) {
        try {
            elements.sort(Ordering.natural());
        } catch (ExpressionException unordered) {
            elements.sort(Comparator.comparing(PythonText::repr));
        }
        return elements;
    }
}
