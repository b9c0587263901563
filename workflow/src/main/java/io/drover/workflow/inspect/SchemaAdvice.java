package io.drover.workflow.inspect;

import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to write where something of the wrong form was found: the messages of the schema alone are StackStorm's, and tell a reader little. */
final class SchemaAdvice {
    private static final String PROPERTIES = "properties.";
    private static final String NUMBER = "Write a whole number from 0 on, or an expression that gives one.";
    private static final String NAMES = "Write it as a list, one name or one \"name: value\" for each element.";
    private static final String PAIRS =
            "Write it as a list, one \"name: value\" for each element, no two of them equal.";
    private static final String CONDITION =
            "A condition is an expression, such as <% succeeded() %>; without one the transition is always taken.";

    /** By the place in the schema; the innermost that fits counts. */
    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("retry.properties.count", NUMBER),
            Map.entry("retry.properties.delay", NUMBER),
            Map.entry("retry.properties.when", "A condition is an expression, such as <% failed() %>."),
            Map.entry("retry", "Say how often at most, as in {count: 3, delay: 10}."),
            Map.entry("delay", NUMBER),
            Map.entry("with.properties.concurrency", NUMBER),
            Map.entry(
                    "with.properties.items",
                    "Write <% … %>, \"name in <% … %>\", or several names with commas between."),
            Map.entry("with", "Write <% … %>, or {items: <% … %>, concurrency: 5}."),
            Map.entry("join", "Write \"all\", or the number of branches to wait for."),
            Map.entry("action", "Write the action's name, such as core.local."),
            Map.entry("next", "Write it as a list, one transition for each element."),
            Map.entry("next.items", "Write a transition as {when: …, publish: …, do: …}."),
            Map.entry("next.items.properties.when", CONDITION),
            Map.entry(
                    "next.items.properties.publish",
                    "Write it as a list, one \"name: value\" for each element, or as text such as name=<% … %>."),
            Map.entry("next.items.properties.do", "Write the name of a task, or a list of names."),
            Map.entry("vars", PAIRS),
            Map.entry("output", PAIRS),
            Map.entry("tasks", "Write each task below its name, as in \"name: {action: core.noop}\"."));

    private SchemaAdvice() {}

    static Finding added(Finding finding) {
        return finding.advice() == null ? finding.advising(advice(finding)) : finding;
    }

    private static @Nullable String advice(Finding finding) {
        if ("required".equals(finding.schemaPath())) {
            return "Add \"tasks:\", and below it each task by its name.";
        }
        if (finding.schemaPath() == null || finding.specPath() == null) {
            return null;
        }
        boolean ofTask = finding.specPath().startsWith("tasks.");
        if (!ofTask && finding.schemaPath().startsWith("properties.input")) {
            return NAMES;
        }
        if (ofTask && finding.schemaPath().contains("$.properties.input")) {
            return "Write it as \"name: value\" for each parameter, or as an expression that gives such a mapping.";
        }
        String schema = finding.schemaPath();
        return ADVICE.keySet().stream()
                .filter(place -> schema.contains(PROPERTIES + place + "."))
                .max(Comparator.comparingInt(place -> schema.lastIndexOf(PROPERTIES + place + ".") + place.length()))
                .map(ADVICE::get)
                .orElse(null);
    }
}
