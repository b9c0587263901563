package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.ExpressionTree.Operator;
import io.drover.expressions.jinja.Node.CallArguments;
import io.drover.expressions.jinja.Token.Kind;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.PythonFloat;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parses expressions out of a list of tokens, with Jinja2's precedence: filters and tests bind tighter than arithmetic, {@code ~} tighter than {@code +}. */
final class ExpressionParser {
    private static final int DEEPEST_TREE = 400;

    private final Source source;
    private final List<Token> tokens;
    private final Environment environment;
    private final int deepest;
    private final IdentityHashMap<Node, Span> spans = new IdentityHashMap<>();
    private final List<ExpressionException> unknowns = new ArrayList<>();
    private int at;
    private int depth;

    /** Where a node stands in the source, and how many levels it has. */
    record Span(int start, int end, int levels) {}

    ExpressionParser(Source source, List<Token> tokens, Environment environment, int deepest) {
        this.source = source;
        this.tokens = tokens;
        this.environment = environment;
        this.deepest = deepest;
    }

    Token current() {
        return tokens.get(at);
    }

    Token advance() {
        return tokens.get(current().kind() == Kind.END ? at : at++);
    }

    private Token ahead() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    boolean acceptOperator(String operator) {
        if (current().isOperator(operator)) {
            at++;
            return true;
        }
        return false;
    }

    boolean acceptName(String name) {
        if (current().isName(name)) {
            at++;
            return true;
        }
        return false;
    }

    Token expect(Kind kind, String what) {
        if (current().kind() != kind) {
            throw unexpected(what);
        }
        return advance();
    }

    void expectOperator(String operator) {
        if (!acceptOperator(operator)) {
            throw unexpected(operator);
        }
    }

    void expectName(String name) {
        if (!acceptName(name)) {
            throw unexpected(name);
        }
    }

    ExpressionException unexpected(String expected) {
        if (current().kind() == Kind.END) {
            return error("unexpected end of template, expected '" + expected + "'.");
        }
        return error("expected token '" + expected + "', got '" + current().description() + "'");
    }

    ExpressionException error(String message) {
        return source.syntaxError(message, current().start());
    }

    Span span(Node node) {
        return Objects.requireNonNull(spans.get(node));
    }

    void enter() {
        if (++depth > deepest) {
            throw error("the text is nested deeper than " + deepest);
        }
    }

    void leave() {
        depth--;
    }

    private Node mark(Node node, int start) {
        int levels = 0;
        for (Node child : node.children()) {
            Span span = spans.get(child);
            levels = Math.max(levels, span == null ? 0 : span.levels());
        }
        if (levels >= DEEPEST_TREE) {
            throw error("the expression has more than " + DEEPEST_TREE + " levels");
        }
        spans.put(node, new Span(start, tokens.get(Math.max(0, at - 1)).end(), levels + 1));
        return node;
    }

    /** An expression, or a tuple without parentheses. */
    Node tupleOrExpression(boolean withConditional) {
        int start = current().start();
        if (current().kind() == Kind.VARIABLE_END || current().kind() == Kind.BLOCK_END) {
            throw error("Expected an expression, got '" + current().description() + "'");
        }
        Node first = withConditional ? expression() : or();
        if (!current().isOperator(",")) {
            return first;
        }
        List<Node> elements = new ArrayList<>(List.of(first));
        while (acceptOperator(",") && !endsTuple()) {
            elements.add(withConditional ? expression() : or());
        }
        return mark(new Node.TupleDisplay(elements), start);
    }

    private boolean endsTuple() {
        Kind kind = current().kind();
        return kind == Kind.END
                || kind == Kind.VARIABLE_END
                || kind == Kind.BLOCK_END
                || current().isOperator(")");
    }

    /** An expression, {@code a if b else c} included. */
    Node expression() {
        enter();
        int start = current().start();
        int unknownBefore = unknowns();
        Node value = or();
        while (acceptName("if")) {
            Node test = or();
            Node otherwise = acceptName("else") ? expression() : null;
            value = mark(new Node.Conditional(test, value, otherwise), start);
            allowUnknowns(unknownBefore);
        }
        leave();
        return value;
    }

