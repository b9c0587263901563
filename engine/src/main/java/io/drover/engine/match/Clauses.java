package io.drover.engine.match;

import io.drover.model.rule.Criterion;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The criteria and the {@code where} of a rule as a conjunction of clauses, in the order in which they are asked: what
 * can be indexed comes first, as an event that the index has ruled out costs nothing; the rest stays in the order in which
 * it was written.
 *
 * @param all none: every event matches
 */
public record Clauses(List<Clause> all) {
    private static final Pattern LINE_END = Pattern.compile("\r\n|\r");

    public Clauses {
        all = List.copyOf(all);
    }

    /** Reads a rule's conditions. What cannot be tested becomes a clause that fails with the reason. */
    public static Clauses of(Rule rule, RuleLanguage language) {
        List<Clause> written = new ArrayList<>();
        for (Criterion criterion : rule.criteria()) {
            written.add(clause(criterion, language));
        }
        if (rule.where() != null) {
            written.addAll(where(rule.where(), language));
        }
        List<Clause> asked = new ArrayList<>(written);
        asked.removeIf(clause -> !(clause instanceof Clause.Equality));
        written.removeIf(clause -> clause instanceof Clause.Equality);
        written.forEach(clause -> asked.add(reading(clause, language)));
        return new Clauses(asked);
    }

    private static Clause reading(Clause clause, RuleLanguage language) {
        return clause instanceof Clause.Predicate predicate
                ? new Clause.Predicate(
                        predicate.text(), predicate.path(), language.reading(predicate.text(), predicate.test()))
                : clause;
    }

    static Clause clause(Criterion criterion, RuleLanguage language) {
        Operator operator = criterion.operator();
        CriterionPath path;
        try {
            path = CriterionPath.parse(criterion.key());
        } catch (IllegalArgumentException e) {
            return undecidable(written(criterion), String.valueOf(e.getMessage()));
        }
        if (operator == Operator.SEARCH) {
            String text = path.text() + " search " + criterion.condition() + " " + Canonical.text(criterion.pattern());
            return new Clause.Predicate(text, path, Search.of(criterion.pattern(), criterion.condition(), language));
        }
        if (!(criterion.pattern() instanceof String text)) {
            return Clause.of(path, operator, criterion.pattern());
        }
        if (!isTemplate(text)) {
            return Clause.of(path, operator, rendered(text));
        }
        try {
            ValueTest test = discreet(text, new RenderedTest(operator, language.pattern(text)), language);
            String canonical = path.text() + " " + operator.names().get(0) + " " + Canonical.text(text);
            return new Clause.Predicate(canonical, path, test);
        } catch (IllegalArgumentException e) {
            return undecidable(written(criterion), String.valueOf(e.getMessage()));
        }
    }

    private static List<Clause> where(String expression, RuleLanguage language) {
        try {
            return language.where(expression).stream()
                    .map(condition -> clause(condition, language))
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of(undecidable("where " + expression, String.valueOf(e.getMessage())));
        }
    }

    private static ValueTest discreet(String text, ValueTest test, RuleLanguage language) {
        return language.isSecret(text) ? new DiscreetTest(test) : test;
    }

    private static Clause clause(RuleLanguage.Condition condition, RuleLanguage language) {
        if (condition instanceof RuleLanguage.Same same) {
            return Clause.of(same.path(), Operator.EQUALS, same.constant());
        }
        RuleLanguage.Test test = (RuleLanguage.Test) condition;
        return new Clause.Predicate(
                "where " + test.text(),
                test.path(),
                discreet(test.text(), (value, context) -> test.test().holds(context), language));
    }

    static Clause undecidable(String text, String reason) {
        return new Clause.Predicate(text, null, (value, context) -> {
            throw new ClauseFailure(reason);
        });
    }

    private static String written(Criterion criterion) {
        return criterion.key() + " " + criterion.operatorName() + " " + Canonical.text(criterion.pattern());
    }

    private static boolean isTemplate(String text) {
        return text.contains("{{") || text.contains("{%") || text.contains("{#");
    }

    /** What Jinja makes of a text without marks: one kind of line ends, and none at the very end. */
    private static String rendered(String text) {
        String lines = LINE_END.matcher(text).replaceAll("\n");
        return lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    }
}
