package io.drover.camelactions.shell;

import io.drover.camelactions.value.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a script: parameters with a {@code position} first, in its order, then the others by name. They are
 * handed to the program as they are, so that no shell ever reads them.
 */
final class ScriptArguments {
    private ScriptArguments() {}

    static List<String> of(
            Map<String, @Nullable Object> schemas, Map<String, @Nullable Object> values, String keywordPrefix) {
        Map<Long, String> positions = new TreeMap<>();
        schemas.forEach((name, schema) -> {
            if (schema instanceof Map<?, ?> map && map.get("position") instanceof Number position) {
                positions.put(position.longValue(), name);
            }
        });
        List<String> arguments = new ArrayList<>();
        positions.values().forEach(name -> arguments.add(positional(values.get(name))));
        new TreeMap<>(values).forEach((name, value) -> {
            if (!positions.containsValue(name) && !isLeftOut(value)) {
                String keyword = keywordPrefix + name;
                arguments.add(Boolean.TRUE.equals(value) ? keyword : keyword + "=" + text(value));
            }
        });
        return arguments;
    }

    private static String positional(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        return text(value);
    }

    private static boolean isLeftOut(@Nullable Object value) {
        return value == null
                || value.equals(false)
                || value.equals("")
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    private static String text(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Json::plain).collect(Collectors.joining(","))
                : Json.plain(value);
    }
}