    Node or() {
        int start = current().start();
        Node left = and();
        while (acceptName("or")) {
            left = mark(new Node.Or(left, and()), start);
        }
        return left;
    }

    private Node and() {
        int start = current().start();
        Node left = not();
        while (acceptName("and")) {
            left = mark(new Node.And(left, not()), start);
        }
        return left;
    }

    private Node not() {
        int start = current().start();
        if (acceptName("not")) {
            enter();
            Node negation = mark(new Node.Not(not()), start);
            leave();
            return negation;
        }
        return comparison();
    }

    private Node comparison() {
        int start = current().start();
        Node first = sum();
        List<Operator> operators = new ArrayList<>();
        List<Node> others = new ArrayList<>();
        for (Operator operator = comparisonOperator(); operator != null; operator = comparisonOperator()) {
            operators.add(operator);
            others.add(sum());
        }
        return operators.isEmpty() ? first : mark(new Node.Compare(first, operators, others), start);
    }

    private @Nullable Operator comparisonOperator() {
        if (current().isName("not") && ahead().isName("in")) {
            at += 2;
            return Operator.NOT_IN;
        }
        if (acceptName("in")) {
            return Operator.IN;
        }
        if (current().kind() != Kind.OPERATOR) {
            return null;
        }
        Operator operator = switch (current().text()) {
            case "==" -> Operator.EQ;
            case "!=" -> Operator.NE;
            case "<" -> Operator.LT;
            case "<=" -> Operator.LE;
            case ">" -> Operator.GT;
            case ">=" -> Operator.GE;
            default -> null;
        };
        if (operator != null) {
            at++;
        }
        return operator;
    }

    private Node sum() {
        int start = current().start();
        Node left = concatenation();
        while (current().isOperator("+") || current().isOperator("-")) {
            String operator = advance().text();
            left = mark(new Node.Calculation(operator, left, concatenation()), start);
        }
        return left;
    }

    private Node concatenation() {
        int start = current().start();
        Node first = product();
        if (!current().isOperator("~")) {
            return first;
        }
        List<Node> parts = new ArrayList<>(List.of(first));
        while (acceptOperator("~")) {
            parts.add(product());
        }
        return mark(new Node.Concatenation(parts), start);
    }

    private Node product() {
        int start = current().start();
        Node left = power();
        while (current().isOperator("*")
                || current().isOperator("/")
                || current().isOperator("//")
                || current().isOperator("%")) {
            String operator = advance().text();
            left = mark(new Node.Calculation(operator, left, power()), start);
        }
        return left;
    }

    private Node power() {
        int start = current().start();
        Node left = unary(true);
        while (acceptOperator("**")) {
            Node right = unary(true);
            // Jinja2 writes a negative number in front of a power without brackets, unless it knows the power at once
            boolean negativeLast = left instanceof Node.Signed signed
                    && signed.negative()
                    && signed.operand() instanceof Node.Constant
                    && !isKnown(right);
            left = negativeLast
                    ? mark(
                            new Node.Signed(
                                    true,
                                    mark(new Node.Calculation("**", ((Node.Signed) left).operand(), right), start)),
                            start)
                    : mark(new Node.Calculation("**", left, right), start);
        }
        return left;
    }

    private static boolean isKnown(Node node) {
        return !(node instanceof Node.Name)
                && !(node instanceof Node.Call)
                && node.children().stream().allMatch(ExpressionParser::isKnown);
    }

    private Node unary(boolean withFilters) {
        int start = current().start();
        Node node;
        if (current().isOperator("-") || current().isOperator("+")) {
            boolean negative = advance().text().equals("-");
            enter();
            node = mark(new Node.Signed(negative, unary(false)), start);
            leave();
        } else {
            node = primary();
        }
        node = postfix(node, start);
        return withFilters ? filtersAndTests(node, start) : node;
    }

