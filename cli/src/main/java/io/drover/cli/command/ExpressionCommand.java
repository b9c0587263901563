package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.recorded.Answer;
import io.drover.expressions.recorded.RecordedCase;
import io.drover.expressions.recorded.RecordedCases;
import io.drover.expressions.workflow.WorkflowExpressions;
import io.drover.expressions.workflow.WorkflowScope;
import io.drover.model.text.Nearest;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code drover expression}: evaluates what is written on the command line or in a file of cases. */
final class ExpressionCommand {
    private ExpressionCommand() {}

    static int lines(Invocation call) {
        String file = call.text("--lines")
                .orElseThrow(() -> CommandFailure.usage(
                        "Say what to evaluate: \"drover expression eval TEXT\", or --lines FILE."));
        RecordedCases cases = new RecordedCases();
        return CaseLines.each(call, file, (line, place) -> answer(cases, line, place));
    }

    private static String answer(RecordedCases cases, String line, String place) {
        try {
            return cases.read(line).map(RecordedCase::answer).orElse("");
        } catch (ExpressionException wrong) {
            throw CommandFailure.usage(place + ": " + wrong.message());
        }
    }

    static int evaluate(Invocation call) {
        Map<String, ? extends @Nullable Object> variables = call.text("--context")
                .<Map<String, ? extends @Nullable Object>>map(
                        file -> DocumentFile.documents(call, file).get(0).values())
                .orElse(Map.of());
        String expression = call.word(0);
        if (Stream.of("<%", "{{", "{%").noneMatch(expression::contains)) {
            call.display().note("There is no <% … %>, {{ … }} or {% … %} in it, so the text is given as it is.");
        }
        try {
            Object value = Answer.of(WorkflowExpressions.standard().evaluate(expression, WorkflowScope.of(variables)));
            if (value instanceof String text && call.display().isTable()) {
                call.display().line(text);
            } else {
                call.display().value(value);
            }
            return ExitCode.OK;
        } catch (ExpressionException failure) {
            String message = failure.getMessage();
            String guesses = guesses(call.word(0));
            throw CommandFailure.usage(message + (guesses.isEmpty() || message.endsWith(".") ? "" : ".") + guesses);
        }
    }

    /** {@return for names that there are not what they may have been meant to be} */
    private static String guesses(String text) {
        return WorkflowExpressions.standard().unknownNames(text, Set.of("ctx")).stream()
                .map(unknown -> Nearest.hint(unknown.name(), unknown.known()))
                .distinct()
                .collect(Collectors.joining());
    }
}
