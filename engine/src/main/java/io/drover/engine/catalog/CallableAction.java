package io.drover.engine.catalog;

import io.drover.engine.schema.SchemaCheck;
import io.drover.engine.secret.SecretParts;
import io.drover.model.action.Action;
import io.drover.model.action.RunnerType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An action together with its runner's type: what it takes to call it.
 *
 * @param revision hash of the action's definition
 * @param parameters schema by parameter, the runner's and the action's merged: the action's word wins
 * @param secrets parameters that must not be shown, or parts of which must not
 * @param output what the action promises of its result
 */
public record CallableAction(
        Action action,
        RunnerType runner,
        String revision,
        Map<String, Map<String, @Nullable Object>> parameters,
        Map<String, SecretParts> secrets,
        SchemaCheck check,
        OutputSchema output) {

    /** Merges an action with its runner's type (platform spec 5.1: what an action may override of its runner). */
    public static CallableAction of(Action action, RunnerType runner, String revision) {
        Map<String, Map<String, @Nullable Object>> merged = new TreeMap<>();
        runner.parameters().forEach((name, schema) -> merged.put(name, schema(schema)));
        action.parameters().forEach((name, schema) -> {
            Map<String, @Nullable Object> both = new LinkedHashMap<>(merged.getOrDefault(name, Map.of()));
            both.putAll(schema(schema));
            merged.put(name, both);
        });
        Map<String, SecretParts> secrets = new TreeMap<>();
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        merged.forEach((name, schema) -> {
            properties.put(name, schema);
            SecretParts parts = SecretParts.of(schema);
            if (!parts.isNone()) {
                secrets.put(name, parts);
            }
        });
        return new CallableAction(
                action,
                runner,
                revision,
                merged,
                Map.copyOf(secrets),
                SchemaCheck.ofProperties(properties),
                OutputSchema.of(action, runner));
    }

    /** {@return whether a caller may not give this parameter} */
    public boolean isImmutable(String parameter) {
        return Boolean.TRUE.equals(parameters.getOrDefault(parameter, Map.of()).get("immutable"));
    }

    /** {@return whether a parameter, or a part of it, must not be shown} */
    public boolean isSecret(String parameter) {
        return secrets.containsKey(parameter);
    }

    /** {@return the value of a parameter as it may be shown; of a text nobody knows which part would be secret} */
    public @Nullable Object shown(String parameter, @Nullable Object value) {
        SecretParts parts = secrets.get(parameter);
        if (parts == null) {
            return value;
        }
        return value instanceof String ? SecretParts.mask(value) : parts.masked(value);
    }

    /** {@return this action, enabled or not: that makes no other revision} */
    public CallableAction enabled(boolean on) {
        return new CallableAction(action.enabled(on), runner, revision, parameters, secrets, check, output);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> schema(@Nullable Object schema) {
        return schema instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }
}
