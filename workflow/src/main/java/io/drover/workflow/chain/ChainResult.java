package io.drover.workflow.chain;

import io.drover.workflow.conduct.ErrorEntry;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.TaskEntry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The result of a chain's execution, as StackStorm's runner gives it (platform spec 5.3). */
final class ChainResult {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ChainResult() {}

    static Map<String, @Nullable Object> of(State state, IntFunction<@Nullable String> executions) {
        List<Map<String, @Nullable Object>> tasks = new ArrayList<>();
        for (int i = 0; i < state.sequence().size(); i++) {
            TaskEntry entry = state.sequence().get(i);
            if (!entry.status().isActive()) {
                tasks.add(task(entry, executions.apply(i)));
            }
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("tasks", tasks);
        if (!Boolean.FALSE.equals(ChainData.inputs(state).get("display_published"))) {
            result.put("published", ChainData.published(state));
        }
        if (!state.errors().isEmpty()) {
            result.put("error", state.errors().stream().map(ErrorEntry::message).collect(Collectors.joining(" ")));
        }
        return result;
    }

    private static Map<String, @Nullable Object> task(TaskEntry entry, @Nullable String execution) {
        Map<String, @Nullable Object> task = new LinkedHashMap<>();
        task.put("id", entry.task());
        task.put("name", entry.task());
        task.put("execution_id", execution);
        task.put("liveaction_id", execution); // an execution and its live action are one here
        task.put("workflow", null);
        Instant started = Objects.requireNonNull(entry.started());
        task.put("created_at", TIME.format(started));
        task.put("updated_at", TIME.format(entry.ended() == null ? started : entry.ended()));
        task.put("state", entry.status().text());
        task.put("result", entry.result());
        return task;
    }
}
