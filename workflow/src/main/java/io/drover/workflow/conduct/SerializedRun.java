package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import io.drover.workflow.definition.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A run as StackStorm's engine writes it: {@code spec}, {@code state}, {@code errors}, {@code output} (spec of Orquesta,
 * section 13). Results of tasks are not in it, only what was published of them.
 */
public record SerializedRun(Workflow workflow, State state) {

    /**
     * Reads a run.
     *
     * @throws IllegalArgumentException where a part is missing or of the wrong kind
     */
    public static SerializedRun read(Map<?, ?> document) {
        Map<String, @Nullable Object> definition =
                new LinkedHashMap<>(Values.plain(map(map(document, "spec"), "spec")));
        definition.put("version", "1.0");
        return new SerializedRun(Workflow.of(definition), state(document, map(document, "state")));
    }

    private static State state(Map<?, ?> document, Map<?, ?> state) {
        List<Map<String, @Nullable Object>> contexts = maps(state, "contexts").stream()
                .map(context -> Values.plain(context))
                .toList();
        return new State(
                status(state),
                false,
                contexts,
                list(state, "routes").stream().map(route -> strings(route)).toList(),
                maps(state, "sequence").stream().map(SerializedRun::entry).toList(),
                IntStream.range(0, maps(state, "staged").size())
                        .mapToObj(i -> staged(maps(state, "staged").get(i), i))
                        .toList(),
                maps(document, "errors").stream().map(SerializedRun::error).toList(),
                document.get("output") instanceof Map<?, ?> output ? Values.plain(output) : null,
                list(state, "reruns").stream().map(SerializedRun::indexes).toList(),
                Values.size(contexts),
                maps(state, "staged").size());
    }

    private static TaskEntry entry(Map<?, ?> entry) {
        Map<String, Boolean> next = new LinkedHashMap<>();
        map(entry, "next").forEach((edge, taken) -> next.put(String.valueOf(edge), Boolean.TRUE.equals(taken)));
        return new TaskEntry(
                String.valueOf(entry.get("id")),
                number(entry.get("route")),
                status(entry),
                indexes(map(entry, "ctxs").get("in")),
                numbers(map(entry, "prev")),
                next,
                Boolean.TRUE.equals(entry.get("term")),
                retry(entry.get("retry")),
                null,
                null,
                null,
                null);
    }

    private static StagedTask staged(Map<?, ?> staged, int number) {
        List<Item> items = staged.get("items") == null
                ? null
                : maps(staged, "items").stream()
                        .map(item -> new Item(status(item), Values.plain(item.get("result"))))
                        .toList();
        return new StagedTask(
                String.valueOf(staged.get("id")),
                number(staged.get("route")),
                indexes(map(staged, "ctxs").get("in")),
                numbers(map(staged, "prev")),
                Boolean.TRUE.equals(staged.get("ready")),
                retry(staged.get("retry")),
                items == null ? null : Items.of(number, items),
                null,
                Boolean.TRUE.equals(staged.get("completed")),
                Boolean.TRUE.equals(staged.get("run_on_fail")));
    }

    private static @Nullable RetryState retry(@Nullable Object retry) {
        if (!(retry instanceof Map<?, ?> members)) {
            return null;
        }
        Object delay = members.get("delay");
        return new RetryState(
                members.get("when"),
                number(members.get("count")),
                delay == null ? null : (long) number(delay),
                members.get("tally") == null ? 0 : number(members.get("tally")));
    }

    private static ErrorEntry error(Map<?, ?> error) {
        return new ErrorEntry(
                String.valueOf(error.get("message")),
                error.get("task_id") instanceof String task ? task : null,
                error.get("route") == null ? null : number(error.get("route")),
                error.get("task_transition_id") instanceof String edge ? edge : null,
                Values.plain(error.get("result")));
    }

    private static Status status(Map<?, ?> holder) {
        Object status = holder.get("status");
        return status == null ? Status.NULL : Status.of(String.valueOf(status));
    }

    /** {@return a mapping in another, an empty one where there is none} */
    private static Map<?, ?> map(Map<?, ?> holder, String name) {
        Object value = holder.get(name);
        if (value != null && !(value instanceof Map)) {
            throw new IllegalArgumentException(
                    "Expected a mapping as \"" + name + "\" of a run, but found another value.");
        }
        return value == null ? Map.of() : (Map<?, ?>) value;
    }

    /** {@return a list in a mapping, an empty one where there is none} */
    private static List<?> list(Map<?, ?> holder, String name) {
        Object value = holder.get(name);
        return value == null ? List.of() : list(value);
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("Expected a list in a run, but found \"" + value + "\".");
    }

    private static List<Map<?, ?>> maps(Map<?, ?> holder, String name) {
        List<Map<?, ?>> maps = new ArrayList<>();
        for (Object element : list(holder, name)) {
            if (!(element instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException(
                        "Expected mappings in \"" + name + "\" of a run, but found \"" + element + "\".");
            }
            maps.add(map);
        }
        return maps;
    }

    private static List<String> strings(@Nullable Object value) {
        return list(value).stream().map(String::valueOf).toList();
    }

    private static int number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalArgumentException("Expected a number in a run, but found \"" + value + "\".");
    }

    private static List<Integer> indexes(@Nullable Object value) {
        return list(value).stream().map(SerializedRun::number).toList();
    }

    private static Map<String, Integer> numbers(Map<?, ?> values) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        values.forEach((name, number) -> numbers.put(String.valueOf(name), number(number)));
        return numbers;
    }
}
