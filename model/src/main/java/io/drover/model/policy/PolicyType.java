package io.drover.model.policy;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a policy can do (platform spec 6.1).
 *
 * @param name without the kind of what it is about, such as {@code concurrency}
 * @param module where StackStorm has the type's code; shown to its clients
 * @param parameters what a policy of the type says, as StackStorm writes schemas
 */
public record PolicyType(String name, String description, String module, Map<String, @Nullable Object> parameters) {
    /** What all types are about. */
    public static final String RESOURCE_TYPE = "action";

    /** So many executions of an action are under way at a time. */
    public static final PolicyType CONCURRENCY = new PolicyType(
            "concurrency",
            "Lets only so many executions of the action be under way at a time.",
            "st2actions.policies.concurrency",
            schema("threshold", threshold(), "action", action()));

    /** So many executions of an action with equal values of some parameters are under way at a time. */
    public static final PolicyType CONCURRENCY_BY_ATTRIBUTE = new PolicyType(
            "concurrency.attr",
            "Lets only so many executions of the action with equal parameters be under way at a time.",
            "st2actions.policies.concurrency_by_attr",
            schema("threshold", threshold(), "action", action(), "attributes", attributes()));

    /** An execution that failed or took too long is repeated. */
    public static final PolicyType RETRY = new PolicyType(
            "retry",
            "Repeats executions that failed or took too long.",
            "st2actions.policies.retry",
            schema("retry_on", retryOn(), "max_retry_count", mostRetries(), "delay", delay()));

    private static final List<PolicyType> ALL = List.of(CONCURRENCY, CONCURRENCY_BY_ATTRIBUTE, RETRY);

    public PolicyType {
        parameters = JsonValues.copyOf(parameters);
    }

    /** {@return every type, sorted by ref} */
    public static List<PolicyType> all() {
        return ALL;
    }

    /** Finds a type by its ref, such as {@code action.retry}, or its id. */
    public static Optional<PolicyType> find(String refOrId) {
        return ALL.stream()
                .filter(type -> type.ref().equals(refOrId) || type.id().equals(refOrId))
                .findFirst();
    }

    /** {@return the refs of all types} */
    public static List<String> refs() {
        return ALL.stream().map(PolicyType::ref).toList();
    }

    public String ref() {
        return RESOURCE_TYPE + "." + name;
    }

    public String uid() {
        return Kind.POLICY_TYPE.uid(RESOURCE_TYPE + ":" + name);
    }

    public String id() {
        return Kind.POLICY_TYPE.id(RESOURCE_TYPE + ":" + name);
    }

    /** {@return parameters with the type's defaults for those that are left out} */
    public Map<String, @Nullable Object> filled(Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> filled = new LinkedHashMap<>(given);
        parameters.forEach((parameter, schema) -> {
            if (schema instanceof Map<?, ?> words && words.containsKey("default")) {
                filled.putIfAbsent(parameter, words.get("default"));
            }
        });
        return filled;
    }

    private static Map<String, @Nullable Object> threshold() {
        return schema("type", "integer", "required", true, "description", "How many may be under way.");
    }

    private static Map<String, @Nullable Object> action() {
        return schema(
                "type",
                "string",
                "default",
                "delay",
                "enum",
                List.of("delay", "cancel"),
                "description",
                "What becomes of an execution when so many are under way.");
    }

    private static Map<String, @Nullable Object> attributes() {
        return schema(
                "type",
                "array",
                "uniqueItems",
                true,
                "items",
                schema("type", "string", "minLength", 1L),
                "description",
                "The parameters whose values are compared.");
    }

    private static Map<String, @Nullable Object> retryOn() {
        return schema(
                "type",
                "string",
                "required",
                true,
                "enum",
                List.of("failure", "timeout"),
                "description",
                "Which end an execution is repeated after.");
    }

    private static Map<String, @Nullable Object> mostRetries() {
        return schema(
                "type",
                "integer",
                "required",
                true,
                "minimum",
                1L,
                "maximum",
                5L,
                "default",
                2L,
                "description",
                "How often an execution is repeated at most.");
    }

    private static Map<String, @Nullable Object> delay() {
        return schema(
                "type",
                "number",
                "required",
                false,
                "minimum",
                0L,
                "maximum",
                120L,
                "description",
                "Seconds from the end of an execution to its repetition.");
    }

    private static Map<String, @Nullable Object> schema(Object... words) {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            schema.put((String) words[i], words[i + 1]);
        }
        return schema;
    }
}
