package io.drover.ruledsl.rulebook;

import io.drover.ruledsl.rulebook.Condition.Alone;
import io.drover.ruledsl.rulebook.Condition.And;
import io.drover.ruledsl.rulebook.Condition.Calculation;
import io.drover.ruledsl.rulebook.Condition.Comparison;
import io.drover.ruledsl.rulebook.Condition.Constant;
import io.drover.ruledsl.rulebook.Condition.Not;
import io.drover.ruledsl.rulebook.Condition.Operand;
import io.drover.ruledsl.rulebook.Condition.Or;
import io.drover.ruledsl.rulebook.Condition.Path;
import io.drover.ruledsl.rulebook.Condition.Test;
import io.drover.ruledsl.rulebook.Condition.Values;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Conditions of rulebooks as our {@code where}. There a comparison with what is missing is false, and the others count; ours is
 * false as a whole, so within an {@code or} each path is asked first whether it is defined.
 */
final class ConditionText {
    private static final Map<String, String> OPPOSITES = Map.ofEntries(
            Map.entry("==", "!="),
            Map.entry("!=", "=="),
            Map.entry("<", ">="),
            Map.entry(">=", "<"),
            Map.entry(">", "<="),
            Map.entry("<=", ">"),
            Map.entry("in", "not in"),
            Map.entry("not in", "in"),
            Map.entry("contains", "not contains"),
            Map.entry("not contains", "contains"));

    private final Names names;

    ConditionText(Names names) {
        this.names = names;
    }

    /** {@return the condition in Jinja} */
    String of(Condition condition) throws CannotTranslate {
        return text(condition, false, false);
    }

    private String text(Condition condition, boolean isNegated, boolean isGuarded) throws CannotTranslate {
        if (condition instanceof Not not) {
            return text(not.operand(), !isNegated, isGuarded);
        }
        if (condition instanceof And and) {
            return isNegated ? or(and.operands(), true) : and(and.operands(), false, isGuarded);
        }
        if (condition instanceof Or or) {
            return isNegated ? and(or.operands(), true, isGuarded) : or(or.operands(), false);
        }
        if (condition instanceof Test test) {
            return new TestText(this).of(test, test.isNegated() != isNegated, isGuarded);
        }
        Comparison comparison = condition instanceof Alone alone
                ? new Comparison(alone.value(), "==", new Constant(true))
                : (Comparison) condition;
        if (condition instanceof Alone alone && alone.value() instanceof Constant constant) {
            return JinjaConstant.of(Boolean.TRUE.equals(constant.value()) != isNegated);
        }
        String operator = isNegated ? opposite(comparison.operator()) : comparison.operator();
        String left = operand(comparison.left());
        String right = operand(comparison.right());
        String text = operator.endsWith("contains")
                ? right + operator.replace("contains", "in").replaceFirst("^", " ") + " " + left
                : left + " " + operator + " " + right;
        return isGuarded ? guards(List.of(comparison.left(), comparison.right())) + text : text;
    }

    private static String opposite(String operator) {
        return OPPOSITES.getOrDefault(operator, operator);
    }

    private String and(List<Condition> operands, boolean isNegated, boolean isGuarded) throws CannotTranslate {
        List<String> texts = new ArrayList<>();
        for (Condition operand : operands) {
            String text = text(operand, isNegated, isGuarded);
            texts.add(isOr(operand, isNegated) ? "(" + text + ")" : text);
        }
        return String.join(" and ", texts);
    }

    private String or(List<Condition> operands, boolean isNegated) throws CannotTranslate {
        List<String> texts = new ArrayList<>();
        for (Condition operand : operands) {
            texts.add("(" + text(operand, isNegated, true) + ")");
        }
        return String.join(" or ", texts);
    }

    /** {@return whether a condition becomes an {@code or}} */
    private static boolean isOr(Condition condition, boolean isNegated) {
        if (condition instanceof Not not) {
            return isOr(not.operand(), !isNegated);
        }
        if (condition instanceof Test test) {
            return test.name().equals("defined") && test.isNegated() != isNegated;
        }
        return isNegated ? condition instanceof And : condition instanceof Or;
    }

    /** {@return that all paths of values are defined, with an {@code and} behind it} */
    String guards(List<Operand> operands) throws CannotTranslate {
        Set<String> defined = new LinkedHashSet<>();
        for (Operand operand : operands) {
            for (Path path : paths(operand)) {
                defined.addAll(definitions(path, "is defined"));
            }
        }
        return defined.isEmpty() ? "" : String.join(" and ", defined) + " and ";
    }

    /** {@return a test for each step of a path: what lies within something undefined cannot be asked for} */
    List<String> definitions(Path path, String test) throws CannotTranslate {
        List<String> prefixes = names.prefixes(path);
        return prefixes.subList(1, prefixes.size()).stream()
                .map(prefix -> prefix + " " + test)
                .toList();
    }

    private static List<Path> paths(Operand operand) {
        if (operand instanceof Path path) {
            return path.root().equals("vars") ? List.of() : List.of(path);
        }
        List<Path> paths = new ArrayList<>();
        if (operand instanceof Calculation calculation) {
            paths.addAll(paths(calculation.left()));
            paths.addAll(paths(calculation.right()));
        } else if (operand instanceof Values values) {
            values.elements().forEach(element -> paths.addAll(paths(element)));
        }
        return paths;
    }

    /** {@return a value in Jinja} */
    String operand(Operand operand) throws CannotTranslate {
        if (operand instanceof Constant constant) {
            return JinjaConstant.of(constant.value());
        }
        if (operand instanceof Path path) {
            if (path.root().equals("vars")) {
                return JinjaConstant.of(names.variable(path));
            }
            List<String> prefixes = names.prefixes(path);
            return prefixes.get(prefixes.size() - 1);
        }
        if (operand instanceof Calculation calculation) {
            return "(" + operand(calculation.left()) + " " + calculation.operator() + " " + operand(calculation.right())
                    + ")";
        }
        List<String> elements = new ArrayList<>();
        for (Operand element : ((Values) operand).elements()) {
            elements.add(operand(element));
        }
        return "[" + String.join(", ", elements) + "]";
    }
}
