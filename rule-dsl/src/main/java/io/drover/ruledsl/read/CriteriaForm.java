package io.drover.ruledsl.read;

import io.drover.expressions.Template;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Operator;
import io.drover.model.text.Nearest;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A rule's {@code criteria}, as StackStorm writes them (platform spec 3.1 and 3.5). */
final class CriteriaForm {
    private static final Set<String> KEYS = Set.of("type", "pattern", "condition");
    private static final Set<String> CONDITIONS = Set.of("all", "any", "all2any", "any2any");
    private static final Set<Operator> REGULAR = Set.of(Operator.MATCHREGEX, Operator.REGEX, Operator.IREGEX);

    private static final Pattern ROOT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Findings findings;
    private final @Nullable EventScope scope;

    /**
     * Criteria.
     *
     * @param scope the events that keys and patterns may name; null where it is not asked which names they use
     */
    CriteriaForm(Findings findings, @Nullable EventScope scope) {
        this.findings = findings;
        this.scope = scope;
    }

    List<Criterion> read(Fields rule) {
        Fields criteria = rule.mapping("criteria");
        List<Criterion> result = new ArrayList<>();
        if (criteria == null) {
            return result;
        }
        for (String key : criteria.keys()) {
            checkRoot(key, criteria);
            Fields fields = criteria.mapping(key);
            Criterion criterion = fields == null ? null : criterion(key, fields);
            if (criterion != null) {
                result.add(criterion);
            } else if (!criteria.has(key) || criteria.get(key) == null) {
                findings.error(
                        criteria.keyPlace(key), "The criterion '" + key + "' is empty. Write {type: …, pattern: …}.");
            }
        }
        return result;
    }

    private void checkRoot(String key, Fields criteria) {
        Matcher root = ROOT.matcher(key);
        if (scope != null && root.lookingAt()) {
            Located written = Located.at(key, criteria.keyPlace(key));
            scope.check(written, "The criterion '" + key + "'", Set.of(root.group()), findings);
        }
    }

    private void checkPattern(Located pattern) {
        Template template = new TemplateCheck(findings).pattern(pattern);
        if (template != null && scope != null) {
            scope.check(pattern, "The pattern", template.undeclaredVariables(), findings);
        }
    }

    private @Nullable Criterion criterion(String key, Fields fields) {
        fields.refuseOthers(KEYS, "the criterion '" + key + "'");
        String name = fields.required("type");
        String condition = fields.text("condition");
        if (name == null) {
            return null;
        }
        Optional<Operator> operator = Operator.named(name);
        if (operator.isEmpty()) {
            Located type = fields.get("type");
            findings.error(
                    type == null ? fields.place() : type.place(),
                    "For field: " + key + ", operator " + name + " not in list of allowed operators."
                            + Nearest.hint(name, Operator.allNames()) + " Allowed are "
                            + String.join(", ", Operator.allNames()) + ".");
            return null;
        }
        Located pattern = fields.get("pattern");
        if (pattern == null) {
            findings.error(
                    fields.keyPlace("pattern"),
                    "For field: " + key + ", no pattern specified for operator " + name
                            + ". Write 'pattern'; for exists and nexists any value does.");
            return null;
        }
        checkPattern(pattern);
        if (operator.orElseThrow() == Operator.SEARCH) {
            checkSearch(key, fields, pattern, condition);
        }
        if (REGULAR.contains(operator.orElseThrow())) {
            checkExpression(pattern);
        }
        return new Criterion(key, operator.orElseThrow(), name, pattern.json(), condition);
    }

    /** StackStorm looks at the inside of {@code search} when it matches, so what is wrong there is no error here. */
    private void checkSearch(String key, Fields fields, Located pattern, @Nullable String condition) {
        if (condition == null || !CONDITIONS.contains(condition)) {
            findings.warning(
                    fields.keyPlace("condition"),
                    "The search of '" + key + "' never matches without a 'condition' of all, any, all2any or any2any.");
        }
        Map<String, Located.Member> children = pattern.members();
        if (children == null) {
            findings.warning(
                    pattern.place(),
                    "The search of '" + key + "' never matches: its pattern is " + pattern.kind()
                            + ". Write item.<path>: {type: …, pattern: …}.");
            return;
        }
        children.forEach((name, member) -> {
            Map<String, Located.Member> child = member.value().members();
            Located.Member type = child == null ? null : child.get("type");
            if (child == null || type == null || !child.containsKey("pattern")) {
                findings.warning(
                        member.key(),
                        "The search of '" + key + "' never matches: '" + name + "' needs 'type' and 'pattern'.");
            } else if (!(type.value().content() instanceof String operator)
                    || Operator.named(operator).isEmpty()) {
                findings.warning(
                        type.value().place(),
                        "The search of '" + key + "' never matches: "
                                + type.value().kind() + " is no operator. Allowed are "
                                + String.join(", ", Operator.allNames()) + ".");
            }
            Located.Member inner = child == null ? null : child.get("pattern");
            if (inner != null) {
                checkPattern(inner.value());
            }
        });
    }

    private void checkExpression(Located pattern) {
        // Python's back-references by name are written otherwise in Java; they are left to the matcher.
        if (!(pattern.content() instanceof String text)
                || text.contains("{{")
                || text.contains("{%")
                || text.contains("(?P=")) {
            return;
        }
        try {
            Pattern.compile(text.replace("(?P<", "(?<"));
        } catch (PatternSyntaxException e) {
            findings.warning(
                    pattern.place(),
                    "The regular expression may not compile: " + e.getDescription() + " near index " + e.getIndex()
                            + ".");
        }
    }

    static Map<String, @Nullable Object> document(List<Criterion> criteria) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        for (Criterion criterion : criteria) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("type", criterion.operatorName());
            entry.put("pattern", criterion.pattern());
            if (criterion.condition() != null) {
                entry.put("condition", criterion.condition());
            }
            document.put(criterion.key(), entry);
        }
        return document;
    }
}
