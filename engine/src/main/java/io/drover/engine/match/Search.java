package io.drover.engine.match;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Meter;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** StackStorm's {@code search} (platform spec 3.5): clauses on the elements of a list, each seen as {@code item}. */
record Search(List<Clause> children, String condition) implements ValueTest {

    static ValueTest of(@Nullable Object pattern, @Nullable String condition, RuleLanguage language) {
        if (condition == null || !List.of("all", "any", "all2any", "any2any").contains(condition)) {
            return failing("Expected the condition of 'search' to be all, any, all2any or any2any, but found "
                    + condition + ". Correct it.");
        }
        if (!(pattern instanceof Map<?, ?> map)) {
            return failing("Expected the pattern of 'search' to be a mapping of criteria, but found "
                    + Canonical.brief(pattern) + ". Write item.<path>: {type, pattern}.");
        }
        List<Clause> children = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (!(entry.getValue() instanceof Map<?, ?> child) || !(child.get("type") instanceof String name)) {
                children.add(Clauses.undecidable(key, "Found no 'type' under '" + key + "' of 'search'. Write one."));
                continue;
            }
            Operator operator = Operator.named(name).orElse(null);
            if (operator == null) {
                return failing("Found the unknown operator '" + name + "' under '" + key + "' of 'search'. Use one of "
                        + Operator.allNames() + ".");
            }
            String inner = child.get("condition") instanceof String text ? text : null;
            children.add(Clauses.clause(new Criterion(key, operator, name, child.get("pattern"), inner), language));
        }
        return new Search(List.copyOf(children), condition);
    }

    private static ValueTest failing(String reason) {
        return (value, context) -> {
            throw new ClauseFailure(reason);
        };
    }

    @Override
    public boolean holds(@Nullable Object value, TestContext context) throws ClauseFailure {
        List<?> elements;
        if (value instanceof List<?> list) {
            elements = list;
        } else if (value instanceof Map<?, ?>) {
            elements = List.of(value);
        } else {
            throw new ClauseFailure(
                    "Searched " + Canonical.brief(value) + ", which is no list. Point the key to a list.");
        }
        boolean everyChild = condition.equals("all") || condition.equals("any");
        int satisfying = 0;
        Meter meter = Allowance.meter();
        for (Object element : elements) {
            int holding = 0;
            for (Clause child : children) {
                holding += holds(child, element, context) ? 1 : 0;
            }
            satisfying += (everyChild ? holding == children.size() : holding > 0) ? 1 : 0;
            checkTime(meter, elements.size());
        }
        return condition.startsWith("all") ? satisfying == elements.size() : satisfying > 0;
    }

    private static void checkTime(Meter meter, int elements) throws ClauseFailure {
        try {
            meter.checkTime();
        } catch (ExpressionException e) {
            throw Allowance.failure("Searched a list of " + elements + " elements. ", e);
        }
    }

    private static boolean holds(Clause child, @Nullable Object element, TestContext context) throws ClauseFailure {
        TestContext inner = context.ofItem(element);
        try {
            return child.holds(child.value(inner.root()), inner);
        } catch (ClauseFailure failure) {
            if (failure.isOverBudget()) {
                // every further element would cost as much
                throw failure;
            }
            context.notes().failed(child.text(), failure.reason());
            return false;
        }
    }
}
