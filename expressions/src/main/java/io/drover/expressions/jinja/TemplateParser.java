package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.jinja.Statement.Body;
import io.drover.expressions.jinja.Statement.Captured;
import io.drover.expressions.jinja.Statement.Placed;
import io.drover.expressions.jinja.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parses the statements of a template. */
final class TemplateParser {
    private static final Captured CAPTURED = new Captured("(body)");

    private final Source source;
    private final ExpressionParser expressions;
    private final Deque<OpenBlock> open = new ArrayDeque<>();
    private final Set<String> blocks = new HashSet<>();

    /** A tag whose end is being looked for. */
    private record OpenBlock(String tag, Set<String> endings) {}

    TemplateParser(Source source, Environment environment, int deepest) {
        this.source = source;
        this.expressions = new ExpressionParser(source, Lexer.template(source), environment, deepest);
    }

    Body parse() {
        Body body = body();
        expressions.refuseUnknowns(0);
        return body;
    }

    private Token current() {
        return expressions.current();
    }

    /** Everything up to a tag of the innermost open block, which is left to the caller; its {@code BLOCK_BEGIN} is taken. */
    private Body body() {
        expressions.enter();
        List<Placed> parts = new ArrayList<>();
        while (current().kind() != Kind.END) {
            Token token = expressions.advance();
            if (token.kind() == Kind.DATA) {
                parts.add(placed(new Statement.Data(token.text()), token));
            } else if (token.kind() == Kind.VARIABLE_BEGIN) {
                Node expression = expressions.tupleOrExpression(true);
                expressions.expect(Kind.VARIABLE_END, "end of print statement");
                parts.add(placed(new Statement.Output(expression), token));
            } else {
                if (!open.isEmpty()
                        && open.peek().endings().contains(current().text())
                        && current().kind() == Kind.NAME) {
                    expressions.leave();
                    return new Body(List.copyOf(parts));
                }
                parts.add(placed(statement(), token));
            }
        }
        if (!open.isEmpty()) {
            throw expressions.error("Unexpected end of template." + lookedFor());
        }
        expressions.leave();
        return new Body(List.copyOf(parts));
    }

    private Placed placed(Statement statement, Token token) {
        return new Placed(statement, source.line(token.start()), source.column(token.start()));
    }

    private Body bodyOf(String tag, String... endings) {
        int unknown = expressions.unknowns();
        open.push(new OpenBlock(tag, Set.of(endings)));
        Body body = body();
        open.pop();
        if (!tag.equals("if") && !tag.equals("set")) {
            expressions.refuseUnknowns(unknown);
        }
        return body;
    }

    private Statement statement() {
        if (current().kind() != Kind.NAME) {
            throw expressions.error("tag name expected");
        }
        Token tag = expressions.advance();
        return switch (tag.text()) {
            case "for" -> forLoop();
            case "if" -> condition();
            case "set" -> set();
            case "macro" -> macro();
            case "call" -> callBlock();
            case "filter" -> filterBlock();
            case "with" -> with();
            case "block" -> block();
            case "include", "import", "from", "extends" -> load();
            case "print" -> print();
            default -> throw unknownTag(tag);
        };
    }

    private void endOfTag() {
        expressions.expect(Kind.BLOCK_END, "end of statement block");
    }

    private ExpressionException unknownTag(Token tag) {
        return source.syntaxError("Encountered unknown tag '" + tag.text() + "'." + lookedFor(), tag.start());
    }

    private String lookedFor() {
        OpenBlock innermost = open.peek();
        if (innermost == null) {
            return "";
        }
        String endings = innermost.endings().stream()
                .sorted()
                .map(ending -> "'" + ending + "'")
                .collect(Collectors.joining(" or "));
        return " Jinja was looking for the following tags: " + endings
                + ". The innermost block that needs to be closed is '" + innermost.tag() + "'.";
    }

    private Statement forLoop() {
        int start = current().start();
        Target target = target();
        if (target.variables().contains("loop")) {
            throw source.syntaxError("Can't assign to special loop variable in for-loop target", start);
        }
        expressions.expectName("in");
        Node iterable = expressions.tupleOrExpression(false);
        Node filter = expressions.acceptName("if") ? expressions.expression() : null;
        boolean recursive = expressions.acceptName("recursive");
        endOfTag();
        Body body = bodyOf("for", "endfor", "else");
        Body otherwise = new Body(List.of());
        if (expressions.acceptName("else")) {
            endOfTag();
            otherwise = bodyOf("for", "endfor");
        }
        expressions.expectName("endfor");
        endOfTag();
        return new Statement.For(target, iterable, filter, body, otherwise, recursive);
    }

    private Statement condition() {
        int unknown = expressions.unknowns();
        List<Node> tests = new ArrayList<>();
        List<Body> bodies = new ArrayList<>();
        Body otherwise = new Body(List.of());
        do {
            tests.add(expressions.tupleOrExpression(false));
            endOfTag();
            bodies.add(bodyOf("if", "elif", "else", "endif"));
        } while (expressions.acceptName("elif"));
        if (expressions.acceptName("else")) {
            endOfTag();
            otherwise = bodyOf("if", "endif");
        }
        expressions.expectName("endif");
        endOfTag();
        expressions.allowUnknowns(unknown);
        return new Statement.If(tests, bodies, otherwise);
    }

