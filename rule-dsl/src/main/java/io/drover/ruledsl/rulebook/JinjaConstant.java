package io.drover.ruledsl.rulebook;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as they are written in Jinja. */
final class JinjaConstant {
    private JinjaConstant() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "none";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(JinjaConstant::of).toList()) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            return "{"
                    + String.join(
                            ", ",
                            map.entrySet().stream()
                                    .map(entry -> of(String.valueOf(entry.getKey())) + ": " + of(entry.getValue()))
                                    .toList())
                    + "}";
        }
        return value instanceof String text ? quoted(text) : String.valueOf(value);
    }

    private static String quoted(String text) {
        return "'"
                + text.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + "'";
    }
}
