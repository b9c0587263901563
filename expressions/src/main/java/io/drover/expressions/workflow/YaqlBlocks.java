package io.drover.expressions.workflow;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.Yaql;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Meter;
import io.drover.expressions.workflow.Blocks.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** YAQL in a workflow's texts. {@code $} is null there: variables are read with {@code ctx()}. */
final class YaqlBlocks implements BlockLanguage {
    /** Failures whose message the original shows without the quotes at its ends. */
    private static final Set<String> STRIPPED = Set.of("TypeError", "ValueError", "JSONDecodeError");

    private final Yaql yaql;
    private final Blocks blocks = new Blocks("<%", "%>");

    YaqlBlocks(Map<String, ExpressionFunction> functions, Budget budget) {
        Yaql all = Yaql.standard().withBudget(budget);
        for (Map.Entry<String, ExpressionFunction> function : functions.entrySet()) {
            all = all.withFunction(function.getKey(), function.getValue());
        }
        this.yaql = all;
    }

    @Override
    public Language language() {
        return Language.YAQL;
    }

    @Override
    public boolean occursIn(String text) {
        return !expressions(text).isEmpty();
    }

    @Override
    public List<Block> expressions(String text) {
        return blocks.in(text);
    }

    @Override
    public @Nullable Object evaluate(String text, WorkflowScope scope, Meter meter) {
        if (!scope.evaluatesAgain()) {
            return BlockLanguage.once(text, expressions(text), block -> value(block, scope), meter);
        }
        meter.enter();
        List<Block> all = expressions(text);
        Object output = text;
        for (Block block : all) {
            meter.checkTime();
            try {
                Object value = yaql.expression(block.expression()).evaluate(null, scope.functions());
                if (value instanceof String again && occursIn(again)) {
                    value = evaluate(again, scope, meter);
                }
                output = BlockLanguage.put(output, all.size() == 1, text, block.written(), value, meter);
            } catch (ExpressionException failure) {
                throw failure(block.written(), failure);
            }
        }
        meter.leave();
        return output;
    }

    private @Nullable Object value(Block block, WorkflowScope scope) {
        try {
            return yaql.expression(block.expression()).evaluate(null, scope.functions());
        } catch (ExpressionException failure) {
            throw failure(block.written(), failure);
        }
    }

    private ExpressionException failure(String expression, ExpressionException cause) {
        if (cause.kind().equals("KeyError")) {
            return new ExpressionException(
                            language().failure(),
                            "Unable to resolve key '" + unquoted(cause.message()) + "' in expression "
                                    + BlockLanguage.shown(expression) + " from context.")
                    .found(cause.found());
        }
        boolean strips = STRIPPED.contains(cause.kind());
        return failed(expression, cause.kind(), strips ? unquoted(cause.message()) : cause.message(), cause);
    }

    private static String unquoted(String message) {
        int start = 0;
        int end = message.length();
        while (start < end && message.charAt(start) == '\'') {
            start++;
        }
        while (end > start && message.charAt(end - 1) == '\'') {
            end--;
        }
        return message.substring(start, end);
    }

    @Override
    public List<Mistake> mistakes(String text) {
        List<Mistake> mistakes = new ArrayList<>();
        for (Block block : expressions(text)) {
            try {
                yaql.expression(block.expression());
            } catch (ExpressionException wrong) {
                mistakes.add(new Mistake(language(), block.written(), wrong.message()));
            }
        }
        return mistakes;
    }

    @Override
    public List<UnknownName> unknownNames(String text, Set<String> ofTheMoment) {
        List<UnknownName> unknown = new ArrayList<>();
        for (Block block : expressions(text)) {
            try {
                unknown.addAll(told(block.written(), yaql.unknownCalls(block.expression()), yaql.names(), ofTheMoment));
            } catch (ExpressionException wrong) {
                return List.of();
            }
        }
        return unknown;
    }
}
