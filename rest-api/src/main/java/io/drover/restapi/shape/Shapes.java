package io.drover.restapi.shape;

import io.drover.model.action.Action;
import io.drover.model.action.RunnerType;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Tag;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import io.drover.restapi.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The shapes of content objects: actions, runner types, trigger types and triggers. */
public final class Shapes {
    /** The fields of an action. */
    public static final Set<String> ACTION_FIELDS = Set.of(
            "id",
            "uid",
            "ref",
            "pack",
            "name",
            "description",
            "enabled",
            "runner_type",
            "entry_point",
            "parameters",
            "output_schema",
            "output_key",
            "notify",
            "tags",
            "idempotent",
            "metadata_file");

    /** Those of an action that may be left out. */
    public static final Set<String> ACTION_EXCLUDABLE = Set.of("parameters", "notify");

    /** The fields of a runner type. */
    public static final Set<String> RUNNER_FIELDS = Set.of(
            "id",
            "uid",
            "name",
            "description",
            "enabled",
            "runner_package",
            "runner_module",
            "runner_parameters",
            "output_key",
            "output_schema");

    /** The fields of a trigger type. */
    public static final Set<String> TRIGGER_TYPE_FIELDS = Set.of(
            "id",
            "uid",
            "ref",
            "pack",
            "name",
            "description",
            "payload_schema",
            "parameters_schema",
            "tags",
            "metadata_file");

    private Shapes() {}

    /** {@return the text for who may see it, else a mask; what is empty says nothing and stays} */
    static String orMask(boolean shown, String text) {
        return shown || text.isEmpty() ? text : PackShapes.MASK;
    }

    /** {@return an action as clients see it} */
    public static Map<String, @Nullable Object> action(Action action) {
        return action(action, action.parameters());
    }

    /** {@return an action whose parameters are merged with those of its runner} */
    public static Map<String, @Nullable Object> overview(Action action, @Nullable RunnerType runner) {
        return action(action, parameters(action, runner));
    }

    /** {@return the parameters that a caller of the action can give: the runner's, overlaid by the action's} */
    public static Map<String, @Nullable Object> parameters(Action action, @Nullable RunnerType runner) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        if (runner != null) {
            merged.putAll(runner.parameters());
        }
        action.parameters().forEach((name, schema) -> {
            if (merged.get(name) instanceof Map<?, ?> inherited && schema instanceof Map<?, ?> own) {
                Map<String, @Nullable Object> both = new LinkedHashMap<>(JsonValues.copyOf(inherited));
                both.putAll(JsonValues.copyOf(own));
                merged.put(name, both);
            } else {
                merged.put(name, schema);
            }
        });
        return merged;
    }

    private static Map<String, @Nullable Object> action(Action action, Map<String, @Nullable Object> parameters) {
        Map<String, @Nullable Object> shape = named(action.ref(), Kind.ACTION);
        putPresent(shape, "description", action.description());
        shape.put("enabled", action.enabled());
        shape.put("runner_type", action.runnerType());
        shape.put("entry_point", action.entryPoint());
        shape.put("parameters", parameters);
        shape.put("output_schema", orEmpty(action.outputSchema()));
        putPresent(shape, "output_key", action.outputKey());
        shape.put("notify", orEmpty(action.notices()));
        shape.put("tags", tags(action.tags()));
        // StackStorm does not know it; clients send back what they got
        putPresent(shape, "idempotent", action.idempotent() ? true : null);
        shape.put("metadata_file", orBlank(action.metadataFile()));
        return shape;
    }

    /** {@return a runner type as clients see it} */
    public static Map<String, @Nullable Object> runner(RunnerType runner) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", runner.id());
        shape.put("uid", Kind.RUNNER.uid(runner.name()));
        shape.put("name", runner.name());
        shape.put("description", runner.description());
        shape.put("enabled", runner.enabled());
        shape.put("runner_package", runner.name().replace('-', '_'));
        shape.put("runner_module", runner.name().replace('-', '_'));
        shape.put("runner_parameters", runner.parameters());
        putPresent(shape, "output_key", runner.outputKey());
        shape.put("output_schema", Map.of());
        return shape;
    }

    /** {@return a trigger type as clients see it} */
    public static Map<String, @Nullable Object> triggerType(TriggerType type) {
        Map<String, @Nullable Object> shape = named(type.ref(), Kind.TRIGGER_TYPE);
        putPresent(shape, "description", type.description());
        shape.put("payload_schema", type.payloadSchema());
        shape.put("parameters_schema", type.parametersSchema());
        shape.put("tags", tags(type.tags()));
        putPresent(shape, "metadata_file", type.metadataFile());
        return shape;
    }

    /** {@return a trigger as clients see it; its uid ends with the MD5 of its parameters, as StackStorm's does} */
    public static Map<String, @Nullable Object> trigger(Trigger trigger) {
        Map<String, @Nullable Object> shape = named(trigger.ref(), Kind.TRIGGER);
        shape.put("uid", trigger.uid() + ":" + md5(pythonText(trigger.parameters())));
        shape.put("type", trigger.type().toString());
        shape.put("parameters", trigger.parameters());
        return shape;
    }

    /** {@return id, uid, ref, pack and name} */
    static Map<String, @Nullable Object> named(Ref ref, Kind kind) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", kind.id(ref));
        shape.put("uid", kind.uid(ref));
        shape.put("ref", ref.toString());
        shape.put("pack", ref.pack());
        shape.put("name", ref.name());
        return shape;
    }

    static void putPresent(Map<String, @Nullable Object> shape, String field, @Nullable Object value) {
        if (value != null) {
            shape.put(field, value);
        }
    }

    static List<Map<String, String>> tags(List<Tag> tags) {
        return tags.stream()
                .map(tag -> Map.of("name", tag.name(), "value", tag.value()))
                .toList();
    }

    /** {@return the word that clients see for one of our constants} */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String orBlank(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Map<String, @Nullable Object> orEmpty(@Nullable Map<String, @Nullable Object> map) {
        return map == null ? Map.of() : map;
    }

    // json.dumps(value, sort_keys=True)
    private static String pythonText(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, element) -> sorted.put(Json.text(String.valueOf(key)), pythonText(element)));
            return "{"
                    + String.join(
                            ", ",
                            sorted.entrySet().stream()
                                    .map(entry -> entry.getKey() + ": " + entry.getValue())
                                    .toList())
                    + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(Shapes::pythonText).toList()) + "]";
        }
        return Json.text(value);
    }

    private static String md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has MD5", impossible);
        }
    }
}
