package io.drover.ruledsl.rulebook;

import io.drover.ruledsl.rulebook.Condition.Constant;
import io.drover.ruledsl.rulebook.Condition.Operand;
import io.drover.ruledsl.rulebook.Condition.Path;
import io.drover.ruledsl.rulebook.Condition.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tests of rulebooks in Jinja: what is defined, regular expressions, and lists of which one element satisfies something. */
final class TestText {
    private static final Map<String, String> FILTERS =
            Map.of("match", "regex_match", "search", "regex_search", "regex", "regex_search");
    private static final Map<String, String> TESTS =
            Map.of("==", "eq", "!=", "ne", "<", "lt", "<=", "le", ">", "gt", ">=", "ge", "in", "in", "not in", "in");
    private static final Set<String> OPTIONS = Set.of("ignorecase", "multiline");

    private final ConditionText conditions;

    TestText(ConditionText conditions) {
        this.conditions = conditions;
    }

    String of(Test test, boolean isNegated, boolean isGuarded) throws CannotTranslate {
        if (test.name().equals("defined")) {
            return defined(test, isNegated);
        }
        String value = conditions.operand(test.value());
        String text = switch (test.name()) {
            case "match", "search", "regex" ->
                (isNegated ? "not " : "") + value + " | " + filter(test.name(), argument(test, 0), test);
            case "select" -> select(test, value, isNegated);
            case "selectattr" -> selectAttribute(test, value, isNegated);
            default -> throw new CannotTranslate("the test 'is " + test.name() + "' is not known");
        };
        List<Operand> operands = new ArrayList<>(test.arguments());
        operands.add(0, test.value());
        return isGuarded ? conditions.guards(operands) + text : text;
    }

    private String defined(Test test, boolean isNegated) throws CannotTranslate {
        if (!(test.value() instanceof Path path) || path.steps().isEmpty()) {
            throw new CannotTranslate("'is defined' is asked of something that is no path");
        }
        return isNegated
                ? String.join(" or ", conditions.definitions(path, "is not defined"))
                : String.join(" and ", conditions.definitions(path, "is defined"));
    }

    /** {@return a filter of regular expressions, with what goes into it besides the value} */
    private String filter(String name, Operand pattern, Test test) throws CannotTranslate {
        return FILTERS.get(name) + "(" + pattern(pattern, test) + ")";
    }

    private String pattern(Operand pattern, Test test) throws CannotTranslate {
        for (String option : test.named().keySet()) {
            if (!OPTIONS.contains(option)) {
                throw new CannotTranslate("'" + option + "' of 'is " + test.name() + "' is not known");
            }
        }
        Operand shown = pattern;
        if (isOn(test, "multiline")) {
            if (!(pattern instanceof Constant constant)) {
                throw new CannotTranslate("'multiline' of a pattern that is not written there");
            }
            shown = new Constant("(?m)" + constant.value());
        }
        return conditions.operand(shown) + (isOn(test, "ignorecase") ? ", true" : "");
    }

    private static boolean isOn(Test test, String option) {
        return test.named().get(option) instanceof Constant constant && Boolean.TRUE.equals(constant.value());
    }

    private String select(Test test, String list, boolean isNegated) throws CannotTranslate {
        String operator = operator(test, 0);
        Operand argument = argument(test, 1);
        if (FILTERS.containsKey(operator)) {
            return anyMatches(list, operator, argument, test, isNegated);
        }
        return some(
                list + " | " + (operator.equals("not in") ? "reject" : "select") + "('" + test(operator) + "', "
                        + conditions.operand(argument) + ")",
                isNegated);
    }

    private String selectAttribute(Test test, String list, boolean isNegated) throws CannotTranslate {
        String key = operator(test, 0);
        String operator = operator(test, 1);
        Operand argument = argument(test, 2);
        StringBuilder having = new StringBuilder(list);
        StringBuilder prefix = new StringBuilder();
        for (String step : key.split("\\.", -1)) {
            prefix.append(prefix.isEmpty() ? "" : ".").append(step);
            having.append(" | selectattr(")
                    .append(JinjaConstant.of(prefix.toString()))
                    .append(", 'defined')");
        }
        if (FILTERS.containsKey(operator)) {
            return anyMatches(
                    having + " | map(attribute=" + JinjaConstant.of(key) + ")", operator, argument, test, isNegated);
        }
        return some(
                having + " | " + (operator.equals("not in") ? "rejectattr" : "selectattr") + "(" + JinjaConstant.of(key)
                        + ", '" + test(operator) + "', " + conditions.operand(argument) + ")",
                isNegated);
    }

    private String anyMatches(String list, String operator, Operand pattern, Test test, boolean isNegated)
            throws CannotTranslate {
        return "true " + (isNegated ? "not in" : "in") + " (" + list + " | map('" + FILTERS.get(operator) + "', "
                + pattern(pattern, test) + ") | list)";
    }

    private static String some(String selected, boolean isNegated) {
        return selected + " | list | length " + (isNegated ? "== 0" : "> 0");
    }

    private static String test(String operator) throws CannotTranslate {
        String test = TESTS.get(operator);
        if (test == null) {
            throw new CannotTranslate("'" + operator + "' of the elements of a list has no test in Jinja");
        }
        return test;
    }

    private static String operator(Test test, int at) throws CannotTranslate {
        if (argument(test, at) instanceof Constant constant && constant.value() instanceof String text) {
            return text;
        }
        throw new CannotTranslate("argument " + (at + 1) + " of 'is " + test.name() + "' is no text");
    }

    private static Operand argument(Test test, int at) throws CannotTranslate {
        if (at >= test.arguments().size()) {
            throw new CannotTranslate("'is " + test.name() + "' has too few arguments");
        }
        return test.arguments().get(at);
    }
}
