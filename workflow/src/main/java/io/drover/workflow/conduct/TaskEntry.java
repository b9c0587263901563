package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a task or engine command on a route. Retries are the same run; a lap of a loop and a rerun are new ones.
 *
 * @param contexts numbers of the contexts that it sees, in the order in which they are merged
 * @param previous entries that led here, by edge
 * @param next whether each edge out of it was taken, by name
 * @param terminal whether its context counts for the output
 * @param retry null where the task is not retried
 * @param result what its action gave; null for a task with items
 * @param items null for a plain task
 * @param started null before it has
 * @param ended null before it has
 */
public record TaskEntry(
        String task,
        int route,
        Status status,
        List<Integer> contexts,
        Map<String, Integer> previous,
        Map<String, Boolean> next,
        boolean terminal,
        @Nullable RetryState retry,
        @Nullable Object result,
        @Nullable Items items,
        @Nullable Instant started,
        @Nullable Instant ended) {
    public TaskEntry {
        contexts = Series.of(contexts);
        previous = Ordered.copyOf(previous);
        next = Ordered.copyOf(next);
    }

    /** A run of which nothing was heard yet. */
    public static TaskEntry of(
            String task, int route, List<Integer> contexts, Map<String, Integer> previous, @Nullable RetryState retry) {
        return new TaskEntry(
                task, route, Status.NULL, contexts, previous, Map.of(), false, retry, null, null, null, null);
    }

    /** {@return the key of a task on a route} */
    public static String key(String task, int route) {
        return task + "__r" + route;
    }

    public String key() {
        return key(task, route);
    }

    /** {@return whether an edge was taken} */
    public boolean took(String edge) {
        return next.getOrDefault(edge, false);
    }

    /** {@return the result as the expressions of later tasks see it: of items, a list of theirs} */
    public @Nullable Object results() {
        if (items == null) {
            return result;
        }
        List<@Nullable Object> results = new ArrayList<>(items.size());
        items.forEach(item -> results.add(item.result()));
        return results;
    }

    /** {@return characters and values of what its action, or its items, gave} */
    long resultSize() {
        if (items != null) {
            return items.resultSize();
        }
        return result == null ? 0 : Values.size(result);
    }

    /** {@return the same in a status that it has since a time} */
    public TaskEntry withStatus(Status status, Instant now) {
        boolean begins = started == null && status.isStarting();
        if (status == this.status && !begins && !status.isCompleted() && ended == null) {
            return this;
        }
        return new TaskEntry(
                task,
                route,
                status,
                contexts,
                previous,
                next,
                terminal,
                retry,
                result,
                items,
                begins ? now : started,
                status.isCompleted() ? now : null);
    }

    TaskEntry withNext(String edge, boolean taken) {
        return new TaskEntry(
                task,
                route,
                status,
                contexts,
                previous,
                Ordered.with(next, edge, taken),
                terminal,
                retry,
                result,
                items,
                started,
                ended);
    }

    TaskEntry withTerminal(boolean terminal) {
        return new TaskEntry(
                task, route, status, contexts, previous, next, terminal, retry, result, items, started, ended);
    }

    TaskEntry withRetry(RetryState retry) {
        return new TaskEntry(
                task, route, status, contexts, previous, next, terminal, retry, result, items, started, ended);
    }

    /** {@return the same with what its action gave, or its items} */
    public TaskEntry withResult(@Nullable Object result, @Nullable Items items) {
        return new TaskEntry(
                task, route, status, contexts, previous, next, terminal, retry, result, items, started, ended);
    }
}
