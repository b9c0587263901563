package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code 'format'.format(values)}; what stands after a colon is a {@link FormatSpecification}. Attributes reach no further than in an expression. */
final class BraceFormat {
    private static final int DEEPEST = 2;

    private final List<? extends @Nullable Object> positional;
    private final Map<?, ?> named;
    private final Meter meter;
    private int automatic;
    private boolean numbered;

    private BraceFormat(List<? extends @Nullable Object> positional, Map<?, ?> named, Meter meter) {
        this.positional = positional;
        this.named = named;
        this.meter = meter;
    }

    static String format(String format, List<? extends @Nullable Object> positional, Map<?, ?> named, Meter meter) {
        return new BraceFormat(positional, named, meter).expand(format, DEEPEST);
    }

    private String expand(String format, int depth) {
        if (depth == 0) {
            throw new ExpressionException("ValueError", "Max string recursion exceeded");
        }
        meter.text(format.length());
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            boolean doubled = at + 1 < format.length() && format.charAt(at + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                out.append(c);
                at += 2;
            } else if (c == '{') {
                int close = close(format, at);
                meter.step();
                out.append(meter.made(field(format.substring(at + 1, close), depth)));
                at = close + 1;
            } else if (c == '}') {
                throw new ExpressionException("ValueError", "Single '}' encountered in format string");
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private static int close(String format, int open) {
        int depth = 0;
        for (int i = open; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        throw new ExpressionException("ValueError", "Single '{' encountered in format string");
    }

    private String field(String field, int depth) {
        int colon = endOfName(field);
        String name = field.substring(0, colon);
        String specification = colon < field.length() && field.charAt(colon) == ':' ? field.substring(colon + 1) : "";
        char conversion = 0;
        if (colon < field.length() && field.charAt(colon) == '!') {
            if (colon + 1 == field.length()) {
                throw new ExpressionException("ValueError", "a conversion, such as !r, is missing behind '!'");
            }
            conversion = field.charAt(colon + 1);
            if (colon + 2 < field.length() && field.charAt(colon + 2) != ':') {
                throw new ExpressionException("ValueError", "expected ':' after conversion specifier");
            }
            specification = colon + 3 <= field.length() ? field.substring(colon + 3) : "";
        }
        Object value = lookUp(name);
        if (conversion == 'r') {
            value = PythonText.repr(value, meter);
        } else if (conversion == 'a') {
            value = PythonText.ascii(value, meter);
        } else if (conversion == 's') {
            value = PythonText.str(value, meter);
        } else if (conversion != 0) {
            throw new ExpressionException("ValueError", "Unknown conversion specifier " + conversion);
        }
        String expanded = specification.indexOf('{') < 0 ? specification : expand(specification, depth - 1);
        return FormatSpecification.format(value, expanded, meter);
    }

    private static int endOfName(String field) {
        int brackets = 0;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '[') {
                brackets++;
            } else if (c == ']') {
                brackets--;
            } else if (brackets == 0 && (c == ':' || c == '!')) {
                return i;
            }
        }
        return field.length();
    }

    private @Nullable Object lookUp(String name) {
        int end = 0;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
            end++;
        }
        Object value = first(name.substring(0, end));
        int at = end;
        while (at < name.length()) {
            if (name.charAt(at) == '.') {
                int next = at + 1;
                while (next < name.length() && name.charAt(next) != '.' && name.charAt(next) != '[') {
                    next++;
                }
                if (next == at + 1) {
                    throw new ExpressionException("ValueError", "Empty attribute in format string");
                }
                value = Undefined.refuse(Members.attribute(value, name.substring(at + 1, next), true));
                at = next;
            } else {
                int close = name.indexOf(']', at);
                if (close < 0) {
                    throw new ExpressionException("ValueError", "Missing ']' in format string");
                }
                String key = name.substring(at + 1, close);
                if (key.isEmpty()) {
                    throw new ExpressionException("ValueError", "Empty attribute in format string");
                }
                Object index = isNumber(key) ? (Object) Long.parseLong(key) : key;
                value = Subscript.get(Value.of(value), index);
                if (value == Mappings.ABSENT) {
                    throw new ExpressionException("KeyError", Quoted.repr(index));
                }
                at = close + 1;
            }
        }
        return Value.of(value);
    }

    private @Nullable Object first(String name) {
        if (name.isEmpty() || isNumber(name)) {
            if (name.isEmpty() ? numbered : automatic > 0) {
                throw new ExpressionException(
                        "ValueError",
                        "cannot switch between places that are numbered and places that are not: write {0} {1} or {} {}");
            }
            numbered |= !name.isEmpty();
            int index = name.isEmpty() ? automatic++ : Integer.parseInt(name);
            if (index >= positional.size()) {
                throw new ExpressionException(
                        "IndexError", "Replacement index " + index + " out of range for positional args tuple");
            }
            return positional.get(index);
        }
        Object value = Mappings.get(named, name);
        if (value == Mappings.ABSENT) {
            throw new ExpressionException("KeyError", Quoted.repr(name));
        }
        return value;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
