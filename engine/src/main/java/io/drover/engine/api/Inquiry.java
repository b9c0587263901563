package io.drover.engine.api;

import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.StatusChange;
import io.drover.model.json.JsonValues;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question that an execution asks people, and whose answer it waits for (platform spec 6.3).
 *
 * @param id that of the execution
 * @param route whom it is meant for, as rules on {@code core.st2.generic.inquiry} see it
 * @param ttl after how many minutes it times out; 0: never
 * @param users who may respond; empty: everybody
 * @param roles of which one must be held by whoever responds; empty: none
 * @param schema of the response, as StackStorm writes it
 * @param deadline when it times out; null: never
 */
public record Inquiry(
        String id,
        String route,
        long ttl,
        List<String> users,
        List<String> roles,
        Map<String, @Nullable Object> schema,
        @Nullable Instant deadline) {
    /** The runner of actions that ask. */
    public static final String RUNNER = "inquirer";

    /** What is asked for longer than this never times out. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    public Inquiry {
        users = List.copyOf(users);
        roles = List.copyOf(roles);
        schema = JsonValues.copyOf(schema);
    }

    /** Reads the question from the result of an execution that asks it, or has asked it. */
    public static Inquiry of(Execution asking) {
        Map<String, @Nullable Object> asked = asking.result() == null ? Map.of() : asking.result();
        long ttl = asked.get("ttl") instanceof Number minutes ? Math.max(0, minutes.longValue()) : 0;
        return new Inquiry(
                asking.id(),
                asked.get("route") instanceof String route ? route : "",
                ttl,
                names(asked.get("users")),
                names(asked.get("roles")),
                asked.get("schema") instanceof Map<?, ?> schema ? JsonValues.copyOf(schema) : Map.of(),
                deadline(asking, ttl));
    }

    private static List<String> names(@Nullable Object value) {
        return value instanceof Collection<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static @Nullable Instant deadline(Execution asking, long ttl) {
        if (ttl == 0 || ttl > LONGEST.toMinutes()) {
            return null;
        }
        Stream<Instant> asked = asking.log().stream()
                .filter(change -> change.status() == ExecutionStatus.PENDING)
                .map(StatusChange::at);
        return asked.findFirst().orElse(asking.requestedAt()).plus(Duration.ofMinutes(ttl));
    }
}
