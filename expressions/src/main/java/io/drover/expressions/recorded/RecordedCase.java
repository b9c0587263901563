package io.drover.expressions.recorded;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.Jinja;
import io.drover.expressions.Yaql;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonJson;
import io.drover.expressions.workflow.WorkflowExpressions;
import io.drover.expressions.workflow.WorkflowScope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One expression with what it sees.
 *
 * @param id what the answer is called by, as it was given; null if it has none
 * @param as {@code jinja} (the value of an expression), {@code jinja-text} (a template as text), {@code yaql}, or {@code orquesta} (a workflow's text)
 * @param moment where the workflow is, for {@code orquesta}
 */
public record RecordedCase(
        @Nullable Object id, String text, String as, Map<String, @Nullable Object> context, Moment moment) {
    private static final Budget FOR_ANSWERS = Budget.standard().withTextLength(256L * 1024 * 1024);

    /** The answer as a line of JSON: {@code {id, result}}, or {@code {id, error: {type, message}}}. */
    public String answer() {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("id", id);
        try {
            answer.put("result", Answer.of(value()));
            return json(answer);
        } catch (ExpressionException failure) {
            return failed(failure.kind(), failure.message());
        } catch (RuntimeException defect) {
            return failed("InternalError", "This is a defect of drover, please report it: " + defect);
        }
    }

    private String failed(String type, String message) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("id", id);
        Map<String, String> error = new LinkedHashMap<>();
        error.put("type", type);
        error.put("message", message);
        answer.put("error", error);
        return json(answer);
    }

    private static String json(Map<String, @Nullable Object> answer) {
        return PythonJson.write(answer, PythonJson.Layout.PLAIN, new Meter(FOR_ANSWERS));
    }

    /**
     * What the expression gives.
     *
     * @throws ExpressionException if it fails, or if it is of an unknown kind
     */
    public @Nullable Object value() {
        return switch (as) {
            case "jinja" -> Jinja.strict().expression(text).evaluate(context);
            case "jinja-text" -> Jinja.strict().template(text).render(context);
            case "yaql" -> Yaql.standard().expression(text).evaluate(context);
            case "orquesta" ->
                WorkflowExpressions.standard()
                        .evaluate(text, WorkflowScope.of(context).with(moment.functions()));
            default ->
                throw new ExpressionException("ValueError", "as is jinja, jinja-text, yaql or orquesta, not " + as);
        };
    }
}
