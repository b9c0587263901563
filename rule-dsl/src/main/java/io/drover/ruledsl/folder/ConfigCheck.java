package io.drover.ruledsl.folder;

import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.Located.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pack's config fits its schema: types, {@code enum}, and required values, at any depth. Texts with templates
 * are looked at when they are rendered. (platform spec 7.2)
 */
final class ConfigCheck {
    private static final Map<String, Predicate<Object>> TYPES = Map.of(
            "string", String.class::isInstance,
            "boolean", Boolean.class::isInstance,
            "integer", value -> value instanceof Number && !(value instanceof Double),
            "number", Number.class::isInstance,
            "object", Map.class::isInstance,
            "array", List.class::isInstance);

    private final Findings findings;
    private final String pack;

    ConfigCheck(Findings findings, String pack) {
        this.findings = findings;
        this.pack = pack;
    }

    /** Checks the members of one mapping against the schemas of the same names. */
    void check(Located config, Map<String, @Nullable Object> schemas, String prefix) {
        Map<String, Member> members = config.members();
        if (members == null) {
            return;
        }
        new TreeMap<>(schemas).forEach((key, schema) -> {
            if (!(schema instanceof Map<?, ?> map)) {
                return;
            }
            Member member = members.get(key);
            if (member != null && member.value().content() != null) {
                value(member.value(), map, prefix + key);
            } else if (Boolean.TRUE.equals(map.get("required")) && !map.containsKey("default")) {
                findings.error(config.place(), failed(prefix + key) + "it is required, but has no value.");
            }
        });
    }

    private void value(Located value, Map<?, ?> schema, String name) {
        if (value.content() instanceof String text && (text.contains("{{") || text.contains("{%"))) {
            return;
        }
        List<?> types = schema.get("type") instanceof List<?> list
                ? list
                : schema.get("type") == null ? List.of() : List.of(Objects.requireNonNull(schema.get("type")));
        if (!types.isEmpty() && types.stream().noneMatch(type -> fits(value, String.valueOf(type)))) {
            findings.error(
                    value.place(), failed(name) + "expected " + types + ", but found " + shown(value, schema) + ".");
            return;
        }
        if (schema.get("enum") instanceof List<?> choices && !choices.contains(value.json())) {
            findings.error(
                    value.place(),
                    failed(name) + "expected one of " + choices + ", but found " + shown(value, schema) + ".");
        }
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            Map<String, @Nullable Object> inner = new LinkedHashMap<>();
            properties.forEach((key, each) -> inner.put(String.valueOf(key), each));
            check(value, inner, name + ".");
        }
    }

    private static boolean fits(Located value, String type) {
        Object content = value.content();
        Predicate<Object> test = TYPES.get(type);
        return content != null && (test == null || test.test(content));
    }

    private static String shown(Located value, Map<?, ?> schema) {
        return Boolean.TRUE.equals(schema.get("secret")) ? "another value, which is secret" : value.kind();
    }

    private String failed(String name) {
        return "Failed validating attribute \"" + name + "\" in config for pack \"" + pack + "\": ";
    }
}
