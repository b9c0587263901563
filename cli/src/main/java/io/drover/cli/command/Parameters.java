package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.json.Document;
import io.drover.cli.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads an action's parameters from the words of a command line, with the types that the action's schema gives them.
 *
 * <p>{@code name=value} sets a parameter, {@code @name=path} sets it to a file's content. Words without a name are, as
 * for {@code st2 run}, one shell command where the action has a parameter {@code cmd}; else they are values of the
 * parameters that have a {@code position}.
 */
final class Parameters {
    private final String action;
    private final Map<String, Document> schema;
    private final UnaryOperator<String> files;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /**
     * @param schema by the parameter's name
     * @param files gives a file's content for its path
     */
    Parameters(String action, Map<String, Document> schema, UnaryOperator<String> files) {
        this.action = action;
        this.schema = schema;
        this.files = files;
    }

    Map<String, @Nullable Object> read(List<String> words) {
        if (!words.isEmpty() && !words.get(0).contains("=") && schema.containsKey("cmd")) {
            return Map.of("cmd", String.join(" ", words));
        }
        Deque<String> positional = new ArrayDeque<>(positional());
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0 && word.startsWith("@")) {
                set(word.substring(1, equals), files.apply(word.substring(equals + 1)));
            } else if (equals > 0) {
                positional.remove(word.substring(0, equals));
                set(word.substring(0, equals), word.substring(equals + 1));
            } else if (positional.isEmpty()) {
                throw CommandFailure.usage("Expected a parameter of \"" + action + "\" as name=value, but found \""
                        + word + "\". \"drover run " + action + " --help\" shows its parameters.");
            } else {
                set(positional.remove(), word);
            }
        }
        return values;
    }

    private List<String> positional() {
        return schema.entrySet().stream()
                .filter(parameter -> parameter.getValue().has("position"))
                .sorted(Comparator.comparingLong(parameter -> position(parameter.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static long position(Document parameter) {
        return parameter.at("position") instanceof Number position ? position.longValue() : Long.MAX_VALUE;
    }

    private void set(String name, String text) {
        Document type = schema.getOrDefault(name, Document.empty());
        Object value = value(text, type, name);
        if (value instanceof List<?> more && values.get(name) instanceof List<?> before) {
            List<@Nullable Object> both = new ArrayList<>(before);
            both.addAll(more);
            values.put(name, both);
        } else {
            values.put(name, value);
        }
    }

    private @Nullable Object value(String text, Document type, String name) {
        return switch (typeOf(type)) {
            case "integer" -> whole(text, name);
            case "number" -> number(text, name);
            case "boolean" -> truth(text, name);
            case "array" -> array(text, type, name);
            case "object" -> object(text, type, name);
            default -> text;
        };
    }

    /** Of several types, the first that is not text or null: text would always fit. */
    private static String typeOf(Document type) {
        if (type.at("type") instanceof List<?> types) {
            return types.stream()
                    .map(String::valueOf)
                    .filter(one -> !one.equals("null") && !one.equals("string"))
                    .findFirst()
                    .orElse("string");
        }
        return type.text("type");
    }

    private Object whole(String text, String name) {
        try {
            return new BigInteger(text.strip());
        } catch (NumberFormatException e) {
            throw wrong(name, "a whole number", text);
        }
    }

    private Object number(String text, String name) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw wrong(name, "a number", text);
        }
    }

    private Object truth(String text, String name) {
        if (text.equalsIgnoreCase("true") || text.equals("1")) {
            return true;
        }
        if (text.equalsIgnoreCase("false") || text.equals("0")) {
            return false;
        }
        throw wrong(name, "true or false", text);
    }

    private Object array(String text, Document type, String name) {
        if (text.strip().startsWith("[")) {
            if (json(text, name) instanceof List<?> list) {
                return list;
            }
            throw wrong(name, "an array", text);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String element : text.split(",", -1)) {
                elements.add(value(element.strip(), type.object("items"), name));
            }
        }
        return elements;
    }

    private Object object(String text, Document type, String name) {
        if (text.strip().startsWith("{")) {
            if (json(text, name) instanceof Map<?, ?> members) {
                return members;
            }
            throw wrong(name, "an object", text);
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (text.isBlank()) {
            return members;
        }
        for (String pair : text.split(",", -1)) {
            int colon = pair.indexOf(':');
            int end = pair.contains("=") ? pair.indexOf('=') : colon;
            if (end < 1) {
                throw wrong(name, "an object, as JSON or as key=value,key=value", text);
            }
            String key = pair.substring(0, end).strip();
            Document property = type.object("properties").object(key);
            members.put(key, value(pair.substring(end + 1).strip(), property, name));
        }
        return members;
    }

    private @Nullable Object json(String text, String name) {
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(
                    "The parameter \"" + name + "\" of \"" + action + "\" is no valid JSON: " + e.getMessage() + ".");
        }
    }

    private CommandFailure wrong(String name, String expected, String found) {
        return CommandFailure.usage("The parameter \"" + name + "\" of \"" + action + "\" takes " + expected
                + ", but \"" + found + "\" was given.");
    }
}
