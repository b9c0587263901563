package io.drover.model.action;

import io.drover.model.execution.ExecutionStatus;
import io.drover.model.json.JsonValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an action runner hands back: a failure that it foresaw is a value here, never an exception.
 *
 * @param status a completed one, or {@code pending}: somebody outside will say how it ends
 * @param result in the shape that the runner's type documents
 */
public record ActionResult(ExecutionStatus status, Map<String, @Nullable Object> result) {
    public ActionResult {
        if (!status.isCompleted() && status != ExecutionStatus.PENDING) {
            throw new IllegalArgumentException(
                    "Expected a final status of an action, or 'pending', but found '" + status.word() + "'.");
        }
        result = JsonValues.copyOf(result);
    }

    public static ActionResult succeeded(Map<String, ? extends @Nullable Object> result) {
        return new ActionResult(ExecutionStatus.SUCCEEDED, JsonValues.copyOf(result));
    }

    public static ActionResult failed(Map<String, ? extends @Nullable Object> result) {
        return new ActionResult(ExecutionStatus.FAILED, JsonValues.copyOf(result));
    }

    /** A failure told in one sentence, in the shape {@code {error: …}}. */
    public static ActionResult failed(String error) {
        return new ActionResult(ExecutionStatus.FAILED, Map.of("error", error));
    }

    public static ActionResult timedOut(Map<String, ? extends @Nullable Object> result) {
        return new ActionResult(ExecutionStatus.TIMEOUT, JsonValues.copyOf(result));
    }

    public static ActionResult abandoned(String error) {
        return new ActionResult(ExecutionStatus.ABANDONED, Map.of("error", error));
    }

    /** The action waits for an answer from outside, without a thread; the result says what it asks. */
    public static ActionResult pending(Map<String, ? extends @Nullable Object> result) {
        return new ActionResult(ExecutionStatus.PENDING, JsonValues.copyOf(result));
    }

    public static ActionResult canceled(Map<String, ? extends @Nullable Object> result) {
        return new ActionResult(ExecutionStatus.CANCELED, JsonValues.copyOf(result));
    }
}
