package io.drover.workflow.conduct;

import io.drover.model.workflow.TaskRun;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A state as plain JSON, in parts that can be stored each on its own:
 *
 * <ul>
 *   <li>{@code head}: what is small and changes often
 *   <li>{@code context/3}, {@code route/1}, {@code error/0}, {@code rerun/0}
 *   <li>{@code task/12}: a run of a task; {@code result/12}: what its action gave, as it is
 *   <li>{@code items/2}: the list that items are made of; {@code item/2/7}: one that has started; {@code item/2/7/result}
 *   <li>{@code output}
 * </ul>
 */
public final class StateDocument {
    static final String HEAD = "head";
    static final String TASK = "task/";
    static final String OUTPUT = "output";

    /** In the place of a result that no later task can see. */
    private static final Boolean GONE = false;

    private StateDocument() {}

    /** {@return all parts by name} */
    public static Map<String, Object> parts(State state) {
        return changes(State.NOTHING, state);
    }

    /**
     * {@return the parts that differ from those of an earlier state of the same run; a part is never taken away, as the
     * others say which ones count. This takes time that grows with what differs alone}
     */
    public static Map<String, Object> changes(State before, State after) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put(HEAD, head(after));
        Series<Map<String, @Nullable Object>> contexts =
                KnownContexts.of(before.contexts()).series();
        all("context/", contexts, KnownContexts.of(after.contexts()).series(), parts);
        all("route/", Series.of(before.routes()), Series.of(after.routes()), parts);
        all("rerun/", Series.of(before.reruns()), Series.of(after.reruns()), parts);
        tasks(before, after, parts);
        Series<ErrorEntry> errors = Series.of(after.errors());
        errors.differences(Series.of(before.errors()), i -> parts.put("error/" + i, stored(errors.get(i))));
        after.staged().forEach(staged -> staged(before, staged, parts));
        put(OUTPUT, before.output(), after.output(), parts);
        return parts;
    }

    /**
     * {@return what a part says of a run of a task; empty where it is another part}
     *
     * @param part its name
     * @param ids the id of the run of a task that stands at a place of the sequence
     */
    public static Optional<TaskRun> task(State state, String part, IntFunction<String> ids) {
        if (!part.startsWith(TASK)) {
            return Optional.empty();
        }
        int index = Integer.parseInt(part.substring(TASK.length()));
        TaskEntry entry = state.sequence().get(index);
        return Optional.of(new TaskRun(
                ids.apply(index),
                entry.task(),
                entry.route(),
                entry.status().text(),
                count(state, entry),
                entry.started(),
                entry.ended()));
    }

    /** What is not kept any more must not be read again either. */
    private static void forgotten(int index, TaskEntry old, TaskEntry entry, Map<String, Object> parts) {
        if (old.result() != null && entry.result() == null) {
            parts.put("result/" + index, GONE);
        }
    }

    private static void forgotten(Items items, Map<String, Object> parts) {
        for (int i = 0; i < items.size(); i++) {
            Object result = items.get(i).result();
            if (result != null && Values.size(result) > Values.LONG) {
                parts.put("item/" + items.number() + "/" + i + "/result", GONE);
            }
        }
    }

    private static boolean isKept(Items items, State state, TaskEntry entry) {
        return (entry.items() != null && entry.items().number() == items.number())
                || state.staged().stream()
                        .map(StagedTask::items)
                        .anyMatch(staged -> staged != null && staged.number() == items.number());
    }

    private static @Nullable Integer count(State state, TaskEntry entry) {
        if (entry.items() != null) {
            return entry.items().size();
        }
        Items items = entry.status().isCompleted() ? null : items(state, entry);
        return items == null ? null : items.size();
    }

    private static @Nullable Items items(State state, TaskEntry entry) {
        return state.staged().stream()
                .filter(staged -> staged.task().equals(entry.task()) && staged.route() == entry.route())
                .map(StagedTask::items)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static <T> void all(String name, Series<T> before, Series<T> after, Map<String, Object> parts) {
        after.differences(before, i -> parts.put(name + i, after.get(i)));
    }

    private static void tasks(State before, State state, Map<String, Object> parts) {
        Sequence after = Sequence.of(state.sequence());
        Sequence earlier = Sequence.of(before.sequence());
        after.series().differences(earlier.series(), i -> {
            TaskEntry entry = after.get(i);
            TaskEntry old = i < earlier.size() ? earlier.get(i) : null;
            parts.put(TASK + i, entry(entry, after));
            put("result/" + i, old == null ? null : old.result(), entry.result(), parts);
            if (entry.items() != null) {
                items(before, old, entry.items(), parts);
            }
            if (old != null) {
                forgotten(i, old, entry, parts);
                Items items = old.items() == null && entry.status().isCompleted() ? items(before, entry) : old.items();
                if (items != null && !isKept(items, state, entry)) {
                    forgotten(items, parts);
                }
            }
        });
    }

    // what a step leaves alone is the very same object after it; whether another one is equal costs more than to store
    // it
    private static void put(String name, @Nullable Object before, @Nullable Object after, Map<String, Object> parts) {
        if (after != null && before != after) {
            parts.put(name, after);
        }
    }

    private static void staged(State before, StagedTask staged, Map<String, Object> parts) {
        Items items = staged.items();
        if (items == null) {
            return;
        }
        StagedTask old = before.staged().stream()
                .filter(one -> one.items() != null && one.items().number() == items.number())
                .findFirst()
                .orElse(null);
        put("items/" + items.number(), old == null ? null : old.elements(), staged.elements(), parts);
        items(before, null, items, parts);
    }

    /** The items are written as they end, and not again when the task takes them over. */
    private static void items(State before, @Nullable TaskEntry old, Items items, Map<String, Object> parts) {
        Items known = old != null && old.items() != null && old.items().number() == items.number()
                ? old.items()
                : before.staged().stream()
                        .map(StagedTask::items)
                        .filter(one -> one != null && one.number() == items.number())
                        .findFirst()
                        .orElse(null);
        Series<Item> earlier =
                known == null ? Items.unstarted(items.number(), items.size()).series() : known.series();
        items.series().differences(earlier, i -> {
            Item item = items.get(i);
            if (item.equals(Item.UNSTARTED)) {
                return;
            }
            String name = "item/" + items.number() + "/" + i;
            parts.put(name, item(item));
            put(name + "/result", earlier.get(i).result(), item.result(), parts);
        });
    }

    private static Map<String, @Nullable Object> head(State state) {
        Map<String, @Nullable Object> head = new LinkedHashMap<>();
        head.put("status", state.status().text());
        head.put("pause_requested", state.pauseRequested());
        head.put(
                "staged",
                state.staged().stream()
                        .map(staged -> staged(staged, state.sequence()))
                        .toList());
        head.put("output", state.output() != null);
        head.put("context_size", state.contextSize());
        head.put("contexts", state.contexts().size());
        head.put("routes", state.routes().size());
        head.put("sequence", state.sequence().size());
        head.put("errors", state.errors().size());
        head.put("reruns", state.reruns().size());
        head.put("item_lists", state.itemLists());
        return head;
    }

    private static Map<String, @Nullable Object> staged(StagedTask staged, List<TaskEntry> sequence) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", staged.task());
        document.put("route", staged.route());
        document.put("ctxs", contexts(staged.contexts(), staged.previous(), sequence));
        document.put("prev", staged.previous());
        document.put("ready", staged.ready());
        document.put("retry", staged.retry() == null ? null : retry(staged.retry()));
        document.put("items", staged.items() == null ? null : items(staged.items()));
        document.put("elements", staged.elements() != null);
        document.put("completed", staged.completed());
        document.put("run_on_fail", staged.cleanUp());
        return document;
    }

    private static Map<String, @Nullable Object> entry(TaskEntry entry, List<TaskEntry> sequence) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", entry.task());
        document.put("route", entry.route());
        document.put("status", entry.status().text());
        document.put("ctxs", contexts(entry.contexts(), entry.previous(), sequence));
        document.put("prev", entry.previous());
        document.put("next", entry.next());
        document.put("term", entry.terminal());
        document.put("retry", entry.retry() == null ? null : retry(entry.retry()));
        document.put("result", entry.result() != null);
        document.put("items", entry.items() == null ? null : items(entry.items()));
        document.put("started", text(entry.started()));
        document.put("ended", text(entry.ended()));
        return document;
    }

    /** A task sees what the first that led to it saw, and a little more; in a loop all numbers would be very many. */
    private static Map<String, @Nullable Object> contexts(
            List<Integer> contexts, Map<String, Integer> previous, List<TaskEntry> sequence) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        Series<Integer> numbers = Series.of(contexts);
        Integer first = previous.isEmpty() ? null : previous.values().iterator().next();
        Series<Integer> seen =
                first == null ? Series.of() : Series.of(sequence.get(first).contexts());
        boolean more = numbers.startsWith(seen);
        document.put("after", more ? first : null);
        document.put("more", more ? List.copyOf(numbers.subList(seen.size(), numbers.size())) : numbers);
        return document;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static Map<String, @Nullable Object> items(Items items) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("list", items.number());
        document.put("count", items.size());
        return document;
    }

    private static Map<String, @Nullable Object> item(Item item) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("status", item.status().text());
        document.put("result", item.result() != null);
        return document;
    }

    private static Map<String, @Nullable Object> retry(RetryState retry) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("when", retry.when());
        document.put("count", retry.count());
        document.put("delay", retry.delay());
        document.put("tally", retry.tally());
        return document;
    }

    /**
     * {@return the state that parts were made of}
     *
     * @param parts all of them; those that a later state left behind may be among them
     */
    public static State read(Map<String, ?> parts) {
        return new StoredState(parts).state();
    }

    private static Map<String, @Nullable Object> stored(ErrorEntry error) {
        Map<String, @Nullable Object> document = error.document();
        if (!error.found().isEmpty()) {
            document.put(StoredState.FOUND, error.found());
        }
        return document;
    }
}
