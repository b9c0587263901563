package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads the parts that {@link StateDocument} wrote. */
final class StoredState {
    /** Of an error: the sentence about its values. */
    static final String FOUND = "found";

    private final Map<String, ?> parts;
    private final Map<?, ?> head;

    StoredState(Map<String, ?> parts) {
        this.parts = parts;
        this.head = map(parts.get(StateDocument.HEAD));
    }

    State state() {
        List<TaskEntry> sequence = new ArrayList<>();
        for (int i = 0; i < number(head.get("sequence")); i++) {
            sequence.add(entry(i, sequence));
        }
        return new State(
                Status.of(String.valueOf(head.get("status"))),
                Boolean.TRUE.equals(head.get("pause_requested")),
                all("contexts", i -> Values.plain(map(parts.get("context/" + i)))),
                all(
                        "routes",
                        i -> list(parts.get("route/" + i)).stream()
                                .map(String::valueOf)
                                .toList()),
                sequence,
                list(head.get("staged")).stream()
                        .map(one -> staged(map(one), sequence))
                        .toList(),
                all("errors", i -> error(map(parts.get("error/" + i)))),
                isTrue(head.get("output")) ? Values.plain(map(parts.get(StateDocument.OUTPUT))) : null,
                all(
                        "reruns",
                        i -> list(parts.get("rerun/" + i)).stream()
                                .map(StoredState::number)
                                .toList()),
                ((Number) Objects.requireNonNull(head.get("context_size"))).longValue(),
                number(head.get("item_lists")));
    }

    private <T> List<T> all(String counter, IntFunction<T> part) {
        List<T> all = new ArrayList<>();
        for (int i = 0; i < number(head.get(counter)); i++) {
            all.add(part.apply(i));
        }
        return all;
    }

    private StagedTask staged(Map<?, ?> document, List<TaskEntry> sequence) {
        Items items = items(document.get("items"));
        return new StagedTask(
                String.valueOf(document.get("id")),
                number(document.get("route")),
                contexts(document, sequence),
                numbers(document.get("prev")),
                isTrue(document.get("ready")),
                retry(document.get("retry")),
                items,
                items != null && isTrue(document.get("elements"))
                        ? (List<?>) Values.plain(list(parts.get("items/" + items.number())))
                        : null,
                isTrue(document.get("completed")),
                isTrue(document.get("run_on_fail")));
    }

    private TaskEntry entry(int index, List<TaskEntry> earlier) {
        Map<?, ?> document = map(parts.get(StateDocument.TASK + index));
        Map<String, Boolean> next = new LinkedHashMap<>();
        map(document.get("next")).forEach((edge, taken) -> next.put(String.valueOf(edge), isTrue(taken)));
        return new TaskEntry(
                String.valueOf(document.get("id")),
                number(document.get("route")),
                Status.of(String.valueOf(document.get("status"))),
                contexts(document, earlier),
                numbers(document.get("prev")),
                next,
                isTrue(document.get("term")),
                retry(document.get("retry")),
                isTrue(document.get("result")) ? Values.plain(present(parts.get("result/" + index))) : null,
                items(document.get("items")),
                instant(document.get("started")),
                instant(document.get("ended")));
    }

    private static List<Integer> contexts(Map<?, ?> document, List<TaskEntry> earlier) {
        Map<?, ?> numbers = map(document.get("ctxs"));
        Object after = numbers.get("after");
        Series<Integer> seen = after == null
                ? Series.of()
                : Series.of(earlier.get(number(after)).contexts());
        return seen.plusAll(
                list(numbers.get("more")).stream().map(StoredState::number).toList());
    }

    private @Nullable Items items(@Nullable Object stored) {
        if (stored == null) {
            return null;
        }
        int number = number(map(stored).get("list"));
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < number(map(stored).get("count")); i++) {
            items.add(item("item/" + number + "/" + i));
        }
        return Items.of(number, items);
    }

    private Item item(String name) {
        if (!(parts.get(name) instanceof Map<?, ?> document)) {
            return Item.UNSTARTED;
        }
        return new Item(
                Status.of(String.valueOf(document.get("status"))),
                isTrue(document.get("result")) ? Values.plain(present(parts.get(name + "/result"))) : null);
    }

    private static @Nullable RetryState retry(@Nullable Object retry) {
        if (!(retry instanceof Map<?, ?> document)) {
            return null;
        }
        return new RetryState(
                document.get("when"),
                number(document.get("count")),
                document.get("delay") == null ? null : (long) number(document.get("delay")),
                number(document.get("tally")));
    }

    private static ErrorEntry error(Map<?, ?> document) {
        return new ErrorEntry(
                String.valueOf(document.get("message")),
                (String) document.get("task_id"),
                document.get("route") == null ? null : number(document.get("route")),
                (String) document.get("task_transition_id"),
                Values.plain(document.get("result")),
                document.get(FOUND) instanceof String found ? found : "");
    }

    private static @Nullable Instant instant(@Nullable Object text) {
        return text == null ? null : Instant.parse((String) text);
    }

    private static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }

    private static Object present(@Nullable Object value) {
        return Objects.requireNonNull(value, "a part of the state is missing");
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) present(value);
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) present(value);
    }

    private static int number(@Nullable Object value) {
        return ((Number) present(value)).intValue();
    }

    private static Map<String, Integer> numbers(@Nullable Object value) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        map(value).forEach((name, number) -> numbers.put(String.valueOf(name), number(number)));
        return numbers;
    }
}