    private Statement set() {
        Target target = assignmentTarget();
        if (expressions.acceptOperator("=")) {
            Node value = expressions.tupleOrExpression(true);
            endOfTag();
            return new Statement.Set(target, value);
        }
        Node filtered = filters(new Node.Name(CAPTURED.name()));
        endOfTag();
        Body body = bodyOf("set", "endset");
        expressions.expectName("endset");
        endOfTag();
        return new Statement.SetBlock(target, filtered, CAPTURED, body);
    }

    private Node filters(Node target) {
        Node filtered = target;
        while (expressions.acceptOperator("|")) {
            filtered = expressions.filter(filtered, current().start());
        }
        return filtered;
    }

    private Target assignmentTarget() {
        Token name = expressions.expect(Kind.NAME, "name");
        if (expressions.acceptOperator(".")) {
            String attribute = expressions.expect(Kind.NAME, "name").text();
            return new Target.NamespaceAttribute(name.text(), attribute);
        }
        return moreTargets(variable(name));
    }

    private Target target() {
        return moreTargets(oneTarget());
    }

    private Target oneTarget() {
        if (expressions.acceptOperator("(")) {
            expressions.enter();
            Target inside = target();
            expressions.leave();
            expressions.expectOperator(")");
            return inside;
        }
        return variable(expressions.expect(Kind.NAME, "name"));
    }

    private Target moreTargets(Target first) {
        if (!current().isOperator(",")) {
            return first;
        }
        List<Target> targets = new ArrayList<>(List.of(first));
        while (expressions.acceptOperator(",")) {
            if ((current().kind() != Kind.NAME && !current().isOperator("("))
                    || current().isName("in")) {
                break;
            }
            targets.add(oneTarget());
        }
        return new Target.Unpacked(targets);
    }

    private Target variable(Token name) {
        if (Set.of("true", "false", "none", "True", "False", "None").contains(name.text())) {
            throw source.syntaxError("can't assign to '" + name.text() + "'", name.start());
        }
        return new Target.Variable(name.text());
    }

    private Statement macro() {
        String name = expressions.expect(Kind.NAME, "name").text();
        List<String> parameters = new ArrayList<>();
        List<Node> defaults = new ArrayList<>();
        signature(parameters, defaults);
        endOfTag();
        Body body = bodyOf("macro", "endmacro");
        expressions.expectName("endmacro");
        endOfTag();
        return new Statement.DefineMacro(definition(name, parameters, defaults, body));
    }

    private static Macro.Definition definition(String name, List<String> parameters, List<Node> defaults, Body body) {
        Set<String> read = UndeclaredVariables.of(body, Set.copyOf(parameters));
        return new Macro.Definition(
                name,
                List.copyOf(parameters),
                List.copyOf(defaults),
                body,
                read.contains("varargs"),
                read.contains("kwargs"),
                read.contains("caller"));
    }

    private void signature(List<String> parameters, List<Node> defaults) {
        expressions.expectOperator("(");
        while (!expressions.acceptOperator(")")) {
            if (!parameters.isEmpty()) {
                expressions.expectOperator(",");
            }
            parameters.add(expressions.expect(Kind.NAME, "name").text());
            if (expressions.acceptOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw expressions.error("non-default argument follows default argument");
            }
        }
    }

    private Statement callBlock() {
        List<String> parameters = new ArrayList<>();
        List<Node> defaults = new ArrayList<>();
        if (current().isOperator("(")) {
            signature(parameters, defaults);
        }
        Node call = expressions.expression();
        if (!(call instanceof Node.Call called)) {
            throw expressions.error("expected call");
        }
        endOfTag();
        Body body = bodyOf("call", "endcall");
        expressions.expectName("endcall");
        endOfTag();
        return new Statement.CallBlock(called, definition("caller", parameters, defaults, body));
    }

    private Statement filterBlock() {
        int start = current().start();
        Node filtered = filters(expressions.filter(new Node.Name(CAPTURED.name()), start));
        endOfTag();
        Body body = bodyOf("filter", "endfilter");
        expressions.expectName("endfilter");
        endOfTag();
        return new Statement.FilterBlock(filtered, CAPTURED, body);
    }

    private Statement with() {
        List<Target> targets = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        while (current().kind() != Kind.BLOCK_END) {
            if (!targets.isEmpty()) {
                expressions.expectOperator(",");
            }
            targets.add(oneTarget());
            expressions.expectOperator("=");
            values.add(expressions.expression());
        }
        endOfTag();
        Body body = bodyOf("with", "endwith");
        expressions.expectName("endwith");
        endOfTag();
        return new Statement.With(targets, values, body);
    }

    private Statement block() {
        Token token = expressions.expect(Kind.NAME, "name");
        String name = token.text();
        if (!blocks.add(name)) {
            throw source.syntaxError("block '" + name + "' defined twice", token.start());
        }
        while (current().isName("scoped") || current().isName("required")) {
            expressions.advance();
        }
        endOfTag();
        Body body = bodyOf("block", "endblock");
        expressions.expectName("endblock");
        expressions.acceptName(name);
        endOfTag();
        return new Statement.Scope(body);
    }

    private Statement load() {
        while (current().kind() != Kind.BLOCK_END) {
            if (current().kind() == Kind.END) {
                throw expressions.unexpected("end of statement block");
            }
            expressions.advance();
        }
        endOfTag();
        return new Statement.Load();
    }

    private Statement print() {
        @Nullable Node expression = expressions.tupleOrExpression(true);
        endOfTag();
        return new Statement.Output(expression);
    }
}
