package io.drover.expressions.workflow;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.workflow.Blocks.Block;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One of the languages, as it is embedded in texts. */
interface BlockLanguage {
    Language language();

    /** Whether the text holds anything in this language. */
    boolean occursIn(String text);

    /** The expressions of the text. */
    List<Block> expressions(String text);

    /** The value of a text that holds something in this language. */
    @Nullable
    Object evaluate(String text, WorkflowScope scope, Meter meter);

    /** What is wrong in the text. */
    List<Mistake> mistakes(String text);

    /**
     * The names in the text that nothing stands for; none where it cannot be read.
     *
     * @param ofTheMoment what there is beside what stands anywhere
     */
    List<UnknownName> unknownNames(String text, Set<String> ofTheMoment);

    /** Names that one expression has, told with what there is. */
    default List<UnknownName> told(String expression, Set<String> names, Set<String> known, Set<String> ofTheMoment) {
        Set<String> all = new TreeSet<>(known);
        all.addAll(ofTheMoment);
        return names.stream()
                .filter(name -> !all.contains(name))
                .map(name -> new UnknownName(language(), expression, name, all))
                .toList();
    }

    /** The text with a value put in for an expression; the value itself if the text is nothing else. */
    static @Nullable Object put(
            @Nullable Object output, boolean alone, String text, String one, @Nullable Object value, Meter meter) {
        if (alone && text.length() <= one.length()) {
            return value;
        }
        return meter.made(PythonText.str(output, meter).replace(one, PythonText.str(value, meter)));
    }

    /** The text with each of its expressions evaluated and none of their values looked at again; the value itself if the text is one expression and nothing else. */
    static @Nullable Object once(
            String text, List<Block> blocks, Function<Block, @Nullable Object> evaluator, Meter meter) {
        if (blocks.size() == 1 && blocks.get(0).written().length() == text.length()) {
            return evaluator.apply(blocks.get(0));
        }
        StringBuilder output = new StringBuilder();
        int from = 0;
        meter.text(text.length());
        for (Block block : blocks) {
            meter.checkTime();
            int at = text.indexOf(block.written(), from);
            output.append(text, from, at).append(meter.made(PythonText.str(evaluator.apply(block), meter)));
            from = at + block.written().length();
        }
        return output.append(text, from, text.length()).toString();
    }

    /** The failure of one expression, told as the original tells it. */
    default ExpressionException failed(String expression, ExpressionException cause) {
        return failed(expression, cause.kind(), cause.message(), cause);
    }

    default ExpressionException failed(String expression, String kind, String message, ExpressionException cause) {
        if (cause.isOverBudget()) {
            return ExpressionException.overBudget(
                    "Unable to evaluate expression " + shown(expression) + ". " + message);
        }
        return new ExpressionException(
                        language().failure(),
                        "Unable to evaluate expression " + shown(expression) + ". " + kind + ": " + message)
                .found(cause.found());
    }

    /** {@return a quoted expression for a failure, or its length if it is long: it may stand in a text that is secret, and is not cut} */
    static String shown(String expression) {
        return expression.length() <= LONGEST_SHOWN
                ? "'" + expression + "'"
                : "of " + expression.length() + " characters";
    }

    /** Characters of an expression that a failure shows. */
    int LONGEST_SHOWN = 1000;
}
