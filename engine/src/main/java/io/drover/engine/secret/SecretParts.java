package io.drover.engine.secret;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of a value are secret: those whose JSON schema says {@code secret: true}. Looks into {@code properties},
 * {@code patternProperties}, {@code additionalProperties}, {@code items}, {@code additionalItems}, {@code allOf},
 * {@code anyOf}, {@code oneOf} and references within the schema, as they are in draft 4. A value of another shape than the
 * schema's, such as a text in the place of an object with a secret member, is secret as a whole: nobody knows which part of it.
 */
public final class SecretParts {
    /** Nothing is secret. */
    public static final SecretParts NONE = new SecretParts(Map.of());

    /** A reference may lead in circles; values do not nest deeper than this. */
    private static final int DEEPEST = 64;

    private static final String LOCAL = "#/";

    /** What a schema says of the parts of objects, and of those of lists. */
    private static final List<String> OF_OBJECTS = List.of("properties", "patternProperties", "additionalProperties");

    /** Those of them that have a schema for each name or pattern. */
    private static final List<String> NAMED = List.of("properties", "patternProperties");

    private static final List<String> OF_LISTS = List.of("items", "additionalItems");

    private static final List<String> ALTERNATIVES = List.of("allOf", "anyOf", "oneOf");

    private final Map<String, ? extends @Nullable Object> schema;

    private SecretParts(Map<String, ? extends @Nullable Object> schema) {
        this.schema = schema;
    }

    public static SecretParts of(Map<String, ? extends @Nullable Object> schema) {
        return isHolding(schema) ? new SecretParts(schema) : NONE;
    }

    /** {@return whether a schema calls anything secret} */
    static boolean isHolding(@Nullable Object schema) {
        if (schema instanceof Map<?, ?> map) {
            return Boolean.TRUE.equals(map.get("secret"))
                    || map.values().stream().anyMatch(SecretParts::isHolding);
        }
        return schema instanceof Collection<?> list && list.stream().anyMatch(SecretParts::isHolding);
    }

    public boolean isNone() {
        return schema.isEmpty();
    }

    /** {@return a value with a mask in the place of each secret part; null stays null} */
    public @Nullable Object masked(@Nullable Object value) {
        return masked(value, schema, 0);
    }

    /** {@return the mask, or null for null} */
    public static @Nullable Object mask(@Nullable Object value) {
        return value == null ? null : Veil.MASK;
    }

    private @Nullable Object masked(@Nullable Object value, @Nullable Object described, int depth) {
        if (value == null || !(described instanceof Map<?, ?> of) || of.isEmpty() || depth > DEEPEST) {
            return value;
        }
        if (Boolean.TRUE.equals(of.get("secret"))) {
            return Veil.MASK;
        }
        Object masked = masked(value, referred(of), depth + 1);
        for (String each : ALTERNATIVES) {
            if (of.get(each) instanceof Collection<?> several) {
                for (Object one : several) {
                    masked = masked(masked, one, depth + 1);
                }
            }
        }
        if (isOtherShape(masked, of)) {
            return Veil.MASK;
        }
        if (masked instanceof Map<?, ?> object) {
            return members(object, of, depth + 1);
        }
        return masked instanceof Collection<?> list ? elements(list, of, depth + 1) : masked;
    }

    /** {@return whether a schema holds secrets, but none where a value of this shape could have them} */
    private boolean isOtherShape(@Nullable Object value, Map<?, ?> of) {
        boolean inObjects = isHolding(of, OF_OBJECTS);
        boolean inLists = isHolding(of, OF_LISTS);
        if (value instanceof Map<?, ?>) {
            return inLists && !inObjects;
        }
        return value instanceof Collection<?> ? inObjects && !inLists : inObjects || inLists;
    }

    private boolean isHolding(Map<?, ?> of, List<String> words) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return words.stream().anyMatch(word -> holdsWithin(word, of.get(word), seen));
    }

    /** {@return whether what stands at a word of a schema, one schema or several, calls anything secret} */
    private boolean holdsWithin(String word, @Nullable Object schemas, Set<Object> seen) {
        if (schemas instanceof Collection<?> several) {
            return several.stream().anyMatch(one -> holds(one, seen));
        }
        if (NAMED.contains(word)) {
            return schemas instanceof Map<?, ?> named && named.values().stream().anyMatch(one -> holds(one, seen));
        }
        return holds(schemas, seen);
    }

    private boolean holds(@Nullable Object described, Set<Object> seen) {
        if (!(described instanceof Map<?, ?> of) || !seen.add(of)) {
            return false;
        }
        return Boolean.TRUE.equals(of.get("secret"))
                || holds(referred(of), seen)
                || Stream.of(OF_OBJECTS, OF_LISTS, ALTERNATIVES)
                        .flatMap(List::stream)
                        .anyMatch(word -> holdsWithin(word, of.get(word), seen));
    }

    private @Nullable Object referred(Map<?, ?> of) {
        if (!(of.get("$ref") instanceof String reference) || !reference.startsWith(LOCAL)) {
            return null;
        }
        Object at = schema;
        for (String step : reference.substring(LOCAL.length()).split("/", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(step.replace("~1", "/").replace("~0", "~")) : null;
        }
        return at;
    }

    private Map<String, @Nullable Object> members(Map<?, ?> object, Map<?, ?> of, int depth) {
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            String name = String.valueOf(key);
            Object member = value;
            List<@Nullable Object> schemas = schemas(name, of);
            for (Object each : schemas) {
                member = masked(member, each, depth);
            }
            masked.put(name, member);
        });
        return masked;
    }

    private static List<@Nullable Object> schemas(String name, Map<?, ?> of) {
        List<@Nullable Object> schemas = new ArrayList<>();
        if (of.get("properties") instanceof Map<?, ?> properties && properties.containsKey(name)) {
            schemas.add(properties.get(name));
        }
        if (of.get("patternProperties") instanceof Map<?, ?> patterns) {
            patterns.forEach((pattern, each) -> {
                if (fits(name, String.valueOf(pattern))) {
                    schemas.add(each);
                }
            });
        }
        if (schemas.isEmpty()) {
            schemas.add(of.get("additionalProperties"));
        }
        return schemas;
    }

    /** A pattern that cannot be read could be meant for every name. */
    private static boolean fits(String name, String pattern) {
        try {
            return Pattern.compile(pattern).matcher(name).find();
        } catch (PatternSyntaxException e) {
            return true;
        }
    }

    private List<@Nullable Object> elements(Collection<?> list, Map<?, ?> of, int depth) {
        List<@Nullable Object> masked = new ArrayList<>(list.size());
        Object items = of.get("items");
        for (Object element : list) {
            Object each = items instanceof List<?> places
                    ? masked.size() < places.size() ? places.get(masked.size()) : of.get("additionalItems")
                    : items;
            masked.add(masked(element, each, depth));
        }
        return masked;
    }
}
