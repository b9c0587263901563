package io.drover.workflow.chain;

import java.util.List;
import java.util.Map;

/** The form of a chain as JSON Schema (platform spec 5.4; {@code models/system/actionchain.py} of StackStorm). */
final class ChainSchema {
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> MAPPING = Map.of("type", "object");
    private static final Map<String, Object> LIST = Map.of("type", "array");

    private static final Map<String, Object> NOTICE =
            object(Map.of("message", TEXT, "data", MAPPING, "routes", LIST, "channels", LIST), List.of());
    private static final Map<String, Object> NOTICES =
            object(Map.of("on-complete", NOTICE, "on-success", NOTICE, "on-failure", NOTICE), List.of());
    private static final Map<String, Object> TASK = object(
            Map.of(
                    "name", TEXT,
                    "ref", TEXT,
                    "params", MAPPING,
                    "parameters", MAPPING,
                    "on-success", TEXT,
                    "on-failure", TEXT,
                    "publish", MAPPING,
                    "notify", NOTICES),
            List.of("name", "ref"));

    static final Map<String, Object> CHAIN = object(
            Map.of("chain", Map.of("type", "array", "items", TASK), "default", TEXT, "vars", MAPPING),
            List.of("chain"));

    private ChainSchema() {}

    private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        return Map.of("type", "object", "properties", properties, "required", required, "additionalProperties", false);
    }
}
