package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.recorded.Answer;
import io.drover.expressions.recorded.RecordedCases;
import io.drover.expressions.workflow.WorkflowExpressions;
import io.drover.expressions.workflow.WorkflowScope;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code drover expression}: evaluates what is written on the command line or in a file of cases. */
final class ExpressionCommand {
    private static final String EXAMPLE =
            "A line is a JSON object such as {\"id\": \"a\", \"expr\": \"1 + 1\", \"as\": \"yaql\"}.";

    private ExpressionCommand() {}

    static int lines(Invocation call) {
        String file = call.text("--lines")
                .orElseThrow(() -> CommandFailure.usage(
                        "Say what to evaluate: \"drover expression eval TEXT\", or --lines FILE."));
        RecordedCases cases = new RecordedCases();
        List<String> lines = call.read(file).lines().toList();
        int wrong = 0;
        int written = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                written++;
                wrong += line(cases, lines.get(i), file + ":" + (i + 1), call) ? 0 : 1;
            }
        }
        if (written == 0) {
            throw CommandFailure.usage("Tried to evaluate the lines of \"" + file + "\", but there are none. " + EXAMPLE);
        }
        if (wrong > 0) {
            throw CommandFailure.usage(
                    wrong + " of " + written + " lines could not be read; the others are answered. " + EXAMPLE);
        }
        return ExitCode.OK;
    }

    /** {@return whether the line could be read; one that can't says nothing about the others} */
    private static boolean line(RecordedCases cases, String line, String place, Invocation call) {
        try {
            cases.read(line).ifPresent(one -> call.display().line(one.answer()));
            return true;
        } catch (ExpressionException wrong) {
            call.display().note(place + ": " + wrong.message());
            return false;
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
            throw CommandFailure.usage(failure.getMessage());
        }
    }
}
