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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parses the statements of a template. */
final class TemplateParser {
    private static final Captured CAPTURED = new Captured("(body)");

    private final Source source;
    private final ExpressionParser expressions;
    private final Deque<OpenBlock> open = new ArrayDeque<>();
    private final Map<String, Statement.Block> blocks = new LinkedHashMap<>();
    private final Set<String> namesOfBlocks = new HashSet<>();

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

    /** The blocks by name; all of them once the text is parsed. */
    Map<String, Statement.Block> blocks() {
        return blocks;
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
            case "autoescape" -> autoescape();
            case "include", "import", "from", "extends" -> load(tag.text());
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
        return targets(true);
    }

    private Target target() {
        return targets(false);
    }

    private Target oneTarget() {
        return oneTarget(false);
    }

    private Target oneTarget(boolean withAttributes) {
        if (expressions.acceptOperator("(")) {
            expressions.enter();
            Target inside = targets(withAttributes);
            expressions.leave();
            expressions.expectOperator(")");
            return inside;
        }
        Token name = expressions.expect(Kind.NAME, "name");
        if (withAttributes && expressions.acceptOperator(".")) {
            String attribute = expressions.expect(Kind.NAME, "name").text();
            return new Target.NamespaceAttribute(name.text(), attribute);
        }
        return variable(name);
    }

    private Target targets(boolean withAttributes) {
        Target first = oneTarget(withAttributes);
        if (!current().isOperator(",")) {
            return first;
        }
        List<Target> targets = new ArrayList<>(List.of(first));
        while (expressions.acceptOperator(",")) {
            if (current().kind() != Kind.NAME && !current().isOperator("(")) {
                break;
            }
            targets.add(oneTarget(withAttributes));
        }
        return new Target.Unpacked(targets);
    }

    private Target variable(Token name) {
        if (Set.of("true", "false", "none", "True", "False", "None").contains(name.text())) {
            throw source.syntaxError("can't assign to '" + name.text() + "'", name.start());
        }
        if (name.isName("loop") && open.stream().anyMatch(block -> block.tag().equals("for"))) {
            throw source.syntaxError("Can't assign to special loop variable within a for-loop", name.start());
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

    private static Macro.Definition definition(
            @Nullable String name, List<String> parameters, List<Node> defaults, Body body) {
        Set<String> read = UndeclaredVariables.ofMacro(body, Set.copyOf(parameters));
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
            Token name = expressions.expect(Kind.NAME, "name");
            if (parameters.contains(name.text())) {
                throw source.syntaxError("duplicate argument '" + name.text() + "'", name.start());
            }
            if (name.isName("caller") && !current().isOperator("=")) {
                throw source.syntaxError(
                        "the special argument 'caller' must be left out or be given a default", name.start());
            }
            parameters.add(name.text());
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
        return new Statement.CallBlock(called, definition(null, parameters, defaults, body));
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
        if (!namesOfBlocks.add(name)) {
            throw source.syntaxError("block '" + name + "' defined twice", token.start());
        }
        boolean scoped = expressions.acceptName("scoped");
        boolean required = expressions.acceptName("required");
        endOfTag();
        Body body = bodyOf("block", "endblock");
        expressions.expectName("endblock");
        expressions.acceptName(name);
        endOfTag();
        boolean empty = body.parts().stream()
                .allMatch(part -> part.statement() instanceof Statement.Data data
                        && data.text().isBlank());
        if (required && !empty) {
            throw source.syntaxError("Required blocks can only contain comments or whitespace", token.start());
        }
        Statement.Block block = new Statement.Block(name, body, scoped, required);
        blocks.put(name, block);
        return block;
    }

    private Statement autoescape() {
        Node wanted = expressions.expression();
        endOfTag();
        Body body = bodyOf("autoescape", "endautoescape");
        expressions.expectName("endautoescape");
        endOfTag();
        return new Statement.Autoescape(wanted, body);
    }

    private Statement load(String tag) {
        expressions.expression();
        switch (tag) {
            case "include" -> {
                if (expressions.acceptName("ignore")) {
                    expressions.expectName("missing");
                }
                withOrWithoutContext();
            }
            case "import" -> {
                expressions.expectName("as");
                oneTarget();
                withOrWithoutContext();
            }
            case "from" -> {
                expressions.expectName("import");
                importedNames();
            }
            default -> {}
        }
        endOfTag();
        return new Statement.Load();
    }

    private void importedNames() {
        do {
            Token name = expressions.expect(Kind.NAME, "name");
            if (name.text().startsWith("_")) {
                throw source.syntaxError("names starting with an underline can not be imported", name.start());
            }
            if (expressions.acceptName("as")) {
                oneTarget();
            }
            withOrWithoutContext();
        } while (expressions.acceptOperator(",") && current().kind() == Kind.NAME);
    }

    private void withOrWithoutContext() {
        if (current().isName("with") || current().isName("without")) {
            expressions.advance();
            expressions.expectName("context");
        }
    }

    private Statement print() {
        if (current().kind() == Kind.BLOCK_END) {
            endOfTag();
            return new Statement.Data("");
        }
        List<Placed> outputs = new ArrayList<>();
        do {
            Token token = current();
            outputs.add(placed(new Statement.Output(expressions.expression()), token));
        } while (expressions.acceptOperator(","));
        endOfTag();
        return new Body(outputs);
    }
}
