package io.drover.restapi.http;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the bytes of a request say, by its content type. */
public final class Body {
    private static final String FORM = "application/x-www-form-urlencoded";

    private static final Set<String> TEXTS =
            Set.of("text/plain", "text/yaml", "text/x-yaml", "application/yaml", "application/x-yaml");

    private Body() {}

    /** {@return the body's JSON value; null where the body is empty or says so} */
    static @Nullable Object json(Call call) {
        String type = type(call);
        if (!isJson(type)) {
            throw DroverException.invalid("Failed to parse request body: Unsupported Content-Type: " + type
                    + ". Send JSON as application/json.");
        }
        return call.body().length() == 0 ? null : call.json().read(call.body().getBytes());
    }

    /**
     * Reads the body of a sender whose content type is not ours to choose: JSON, a form (an object of lists of texts), or
     * plain text.
     *
     * @return null only for JSON's {@code null}; an empty JSON body is an empty object
     */
    public static @Nullable Object any(Call call) {
        String type = type(call);
        if (isJson(type)) {
            return call.body().length() == 0
                    ? Map.of()
                    : call.json().read(call.body().getBytes());
        }
        return switch (type) {
            case FORM -> form(call.body().toString(StandardCharsets.UTF_8));
            case "text/plain" -> call.body().toString(StandardCharsets.UTF_8);
            default ->
                throw DroverException.invalid("Failed to parse request body: Unsupported Content-Type: " + type
                        + ". Send application/json, " + FORM + " or text/plain.");
        };
    }

    /** {@return a body that is a text: as it is, whether it says that it is plain or YAML, or in a JSON string} */
    public static String text(Call call) {
        String type = type(call);
        boolean declared = call.headers().contains("content-type");
        if (declared && isJson(type)) {
            Object value = json(call);
            if (value instanceof String text) {
                return text;
            }
            throw DroverException.invalid("Expected a JSON string as body, but found " + kind(value)
                    + ". Send the text itself as text/plain.");
        }
        if (declared && !TEXTS.contains(type)) {
            throw DroverException.invalid("Failed to parse request body: Unsupported Content-Type: " + type
                    + ". Send the text as text/plain.");
        }
        return call.body().toString(StandardCharsets.UTF_8);
    }

    /** {@return whether the body is sent as JSON} */
    public static boolean isJson(Call call) {
        return isJson(type(call));
    }

    private static boolean isJson(String type) {
        return type.equals("application/json") || type.endsWith("+json");
    }

    private static String type(Call call) {
        String header = call.headers().get("content-type");
        if (header == null || header.isBlank()) {
            return "application/json";
        }
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** {@return the fields of a form; fields without a value are left out, as StackStorm does} */
    static Map<String, List<String>> form(String text) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && equals < pair.length() - 1) {
                fields.computeIfAbsent(decoded(pair.substring(0, equals)), name -> new ArrayList<>())
                        .add(decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw DroverException.of(
                    ErrorCode.INVALID_ARGUMENT,
                    "Failed to parse request body: Expected a form whose percent signs are followed by two hex digits.",
                    e);
        }
    }

    /** {@return what kind of value it is, in words; never the value, which may be a secret of the wrong type} */
    public static String kind(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String) {
            return "a text";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof Number) {
            return "a number";
        }
        return value instanceof Map ? "an object" : "an array";
    }
}
