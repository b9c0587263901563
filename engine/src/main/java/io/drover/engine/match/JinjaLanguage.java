package io.drover.engine.match;

import io.drover.engine.match.CriterionPath.Field;
import io.drover.engine.match.CriterionPath.Index;
import io.drover.engine.match.CriterionPath.Step;
import io.drover.engine.schema.Json;
import io.drover.expressions.Expression;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.ExpressionTree;
import io.drover.expressions.Jinja;
import io.drover.expressions.Template;
import io.drover.model.json.JsonValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Patterns and {@code where} in Jinja2, where every use of an undefined value fails. */
public final class JinjaLanguage implements RuleLanguage {
    private static final String UNDEFINED = "UndefinedError";

    private static final Jinja JINJA = Jinja.strict().withBudget(Allowance.BUDGET);

    @Override
    public PatternTemplate pattern(String text) {
        Template plain = template(text);
        int end = text.lastIndexOf("}}");
        if (end < 0) {
            return context -> rendered(plain, context);
        }
        // as StackStorm does it: the last expression is written as JSON; where the whole reads as JSON, that is the
        // pattern
        boolean trimmed = end > 0 && (text.charAt(end - 1) == '-' || text.charAt(end - 1) == '+');
        int at = trimmed ? end - 1 : end;
        Template complex = template(text.substring(0, at) + " | to_complex " + text.substring(at));
        return context -> {
            String json = rendered(complex, context);
            if (json.strip().equals("null")) {
                return null;
            }
            Optional<Object> value = Json.read(json);
            return value.isPresent() ? value.orElseThrow() : rendered(plain, context);
        };
    }

    private Template template(String text) {
        try {
            return JINJA.template(text);
        } catch (ExpressionException e) {
            throw new IllegalArgumentException("The pattern '" + text + "' is no template: " + e.getMessage(), e);
        }
    }

    private static String rendered(Template template, Map<String, @Nullable Object> context) throws ClauseFailure {
        try {
            return template.render(context);
        } catch (ExpressionException e) {
            throw Allowance.failure("The pattern '" + template.text() + "' could not be rendered: ", e);
        }
    }

    @Override
    public List<Condition> where(String expression) {
        Expression parsed;
        try {
            parsed = JINJA.expression(expression);
        } catch (ExpressionException e) {
            throw new IllegalArgumentException(
                    "The condition '" + expression + "' is no expression: " + e.getMessage(), e);
        }
        List<Condition> conditions = new ArrayList<>();
        split(parsed.tree(), conditions);
        return conditions;
    }

    private static void split(ExpressionTree tree, List<Condition> conditions) {
        if (tree instanceof ExpressionTree.And and) {
            and.operands().forEach(operand -> split(operand, conditions));
        } else {
            conditions.add(same(tree)
                    .orElseGet(() -> new Test(tree.text(), place(tree), context -> holds(tree, context))));
        }
    }

    private static Optional<Condition> same(ExpressionTree tree) {
        if (tree instanceof ExpressionTree.Comparison comparison
                && comparison.operator() == ExpressionTree.Operator.EQ
                && comparison.left() instanceof ExpressionTree.Path path
                && comparison.right() instanceof ExpressionTree.Constant constant
                && isScalar(constant.value())) {
            CriterionPath place = path(path);
            return place == null ? Optional.empty() : Optional.of(new Same(place, JsonValues.copy(constant.value())));
        }
        return Optional.empty();
    }

    private static boolean isScalar(@Nullable Object value) {
        return value instanceof String || value instanceof Boolean || value instanceof Number;
    }

    private static @Nullable CriterionPath place(ExpressionTree tree) {
        return tree instanceof ExpressionTree.Comparison comparison
                        && comparison.left() instanceof ExpressionTree.Path path
                        && comparison.right() instanceof ExpressionTree.Constant
                ? path(path)
                : null;
    }

    private static @Nullable CriterionPath path(ExpressionTree.Path path) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Field(path.root()));
        for (Object step : path.steps()) {
            if (step instanceof String name) {
                steps.add(new Field(name));
            } else if (step instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
                steps.add(new Index(number.intValue()));
            } else {
                return null;
            }
        }
        return new CriterionPath(path.text(), steps);
    }

    private static boolean holds(ExpressionTree tree, TestContext context) throws ClauseFailure {
        try {
            return tree.expression().test(context.root());
        } catch (ExpressionException e) {
            if (e.kind().equals(UNDEFINED)) {
                context.notes().remark(e.message());
                return false;
            }
            throw Allowance.failure("", e);
        }
    }
}
