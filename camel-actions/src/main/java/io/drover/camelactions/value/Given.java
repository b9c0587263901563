package io.drover.camelactions.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of parameters as they were given to a runner. They were cast and checked against the schemas before; what is
 * absent, null or of another kind reads as its default.
 */
public record Given(Map<String, @Nullable Object> values) {

    /** {@return the text, null where it is absent or empty} */
    public @Nullable String text(String name) {
        Object value = values.get(name);
        return value == null || value.equals("") ? null : Json.plain(value);
    }

    public String text(String name, String standard) {
        String text = text(name);
        return text == null ? standard : text;
    }

    public boolean flag(String name, boolean standard) {
        return values.get(name) instanceof Boolean flag ? flag : standard;
    }

    public double number(String name, double standard) {
        return values.get(name) instanceof Number number ? number.doubleValue() : standard;
    }

    /** {@return the object's entries that are not null} */
    public Map<String, Object> object(String name) {
        Map<String, Object> entries = new LinkedHashMap<>();
        if (values.get(name) instanceof Map<?, ?> object) {
            object.forEach((key, value) -> {
                if (value != null) {
                    entries.put(String.valueOf(key), value);
                }
            });
        }
        return entries;
    }

    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            list.forEach(element -> texts.add(Json.plain(element)));
        }
        return texts;
    }
}
