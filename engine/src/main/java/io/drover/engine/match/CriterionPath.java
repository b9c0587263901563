package io.drover.engine.match;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a criterion looks (platform spec 3.3): dotted fields, {@code [0]}, {@code [-1]}, {@code [*]}, {@code .*}, quoted fields as in
 * {@code trigger.headers.'X-Kind'} or {@code trigger.headers["X-Kind"]}. What follows the first {@code #} is no part of it.
 *
 * @param text the key without its {@code #} suffix
 */
public record CriterionPath(String text, List<Step> steps) {
    private static final Object NOTHING = new Object();
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");

    /** One step down from a value. */
    public sealed interface Step {}

    /** To a member of an object. */
    public record Field(String name) implements Step {}

    /** To an element of a list, counted from 0, or from its end where negative. */
    public record Index(int number) implements Step {
        private @Nullable Object of(@Nullable Object value) {
            if (!(value instanceof List<?> list)) {
                return NOTHING;
            }
            int at = number < 0 ? list.size() + number : number;
            return at >= 0 && at < list.size() ? list.get(at) : NOTHING;
        }
    }

    /** To every element of a list, as {@code [*]}; what is no list is its own only element. */
    public record EachElement() implements Step {}

    /** To every member of an object, as {@code .*}. */
    public record EachField() implements Step {}

    public CriterionPath {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a criterion's key.
     *
     * @throws IllegalArgumentException where it is no path, with what was expected where
     */
    public static CriterionPath parse(String key) {
        int suffix = key.indexOf('#');
        String text = (suffix < 0 ? key : key.substring(0, suffix)).strip();
        return new CriterionPath(text, new Reader(text).steps());
    }

    /** {@return the name that it starts from, such as {@code trigger}; empty where it starts from no name} */
    public String root() {
        return steps.get(0) instanceof Field field ? field.name() : "";
    }

    /** Finds the first value at this path; null where there is none. */
    public @Nullable Object first(Object root) {
        Object value = root;
        for (int at = 0; at < steps.size() && value != null; at++) {
            Step step = steps.get(at);
            if (step instanceof Field field) {
                value = value instanceof Map<?, ?> map ? map.get(field.name()) : null;
            } else if (step instanceof Index index) {
                Object element = index.of(value);
                value = element == NOTHING ? null : element;
            } else {
                Object found = find(value, at);
                return found == NOTHING ? null : found;
            }
        }
        return value;
    }

    private @Nullable Object find(@Nullable Object value, int depth) {
        if (depth == steps.size()) {
            return value;
        }
        Step step = steps.get(depth);
        if (step instanceof Field field) {
            return value instanceof Map<?, ?> map && map.containsKey(field.name())
                    ? find(map.get(field.name()), depth + 1)
                    : NOTHING;
        }
        if (step instanceof Index index) {
            Object element = index.of(value);
            return element == NOTHING ? NOTHING : find(element, depth + 1);
        }
        if (step instanceof EachField) {
            return value instanceof Map<?, ?> map ? firstOf(map.values(), depth + 1) : NOTHING;
        }
        if (value instanceof List<?> list) {
            return firstOf(list, depth + 1);
        }
        return value == null ? NOTHING : find(value, depth + 1);
    }

    private @Nullable Object firstOf(Collection<?> values, int depth) {
        for (Object value : values) {
            Object found = find(value, depth);
            if (found != NOTHING) {
                return found;
            }
        }
        return NOTHING;
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            at = text.startsWith("$.") ? 2 : 0;
            steps.add(field());
            while (at < text.length()) {
                char next = text.charAt(at++);
                if (next == '.') {
                    steps.add(field());
                } else if (next == '[') {
                    steps.add(bracket());
                } else {
                    throw unexpected("a '.' or a '['", at - 1);
                }
            }
            return steps;
        }

        private Step field() {
            if (at < text.length() && isQuote(text.charAt(at))) {
                return new Field(quoted());
            }
            int start = at;
            while (at < text.length() && ".[]'\" \t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at == start) {
                throw unexpected("a field's name", at);
            }
            String name = text.substring(start, at);
            return name.equals("*") ? new EachField() : new Field(name);
        }

        private Step bracket() {
            int start = at;
            if (at < text.length() && isQuote(text.charAt(at))) {
                Step step = new Field(quoted());
                if (at >= text.length() || text.charAt(at) != ']') {
                    throw unexpected("a ']'", at);
                }
                at++;
                return step;
            }
            int end = text.indexOf(']', at);
            String inside = end < 0 ? "" : text.substring(start, end).strip();
            at = end + 1;
            if (inside.equals("*")) {
                return new EachElement();
            }
            if (!NUMBER.matcher(inside).matches()) {
                throw unexpected("a number, a '*' or a quoted name, then ']'", start);
            }
            return new Index(Integer.parseInt(inside));
        }

        private String quoted() {
            char quote = text.charAt(at);
            int end = text.indexOf(quote, at + 1);
            if (end < 0) {
                throw unexpected("a closing " + quote, text.length());
            }
            String name = text.substring(at + 1, end);
            at = end + 1;
            return name;
        }

        private static boolean isQuote(char c) {
            return c == '\'' || c == '"';
        }

        private IllegalArgumentException unexpected(String wanted, int position) {
            return new IllegalArgumentException("Read the path '" + text + "' and expected " + wanted + " at character "
                    + (position + 1) + ". Write it as in trigger.body.items[0].'X-Kind'.");
        }
    }
}
