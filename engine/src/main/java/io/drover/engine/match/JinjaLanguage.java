package io.drover.engine.match;

import io.drover.engine.datastore.BatchKeys;
import io.drover.engine.datastore.TemplateKeys;
import io.drover.engine.match.CriterionPath.Field;
import io.drover.engine.match.CriterionPath.Index;
import io.drover.engine.match.CriterionPath.Step;
import io.drover.engine.schema.Json;
import io.drover.expressions.Expression;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.ExpressionTree;
import io.drover.expressions.Jinja;
import io.drover.expressions.Template;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.json.JsonValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Patterns and {@code where} in Jinja2, where every use of an undefined value fails. */
public final class JinjaLanguage implements RuleLanguage {
    private static final String UNDEFINED = "UndefinedError";

    private static final Jinja JINJA = Jinja.strict().withBudget(Allowance.BUDGET);

    private final Jinja jinja;
    private final @Nullable BatchKeys keys;

    /** A language that knows nothing of the datastore. */
    public JinjaLanguage() {
        this.jinja = JINJA;
        this.keys = null;
    }

    /** A language that sees the datastore as {@code st2kv}; its rules are asked by one thread at a time. */
    public JinjaLanguage(BatchKeys keys) {
        this.jinja = JINJA.withFilter(TemplateKeys.DECRYPT, keys.decrypt());
        this.keys = keys;
    }

    @Override
    public boolean isSecret(String text) {
        return text.contains(TemplateKeys.DECRYPT);
    }

    @Override
    public PatternTemplate pattern(String text) {
        Rendered plain = template(text);
        int end = text.lastIndexOf("}}");
        if (end < 0) {
            return plain::text;
        }
        // as StackStorm does it: the last expression is written as JSON; where the whole reads as JSON, that is the
        // pattern
        boolean trimmed = end > 0 && (text.charAt(end - 1) == '-' || text.charAt(end - 1) == '+');
        int at = trimmed ? end - 1 : end;
        Rendered complex = template(text.substring(0, at) + " | to_complex " + text.substring(at));
        return context -> {
            String json = complex.text(context);
            if (json.strip().equals("null")) {
                return null;
            }
            Optional<Object> value = Json.read(json);
            return value.isPresent() ? value.orElseThrow() : plain.text(context);
        };
    }

    @Override
    public Set<String> names(String pattern) {
        try {
            return jinja.template(pattern).undeclaredVariables();
        } catch (ExpressionException noTemplate) {
            // reading it as a pattern tells why
            return Set.of();
        }
    }

    private Rendered template(String text) {
        try {
            Template template = jinja.template(text);
            return new Rendered(template, asks(template.undeclaredVariables(), text));
        } catch (ExpressionException e) {
            throw new IllegalArgumentException("The pattern '" + text + "' is no template: " + e.getMessage(), e);
        }
    }

    private boolean asks(Set<String> variables, String text) {
        return keys != null && (variables.contains(TemplateKeys.NAME) || isSecret(text));
    }

    /** A template, and whether it asks the datastore. */
    private final class Rendered {
        private final Template template;
        private final boolean asksKeys;

        Rendered(Template template, boolean asksKeys) {
            this.template = template;
            this.asksKeys = asksKeys;
        }

        String text(Map<String, @Nullable Object> context) throws ClauseFailure {
            try {
                return template.render(asksKeys ? withKeys(context) : context);
            } catch (ExpressionException e) {
                throw Allowance.failure("The pattern '" + template.text() + "' could not be rendered: ", e);
            } catch (DroverException notDecrypted) {
                throw new ClauseFailure(notDecrypted.getMessage());
            }
        }
    }

    private Map<String, @Nullable Object> withKeys(Map<String, @Nullable Object> root) {
        Map<String, @Nullable Object> seen = new HashMap<>(root);
        seen.put(
                TemplateKeys.NAME,
                Objects.requireNonNull(keys, "only what asks for keys is evaluated with them")
                        .seen());
        return seen;
    }

    @Override
    public ValueTest reading(String text, ValueTest test) {
        BatchKeys datastore = keys;
        if (datastore == null || !(text.contains(TemplateKeys.NAME) || isSecret(text))) {
            return test;
        }
        return (value, context) -> {
            try {
                return datastore.<Boolean, ClauseFailure>reading(() -> test.holds(value, context));
            } catch (DroverException e) {
                throw e.code() == ErrorCode.UNAVAILABLE ? ClauseFailure.away(e) : new ClauseFailure(e.getMessage());
            }
        };
    }

    @Override
    public List<Condition> where(String expression) {
        Expression parsed;
        try {
            parsed = jinja.expression(expression);
        } catch (ExpressionException e) {
            throw new IllegalArgumentException(
                    "The condition '" + expression + "' is no expression: " + e.getMessage(), e);
        }
        List<Condition> conditions = new ArrayList<>();
        split(parsed.tree(), conditions);
        return conditions;
    }

    private void split(ExpressionTree tree, List<Condition> conditions) {
        if (tree instanceof ExpressionTree.And and) {
            and.operands().forEach(operand -> split(operand, conditions));
        } else {
            conditions.add(same(tree).orElseGet(() -> test(tree)));
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
        if (path.root().equals(TemplateKeys.NAME)) {
            return null;
        }
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

    private Test test(ExpressionTree tree) {
        Expression expression = tree.expression();
        Set<String> names = expression.undeclaredVariables();
        boolean asksKeys = asks(names, tree.text());
        return new Test(tree.text(), place(tree), names, context -> holds(expression, asksKeys, context));
    }

    private boolean holds(Expression expression, boolean asksKeys, TestContext context) throws ClauseFailure {
        try {
            return expression.test(asksKeys ? withKeys(context.root()) : context.root());
        } catch (ExpressionException e) {
            if (e.kind().equals(UNDEFINED)) {
                context.notes().remark(e.message());
                return false;
            }
            throw Allowance.failure("", e);
        } catch (DroverException notDecrypted) {
            throw new ClauseFailure(notDecrypted.getMessage());
        }
    }
}
