package io.drover.restapi.executions;

import io.drover.engine.api.Executions;
import io.drover.model.action.ActionResult;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Fields;
import io.drover.restapi.shape.ExecutionShape;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stopping runs of actions, pausing and resuming those of workflows, and ending those whose work is done elsewhere. */
public final class ControlOperations {
    private static final Set<String> UPDATE = Set.of("id", "status", "result");

    private final Executions executions;
    private final Runs runs;

    public ControlOperations(Executions executions, Runs runs) {
        this.executions = executions;
        this.runs = runs;
    }

    /** Asks a run to stop. One that is at its end already is answered with 200 and why it cannot, as StackStorm does. */
    public CompletionStage<Answer> cancel(Call call) {
        Execution execution = runs.find(call);
        ExecutionStatus status = execution.status();
        if (status == ExecutionStatus.CANCELED || status == ExecutionStatus.CANCELING) {
            return CompletableFuture.completedFuture(Answer.ok(runs.shown(call, execution, Attributes.ALL)));
        }
        if (!status.isCancelable()) {
            return CompletableFuture.completedFuture(
                    Answer.fault(200, "Action cannot be canceled. State = " + status.word() + "."));
        }
        Function<Execution, Answer> answer = runs.changed(call, execution);
        return executions.cancel(execution.id(), call.principal()).thenApply(answer);
    }

    /** Changes where a run stands: stops it, pauses or resumes a workflow, or ends one whose work is done elsewhere. */
    public CompletionStage<Answer> update(Call call) {
        Fields fields = call.fields().onlyOf(UPDATE);
        ExecutionStatus wanted = status(fields.text("status"));
        Map<String, @Nullable Object> result = fields.object("result");
        Execution execution = runs.find(call);
        if (execution.status().isCompleted()) {
            throw DroverException.invalid("Execution is already in completed state.");
        }
        Function<Execution, Answer> answer = runs.changed(call, execution);
        return changed(execution, wanted, result, call).thenApply(answer);
    }

    private CompletionStage<Execution> changed(
            Execution execution, ExecutionStatus wanted, Map<String, @Nullable Object> result, Call call) {
        return switch (wanted) {
            case CANCELING, CANCELED ->
                execution.status() == ExecutionStatus.CANCELING
                        ? CompletableFuture.completedFuture(execution)
                        : executions.cancel(execution.id(), call.principal());
            case PAUSING, PAUSED -> paused(execution, call);
            case RESUMING -> resumed(execution, call);
            case SUCCEEDED, FAILED, TIMEOUT, ABANDONED ->
                executions.end(execution.id(), new ActionResult(wanted, result), call.principal());
            default ->
                throw refused("It is '" + execution.status().word() + "' and cannot be made '" + wanted.word()
                        + "' from outside. Cancel it, or say how it ended.");
        };
    }

    /** One that pauses already is left as it is, as in StackStorm, but for one that waits for an answer: it stays paused after it. */
    private CompletionStage<Execution> paused(Execution execution, Call call) {
        refuseUnlessWorkflow(execution);
        return switch (execution.status()) {
            case RUNNING, PAUSING, PAUSED -> executions.pause(execution.id(), call.principal());
            default ->
                throw refused("Only a running workflow can be paused, but this one is '"
                        + execution.status().word() + "'. Try again once it runs, or cancel it.");
        };
    }

    /** One that runs already is left as it is, as in StackStorm. */
    private CompletionStage<Execution> resumed(Execution execution, Call call) {
        refuseUnlessWorkflow(execution);
        return switch (execution.status()) {
            case RUNNING, RESUMING -> CompletableFuture.completedFuture(execution);
            case PAUSED -> executions.resume(execution.id(), call.principal());
            default ->
                throw refused("Only a paused workflow can be resumed, but this one is '"
                        + execution.status().word() + "'. Try again once it is paused.");
        };
    }

    private static void refuseUnlessWorkflow(Execution execution) {
        if (!ExecutionShape.isWorkflow(execution)) {
            throw refused("Only workflows can be paused and resumed, but runner '" + execution.runnerType()
                    + "' runs none. Cancel it instead.");
        }
    }

    private static DroverException refused(String why) {
        return DroverException.invalid("Failed updating execution. " + why);
    }

    private static ExecutionStatus status(String word) {
        return Arrays.stream(ExecutionStatus.values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow(() -> DroverException.invalid("'" + word + "' is not one of "
                        + Arrays.stream(ExecutionStatus.values())
                                .map(ExecutionStatus::word)
                                .toList()));
    }
}
