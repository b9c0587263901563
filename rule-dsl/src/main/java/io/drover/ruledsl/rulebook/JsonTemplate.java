package io.drover.ruledsl.rulebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A value as a template that renders to its JSON: each text in it is written by Jinja, so that what it renders to is quoted. */
final class JsonTemplate {
    private static final Pattern EXPRESSION = Pattern.compile("\\{\\{(?<inside>.*?)}}", Pattern.DOTALL);

    private JsonTemplate() {}

    static String of(@Nullable Object value) throws CannotTranslate {
        return "{{ " + expression(value) + " | to_json_string }}";
    }

    private static String expression(@Nullable Object value) throws CannotTranslate {
        if (value instanceof Map<?, ?> map) {
            List<String> members = new ArrayList<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                members.add(JinjaConstant.of(String.valueOf(entry.getKey())) + ": " + expression(entry.getValue()));
            }
            return "{" + String.join(", ", members) + "}";
        }
        if (value instanceof List<?> list) {
            List<String> elements = new ArrayList<>();
            for (Object element : list) {
                elements.add(expression(element));
            }
            return "[" + String.join(", ", elements) + "]";
        }
        return value instanceof String text ? text(text) : JinjaConstant.of(value);
    }

    /** A text of expressions as their concatenation; a single one keeps its type. */
    private static String text(String text) throws CannotTranslate {
        if (text.contains("{%")) {
            throw new CannotTranslate("statements in the texts of 'job_args'");
        }
        List<String> parts = new ArrayList<>();
        Matcher expressions = EXPRESSION.matcher(text);
        int end = 0;
        while (expressions.find()) {
            if (expressions.start() > end) {
                parts.add(JinjaConstant.of(text.substring(end, expressions.start())));
            }
            parts.add("(" + expressions.group("inside").strip() + ")");
            end = expressions.end();
        }
        if (end < text.length() || parts.isEmpty()) {
            parts.add(JinjaConstant.of(text.substring(end)));
        }
        return parts.size() == 1 ? parts.get(0) : "(" + String.join(" ~ ", parts) + ")";
    }
}
