package io.drover.engine.match;

import io.drover.model.rule.Criterion;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
        return split(rule.criteria(), rule.where(), Set.of(), language).alone();
    }

    /**
     * Reads the conditions of one of several events.
     *
     * @param others what the rule's other events are called
     */
    public static Split of(EventPattern event, Set<String> others, RuleLanguage language) {
        return split(event.criteria(), event.where(), others, language);
    }

    /**
     * The conditions of one of several events.
     *
     * @param alone those on the event alone
     * @param cross those that mention another event of the rule
     */
    public record Split(Clauses alone, Clauses cross) {}

    private static Split split(
            List<Criterion> criteria, @Nullable String where, Set<String> others, RuleLanguage language) {
        List<Clause> alone = new ArrayList<>();
        List<Clause> cross = new ArrayList<>();
        for (Criterion criterion : criteria) {
            boolean mentions = mentions(criterion, others, language);
            (mentions ? cross : alone).add(clause(criterion, language));
        }
        if (where != null) {
            where(where, others, language, alone, cross);
        }
        return new Split(ordered(alone, language), ordered(cross, language));
    }

    private static boolean mentions(Criterion criterion, Set<String> others, RuleLanguage language) {
        if (others.isEmpty()) {
            return false;
        }
        String key = criterion.key();
        boolean byPath = others.stream().anyMatch(name -> key.startsWith(name + ".") || key.startsWith(name + "["));
        return byPath
                || (criterion.pattern() instanceof String text
                        && isTemplate(text)
                        && !Collections.disjoint(language.names(text), others));
    }

    private static Clauses ordered(List<Clause> written, RuleLanguage language) {
        List<Clause> asked = new ArrayList<>(written);
        asked.removeIf(clause -> !(clause instanceof Clause.Equality));
        written.stream()
                .filter(clause -> !(clause instanceof Clause.Equality))
                .forEach(clause -> asked.add(reading(clause, language)));
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

    private static void where(
            String expression, Set<String> others, RuleLanguage language, List<Clause> alone, List<Clause> cross) {
        try {
            for (RuleLanguage.Condition condition : language.where(expression)) {
                (Collections.disjoint(condition.names(), others) ? alone : cross).add(clause(condition, language));
            }
        } catch (IllegalArgumentException e) {
            alone.add(undecidable("where " + expression, String.valueOf(e.getMessage())));
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
