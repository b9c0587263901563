package io.drover.engine.execute;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.OutputSchema;
import io.drover.engine.catalog.Registry;
import io.drover.engine.enforce.Prepared;
import io.drover.engine.enforce.Requests;
import io.drover.engine.secret.Veil;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Holds results against the output schemas of their actions (platform spec 5.6): one that breaks the promise is a failure,
 * where that is asked for, and what is secret is sealed.
 *
 * @param validating whether promises count
 */
public record Results(Registry registry, Requests requests, boolean validating) {
    /** {@return an execution that ends with what its action gave} */
    public Execution ended(Execution current, ActionResult given, Instant now) {
        return ended(current, given, UnaryOperator.identity(), now);
    }

    /**
     * Ends an execution with what its action gave.
     *
     * @param hiding gives the result with a mask in the place of what is secret besides what the output schema says
     */
    public Execution ended(
            Execution current, ActionResult given, UnaryOperator<Map<String, @Nullable Object>> hiding, Instant now) {
        CallableAction callable = registry.callable(current.action());
        OutputSchema output = callable == null ? OutputSchema.NONE : callable.output();
        ActionResult result = validating && given.status() == ExecutionStatus.SUCCEEDED ? kept(output, given) : given;
        Map<String, @Nullable Object> masked = output.masked(hiding.apply(result.result()));
        Execution ended = current.completedWith(new ActionResult(result.status(), masked), now);
        return masked.equals(result.result()) ? ended : requests.sealed(ended, result.result());
    }

    private static ActionResult kept(OutputSchema output, ActionResult given) {
        List<String> violations = output.violations(given.result());
        if (violations.isEmpty()) {
            return given;
        }
        // the words of a violation may hold the value that is wrong
        Veil veil = Veil.over(new Prepared(given.result(), output.masked(given.result())).hidden());
        return ActionResult.failed(Map.of(
                "error",
                veil.masked(String.join("; ", violations)),
                "message",
                "Error validating output. See error output for more details."));
    }
}
