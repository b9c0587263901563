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
import io.drover.ruledsl.rulebook.ConditionTokens.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of rulebooks. */
final class ConditionParser {
    private static final Set<String> ROOTS = Set.of("event", "events", "fact", "facts", "vars");
    private static final List<String> COMPARISONS = List.of("==", "!=", "<=", ">=", "<", ">", "in", "contains");
    private static final int DEEPEST = 200;

    private final ConditionTokens tokens;
    private int depth;

    private ConditionParser(ConditionTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * A condition.
     *
     * @param name how it names its event, by {@code events.name << …}; null where it does not
     */
    record Named(@Nullable String name, Condition condition) {}

    /** {@return the condition that a text is} */
    static Named parse(String text) throws CannotTranslate {
        ConditionParser parser = new ConditionParser(new ConditionTokens(text));
        String name = parser.binding();
        Condition condition = parser.or();
        if (!parser.tokens.isEnd()) {
            throw parser.tokens.unexpected("its end");
        }
        return new Named(name, condition);
    }

    /** {@return the path that a text is} */
    static Path path(String text) throws CannotTranslate {
        ConditionParser parser = new ConditionParser(new ConditionTokens(text));
        if (parser.operand() instanceof Path path && parser.tokens.isEnd()) {
            return path;
        }
        throw new CannotTranslate("'" + text + "' is no path of an event");
    }

    private @Nullable String binding() {
        int start = tokens.place();
        if ((tokens.take("events") || tokens.take("facts")) && tokens.take(".")) {
            String name = tokens.take(Kind.WORD);
            if (name != null && tokens.take("<<")) {
                return name;
            }
        }
        tokens.back(start);
        return null;
    }

    private Condition or() throws CannotTranslate {
        List<Condition> operands = new ArrayList<>();
        do {
            operands.add(and());
        } while (tokens.take("or"));
        return operands.size() == 1 ? operands.get(0) : new Or(operands);
    }

    private Condition and() throws CannotTranslate {
        List<Condition> operands = new ArrayList<>();
        do {
            operands.add(not());
        } while (tokens.take("and"));
        return operands.size() == 1 ? operands.get(0) : new And(operands);
    }

    private Condition not() throws CannotTranslate {
        deeper();
        Condition condition = tokens.take("not") ? new Not(not()) : predicate();
        depth--;
        return condition;
    }

    private void deeper() throws CannotTranslate {
        if (++depth > DEEPEST) {
            throw new CannotTranslate("the condition is nested deeper than " + DEEPEST);
        }
    }

    /** A parenthesis may hold a condition or a calculation; only what follows tells which. */
    private Condition predicate() throws CannotTranslate {
        int start = tokens.place();
        int outside = depth;
        if (tokens.take("(")) {
            try {
                Condition inner = or();
                tokens.expect(")");
                if (!(inner instanceof Alone) || !isOperator()) {
                    return inner;
                }
            } catch (CannotTranslate asCondition) {
                depth = outside;
                tokens.back(start);
                return comparison();
            }
            tokens.back(start);
        }
        return comparison();
    }

    private boolean isOperator() {
        ConditionTokens.Token next = tokens.peek();
        return next != null
                && (COMPARISONS.contains(next.text())
                        || "+-*/".contains(next.text())
                        || next.text().equals("is"));
    }

    private Condition comparison() throws CannotTranslate {
        Operand left = operand();
        if (tokens.take("is")) {
            return test(left);
        }
        int start = tokens.place();
        boolean isNegated = tokens.take("not");
        for (String operator : COMPARISONS) {
            if (tokens.take(operator)) {
                return new Comparison(left, isNegated ? "not " + operator : operator, operand());
            }
        }
        tokens.back(start);
        return new Alone(left);
    }

    private Condition test(Operand value) throws CannotTranslate {
        boolean isNegated = tokens.take("not");
        String name = tokens.take(Kind.WORD);
        if (name == null) {
            throw tokens.unexpected("the name of a test");
        }
        List<Operand> arguments = new ArrayList<>();
        Map<String, Operand> named = new LinkedHashMap<>();
        if (tokens.take("(")) {
            while (!tokens.take(")")) {
                int start = tokens.place();
                String key = tokens.take(Kind.WORD);
                if (key != null && tokens.take("=")) {
                    named.put(key, operand());
                } else {
                    tokens.back(start);
                    arguments.add(operand());
                }
                tokens.take(",");
            }
        }
        return new Test(value, name, isNegated, arguments, named);
    }

    private Operand operand() throws CannotTranslate {
        Operand left = term();
        for (String sign = sign("+", "-"); sign != null; sign = sign("+", "-")) {
            left = new Calculation(left, sign, term());
        }
        return left;
    }

    private Operand term() throws CannotTranslate {
        Operand left = factor();
        for (String sign = sign("*", "/"); sign != null; sign = sign("*", "/")) {
            left = new Calculation(left, sign, factor());
        }
        return left;
    }

    private @Nullable String sign(String one, String other) {
        return tokens.take(one) ? one : tokens.take(other) ? other : null;
    }

    private Operand factor() throws CannotTranslate {
        deeper();
        Operand operand = value();
        depth--;
        return operand;
    }

    private Operand value() throws CannotTranslate {
        if (tokens.take("(")) {
            Operand inner = operand();
            tokens.expect(")");
            return inner;
        }
        if (tokens.take("[")) {
            return values();
        }
        boolean isNegative = tokens.take("-");
        String number = tokens.take(Kind.NUMBER);
        if (number != null) {
            return new Constant(ConditionTokens.number(isNegative ? "-" + number : number));
        }
        String text = isNegative ? null : tokens.take(Kind.TEXT);
        if (text != null) {
            return new Constant(text);
        }
        String word = isNegative ? null : tokens.take(Kind.WORD);
        if (word == null) {
            throw tokens.unexpected("a value");
        }
        return switch (word) {
            case "true", "True" -> new Constant(true);
            case "false", "False" -> new Constant(false);
            case "null", "None" -> new Constant(null);
            default -> steps(word);
        };
    }

    private Operand values() throws CannotTranslate {
        List<Operand> elements = new ArrayList<>();
        while (!tokens.take("]")) {
            elements.add(operand());
            tokens.take(",");
        }
        return new Values(elements);
    }

    private Path steps(String root) throws CannotTranslate {
        if (!ROOTS.contains(root)) {
            throw new CannotTranslate("'" + root + "' is none of event, events, fact, facts, vars");
        }
        List<Object> steps = new ArrayList<>();
        while (true) {
            if (tokens.take(".")) {
                String name = tokens.take(Kind.WORD);
                if (name == null) {
                    throw tokens.unexpected("a name");
                }
                steps.add(name);
            } else if (tokens.take("[")) {
                String key = tokens.take(Kind.TEXT);
                steps.add(key == null ? position() : key);
                tokens.expect("]");
            } else {
                return new Path(root, steps);
            }
        }
    }

    private Object position() throws CannotTranslate {
        boolean isNegative = tokens.take("-");
        String number = tokens.take(Kind.NUMBER);
        if (number == null || number.length() > 9 || !number.chars().allMatch(Character::isDigit)) {
            throw tokens.unexpected("a position or a quoted name");
        }
        return Long.valueOf(isNegative ? "-" + number : number);
    }
}
