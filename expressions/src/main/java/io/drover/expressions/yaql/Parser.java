package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.PythonText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads an expression by the precedence of its operators; messages are those of the original, which workflows' findings show. */
final class Parser {
    private static final int SEND = 1;
    private static final int NOT = 4;
    private static final int SIGN = 9;
    private static final int INDEX = 10;
    private static final int DOT = 11;

    /** Symbols that an operand may begin with. */
    private static final Set<String> BEGINNING = Set.of("(", "[", "{", "not", "+", "-");

    private final String text;
    private final Lexer lexer;
    private final int deepest;
    private final Set<String> calls = new LinkedHashSet<>();
    private Token token;
    private int depth;

    private Parser(String text, int deepest) {
        this.text = text;
        this.lexer = new Lexer(text);
        this.deepest = deepest;
        this.token = lexer.next();
    }

    static Node parse(String text, int deepest) {
        return new Parser(text, deepest).whole();
    }

    /** {@return the names of the functions and methods that an expression calls} */
    static Set<String> calls(String text, int deepest) {
        Parser parser = new Parser(text, deepest);
        parser.whole();
        return parser.calls;
    }

    private Node whole() {
        Node node = expression(SEND);
        if (token.kind() != Token.Kind.END) {
            throw unexpected();
        }
        return node;
    }

    /** How tightly the current token binds what stands on both sides of it; 0 if it is no such operator. */
    private int precedence() {
        if (token.kind() != Token.Kind.SYMBOL) {
            return 0;
        }
        return switch (token.text()) {
            case "->" -> SEND;
            case "or" -> 2;
            case "and" -> 3;
            case ">", "<", ">=", "<=", "!=", "=", "in" -> 5;
            case "+", "-" -> 6;
            case "*", "/", "mod" -> 7;
            case "=~", "!~" -> 8;
            case "[" -> INDEX;
            case ".", "?." -> DOT;
            default -> 0;
        };
    }

    private Node expression(int least) {
        Node left = operand();
        for (int binding = precedence(); binding >= least && binding > 0; binding = precedence()) {
            left = operation(left, advance().text(), binding);
        }
        return left;
    }

    private Node operation(Node left, String operator, int binding) {
        switch (operator) {
            case "[" -> {
                return new Node.Index(left, arguments("]"));
            }
            case "->" -> {
                return nested(() -> new Node.Send(left, expression(SEND)));
            }
            default -> {
                Node right = expression(binding + 1);
                return switch (operator) {
                    case "and" -> new Node.And(left, right);
                    case "or" -> new Node.Or(left, right);
                    case ".", "?." -> member(left, right, operator.equals("?."));
                    default -> new Node.Binary(operator, left, right);
                };
            }
        }
    }

    private static Node member(Node left, Node right, boolean safe) {
        if (right instanceof Node.Call call) {
            return new Node.MethodCall(left, call.invocation().asMethod(), safe);
        }
        String name = right instanceof Node.Word word ? word.text() : null;
        return new Node.Member(left, name, safe);
    }

    private Node operand() {
        if (token.kind() == Token.Kind.SYMBOL && !BEGINNING.contains(token.text())) {
            // told before the text behind it is looked at, as the original does
            throw unexpected();
        }
        Token first = advance();
        return switch (first.kind()) {
            case CONSTANT -> new Node.Constant(first.value());
            case WORD -> new Node.Word(first.text());
            case VARIABLE -> Node.Variable.of(first.text());
            case CALL -> {
                calls.add(first.text());
                yield new Node.Call(first.text(), arguments(")"));
            }
            case END -> throw unexpected(first);
            case SYMBOL ->
                switch (first.text()) {
                    case "(" -> {
                        Node inside = nested(() -> expression(SEND));
                        expect(")");
                        yield new Node.Wrapped(inside);
                    }
                    case "[" -> new Node.ListDisplay(arguments("]"));
                    case "{" -> new Node.MapDisplay(arguments("}"));
                    case "not" -> nested(() -> new Node.Not(expression(NOT)));
                    case "+", "-" -> nested(() -> new Node.Sign(first.text(), expression(SIGN)));
                    default -> throw unexpected(first);
                };
        };
    }

    /** Positional arguments, whose places may be left empty but for the last, then pairs. */
    private List<Node> arguments(String close) {
        return nested(() -> {
            List<Node> arguments = new ArrayList<>();
            if (!token.is(close)) {
                positional(arguments);
            }
            expect(close);
            return arguments;
        });
    }

    private void positional(List<Node> arguments) {
        int empty = 0;
        while (true) {
            while (token.is(",")) {
                advance();
                arguments.add(Node.Empty.PLACE);
                empty++;
            }
            Node argument = expression(SEND);
            if (token.is("=>")) {
                if (empty > 1 || (empty > 0 && empty == arguments.size())) {
                    throw unexpected();
                }
                pairs(argument, arguments);
                return;
            }
            arguments.add(argument);
            if (!token.is(",")) {
                return;
            }
            advance();
            empty = 0;
        }
    }

    private void pairs(Node first, List<Node> arguments) {
        Node key = first;
        while (true) {
            expect("=>");
            arguments.add(new Node.Pair(key, expression(SEND)));
            if (!token.is(",")) {
                return;
            }
            advance();
            key = expression(SEND);
        }
    }

    private <T> T nested(java.util.function.Supplier<T> inner) {
        if (++depth > deepest) {
            throw ExpressionException.overBudget(
                    "The expression is nested deeper than " + deepest + ". Make it flatter.");
        }
        T parsed = inner.get();
        depth--;
        return parsed;
    }

    private Token advance() {
        Token current = token;
        if (current.kind() != Token.Kind.END) {
            token = lexer.next();
        }
        return current;
    }

    private void expect(String symbol) {
        if (!token.is(symbol)) {
            throw unexpected();
        }
        advance();
    }

    private ExpressionException unexpected() {
        return unexpected(token);
    }

    private ExpressionException unexpected(Token wrong) {
        String message = wrong.kind() == Token.Kind.END
                ? "Parse error: unexpected end of statement"
                : "Parse error: unexpected '" + PythonText.str(wrong.value()) + "' at position " + wrong.position()
                        + " of expression '" + text + "'";
        return new ExpressionException("YaqlGrammarException", message);
    }
}
