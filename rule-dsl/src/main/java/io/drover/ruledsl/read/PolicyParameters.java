package io.drover.ruledsl.read;

import io.drover.model.policy.PolicyType;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the parameters of a policy are such as its type allows, each finding at its place. */
final class PolicyParameters {
    private final Fields given;
    private final Findings findings;

    PolicyParameters(Fields given, Findings findings) {
        this.given = given;
        this.findings = findings;
    }

    void check(PolicyType type) {
        given.refuseOthers(type.parameters().keySet(), "the parameters of a policy '" + type.ref() + "'");
        type.parameters().forEach((name, schema) -> {
            if (schema instanceof Map<?, ?> words) {
                check(name, words);
            }
        });
    }

    private void check(String name, Map<?, ?> schema) {
        Located value = given.get(name);
        if (value == null) {
            if (Boolean.TRUE.equals(schema.get("required")) && !schema.containsKey("default")) {
                findings.error(given.keyPlace(name), "'" + name + "' is a required property. Give it a value.");
            } else if (given.has(name) && !schema.containsKey("default")) {
                findings.error(given.keyPlace(name), "'" + name + "' has no value. Give it one or leave it out.");
            }
            return;
        }
        String wanted = mismatch(value, schema);
        if (wanted != null) {
            findings.error(value.place(), "Expected " + wanted + " as '" + name + "', but found " + value.kind() + ".");
        }
    }

    /** {@return what was expected; null where the value is such} */
    private static @Nullable String mismatch(Located value, Map<?, ?> schema) {
        return switch (String.valueOf(schema.get("type"))) {
            case "integer" -> value.content() instanceof Long number ? bounds(number, schema) : "a whole number";
            case "number" -> value.content() instanceof Number number ? bounds(number, schema) : "a number";
            case "array" -> names(value);
            default ->
                schema.get("enum") instanceof List<?> choices && !choices.contains(value.json())
                        ? "one of " + choices
                        : null;
        };
    }

    private static @Nullable String bounds(Number found, Map<?, ?> schema) {
        if (schema.get("minimum") instanceof Number least && schema.get("maximum") instanceof Number most) {
            BigDecimal number = new BigDecimal(found.toString());
            boolean fits = number.compareTo(new BigDecimal(least.toString())) >= 0
                    && number.compareTo(new BigDecimal(most.toString())) <= 0;
            return fits ? null : "a number from " + least + " to " + most;
        }
        return null;
    }

    private static @Nullable String names(Located value) {
        List<Located> elements = value.elements();
        if (elements == null || elements.stream().anyMatch(each -> !isName(each.content()))) {
            return "a list of names of parameters";
        }
        return new HashSet<>(elements.stream().map(Located::json).toList()).size() < elements.size()
                ? "a list of names that differ from each other"
                : null;
    }

    private static boolean isName(@Nullable Object element) {
        return element instanceof String name && !name.isEmpty();
    }
}
