package io.drover.workflow.inspect;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The form of a workflow as JSON Schema, draft 4 (spec of Orquesta, section 1). Paths of findings name its parts, so they are StackStorm's. */
final class WorkflowSchema {
    static final String NAME = "^\\w+$";

    private static final String EXPRESSION = "<%.*?%>|{{.*?}}";
    private static final String ITEMS = "^(\\s+)?(" + EXPRESSION + ")(\\s+)?$"
            + "|^(\\s+)?((\\w+,\\s?|\\s+)+)?(\\w+)\\s+in\\s+(" + EXPRESSION + ")(\\s+)?$";

    private static final Map<String, Object> TEXT = Map.of("type", "string", "minLength", 1L);
    private static final Map<String, Object> NATURAL = Map.of("type", "integer", "minimum", 0L);
    private static final Map<String, Object> TEXT_OR_NATURAL = Map.of("oneOf", List.of(TEXT, NATURAL));
    private static final Map<String, Object> ANY = Map.of(
            "anyOf",
            Stream.of("null", "array", "boolean", "integer", "number", "object", "string")
                    .map(type -> Map.of("type", type))
                    .toList());
    private static final Map<String, Object> MEMBERS = Map.of(NAME, ANY);
    private static final Map<String, Object> PAIR =
            Map.of("type", "object", "minProperties", 1L, "maxProperties", 1L, "patternProperties", MEMBERS);
    private static final Map<String, Object> MAPPING =
            Map.of("type", "object", "minProperties", 1L, "patternProperties", MEMBERS);

    private static final Map<String, Object> TRANSITION = object(Map.of(
            "when", TEXT,
            "publish", Map.of("oneOf", List.of(TEXT, listOf(PAIR))),
            "do", Map.of("oneOf", List.of(TEXT, listOf(TEXT)))));
    private static final Map<String, Object> WITH = object(Map.of(
            "items", Map.of("type", "string", "minLength", 1L, "pattern", ITEMS), "concurrency", TEXT_OR_NATURAL));
    private static final Map<String, Object> RETRY = requiring(
            "count",
            Map.of(
                    "when", TEXT,
                    "count", TEXT_OR_NATURAL,
                    "delay", TEXT_OR_NATURAL));
    private static final Map<String, Object> TASK = object(Map.of(
            "delay", TEXT_OR_NATURAL,
            "join", Map.of("oneOf", List.of(Map.of("enum", List.of("all")), NATURAL)),
            "with", WITH,
            "action", TEXT,
            "input", Map.of("oneOf", List.of(TEXT, MAPPING)),
            "retry", RETRY,
            "next", Map.of("type", "array", "items", TRANSITION)));

    static final Map<String, Object> WORKFLOW = requiring(
            "tasks",
            Map.of(
                    "name", TEXT,
                    "version", Map.of("enum", List.of("1.0", 1.0)),
                    "description", TEXT,
                    "tags", listOf(TEXT),
                    "vars", listOf(PAIR),
                    "input", listOf(Map.of("oneOf", List.of(TEXT, PAIR))),
                    "output", listOf(PAIR),
                    "tasks", Map.of("type", "object", "minProperties", 1L, "patternProperties", Map.of(NAME, TASK))));

    private WorkflowSchema() {}

    private static Map<String, Object> listOf(Map<String, Object> element) {
        return Map.of("type", "array", "items", element, "uniqueItems", true, "minItems", 1L);
    }

    private static Map<String, Object> object(Map<String, Object> properties) {
        return Map.of("type", "object", "properties", properties, "additionalProperties", false);
    }

    private static Map<String, Object> requiring(String property, Map<String, Object> properties) {
        return Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                List.of(property),
                "additionalProperties",
                false);
    }
}