    private Node primary() {
        Token token = current();
        int start = token.start();
        switch (token.kind()) {
            case NAME -> {
                at++;
                return mark(named(token.text()), start);
            }
            case TEXT -> {
                StringBuilder text = new StringBuilder();
                while (current().kind() == Kind.TEXT) {
                    text.append(advance().text());
                }
                return mark(new Node.Constant(text.toString()), start);
            }
            case INTEGER -> {
                Object number = PythonFloat.parseInteger(token.text(), 0);
                boolean zeros = token.text().chars().allMatch(c -> c == '0' || c == '_');
                if (number == null && !zeros) {
                    throw error("'" + token.text() + "' is no number");
                }
                at++;
                return mark(new Node.Constant(number == null ? 0L : number), start);
            }
            case FLOAT -> {
                at++;
                return mark(new Node.Constant(PythonFloat.parse(token.text())), start);
            }
            default -> {
                enter();
                Node display = display(token, start);
                leave();
                return display;
            }
        }
    }

    private static Node named(String name) {
        return switch (name) {
            case "true", "True" -> new Node.Constant(true);
            case "false", "False" -> new Node.Constant(false);
            case "none", "None" -> new Node.Constant(null);
            default -> new Node.Name(name);
        };
    }

    private Node display(Token token, int start) {
        if (acceptOperator("(")) {
            return parenthesized(start);
        }
        if (acceptOperator("[")) {
            List<Node> elements = new ArrayList<>();
            while (!acceptOperator("]")) {
                if (!elements.isEmpty()) {
                    expectOperator(",");
                    if (acceptOperator("]")) {
                        break;
                    }
                }
                elements.add(expression());
            }
            return mark(new Node.ListDisplay(elements), start);
        }
        if (acceptOperator("{")) {
            return mark(new Node.DictDisplay(dictEntries()), start);
        }
        throw error("unexpected '" + token.description() + "'");
    }

    private Node parenthesized(int start) {
        if (acceptOperator(")")) {
            return mark(new Node.TupleDisplay(List.of()), start);
        }
        Node inside = tupleOrExpression(true);
        expectOperator(")");
        Span span = span(inside);
        spans.put(inside, new Span(start, tokens.get(at - 1).end(), span.levels()));
        return inside;
    }

    private List<Node> dictEntries() {
        List<Node> entries = new ArrayList<>();
        while (!acceptOperator("}")) {
            if (!entries.isEmpty()) {
                expectOperator(",");
                if (acceptOperator("}")) {
                    break;
                }
            }
            entries.add(expression());
            expectOperator(":");
            entries.add(expression());
        }
        return entries;
    }

    private Node postfix(Node target, int start) {
        Node node = target;
        while (true) {
            if (acceptOperator(".")) {
                Token name = advance();
                if (name.kind() == Kind.NAME) {
                    node = mark(new Node.Attribute(node, name.text()), start);
                } else if (name.kind() == Kind.INTEGER) {
                    Node key = new Node.Constant(PythonFloat.parseInteger(name.text(), 10));
                    node = mark(new Node.Item(node, key), start);
                } else {
                    at--;
                    throw error("expected name or number");
                }
            } else if (acceptOperator("[")) {
                node = subscript(node, start);
            } else if (current().isOperator("(")) {
                node = mark(new Node.Call(node, callArguments()), start);
            } else {
                return node;
            }
        }
    }

    private Node subscript(Node target, int start) {
        List<Node> keys = new ArrayList<>();
        Node slice = null;
        do {
            if (!keys.isEmpty() && current().isOperator("]")) {
                break;
            }
            Node bound = current().isOperator(":") ? null : expression();
            if (current().isOperator(":")) {
                slice = slice(target, bound);
            } else if (bound != null) {
                keys.add(bound);
            }
        } while (slice == null && acceptOperator(","));
        expectOperator("]");
        if (slice != null) {
            return mark(slice, start);
        }
        Node key = keys.size() == 1 ? keys.get(0) : mark(new Node.TupleDisplay(keys), start);
        return mark(new Node.Item(target, key), start);
    }

    private Node slice(Node target, @Nullable Node from) {
        expectOperator(":");
        Node stop = current().isOperator("]") || current().isOperator(":") ? null : expression();
        Node step = null;
        if (acceptOperator(":")) {
            step = current().isOperator("]") ? null : expression();
        }
        return new Node.Slice(target, from, stop, step);
    }

