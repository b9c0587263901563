package io.drover.expressions.workflow;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.Regex;
import io.drover.expressions.workflow.Blocks.Block;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the texts of a workflow, with the rules of Orquesta: a text that is exactly one expression gives its value with its type, anything beside it makes it text, written as Python writes values; a value that is
 * text with expressions in it is evaluated again; an expression that goes over a line's end is no expression. YAQL wins where both languages stand in one text. Thread-safe; keeps what it parsed last, so one instance
 * should be shared.
 */
public final class WorkflowExpressions {
    private static final String REFERENCE = "[][a-zA-Z0-9_'\".()]*";
    private static final Regex USES = Regex.compile("\\bctx\\(['\"]?" + REFERENCE + "['\"]?\\)\\.?" + REFERENCE, false);
    private static final List<Regex> NAMES = List.of(
            Regex.compile("(?<=\\bctx\\(\\)\\.)([a-zA-Z0-9_-]+)\\b(?!\\()\\.?", false),
            Regex.compile("(?:\\bctx\\(([a-zA-Z0-9_-]+)\\))", false),
            Regex.compile("(?:\\bctx\\('([a-zA-Z0-9_-]+)'\\))", false),
            Regex.compile("(?:\\bctx\\(\"([a-zA-Z0-9_-]+)\"\\))", false));
    private static final WorkflowExpressions STANDARD =
            new WorkflowExpressions(WorkflowFunctions.everywhere(), Budget.standard());

    private final Map<String, ExpressionFunction> functions;
    private final Budget budget;
    private final List<BlockLanguage> languages;

    private WorkflowExpressions(Map<String, ExpressionFunction> functions, Budget budget) {
        this.functions = functions;
        this.budget = budget;
        this.languages = List.of(new YaqlBlocks(functions, budget), new JinjaBlocks(functions, budget));
    }

    /** With StackStorm's functions, those of the moment left out. */
    public static WorkflowExpressions standard() {
        return STANDARD;
    }

    /** The same with another budget for each text. */
    public WorkflowExpressions withBudget(Budget other) {
        return new WorkflowExpressions(functions, other);
    }

    /** Whether the text holds an expression in one of the languages. */
    public boolean hasExpressions(String text) {
        return language(text) != null;
    }

    /**
     * The value of a text; a mapping or list is evaluated text by text, keys included. Anything else is given back as it is.
     *
     * @return null, Boolean, Long or BigInteger, Double, String, List, Map, Set, a date, a time span, or a Collection for what Python calls a view of a dictionary
     * @throws ExpressionException of kind {@code YaqlEvaluationException} or {@code JinjaEvaluationException}, naming the expression; of kind {@code BudgetError} if a limit was reached
     */
    public @Nullable Object evaluate(@Nullable Object statement, WorkflowScope scope) throws ExpressionException {
        if (statement instanceof String text) {
            BlockLanguage language = language(text);
            return language == null ? text : language.evaluate(text, scope, new Meter(budget));
        }
        if (statement instanceof Map<?, ?> map) {
            PythonDict evaluated = new PythonDict();
            map.forEach((key, value) -> evaluated.put(evaluate(key, scope), evaluate(value, scope)));
            return evaluated;
        }
        if (statement instanceof List<?> list) {
            PythonList evaluated = new PythonList(list.size());
            list.forEach(element -> evaluated.add(evaluate(element, scope)));
            return evaluated;
        }
        return statement;
    }

    /** What is wrong in the expressions of a text, or in those of a mapping's or list's texts, in the order they are written. */
    public List<Mistake> mistakes(@Nullable Object statement) {
        List<Mistake> mistakes = new ArrayList<>();
        for (String text : texts(statement)) {
            List<BlockLanguage> used =
                    languages.stream().filter(one -> one.occursIn(text)).toList();
            if (used.size() > 1) {
                mistakes.add(new Mistake(null, text, "Expression with multiple types is not supported."));
            } else {
                used.forEach(one -> mistakes.addAll(one.mistakes(text)));
            }
        }
        return mistakes;
    }

    /**
     * The names in the expressions of a text, or of a mapping's or list's texts, that nothing stands for: functions and, in Jinja2, filters, tests and variables, which only {@code ctx} gives.
     *
     * @param ofTheMoment the functions of the moment, such as {@code result}
     */
    public List<UnknownName> unknownNames(@Nullable Object statement, Set<String> ofTheMoment) {
        List<UnknownName> unknown = new ArrayList<>();
        for (String text : texts(statement)) {
            BlockLanguage language = language(text);
            if (language != null) {
                unknown.addAll(language.unknownNames(text, ofTheMoment));
            }
        }
        return unknown;
    }

    /**
     * The variables that the expressions of a text, or of a mapping's or list's texts, read, ordered by name. Only the forms {@code ctx().x}, {@code ctx(x)}, {@code ctx('x')} and {@code ctx("x")} are seen, as in Orquesta; not
     * {@code ctx().get(x)}, {@code ctx()['x']}, {@code ctx( x )}, block tags, nor a second {@code ctx} within a call.
     */
    public List<VariableUse> variables(@Nullable Object statement) {
        Set<VariableUse> uses = new LinkedHashSet<>();
        for (String text : texts(statement)) {
            Meter meter = new Meter(budget);
            for (BlockLanguage language : languages) {
                for (Block block : language.expressions(text)) {
                    for (Object use : USES.findAll(Blocks.stripped(block.written(), "<%>{}"), meter)) {
                        names(String.valueOf(use), meter)
                                .forEach(name -> uses.add(new VariableUse(language.language(), text, name)));
                    }
                }
            }
        }
        return uses.stream().sorted(Comparator.comparing(VariableUse::variable)).toList();
    }

    private static List<String> names(String use, Meter meter) {
        return NAMES.stream()
                .map(form -> form.findAll(use, meter))
                .filter(found -> !found.isEmpty())
                .map(found -> String.valueOf(found.get(0)))
                .toList();
    }

    private static List<String> texts(@Nullable Object statement) {
        List<String> texts = new ArrayList<>();
        collect(statement, texts);
        return texts;
    }

    private static void collect(@Nullable Object statement, List<String> texts) {
        if (statement instanceof String text) {
            texts.add(text);
        } else if (statement instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                collect(key, texts);
                collect(value, texts);
            });
        } else if (statement instanceof List<?> list) {
            list.forEach(element -> collect(element, texts));
        }
    }

    private @Nullable BlockLanguage language(String text) {
        for (BlockLanguage one : languages) {
            if (one.occursIn(text)) {
                return one;
            }
        }
        return null;
    }
}
