package io.drover.expressions.jinja;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Finds the names a template or expression reads without having set them. */
final class UndeclaredVariables {
    private static final List<String> OF_MACROS = List.of("varargs", "kwargs", "caller");

    private final Set<String> found = new LinkedHashSet<>();
    private final boolean throughMacros;

    private UndeclaredVariables(boolean throughMacros) {
        this.throughMacros = throughMacros;
    }

    static Set<String> of(Statement.Body body, Set<String> declared) {
        UndeclaredVariables search = new UndeclaredVariables(false);
        search.body(body, new HashSet<>(declared));
        return search.found;
    }

    /** Names that the body of a macro reads, {@code varargs} and the like in macros within it, too: Jinja2 takes them for its own. */
    static Set<String> ofMacro(Statement.Body body, Set<String> declared) {
        UndeclaredVariables search = new UndeclaredVariables(true);
        search.body(body, new HashSet<>(declared));
        return search.found;
    }

    static Set<String> of(Node node) {
        UndeclaredVariables search = new UndeclaredVariables(false);
        search.node(node, Set.of());
        return search.found;
    }

    private void node(Node node, Set<String> declared) {
        if (node instanceof Node.Name name
                && !declared.contains(name.name())
                && name.name().charAt(0) != '(') {
            found.add(name.name());
        }
        for (Node child : node.children()) {
            node(child, declared);
        }
    }

    private void body(Statement.Body body, Set<String> declared) {
        for (Statement.Placed part : body.parts()) {
            statement(part.statement(), declared);
        }
    }

    private void inner(Statement.Body body, Set<String> declared) {
        body(body, new HashSet<>(declared));
    }

    private void statement(Statement statement, Set<String> declared) {
        if (statement instanceof Statement.Output output) {
            node(output.expression(), declared);
        } else if (statement instanceof Statement.If condition) {
            condition(condition, declared);
        } else if (statement instanceof Statement.For loop) {
            loop(loop, declared);
        } else if (statement instanceof Statement.Set set) {
            node(set.value(), declared);
            target(set.target(), declared);
        } else if (statement instanceof Statement.SetBlock set) {
            node(set.filtered(), declared);
            inner(set.body(), declared);
            target(set.target(), declared);
        } else if (statement instanceof Statement.FilterBlock filter) {
            node(filter.filtered(), declared);
            inner(filter.body(), declared);
        } else if (statement instanceof Statement.With with) {
            with.values().forEach(value -> node(value, declared));
            Set<String> inside = new HashSet<>(declared);
            with.targets().forEach(target -> target(target, inside));
            body(with.body(), inside);
        } else if (statement instanceof Statement.Block block) {
            inner(block.body(), declared);
        } else if (statement instanceof Statement.Autoescape autoescape) {
            node(autoescape.wanted(), declared);
            inner(autoescape.body(), declared);
        } else if (statement instanceof Statement.DefineMacro macro) {
            declared.add(Objects.requireNonNull(macro.definition().name()));
            macro(macro.definition(), declared);
        } else if (statement instanceof Statement.CallBlock call) {
            node(call.call(), declared);
            macro(call.caller(), declared);
        }
    }

    private void condition(Statement.If condition, Set<String> declared) {
        condition.tests().forEach(test -> node(test, declared));
        Set<String> everywhere = new HashSet<>(declared);
        body(condition.otherwise(), everywhere);
        for (Statement.Body branch : condition.bodies()) {
            Set<String> inBranch = new HashSet<>(declared);
            body(branch, inBranch);
            everywhere.retainAll(inBranch);
        }
        declared.addAll(everywhere);
    }

    private void loop(Statement.For loop, Set<String> declared) {
        node(loop.iterable(), declared);
        Set<String> inside = new HashSet<>(declared);
        target(loop.target(), inside);
        if (loop.filter() != null) {
            node(loop.filter(), inside);
        }
        inside.add("loop");
        body(loop.body(), inside);
        inner(loop.otherwise(), declared);
    }

    private void macro(Macro.Definition macro, Set<String> declared) {
        Set<String> inside = new HashSet<>(declared);
        inside.addAll(macro.parameters());
        if (!throughMacros) {
            inside.addAll(OF_MACROS);
        }
        macro.defaults().forEach(value -> node(value, inside));
        body(macro.body(), inside);
    }

    private void target(Target target, Set<String> declared) {
        if (target instanceof Target.Variable variable) {
            declared.add(variable.name());
        } else if (target instanceof Target.Unpacked unpacked) {
            unpacked.targets().forEach(one -> target(one, declared));
        } else if (target instanceof Target.NamespaceAttribute attribute && !declared.contains(attribute.namespace())) {
            found.add(attribute.namespace());
        }
    }
}
