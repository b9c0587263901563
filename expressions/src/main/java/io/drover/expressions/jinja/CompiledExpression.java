package io.drover.expressions.jinja;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionTree;
import io.drover.expressions.value.Value;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An expression, parsed. */
final class CompiledExpression implements OpenExpression {
    private final Node node;
    private final TreeBuilder trees;
    private final Evaluation evaluation;
    private volatile @Nullable ExpressionTree tree;

    CompiledExpression(String text, Node node, TreeBuilder trees, Environment environment, Budget budget) {
        this.node = node;
        this.trees = trees;
        this.evaluation = new Evaluation(text, environment, budget, Changes.in(node));
    }

    static OpenExpression parse(String text, Environment environment, Budget budget) {
        return Evaluation.parse(text, () -> {
            Source source = new Source(text);
            ExpressionParser parser =
                    new ExpressionParser(source, Lexer.expression(source), environment, budget.nesting());
            Node node = parser.tupleOrExpression(true);
            if (parser.current().kind() != Token.Kind.END) {
                throw parser.error(
                        "unexpected '" + parser.current().description() + "' after the end of the expression");
            }
            parser.refuseUnknowns(0);
            return new TreeBuilder(source, parser, environment, budget).expression(node, text);
        });
    }

    @Override
    public @Nullable Object evaluate(Map<String, ? extends @Nullable Object> context) {
        return evaluation.run(context, frame -> evaluation.value(node, frame));
    }

    @Override
    public @Nullable Object evaluateOpen(Map<String, ? extends @Nullable Object> context) {
        return evaluation.run(context, frame -> Evaluation.given(node.evaluate(frame), frame));
    }

    @Override
    public boolean test(Map<String, ? extends @Nullable Object> context) {
        return Boolean.TRUE.equals(evaluation.run(context, frame -> Value.isTrue(node.evaluate(frame))));
    }

    @Override
    public Set<String> undeclaredVariables() {
        Set<String> names = new LinkedHashSet<>(UndeclaredVariables.of(node));
        names.removeAll(evaluation.environment().globals().keySet());
        return names;
    }

    @Override
    public String text() {
        return evaluation.text();
    }

    @Override
    public ExpressionTree tree() {
        ExpressionTree known = tree;
        if (known == null) {
            known = trees.tree(node, this);
            tree = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return text();
    }
}
