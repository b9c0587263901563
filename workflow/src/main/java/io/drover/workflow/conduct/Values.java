package io.drover.workflow.conduct;

import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Tuple;
import io.drover.model.json.JsonValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Values of expressions as plain JSON: tuples and sets become lists, keys text, dates and time spans the text that Python writes. */
public final class Values {
    /** What has more characters and values is kept once, and no longer than it is needed. */
    static final int LONG = 1_000;

    private static final int LONGEST_TOLD = 80;

    private Values() {}

    /** {@return the value as JSON} */
    public static @Nullable Object plain(@Nullable Object value) {
        try {
            return JsonValues.copy(value);
        } catch (IllegalArgumentException notJson) {
            return JsonValues.copy(converted(value));
        }
    }

    /** {@return the mapping as a JSON object} */
    public static Map<String, @Nullable Object> plain(Map<?, ?> values) {
        try {
            return JsonValues.copyOf(values);
        } catch (IllegalArgumentException notJson) {
            return JsonValues.copyOf((Map<?, ?>) converted(values));
        }
    }

    /** {@return whether a value is JSON already, so that {@link #plain} makes nothing else of it} */
    static boolean isPlain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .allMatch(entry -> entry.getKey() instanceof String && isPlain(entry.getValue()));
        }
        if (value instanceof List<?> list) {
            return !(value instanceof Tuple) && list.stream().allMatch(Values::isPlain);
        }
        return value == null || value instanceof String || value instanceof Boolean || value instanceof Number;
    }

    private static Object converted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            map.forEach((key, member) -> all.put(PythonText.str(key), member == null ? null : converted(member)));
            return all;
        }
        if (value instanceof Collection<?> collection) {
            List<@Nullable Object> all = new ArrayList<>();
            collection.forEach(element -> all.add(element == null ? null : converted(element)));
            return all;
        }
        if (value instanceof Number || value instanceof Boolean || value instanceof String) {
            return value;
        }
        return PythonText.str(value);
    }

    /** {@return characters and values, so that a large context can be told} */
    public static long size(@Nullable Object value) {
        return size(value, text -> false);
    }

    /** {@return the same, where a text that is kept elsewhere already counts as one value} */
    static long size(@Nullable Object value, Predicate<String> isKept) {
        if (value instanceof String text) {
            return isKept.test(text) ? 1 : 1L + text.length();
        }
        if (value instanceof Map<?, ?> map) {
            return 1
                    + map.entrySet().stream()
                            .mapToLong(entry -> size(entry.getKey()) + size(entry.getValue(), isKept))
                            .sum();
        }
        if (value instanceof Collection<?> collection) {
            return 1 + collection.stream().mapToLong(one -> size(one, isKept)).sum();
        }
        return 1;
    }

    /** {@return a sentence that shows a value; a text whole or not at all, so that what is secret in it is found and masked} */
    static String told(String beginning, @Nullable Object value) {
        return beginning + " " + told(value) + ".";
    }

    private static String told(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length() <= LONGEST_TOLD
                    ? "the text \"" + text + "\""
                    : "a text of " + text.length() + " characters";
        }
        if (value instanceof Map<?, ?> map) {
            return "a mapping of " + map.size();
        }
        return value instanceof Collection<?> list ? "a list of " + list.size() : PythonText.repr(value);
    }
}
