package io.drover.ruledsl.folder;

import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.Located.Member;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pack's config fits its schema, at any depth, each finding with its line. Texts with templates are looked at when
 * they are rendered. (platform spec 7.2; the words of draft 4 that packs use: {@code type enum required properties
 * patternProperties additionalProperties items additionalItems}, and bounds of numbers, texts and lists)
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

    /** Checks a config against the schemas of its attributes; what they do not name may be there. */
    void check(Located config, Map<String, @Nullable Object> attributes) {
        members(config, Map.of("properties", attributes), "", false);
    }

    private void members(Located object, Map<?, ?> schema, String prefix, boolean secret) {
        Map<String, Member> members = object.members();
        if (members == null) {
            return;
        }
        new TreeMap<>(ConfigSchemas.map(schema.get("properties"))).forEach((key, each) -> {
            Member member = members.get(String.valueOf(key));
            boolean absent = member == null || member.value().content() == null;
            if (absent && isRequired(String.valueOf(key), ConfigSchemas.map(each), schema)) {
                findings.error(object.place(), failed(prefix + key) + "it is required, but has no value.");
            }
        });
        members.forEach((name, member) -> {
            Object each = ConfigSchemas.member(name, schema);
            if (Boolean.FALSE.equals(each)) {
                findings.error(
                        member.value().place(),
                        failed(prefix + name) + "expected one of "
                                + ConfigSchemas.map(schema.get("properties")).keySet()
                                + ", but found another attribute.");
            } else if (member.value().content() != null) {
                value(member.value(), ConfigSchemas.map(each), prefix + name, secret);
            }
        });
    }

    private static boolean isRequired(String name, Map<?, ?> schema, Map<?, ?> within) {
        boolean listed = within.get("required") instanceof List<?> names && names.contains(name);
        return (listed || Boolean.TRUE.equals(schema.get("required"))) && !schema.containsKey("default");
    }

    private void value(Located value, Map<?, ?> schema, String name, boolean within) {
        if (value.content() instanceof String text && (text.contains("{{") || text.contains("{%"))) {
            return;
        }
        boolean secret = within || Boolean.TRUE.equals(schema.get("secret"));
        Optional<String> wanted = mismatch(value, schema);
        if (wanted.isPresent()) {
            String found = secret ? "another value, which is secret" : value.kind();
            findings.error(
                    value.place(), failed(name) + "expected " + wanted.orElseThrow() + ", but found " + found + ".");
            return;
        }
        members(value, schema, name + ".", secret);
        List<Located> elements = value.elements();
        for (int i = 0; elements != null && i < elements.size(); i++) {
            Object each = ConfigSchemas.element(i, schema);
            String place = name + "[" + i + "]";
            if (Boolean.FALSE.equals(each)) {
                findings.error(
                        elements.get(i).place(),
                        failed(place) + "expected no more than " + i + " elements, but found " + elements.size() + ".");
                return;
            }
            value(elements.get(i), ConfigSchemas.map(each), place, secret);
        }
    }

    /** {@return what was expected, where the value is something else} */
    private static Optional<String> mismatch(Located value, Map<?, ?> schema) {
        List<?> types = schema.get("type") instanceof List<?> list
                ? list
                : schema.get("type") == null ? List.of() : List.of(Objects.requireNonNull(schema.get("type")));
        if (!types.isEmpty() && types.stream().noneMatch(type -> fits(value, String.valueOf(type)))) {
            return Optional.of(types.toString());
        }
        if (schema.get("enum") instanceof List<?> choices && !choices.contains(value.json())) {
            return Optional.of("one of " + choices);
        }
        Object content = value.content();
        if (content instanceof Number number) {
            return number(new BigDecimal(number.toString()), schema);
        }
        if (content instanceof String text) {
            return text(text, schema);
        }
        return content instanceof List<?> ? list(value, schema) : Optional.empty();
    }

    private static Optional<String> number(BigDecimal number, Map<?, ?> schema) {
        if (schema.get("minimum") instanceof Number least) {
            int compared = number.compareTo(new BigDecimal(least.toString()));
            boolean exclusive = Boolean.TRUE.equals(schema.get("exclusiveMinimum"));
            if (compared < 0 || (compared == 0 && exclusive)) {
                return Optional.of("a number " + (exclusive ? "above " + least : "from " + least + " on"));
            }
        }
        if (schema.get("maximum") instanceof Number most) {
            int compared = number.compareTo(new BigDecimal(most.toString()));
            boolean exclusive = Boolean.TRUE.equals(schema.get("exclusiveMaximum"));
            if (compared > 0 || (compared == 0 && exclusive)) {
                return Optional.of("a number " + (exclusive ? "below " : "up to ") + most);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(String text, Map<?, ?> schema) {
        int length = text.codePointCount(0, text.length());
        if (schema.get("minLength") instanceof Number least && length < least.intValue()) {
            return Optional.of("a text of at least " + least + " characters");
        }
        if (schema.get("maxLength") instanceof Number most && length > most.intValue()) {
            return Optional.of("a text of at most " + most + " characters");
        }
        if (schema.get("pattern") instanceof String pattern && !isFitting(text, pattern)) {
            return Optional.of("a text that fits '" + pattern + "'");
        }
        return Optional.empty();
    }

    private static boolean isFitting(String text, String pattern) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static Optional<String> list(Located value, Map<?, ?> schema) {
        List<?> list = (List<?>) Objects.requireNonNull(value.json());
        if (schema.get("minItems") instanceof Number least && list.size() < least.intValue()) {
            return Optional.of("at least " + least + " elements");
        }
        if (schema.get("maxItems") instanceof Number most && list.size() > most.intValue()) {
            return Optional.of("at most " + most + " elements");
        }
        boolean unique = Boolean.TRUE.equals(schema.get("uniqueItems"));
        return unique && new HashSet<>(list).size() < list.size()
                ? Optional.of("elements that differ from each other")
                : Optional.empty();
    }

    private static boolean fits(Located value, String type) {
        Object content = value.content();
        Predicate<Object> test = TYPES.get(type);
        return content != null && (test == null || test.test(content));
    }

    private String failed(String name) {
        return "Failed validating attribute \"" + name + "\" in config for pack \"" + pack + "\": ";
    }
}
