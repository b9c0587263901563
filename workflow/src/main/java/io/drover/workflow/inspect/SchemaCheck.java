package io.drover.workflow.inspect;

import io.drover.expressions.value.Equality;
import io.drover.expressions.value.PythonText;
import io.drover.model.text.Nearest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** As much of JSON Schema, draft 4, as the form of a workflow needs, with messages in the words of Python's validator. */
public final class SchemaCheck {
    private final List<Finding> findings = new ArrayList<>();

    private SchemaCheck() {}

    /** {@return what of a value does not fit a schema} */
    public static List<Finding> of(@Nullable Object value, Map<String, Object> schema) {
        SchemaCheck check = new SchemaCheck();
        check.check(value, schema, "", "");
        return check.findings;
    }

    private void check(@Nullable Object value, Map<?, ?> schema, String path, String rule) {
        schema.forEach((word, what) -> check(value, String.valueOf(word), what, schema, path, below(rule, word)));
    }

    private void check(@Nullable Object value, String word, Object what, Map<?, ?> schema, String path, String rule) {
        String shown = PythonText.repr(value);
        switch (word) {
            case "type" -> unless(isOf(value, (String) what), shown + " is not of type '" + what + "'", path, rule);
            case "enum" ->
                unless(
                        ((List<?>) what).stream().anyMatch(one -> Equality.equal(one, value)),
                        shown + " is not one of " + PythonText.repr(what),
                        path,
                        rule);
            case "oneOf", "anyOf" -> oneOf(value, (List<?>) what, shown, path, rule);
            case "minLength" ->
                unless(
                        !(value instanceof String text) || text.length() >= (Long) what,
                        shown + " is too short",
                        path,
                        rule);
            case "pattern" ->
                unless(
                        !(value instanceof String text) || matches(text, (String) what),
                        shown + " does not match '" + what + "'",
                        path,
                        rule);
            case "minimum" ->
                unless(
                        !(isOf(value, "integer") && value instanceof Number number && number.longValue() < (Long) what),
                        shown + " is less than the minimum of " + what,
                        path,
                        rule);
            default -> checkCollection(value, word, what, schema, path, rule);
        }
    }

    private void checkCollection(
            @Nullable Object value, String word, Object what, Map<?, ?> schema, String path, String rule) {
        if (value instanceof List<?> list) {
            checkList(list, word, what, path, rule);
        } else if (value instanceof Map<?, ?> map) {
            checkMapping(map, word, what, schema, path, rule);
        }
    }

    private void checkList(List<?> list, String word, Object what, String path, String rule) {
        String shown = PythonText.repr(list);
        switch (word) {
            case "minItems" -> unless(list.size() >= (Long) what, shown + " is too short", path, rule);
            case "uniqueItems" -> unless(isUnique(list), shown + " has non-unique elements", path, rule);
            case "items" -> {
                for (int i = 0; i < list.size(); i++) {
                    check(list.get(i), (Map<?, ?>) what, path + "[" + i + "]", rule);
                }
            }
            default -> {}
        }
    }

    private void checkMapping(Map<?, ?> map, String word, Object what, Map<?, ?> schema, String path, String rule) {
        switch (word) {
            case "minProperties" ->
                unless(
                        map.size() >= (Long) what,
                        PythonText.repr(map) + " does not have enough properties",
                        path,
                        rule);
            case "maxProperties" ->
                unless(map.size() <= (Long) what, PythonText.repr(map) + " has too many properties", path, rule);
            case "required" -> {
                for (Object name : (List<?>) what) {
                    unless(map.containsKey(name), "'" + name + "' is a required property", path, rule);
                }
            }
            case "properties" ->
                ((Map<?, ?>) what).forEach((name, inner) -> {
                    if (map.containsKey(name)) {
                        check(map.get(name), (Map<?, ?>) inner, below(path, name), below(rule, name));
                    }
                });
            case "patternProperties" ->
                ((Map<?, ?>) what)
                        .forEach((pattern, inner) -> map.forEach((name, member) -> {
                            if (matches(String.valueOf(name), String.valueOf(pattern))) {
                                check(member, (Map<?, ?>) inner, below(path, name), below(rule, pattern));
                            }
                        }));
            case "additionalProperties" -> additional(map, schema, path, rule);
            default -> {}
        }
    }

    private void additional(Map<?, ?> map, Map<?, ?> schema, String path, String rule) {
        Map<?, ?> known = schema.get("properties") instanceof Map<?, ?> properties ? properties : Map.of();
        List<?> extra =
                map.keySet().stream().filter(name -> !known.containsKey(name)).toList();
        if (extra.isEmpty()) {
            return;
        }
        String names = extra.stream().map(PythonText::repr).collect(Collectors.joining(", "));
        String message = "Additional properties are not allowed (" + names + (extra.size() == 1 ? " was" : " were")
                + " unexpected)";
        findings.add(finding(message, path, rule)
                .about(below(path, extra.get(0)))
                .advising(extra.stream()
                        .map(name -> nearest(String.valueOf(name), known))
                        .collect(Collectors.joining(" "))));
    }

    private static String nearest(String name, Map<?, ?> known) {
        List<String> names =
                known.keySet().stream().map(String::valueOf).sorted().toList();
        return Nearest.of(name, names)
                .map(near -> "\"" + name + "\": did you mean \"" + near + "\"?")
                .orElseGet(() -> "There is no key \"" + name + "\" here, but " + String.join(", ", names) + ".");
    }

    private void oneOf(@Nullable Object value, List<?> choices, String shown, String path, String rule) {
        long valid = choices.stream()
                .filter(choice -> {
                    SchemaCheck inner = new SchemaCheck();
                    inner.check(value, (Map<?, ?>) choice, "", "");
                    return inner.findings.isEmpty();
                })
                .count();
        unless(valid > 0, shown + " is not valid under any of the given schemas", path, rule);
    }

    private void unless(boolean fine, String message, String path, String rule) {
        if (!fine) {
            findings.add(finding(message, path, rule));
        }
    }

    private static Finding finding(String message, String path, String rule) {
        return Finding.of(Finding.Kind.SYNTAX, message, path.isEmpty() ? null : path, rule.isEmpty() ? null : rule);
    }

    private static String below(String path, Object name) {
        return path.isEmpty() ? String.valueOf(name) : path + "." + name;
    }

    private static boolean matches(String text, String pattern) {
        return Pattern.compile(pattern.replace("{{", "\\{\\{").replace("}}", "\\}\\}"), Pattern.UNICODE_CHARACTER_CLASS)
                .matcher(text)
                .find();
    }

    private static boolean isUnique(List<?> list) {
        for (int i = 0; i < list.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (isSame(list.get(i), list.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** As JSON has it: a truth is no number. */
    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Map<?, ?> left && other instanceof Map<?, ?> right) {
            return left.keySet().equals(right.keySet())
                    && left.keySet().stream().allMatch(key -> isSame(left.get(key), right.get(key)));
        }
        if (one instanceof List<?> left && other instanceof List<?> right) {
            return left.size() == right.size()
                    && IntStream.range(0, left.size()).allMatch(i -> isSame(left.get(i), right.get(i)));
        }
        return one instanceof Boolean == other instanceof Boolean && Equality.equal(one, other);
    }

    private static boolean isOf(@Nullable Object value, String type) {
        return switch (type) {
            case "string" -> value instanceof String;
            case "array" -> value instanceof List;
            case "object" -> value instanceof Map;
            case "integer" -> value instanceof Long || value instanceof BigInteger;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            default -> throw new IllegalArgumentException(type);
        };
    }
}
