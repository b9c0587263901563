package io.drover.camelactions.value;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the schemas of a runner's parameters, in the order in which they are shown. */
public final class ParameterSchemas {
    private final Map<String, @Nullable Object> schemas = new LinkedHashMap<>();

    /** Declares a parameter without a default. */
    public ParameterSchemas optional(String name, String type, String description) {
        return with(name, Map.of("type", type, "description", description));
    }

    /** Declares a parameter with the given default. */
    public ParameterSchemas optional(String name, String type, String description, Object standard) {
        return with(name, Map.of("type", type, "description", description, "default", standard));
    }

    /** Declares a text that must not be shown. */
    public ParameterSchemas secret(String name, String description) {
        return with(name, Map.of("type", "string", "description", description, "secret", true));
    }

    /** Declares a parameter that every call has to give. */
    public ParameterSchemas required(String name, String type, String description) {
        return with(name, Map.of("type", type, "description", description, "required", true));
    }

    /** {@return schema by parameter} */
    public Map<String, @Nullable Object> toMap() {
        return schemas;
    }

    /** Declares a parameter with any schema. */
    public ParameterSchemas with(String name, Map<String, Object> schema) {
        schemas.put(name, schema);
        return this;
    }
}
