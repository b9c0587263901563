package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.json.Document;
import io.drover.cli.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for each property of a JSON schema, one line each, and casts what is typed to the property's type. What cannot be cast
 * is asked again; what is left empty is left out where it may be.
 */
final class Questions {
    private final Invocation call;
    private final Map<String, Document> properties = new LinkedHashMap<>();
    private final List<?> required;

    Questions(Invocation call, Document schema) {
        this.call = call;
        this.required = schema.at("required") instanceof List<?> names ? names : List.of();
        schema.object("properties").values().forEach((name, property) -> properties.put(name, Document.of(property)));
    }

    Map<String, @Nullable Object> answers() {
        Map<String, @Nullable Object> answers = new LinkedHashMap<>();
        properties.forEach((name, property) -> answers.putAll(answer(name, property)));
        return answers;
    }

    private Map<String, @Nullable Object> answer(String name, Document property) {
        boolean needed = !property.has("default") && isRequired(name, property);
        while (true) {
            String text = typed(name, property)
                    .orElseThrow(() -> CommandFailure.usage("The inquiry asks for \"" + name
                            + "\", but standard input has ended. Give the whole response with --response."));
            if (text.isEmpty() && !needed) {
                return Map.of();
            }
            if (text.isEmpty()) {
                call.display().note("\"" + name + "\" is required.");
                continue;
            }
            try {
                return cast(name, property, text);
            } catch (CommandFailure wrong) {
                call.display().note(wrong.getMessage());
            }
        }
    }

    private boolean isRequired(String name, Document property) {
        return Boolean.TRUE.equals(property.at("required")) || required.contains(name);
    }

    private Optional<String> typed(String name, Document property) {
        String question = question(name, property);
        return Boolean.TRUE.equals(property.at("secret"))
                ? Typed.secretLine(call, question)
                : Typed.line(call, question);
    }

    /** {@return such as {@code approved: Shall it go on? (boolean, required)}} */
    private String question(String name, Document property) {
        List<String> hints = new ArrayList<>();
        if (!property.text("type").isEmpty()) {
            hints.add(property.at("type") instanceof String type ? type : JsonText.compact(property.at("type")));
        }
        if (property.at("enum") instanceof List<?> choices) {
            hints.add("one of " + JsonText.compact(choices));
        }
        if (property.has("default")) {
            hints.add("default " + JsonText.compact(property.at("default")));
        } else if (isRequired(name, property)) {
            hints.add("required");
        }
        String description = property.text("description");
        return name
                + (description.isEmpty() ? "" : ": " + description)
                + (hints.isEmpty() ? "" : " (" + String.join(", ", hints) + ")");
    }

    private static Map<String, @Nullable Object> cast(String name, Document property, String text) {
        String spelled = property.text("type").equals("boolean") ? truth(text) : text;
        return new Parameters("the response", Map.of(name, property), path -> path).read(List.of(name + "=" + spelled));
    }

    private static String truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "y", "yes" -> "true";
            case "n", "no" -> "false";
            default -> text;
        };
    }
}
