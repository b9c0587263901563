package io.drover.expressions.workflow;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.Template;
import io.drover.expressions.jinja.OpenExpression;
import io.drover.expressions.jinja.Parsers;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.TextCache;
import io.drover.expressions.value.Undefined;
import io.drover.expressions.workflow.Blocks.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Jinja2 in a workflow's texts: each pair of double braces is an expression with a value of its own; a text with block tags is rendered as a whole, then looked at again. */
final class JinjaBlocks implements BlockLanguage {
    private static final int KEPT_TEXTS = 2048;

    private final Parsers parsers;
    private final Blocks blocks = new Blocks("{{", "}}");
    private final TextCache<Template> templates = new TextCache<>(KEPT_TEXTS);
    private final TextCache<OpenExpression> expressions = new TextCache<>(KEPT_TEXTS);

    JinjaBlocks(Map<String, ExpressionFunction> functions, Budget budget) {
        this.parsers = new Parsers(true, functions, functions, budget);
    }

    @Override
    public Language language() {
        return Language.JINJA;
    }

    @Override
    public boolean occursIn(String text) {
        return !expressions(text).isEmpty() || hasBlockTags(text);
    }

    @Override
    public List<Block> expressions(String text) {
        return blocks.in(text);
    }

    private static boolean hasBlockTags(String text) {
        return text.contains("{%") && !Blocks.in(text, "{%", "%}").isEmpty();
    }

    @Override
    public @Nullable Object evaluate(String text, WorkflowScope scope, Meter meter) {
        if (!scope.evaluatesAgain()) {
            return hasBlockTags(text)
                    ? meter.made(rendered(text, scope))
                    : BlockLanguage.once(text, expressions(text), block -> value(block, text, scope), meter);
        }
        List<String> raw = text.contains("{%") ? Blocks.in(text, "{% raw %}", "{% endraw %}") : List.of();
        String reduced = text;
        for (int i = 0; i < raw.size(); i++) {
            reduced = meter.made(reduced.replace(raw.get(i), "{" + i + "}"));
        }
        Object value = expanded(reduced, scope, meter);
        if (!(value instanceof String output)) {
            return value;
        }
        List<Block> unresolved = expressions(output);
        if (!unresolved.isEmpty()) {
            throw new ExpressionException(
                    language().failure(),
                    "There are unresolved variables: "
                            + String.join(
                                    ", ",
                                    unresolved.stream().map(Block::expression).toList()));
        }
        if (raw.isEmpty()) {
            return output;
        }
        for (int i = 0; i < raw.size(); i++) {
            output = meter.made(output.replace("{" + i + "}", raw.get(i)));
        }
        return rendered(output, scope);
    }

    private @Nullable Object value(Block block, String text, WorkflowScope scope) {
        try {
            Object value =
                    expressions.get(block.expression(), parsers::expression).evaluateOpen(scope.functions());
            boolean alone = text.length() == block.written().length();
            if (value instanceof Undefined nothing && (nothing.strict() || alone)) {
                throw new ExpressionException(
                        language().failure(), "There are unresolved variables: " + block.expression());
            }
            return value;
        } catch (ExpressionException failure) {
            throw failure.kind().equals(language().failure()) ? failure : failed(block.written(), failure);
        }
    }

    private @Nullable Object expanded(String text, WorkflowScope scope, Meter meter) {
        meter.enter();
        meter.checkTime();
        Object value = hasBlockTags(text)
                ? expanded(meter.made(rendered(text, scope)), scope, meter)
                : withValues(text, scope, meter);
        meter.leave();
        return value;
    }

    private String rendered(String text, WorkflowScope scope) {
        try {
            return templates.get(text, parsers::template).render(scope.functions());
        } catch (ExpressionException failure) {
            throw failed(text, failure);
        }
    }

    private @Nullable Object withValues(String text, WorkflowScope scope, Meter meter) {
        List<Block> all = expressions(text);
        Object output = text;
        for (Block block : all) {
            try {
                Object value =
                        expressions.get(block.expression(), parsers::expression).evaluateOpen(scope.functions());
                if (value instanceof String again) {
                    value = expanded(again, scope, meter);
                }
                boolean alone =
                        all.size() == 1 && text.length() <= block.written().length();
                if (value instanceof Undefined nothing && !nothing.strict() && !alone) {
                    value = ""; // what `a if b` gives where b is false is nothing beside other text
                }
                if (!(value instanceof Undefined)) {
                    output = BlockLanguage.put(output, all.size() == 1, text, block.written(), value, meter);
                }
            } catch (ExpressionException failure) {
                throw failed(block.written(), failure);
            }
        }
        return output;
    }

    @Override
    public List<Mistake> mistakes(String text) {
        List<Mistake> mistakes = new ArrayList<>();
        note(text, () -> templates.get(text, parsers::template), mistakes);
        for (Block block : expressions(text)) {
            if (mistakes.stream().noneMatch(known -> known.expression().equals(block.written()))) {
                note(block.written(), () -> expressions.get(block.expression(), parsers::expression), mistakes);
            }
        }
        return mistakes;
    }

    private void note(String expression, Runnable parser, List<Mistake> mistakes) {
        try {
            parser.run();
        } catch (ExpressionException wrong) {
            // an unknown filter is found only when it is reached, as in the original
            if (!wrong.kind().equals("TemplateAssertionError")) {
                mistakes.add(new Mistake(language(), expression, wrong.message()));
            }
        }
    }

    @Override
    public List<UnknownName> unknownNames(String text, Set<String> ofTheMoment) {
        List<UnknownName> unknown = new ArrayList<>();
        if (hasBlockTags(text)) {
            unknown.addAll(
                    unknown(text, () -> templates.get(text, parsers::template).undeclaredVariables(), ofTheMoment));
        } else {
            for (Block block : expressions(text)) {
                unknown.addAll(unknown(
                        block.written(),
                        () -> expressions
                                .get(block.expression(), parsers::expression)
                                .undeclaredVariables(),
                        ofTheMoment));
            }
        }
        return unknown;
    }

    private List<UnknownName> unknown(String expression, Supplier<Set<String>> reader, Set<String> ofTheMoment) {
        Set<String> names;
        try {
            names = reader.get();
        } catch (ExpressionException wrong) {
            // an unknown filter or test, which its message has in quotes
            String[] parts = wrong.message().split("'", -1);
            names = wrong.kind().equals("TemplateAssertionError") && parts.length == 3 ? Set.of(parts[1]) : Set.of();
        }
        return told(expression, names, parsers.names(), ofTheMoment);
    }
}
