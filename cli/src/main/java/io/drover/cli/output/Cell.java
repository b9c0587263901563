package io.drover.cli.output;

import io.drover.cli.json.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON value as the text of a table's cell. */
final class Cell {
    private static final Set<String> NAMES = Set.of("id", "ref", "uid", "key", "action", "rule", "trigger", "parent");

    private Cell() {}

    /** In a list, where a row is best one line. */
    static String inList(String column, @Nullable Object value) {
        boolean timestamp = column.endsWith("_timestamp") || column.equals("occurrence_time");
        if (timestamp && value instanceof String text) {
            return Timestamps.readable(text);
        }
        return isNested(value) ? TextWidth.harmless(JsonText.compact(value)) : scalar(value);
    }

    /** Beside a property's name, where there is room. */
    static String ofProperty(@Nullable Object value) {
        if (isNested(value)) {
            return isEmpty(value) ? "" : TextWidth.harmless(JsonText.pretty(value));
        }
        return scalar(value);
    }

    /** {@return whether a property names something, so that its value is copied to the next command} */
    static boolean isName(String property, String value) {
        String word = property.substring(Math.max(property.lastIndexOf('.'), property.lastIndexOf('_')) + 1);
        return NAMES.contains(word) && value.chars().noneMatch(Character::isWhitespace);
    }

    private static boolean isNested(@Nullable Object value) {
        return value instanceof Map || value instanceof List;
    }

    static boolean isEmpty(@Nullable Object value) {
        return value == null
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof List<?> list && list.isEmpty());
    }

    /** Booleans are spelled as st2 spells them, since scripts look for these words. */
    static String scalar(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        return value == null ? "" : TextWidth.harmless(String.valueOf(value));
    }
}
