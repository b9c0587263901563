package io.drover.expressions;

import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.TextCache;
import io.drover.expressions.yaql.CompiledYaql;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** YAQL with its standard library, as Orquesta sets it up. Thread-safe; keeps what it parsed last, so one instance should be shared. */
public final class Yaql {
    private static final int KEPT_TEXTS = 2048;
    private static final Yaql STANDARD = new Yaql(Map.of(), Budget.standard(), Clock.systemUTC());

    private final Map<String, ExpressionFunction> functions;
    private final Budget budget;
    private final Clock clock;
    private final TextCache<YaqlExpression> expressions = new TextCache<>(KEPT_TEXTS);

    private Yaql(Map<String, ExpressionFunction> functions, Budget budget, Clock clock) {
        this.functions = functions;
        this.budget = budget;
        this.clock = clock;
    }

    /** With the standard library alone. */
    public static Yaql standard() {
        return STANDARD;
    }

    /** The same with one more function, which hides one of the library with that name. */
    public Yaql withFunction(String name, ExpressionFunction function) {
        Map<String, ExpressionFunction> more = new HashMap<>(functions);
        more.put(name, function);
        return new Yaql(Map.copyOf(more), budget, clock);
    }

    /** The same with another budget for each evaluation. */
    public Yaql withBudget(Budget other) {
        return new Yaql(functions, other, clock);
    }

    /** The same with another clock, for {@code now()}. */
    public Yaql withClock(Clock other) {
        return new Yaql(functions, budget, other);
    }

    /** {@return the names of all functions and methods} */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(CompiledYaql.names());
        names.addAll(functions.keySet());
        return names;
    }

    /**
     * {@return the names that an expression calls and that there are not, as far as it defines none itself}
     *
     * @throws ExpressionException if it is none
     */
    public Set<String> unknownCalls(String text) throws ExpressionException {
        Set<String> unknown = new TreeSet<>(CompiledYaql.calls(text, budget));
        if (unknown.contains("def")) {
            return Set.of();
        }
        unknown.removeAll(names());
        return unknown;
    }

    /**
     * The expression of a text, without delimiters.
     *
     * @throws ExpressionException of kind YaqlGrammarException or YaqlLexicalException, with the position in its message, if it is none
     */
    public YaqlExpression expression(String text) throws ExpressionException {
        return expressions.get(text, one -> CompiledYaql.parse(one, functions, budget, clock));
    }
}