    CallArguments callArguments() {
        expectOperator("(");
        List<Node> positional = new ArrayList<>();
        Map<String, Node> named = new LinkedHashMap<>();
        Node morePositional = null;
        Node moreNamed = null;
        boolean first = true;
        while (!acceptOperator(")")) {
            if (!first) {
                expectOperator(",");
                if (acceptOperator(")")) {
                    break;
                }
            }
            first = false;
            if (moreNamed == null && morePositional == null && acceptOperator("*")) {
                morePositional = expression();
            } else if (moreNamed == null && acceptOperator("**")) {
                moreNamed = expression();
            } else if (current().kind() == Kind.NAME && ahead().isOperator("=")) {
                String name = advance().text();
                at++;
                if (named.containsKey(name)) {
                    throw source.syntaxError(
                            "keyword argument repeated: " + name, current().start());
                }
                named.put(name, expression());
            } else if (named.isEmpty() && moreNamed == null && morePositional == null) {
                positional.add(expression());
            } else {
                throw error("invalid syntax for function call expression");
            }
        }
        return new CallArguments(positional, named, morePositional, moreNamed);
    }

    private Node filtersAndTests(Node target, int start) {
        Node node = target;
        while (true) {
            if (current().isOperator("|")) {
                at++;
                node = filter(node, start);
            } else if (current().isName("is")) {
                node = test(node, start);
            } else if (current().isOperator("(")) {
                node = mark(new Node.Call(node, callArguments()), start);
            } else {
                return node;
            }
        }
    }

    /** One filter after its bar. */
    Node filter(Node target, int start) {
        Token token = current();
        String name = dottedName();
        ExpressionFunction filter = known(token, () -> environment.filter(name));
        CallArguments arguments = current().isOperator("(") ? callArguments() : CallArguments.NONE;
        return mark(new Node.Filter(target, filter, arguments), start);
    }

    private Node test(Node target, int start) {
        at++;
        boolean negated = acceptName("not");
        Token token = current();
        String name = dottedName();
        ExpressionFunction test = known(token, () -> environment.test(name));
        Node node = mark(new Node.Test(target, test, testArguments()), start);
        return negated ? mark(new Node.Not(node), start) : node;
    }

    private CallArguments testArguments() {
        Token token = current();
        if (token.isOperator("(")) {
            return callArguments();
        }
        boolean argument = switch (token.kind()) {
            case NAME -> !List.of("else", "or", "and", "if", "not", "in").contains(token.text());
            case TEXT, INTEGER, FLOAT -> true;
            case OPERATOR -> token.text().equals("[") || token.text().equals("{");
            default -> false;
        };
        if (!argument) {
            return CallArguments.NONE;
        }
        if (token.isName("is")) {
            throw error("You cannot chain multiple tests with is");
        }
        int start = token.start();
        return new CallArguments(List.of(postfix(primary(), start)), Map.of(), null, null);
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(expect(Kind.NAME, "name").text());
        while (acceptOperator(".")) {
            name.append('.').append(expect(Kind.NAME, "name").text());
        }
        return name.toString();
    }

    /** A filter or test; for one that there is none of, a function that fails, as nobody may come to call it. */
    private ExpressionFunction known(Token token, Supplier<ExpressionFunction> lookUp) {
        try {
            return lookUp.get();
        } catch (ExpressionException unknown) {
            unknowns.add(unknown.at(source.line(token.start()), source.column(token.start())));
            return arguments -> {
                throw unknown;
            };
        }
    }

    /** {@return how many filters and tests that are not known stand in the text so far} */
    int unknowns() {
        return unknowns.size();
    }

    /** Leaves it to the evaluation to fail at those that came after so many: what stands under a condition may never be reached. */
    void allowUnknowns(int after) {
        unknowns.subList(after, unknowns.size()).clear();
    }

    /**
     * Refuses filters and tests that are not known.
     *
     * @throws ExpressionException for the first that came after so many
     */
    void refuseUnknowns(int after) {
        if (unknowns.size() > after) {
            throw unknowns.get(after);
        }
    }
}
