package io.drover.workflow.conduct;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Value;
import io.drover.expressions.workflow.WorkflowScope;
import io.drover.workflow.Status;
import io.drover.workflow.definition.Retry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks that run again before their transitions are judged (spec of Orquesta, section 7). */
final class Retries {
    private final Progress progress;

    Retries(Progress progress) {
        this.progress = progress;
    }

    /** {@return how a task that starts now is to be retried; null where it is not} */
    @Nullable
    RetryState of(String task, List<Integer> contexts) {
        Retry retry = progress.graph.retry(task);
        if (retry == null) {
            return null;
        }
        WorkflowScope scope = TaskFunctions.outside(progress).over(progress.contexts.merged(contexts));
        Long delay = retry.delay() == null ? null : number(task, "delay", retry.delay(), scope);
        Long count = retry.count() == null ? Long.valueOf(0) : number(task, "count", retry.count(), scope);
        return new RetryState(retry.when(), count, delay, 0);
    }

    private static Long number(String task, String what, Object written, WorkflowScope scope) {
        Object value = Rendering.value(written, scope);
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        if (value instanceof Long number) {
            return number;
        }
        throw new ExpressionException(
                        "ValueError", "The retry " + what + " for task \"" + task + "\" is not an integer.")
                .found(Values.told("The " + what + " " + written + " is", value));
    }

    boolean isDue(int index) {
        TaskEntry entry = progress.sequence.get(index);
        RetryState retry = entry.retry();
        if (retry == null || retry.tally() >= retry.count()) {
            return false;
        }
        if (retry.when() == null) {
            return entry.status().isAbended();
        }
        WorkflowScope scope = TaskFunctions.of(progress, entry.task(), entry.route(), entry.results())
                .over(progress.contexts.merged(entry.contexts()));
        if (!Value.isTrue(Rendering.value(retry.when(), scope))) {
            return false;
        }
        if (entry.status() == Status.CANCELED && progress.keeps(Quirk.BREAKDOWNS)) {
            throw new ExpressionException("RecursionError", "maximum recursion depth exceeded in comparison");
        }
        return entry.status() != Status.CANCELED;
    }

    /** Stages the task again; its entry stays the same. */
    void stage(int index) {
        TaskEntry entry = progress.sequence.get(index);
        RetryState retry = entry.retry();
        if (retry == null) {
            return;
        }
        progress.unstage(entry.task(), entry.route());
        progress.contexts.give(entry.resultSize());
        progress.staged.add(StagedTask.of(entry.task(), entry.route(), entry.contexts(), entry.previous())
                .withRetry(retry.once()));
        progress.change(
                index,
                one -> one.withStatus(Status.RETRYING, progress.surroundings.now())
                        .withRetry(retry.once())
                        .withResult(null, null));
    }
}
