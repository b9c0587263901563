package io.drover.engine.catalog;

import io.drover.engine.schema.SchemaCheck;
import io.drover.engine.secret.SecretParts;
import io.drover.model.action.Action;
import io.drover.model.action.RunnerType;
import io.drover.model.error.DroverException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an action promises of its result (platform spec 5.6): a JSON schema, which also says what in it is secret.
 *
 * @param key the key of the result that the schema is about; null: the whole result
 * @param check null where the schema is of the kind before StackStorm 3.8, a mapping of properties, which says what is secret
 *     and promises nothing
 */
public record OutputSchema(@Nullable String key, @Nullable SchemaCheck check, SecretParts secrets) {
    /** Nothing is promised. */
    public static final OutputSchema NONE = new OutputSchema(null, null, SecretParts.NONE);

    static OutputSchema of(Action action, RunnerType runner) {
        Map<String, @Nullable Object> schema = action.outputSchema();
        if (schema == null || schema.isEmpty()) {
            return NONE;
        }
        String ofAction = action.outputKey();
        String key = ofAction == null ? runner.outputKey() : ofAction;
        return isMapOfSchemas(schema)
                ? new OutputSchema(key, null, SecretParts.of(Map.of("properties", schema)))
                : new OutputSchema(key, SchemaCheck.of(schema), SecretParts.of(schema));
    }

    private static boolean isMapOfSchemas(Map<String, @Nullable Object> schema) {
        return !schema.containsKey("type")
                && !schema.containsKey("properties")
                && !Boolean.TRUE.equals(schema.get("secret"))
                && schema.values().stream().allMatch(Map.class::isInstance);
    }

    /** {@return the result with a mask in the place of what is secret; the same object where nothing is} */
    public Map<String, @Nullable Object> masked(Map<String, @Nullable Object> result) {
        if (secrets.isNone()) {
            return result;
        }
        Map<String, @Nullable Object> masked = new LinkedHashMap<>(result);
        if (key != null) {
            masked.computeIfPresent(key, (name, value) -> secrets.masked(value));
        } else if (secrets.masked(result) instanceof Map<?, ?> members) {
            members.forEach((name, value) -> masked.put(String.valueOf(name), value));
        } else {
            masked.replaceAll((name, value) -> SecretParts.mask(value));
        }
        return masked.equals(result) ? result : masked;
    }

    /** {@return in which ways a result breaks the promise, in words; empty where it does not} */
    public List<String> violations(Map<String, @Nullable Object> result) {
        if (check == null) {
            return List.of();
        }
        if (key != null && !result.containsKey(key)) {
            return List.of("Expected the result to have '" + key + "', but found " + result.keySet() + ".");
        }
        try {
            return check.violations(key == null ? result : result.get(key));
        } catch (DroverException unusable) {
            return List.of("The action's output_schema cannot be used. " + unusable.getMessage());
        }
    }
}
