package io.drover.cli.command;

import io.drover.cli.api.Answer;
import io.drover.cli.api.Api;
import io.drover.cli.json.Document;
import io.drover.cli.json.JsonText;
import io.drover.cli.output.Display;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parameters of an action: those of its runner, changed and extended by its own. */
record ActionSchema(Document action, Map<String, Document> parameters) {

    static ActionSchema of(Api api, String ref) {
        Document action = ContentCommands.ACTION.one(api, ref);
        Document runner = api.find("/runnertypes", Map.of("name", action.text("runner_type")))
                .map(Answer::documents)
                .filter(runners -> !runners.isEmpty())
                .map(runners -> runners.get(0))
                .orElse(Document.empty());
        return of(action, runner);
    }

    static ActionSchema of(Document action, Document runner) {
        Map<String, Document> merged = new LinkedHashMap<>();
        for (Document source : List.of(runner.object("runner_parameters"), action.object("parameters"))) {
            source.values().forEach((name, attributes) -> {
                Document parameter = merged.getOrDefault(name, Document.empty());
                for (Map.Entry<String, ?> attribute :
                        Document.of(attributes).values().entrySet()) {
                    parameter = parameter.with(attribute.getKey(), attribute.getValue());
                }
                merged.put(name, parameter);
            });
        }
        return new ActionSchema(action, merged);
    }

    void explain(Display display) {
        display.line("");
        display.line(action.text("description"));
        explain(display, "Required Parameters:", true);
        explain(display, "Optional Parameters:", false);
    }

    private void explain(Display display, String heading, boolean required) {
        Map<String, Document> chosen = new TreeMap<>();
        parameters.forEach((name, parameter) -> {
            boolean immutable = Boolean.TRUE.equals(parameter.at("immutable"));
            if (!immutable && Boolean.TRUE.equals(parameter.at("required")) == required) {
                chosen.put(name, parameter);
            }
        });
        if (chosen.isEmpty()) {
            return;
        }
        display.line("");
        display.line(heading);
        String separator = "";
        for (Map.Entry<String, Document> entry : chosen.entrySet()) {
            display.text(separator);
            separator = "\n";
            explain(display, entry.getKey(), entry.getValue());
        }
    }

    private static void explain(Display display, String name, Document parameter) {
        display.line("    " + name);
        if (!parameter.text("description").isBlank()) {
            display.line("        " + parameter.text("description").strip());
        }
        if (parameter.has("type")) {
            display.line("        Type: " + text(parameter, "type"));
        }
        if (parameter.has("enum")) {
            display.line("        Enum: " + text(parameter, "enum"));
        }
        if (parameter.at("default") != null) {
            display.line("        Default: " + text(parameter, "default"));
        }
    }

    private static String text(Document parameter, String attribute) {
        Object value = parameter.at(attribute);
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(String::valueOf).toList());
        }
        return value instanceof String text ? text : JsonText.compact(value);
    }
}
