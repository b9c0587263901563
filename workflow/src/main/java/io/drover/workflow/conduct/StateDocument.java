package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A state as plain JSON, in parts that can be stored each on its own: a small {@code head}, and one part for each context
 * ({@code context/3}), each run of a task ({@code task/12}), each item of a staged task ({@code item/t__r0/7}) and each
 * error ({@code error/0}).
 */
public final class StateDocument {
    private static final String HEAD = "head";

    private StateDocument() {}

    /** {@return all parts by name} */
    public static Map<String, Object> parts(State state) {
        return changes(State.NOTHING, state);
    }

    /**
     * {@return the parts that differ from those of an earlier state of the same run; a part is never taken away, as the
     * head says which ones count}
     */
    public static Map<String, Object> changes(State before, State after) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put(HEAD, head(after));
        for (int i = 0; i < after.contexts().size(); i++) {
            if (isNew(before.contexts(), after.contexts(), i)) {
                parts.put("context/" + i, after.contexts().get(i));
            }
        }
        for (int i = 0; i < after.sequence().size(); i++) {
            if (isNew(before.sequence(), after.sequence(), i)) {
                parts.put("task/" + i, entry(after.sequence().get(i)));
            }
        }
        for (int i = 0; i < after.errors().size(); i++) {
            if (isNew(before.errors(), after.errors(), i)) {
                parts.put("error/" + i, after.errors().get(i).document());
            }
        }
        after.staged().forEach(staged -> items(before, staged, parts));
        return parts;
    }

    // what a step leaves alone is the very same object after it; whether another one is equal costs more than to store
    // it
    @SuppressWarnings("ReferenceEquality")
    private static <T> boolean isNew(List<T> before, List<T> after, int i) {
        return i >= before.size() || before.get(i) != after.get(i);
    }

    private static void items(State before, StagedTask staged, Map<String, Object> parts) {
        List<Item> items = staged.items() == null ? List.of() : staged.items();
        List<Item> known = before.staged().stream()
                .filter(one -> one.task().equals(staged.task()) && one.route() == staged.route())
                .findFirst()
                .map(StagedTask::items)
                .orElse(List.of());
        for (int i = 0; i < items.size(); i++) {
            if (isNew(known, items, i)) {
                parts.put("item/" + TaskEntry.key(staged.task(), staged.route()) + "/" + i, item(items.get(i)));
            }
        }
    }

    private static Map<String, @Nullable Object> head(State state) {
        Map<String, @Nullable Object> head = new LinkedHashMap<>();
        head.put("status", state.status().text());
        head.put("pause_requested", state.pauseRequested());
        head.put("routes", state.routes());
        head.put("tasks", state.newest());
        head.put("staged", state.staged().stream().map(StateDocument::staged).toList());
        head.put("output", state.output());
        head.put("reruns", state.reruns());
        head.put("context_size", state.contextSize());
        head.put("contexts", state.contexts().size());
        head.put("sequence", state.sequence().size());
        head.put("errors", state.errors().size());
        return head;
    }

    private static Map<String, @Nullable Object> staged(StagedTask staged) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", staged.task());
        document.put("route", staged.route());
        document.put("ctxs", staged.contexts());
        document.put("prev", staged.previous());
        document.put("ready", staged.ready());
        document.put("retry", staged.retry() == null ? null : retry(staged.retry()));
        document.put("items", staged.items() == null ? null : staged.items().size());
        document.put("completed", staged.completed());
        document.put("run_on_fail", staged.cleanUp());
        return document;
    }

    private static Map<String, @Nullable Object> entry(TaskEntry entry) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", entry.task());
        document.put("route", entry.route());
        document.put("status", entry.status().text());
        document.put("ctxs", entry.contexts());
        document.put("prev", entry.previous());
        document.put("next", entry.next());
        document.put("term", entry.terminal());
        document.put("retry", entry.retry() == null ? null : retry(entry.retry()));
        document.put("result", entry.result());
        document.put(
                "items",
                entry.items() == null
                        ? null
                        : entry.items().stream().map(StateDocument::item).toList());
        document.put("started", text(entry.started()));
        document.put("ended", text(entry.ended()));
        return document;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static Map<String, @Nullable Object> item(Item item) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("status", item.status().text());
        document.put("result", item.result());
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
        Map<?, ?> head = map(parts.get(HEAD));
        List<Map<String, @Nullable Object>> contexts = new ArrayList<>();
        for (int i = 0; i < number(head.get("contexts")); i++) {
            contexts.add(Values.plain(map(parts.get("context/" + i))));
        }
        List<TaskEntry> sequence = new ArrayList<>();
        for (int i = 0; i < number(head.get("sequence")); i++) {
            sequence.add(readEntry(map(parts.get("task/" + i))));
        }
        List<ErrorEntry> errors = new ArrayList<>();
        for (int i = 0; i < number(head.get("errors")); i++) {
            errors.add(readError(map(parts.get("error/" + i))));
        }
        List<StagedTask> staged = new ArrayList<>();
        list(head.get("staged")).forEach(one -> staged.add(readStaged(map(one), parts)));
        Map<String, Integer> newest = numbers(head.get("tasks"));
        return new State(
                Status.of((String) Objects.requireNonNull(head.get("status"))),
                Boolean.TRUE.equals(head.get("pause_requested")),
                contexts,
                list(head.get("routes")).stream()
                        .map(route -> list(route).stream().map(String::valueOf).toList())
                        .toList(),
                sequence,
                newest,
                staged,
                errors,
                head.get("output") instanceof Map<?, ?> output ? Values.plain(output) : null,
                list(head.get("reruns")).stream().map(StateDocument::indexes).toList(),
                ((Number) Objects.requireNonNull(head.get("context_size"))).longValue());
    }

    private static StagedTask readStaged(Map<?, ?> document, Map<String, ?> parts) {
        String task = String.valueOf(document.get("id"));
        int route = number(document.get("route"));
        List<Item> items = null;
        if (document.get("items") != null) {
            items = new ArrayList<>();
            for (int i = 0; i < number(document.get("items")); i++) {
                items.add(readItem(map(parts.get("item/" + TaskEntry.key(task, route) + "/" + i))));
            }
        }
        return new StagedTask(
                task,
                route,
                indexes(document.get("ctxs")),
                numbers(document.get("prev")),
                Boolean.TRUE.equals(document.get("ready")),
                readRetry(document.get("retry")),
                items,
                Boolean.TRUE.equals(document.get("completed")),
                Boolean.TRUE.equals(document.get("run_on_fail")));
    }

    private static TaskEntry readEntry(Map<?, ?> document) {
        Map<String, Boolean> next = new LinkedHashMap<>();
        map(document.get("next")).forEach((edge, taken) -> next.put(String.valueOf(edge), Boolean.TRUE.equals(taken)));
        List<Item> items = document.get("items") == null
                ? null
                : list(document.get("items")).stream()
                        .map(item -> readItem(map(item)))
                        .toList();
        return new TaskEntry(
                String.valueOf(document.get("id")),
                number(document.get("route")),
                Status.of(String.valueOf(document.get("status"))),
                indexes(document.get("ctxs")),
                numbers(document.get("prev")),
                next,
                Boolean.TRUE.equals(document.get("term")),
                readRetry(document.get("retry")),
                Values.plain(document.get("result")),
                items,
                instant(document.get("started")),
                instant(document.get("ended")));
    }

    private static @Nullable Instant instant(@Nullable Object text) {
        return text == null ? null : Instant.parse((String) text);
    }

    private static Item readItem(Map<?, ?> document) {
        return new Item(Status.of(String.valueOf(document.get("status"))), Values.plain(document.get("result")));
    }

    private static @Nullable RetryState readRetry(@Nullable Object retry) {
        if (!(retry instanceof Map<?, ?> document)) {
            return null;
        }
        return new RetryState(
                document.get("when"),
                number(document.get("count")),
                document.get("delay") == null ? null : (long) number(document.get("delay")),
                number(document.get("tally")));
    }

    private static ErrorEntry readError(Map<?, ?> document) {
        return new ErrorEntry(
                String.valueOf(document.get("message")),
                (String) document.get("task_id"),
                document.get("route") == null ? null : number(document.get("route")),
                (String) document.get("task_transition_id"),
                Values.plain(document.get("result")));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value, "a part of the state is missing");
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value, "a part of the state is missing");
    }

    private static int number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value, "a part of the state is missing")).intValue();
    }

    private static List<Integer> indexes(@Nullable Object value) {
        return list(value).stream().map(StateDocument::number).toList();
    }

    private static Map<String, Integer> numbers(@Nullable Object value) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        map(value).forEach((name, number) -> numbers.put(String.valueOf(name), number(number)));
        return numbers;
    }
}
