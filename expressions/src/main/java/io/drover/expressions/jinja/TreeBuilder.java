package io.drover.expressions.jinja;

import io.drover.expressions.Budget;
import io.drover.expressions.Expression;
import io.drover.expressions.ExpressionTree;
import io.drover.expressions.value.Members;
import io.drover.expressions.value.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a parsed expression as {@link ExpressionTree}. */
final class TreeBuilder {
    private final Source source;
    private final ExpressionParser parser;
    private final Environment environment;
    private final Budget budget;

    TreeBuilder(Source source, ExpressionParser parser, Environment environment, Budget budget) {
        this.source = source;
        this.parser = parser;
        this.environment = environment;
        this.budget = budget;
    }

    OpenExpression expression(Node node, String text) {
        return new CompiledExpression(text, node, this, environment, budget);
    }

    private ExpressionTree tree(Node node) {
        return tree(node, expression(node, textOf(node)));
    }

    private String textOf(Node node) {
        ExpressionParser.Span span = parser.span(node);
        return source.text().substring(span.start(), span.end());
    }

    /** The tree of a node whose root stands for the expression itself. */
    ExpressionTree tree(Node node, Expression expression) {
        if (isConstant(node)) {
            return new ExpressionTree.Constant(value(node), expression);
        }
        if (node instanceof Node.And) {
            List<ExpressionTree> operands = new ArrayList<>();
            conjuncts(node, operands);
            return new ExpressionTree.And(operands, expression);
        }
        if (node instanceof Node.Or) {
            List<ExpressionTree> operands = new ArrayList<>();
            disjuncts(node, operands);
            return new ExpressionTree.Or(operands, expression);
        }
        if (node instanceof Node.Not not) {
            return negation(not, expression);
        }
        if (node instanceof Node.Compare compare) {
            return comparison(compare, expression);
        }
        List<Object> steps = new ArrayList<>();
        String root = path(node, steps);
        return root == null
                ? new ExpressionTree.Opaque(expression)
                : new ExpressionTree.Path(root, List.copyOf(steps), expression);
    }

    private ExpressionTree negation(Node.Not not, Expression expression) {
        // 'a is not b' is written in one piece: its operand has no text of its own
        boolean test = not.operand() instanceof Node.Test;
        boolean samePlace =
                parser.span(not).start() == parser.span(not.operand()).start();
        return test && samePlace
                ? new ExpressionTree.Opaque(expression)
                : new ExpressionTree.Not(tree(not.operand()), expression);
    }

    private void conjuncts(Node node, List<ExpressionTree> operands) {
        if (node instanceof Node.And and) {
            conjuncts(and.left(), operands);
            conjuncts(and.right(), operands);
        } else {
            operands.add(tree(node));
        }
    }

    private void disjuncts(Node node, List<ExpressionTree> operands) {
        if (node instanceof Node.Or or) {
            disjuncts(or.left(), operands);
            disjuncts(or.right(), operands);
        } else {
            operands.add(tree(node));
        }
    }

    private ExpressionTree comparison(Node.Compare compare, Expression expression) {
        List<ExpressionTree> comparisons = new ArrayList<>();
        Node left = compare.first();
        for (int i = 0; i < compare.operators().size(); i++) {
            Node right = compare.others().get(i);
            ExpressionTree.Operator operator = compare.operators().get(i);
            Node alone = new Node.Compare(left, List.of(operator), List.of(right));
            Expression part = compare.operators().size() == 1
                    ? expression
                    : expression(
                            alone,
                            source.text()
                                    .substring(
                                            parser.span(left).start(),
                                            parser.span(right).end()));
            comparisons.add(new ExpressionTree.Comparison(tree(left), operator, tree(right), part));
            left = right;
        }
        return comparisons.size() == 1 ? comparisons.get(0) : new ExpressionTree.And(comparisons, expression);
    }

    private static boolean isConstant(Node node) {
        if (node instanceof Node.Constant) {
            return true;
        }
        boolean display = node instanceof Node.ListDisplay
                || node instanceof Node.TupleDisplay
                || node instanceof Node.DictDisplay;
        boolean signedNumber = node instanceof Node.Signed signed
                && signed.operand() instanceof Node.Constant constant
                && constant.value() instanceof Number;
        return signedNumber || (display && node.children().stream().allMatch(TreeBuilder::isConstant));
    }

    private @Nullable Object value(Node node) {
        return node.evaluate(new Frame(Map.of(), environment, new Meter(budget)));
    }

    private @Nullable String path(Node node, List<Object> steps) {
        if (node instanceof Node.Name name) {
            return name.name();
        }
        if (node instanceof Node.Attribute attribute) {
            // a method of the mapping hides a member of the same name
            boolean method = Members.isMethodOfMappings(attribute.name())
                    || attribute.name().startsWith("__");
            String root = method ? null : path(attribute.target(), steps);
            steps.add(attribute.name());
            return root;
        }
        if (node instanceof Node.Item item && isConstant(item.key())) {
            Object key = value(item.key());
            if (key instanceof String || key instanceof Long) {
                String root = path(item.target(), steps);
                steps.add(key);
                return root;
            }
        }
        return null;
    }
}
