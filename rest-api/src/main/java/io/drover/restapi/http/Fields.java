package io.drover.restapi.http;

import io.drover.model.error.DroverException;
import io.drover.model.json.JsonValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON body, with a clear refusal of what does not fit. A field that is {@code null} counts as absent.
 */
public record Fields(Map<String, @Nullable Object> values) {

    /** {@return these fields, where there is none but the known ones} */
    public Fields onlyOf(Set<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw DroverException.invalid("Additional properties are not allowed ('" + key
                        + "' was unexpected). Allowed are: "
                        + String.join(", ", known.stream().sorted().toList())
                        + ".");
            }
        }
        return this;
    }

    public String text(String name) {
        String value = textOr(name, null);
        if (value == null) {
            throw DroverException.invalid("'" + name + "' is a required property");
        }
        return value;
    }

    public String text(String name, String otherwise) {
        String value = textOr(name, null);
        return value == null ? otherwise : value;
    }

    public @Nullable String textOr(String name, @Nullable String otherwise) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return value == null ? otherwise : (String) value;
        }
        throw wrong(name, "text", value);
    }

    public boolean flag(String name, boolean otherwise) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return value == null ? otherwise : (Boolean) value;
        }
        throw wrong(name, "true or false", value);
    }

    public int number(String name, int otherwise, int most) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number && number >= 1 && number <= most) {
            return number.intValue();
        }
        throw wrong(
                name,
                "a whole number from 1 to " + most,
                value instanceof Number ? "the number " + value : Body.kind(value));
    }

    public Map<String, @Nullable Object> object(String name) {
        Object value = values.get(name);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return JsonValues.copyOf(map);
        }
        throw wrong(name, "an object", value);
    }

    public List<String> texts(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            List<String> texts = new ArrayList<>();
            for (Object element : list) {
                if (!(element instanceof String text)) {
                    throw wrong(
                            name, "a list of texts", element == null ? "null in it" : Body.kind(element) + " in it");
                }
                texts.add(text);
            }
            return texts;
        }
        throw wrong(name, "a list of texts", value);
    }

    private static DroverException wrong(String name, String expected, Object found) {
        return wrong(name, expected, Body.kind(found));
    }

    private static DroverException wrong(String name, String expected, String found) {
        return DroverException.invalid("Expected " + expected + " as '" + name + "', but found " + found + ".");
    }
}
