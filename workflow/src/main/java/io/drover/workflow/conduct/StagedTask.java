package io.drover.workflow.conduct;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task that some branch has reached and that is to start; one with items stays here while they run.
 *
 * @param contexts numbers of the contexts that it will see
 * @param previous entries that led here, by edge
 * @param ready whether it may start; a join waits for its branches
 * @param retry where it is to run again: how often that was so already; else null
 * @param items null before they are known
 * @param elements the list that the items were made of; null before it is known, and where it is too large to be kept or
 *     no plain JSON
 * @param completed whether it has ended, and waits here for a rerun alone
 * @param cleanUp whether it starts although the workflow has failed
 */
public record StagedTask(
        String task,
        int route,
        List<Integer> contexts,
        Map<String, Integer> previous,
        boolean ready,
        @Nullable RetryState retry,
        @Nullable Items items,
        @Nullable List<? extends @Nullable Object> elements,
        boolean completed,
        boolean cleanUp) {
    public StagedTask {
        contexts = Series.of(contexts);
        previous = Ordered.copyOf(previous);
    }

    /** A task that may start at once. */
    public static StagedTask of(String task, int route, List<Integer> contexts, Map<String, Integer> previous) {
        return new StagedTask(task, route, contexts, previous, true, null, null, null, false, false);
    }

    boolean isNext() {
        return ready && !completed;
    }

    StagedTask withArrival(List<Integer> more, String edge, int from) {
        return new StagedTask(
                task,
                route,
                Series.of(contexts).plusAll(more),
                Ordered.with(previous, edge, from),
                ready,
                retry,
                null,
                null,
                false,
                cleanUp);
    }

    StagedTask withReady(boolean ready) {
        return new StagedTask(task, route, contexts, previous, ready, retry, items, elements, completed, cleanUp);
    }

    StagedTask withRetry(RetryState retry) {
        return new StagedTask(task, route, contexts, previous, ready, retry, items, elements, completed, cleanUp);
    }

    StagedTask withItems(Items items) {
        return withItems(items, elements);
    }

    StagedTask withItems(Items items, @Nullable List<? extends @Nullable Object> elements) {
        return new StagedTask(task, route, contexts, previous, ready, retry, items, elements, completed, cleanUp);
    }

    StagedTask withCompleted(boolean completed) {
        return new StagedTask(task, route, contexts, previous, ready, retry, items, elements, completed, cleanUp);
    }

    StagedTask forCleanUp() {
        return new StagedTask(task, route, contexts, previous, ready, retry, items, elements, completed, true);
    }
}
