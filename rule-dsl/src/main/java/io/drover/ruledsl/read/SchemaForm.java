package io.drover.ruledsl.read;

import io.drover.model.text.Nearest;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks that a schema is one: JSON Schema of draft 4, where each property may say {@code required}, {@code secret},
 * {@code immutable} and {@code position} itself, as StackStorm's do. Written by hand, because packs have thousands.
 */
public final class SchemaForm {
    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "array", "object", "null");
    private static final Set<String> FLAGS = Set.of("secret", "immutable", "uniqueItems");
    private static final Set<String> EXCLUSIVE = Set.of("exclusiveMinimum", "exclusiveMaximum");
    private static final Set<String> TEXTS =
            Set.of("description", "title", "format", "pattern", "$ref", "id", "$schema");
    private static final Set<String> COUNTS =
            Set.of("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties");
    private static final Set<String> NUMBERS = Set.of("minimum", "maximum", "multipleOf");
    private static final Set<String> SCHEMAS = Set.of("not");
    private static final Set<String> SCHEMA_LISTS = Set.of("anyOf", "allOf", "oneOf");
    private static final Set<String> SCHEMA_MAPS = Set.of("properties", "patternProperties", "definitions");
    private static final Set<String> OPEN = Set.of("additionalProperties", "additionalItems");
    private static final Set<String> OTHERS =
            Set.of("type", "default", "required", "enum", "position", "items", "dependencies", "example", "examples");
    private static final List<String> KNOWN =
            List.of(FLAGS, EXCLUSIVE, TEXTS, COUNTS, NUMBERS, SCHEMAS, SCHEMA_LISTS, SCHEMA_MAPS, OPEN, OTHERS).stream()
                    .flatMap(Set::stream)
                    .toList();

    private final Findings findings;

    public SchemaForm(Findings findings) {
        this.findings = findings;
    }

    /** Checks a mapping of names to schemas, such as an action's {@code parameters}. */
    public void checkAll(Fields schemas, String what) {
        for (String name : schemas.keys()) {
            Located schema = schemas.get(name);
            if (schema == null) {
                findings.error(
                        schemas.keyPlace(name),
                        "Expected the schema of " + what + " '" + name
                                + "' to be a mapping, but found nothing. Write {} where anything is allowed.");
            } else {
                check(schema, "the schema of " + what + " '" + name + "'");
            }
        }
    }

    /** Positions have to be 0, 1, 2 … without gaps, as they are those of a command line. */
    void checkPositions(Fields schemas) {
        Map<Long, String> taken = new TreeMap<>();
        for (String name : schemas.keys()) {
            Located schema = schemas.get(name);
            Map<String, Located.Member> members = schema == null ? null : schema.members();
            Located.Member position = members == null ? null : members.get("position");
            if (position != null && position.value().content() instanceof Long number) {
                String other = taken.put(number, name);
                if (other != null) {
                    findings.error(
                            position.value().place(),
                            "The parameters '" + other + "' and '" + name + "' both have the position " + number
                                    + ". Give each its own.");
                }
            }
        }
        long next = 0;
        for (Map.Entry<Long, String> entry : taken.entrySet()) {
            if (entry.getKey() != next) {
                findings.error(
                        schemas.keyPlace(entry.getValue()),
                        "Positions count from 0 without gaps, but '" + entry.getValue() + "' has " + entry.getKey()
                                + " where " + next + " is next.");
                return;
            }
            next++;
        }
    }

    void check(Located schema, String what) {
        Fields fields = Fields.of(schema, what, findings);
        if (fields == null) {
            return;
        }
        for (String key : fields.keys()) {
            Located value = fields.get(key);
            if (!KNOWN.contains(key)) {
                findings.warning(
                        fields.keyPlace(key),
                        "Unknown key '" + key + "' in " + what + " has no effect." + Nearest.hint(key, KNOWN));
            } else if (value != null) {
                checkMember(fields, key, value, what);
            } else if (!key.equals("default") && !key.equals("description")) {
                findings.error(
                        fields.keyPlace(key),
                        "'" + key + "' in " + what + " has no value. Give it one, or leave it out.");
            }
        }
    }

    private void checkMember(Fields fields, String key, Located value, String what) {
        if (FLAGS.contains(key)) {
            fields.flag(key, false);
        } else if (TEXTS.contains(key)) {
            fields.text(key);
        } else if (COUNTS.contains(key) || key.equals("position")) {
            Integer count = fields.integer(key);
            if (count != null && count < 0) {
                findings.error(value.place(), "Expected '" + key + "' to be 0 or more, but found " + count + ".");
            }
        } else if (NUMBERS.contains(key)) {
            require(value.content() instanceof Number, value, "a number for '" + key + "'");
        } else if (EXCLUSIVE.contains(key)) {
            require(
                    value.content() instanceof Boolean || value.content() instanceof Number,
                    value,
                    "true or false for '" + key + "'");
        } else if (SCHEMAS.contains(key)) {
            check(value, what + ", '" + key + "'");
        } else if (SCHEMA_LISTS.contains(key)) {
            checkList(fields, key, what);
        } else if (SCHEMA_MAPS.contains(key)) {
            Fields inner = fields.mapping(key);
            if (inner != null) {
                checkAll(inner, "the property");
            }
        } else if (OPEN.contains(key)) {
            if (!(value.content() instanceof Boolean)) {
                check(value, what + ", '" + key + "'");
            }
        } else {
            checkOther(fields, key, value, what);
        }
    }

    private void checkList(Fields fields, String key, String what) {
        List<Located> schemas = fields.list(key);
        schemas.forEach(each -> check(each, what + ", '" + key + "'"));
    }

    private void checkOther(Fields fields, String key, Located value, String what) {
        switch (key) {
            case "type" -> checkType(value, what);
            case "required" ->
                require(
                        value.content() instanceof Boolean || value.elements() != null,
                        value,
                        "true or false for 'required' in " + what);
            case "enum" -> require(!fields.list(key).isEmpty(), value, "at least one value for 'enum'");
            case "items" -> {
                List<Located> elements = value.elements();
                if (elements == null) {
                    check(value, what + ", 'items'");
                } else {
                    elements.forEach(each -> check(each, what + ", 'items'"));
                }
            }
            default -> {
                // anything goes for 'default', 'example' and their like
            }
        }
    }

    private void checkType(Located value, String what) {
        List<Located> elements = value.elements();
        for (Located each : elements == null ? List.of(value) : elements) {
            if (!(each.content() instanceof String type) || !TYPES.contains(type)) {
                String name = each.content() instanceof String text ? text : "";
                findings.error(
                        each.place(),
                        "Expected a type in " + what + ", but found " + each.kind() + "." + Nearest.hint(name, TYPES)
                                + " Allowed are array, boolean, integer, null, number, object, string.");
            }
        }
    }

    private void require(boolean holds, Located value, String expected) {
        if (!holds) {
            findings.error(value.place(), "Expected " + expected + ", but found " + value.kind() + ".");
        }
    }
}
