package io.drover.workflow.conduct;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
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
        @Nullable List<Item> items,
        boolean completed,
        boolean cleanUp) {
    public StagedTask {
        contexts = List.copyOf(contexts);
        previous = Collections.unmodifiableMap(new LinkedHashMap<>(previous));
    }

    /** A task that may start at once. */
    public static StagedTask of(String task, int route, List<Integer> contexts, Map<String, Integer> previous) {
        return new StagedTask(task, route, contexts, previous, true, null, null, false, false);
    }

    boolean isNext() {
        return ready && !completed;
    }

    StagedTask withArrival(List<Integer> more, String edge, int from) {
        List<Integer> all = new ArrayList<>(contexts);
        all.addAll(more);
        Map<String, Integer> origins = new LinkedHashMap<>(previous);
        origins.put(edge, from);
        return new StagedTask(task, route, all, origins, ready, retry, null, false, cleanUp);
    }

    StagedTask withReady(boolean ready) {
        return new StagedTask(task, route, contexts, previous, ready, retry, items, completed, cleanUp);
    }

    StagedTask withRetry(RetryState retry) {
        return new StagedTask(task, route, contexts, previous, ready, retry, items, completed, cleanUp);
    }

    StagedTask withItems(List<Item> items) {
        return new StagedTask(task, route, contexts, previous, ready, retry, items, completed, cleanUp);
    }

    StagedTask withItem(int index, Item item) {
        List<Item> all = new ArrayList<>(items == null ? List.of() : items);
        all.set(index, item);
        return withItems(Collections.unmodifiableList(all));
    }

    StagedTask withCompleted(boolean completed) {
        return new StagedTask(task, route, contexts, previous, ready, retry, items, completed, cleanUp);
    }

    StagedTask forCleanUp() {
        return new StagedTask(task, route, contexts, previous, ready, retry, items, completed, true);
    }
}
