package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Rerun;
import io.drover.workflow.conduct.Event.RerunTask;
import io.drover.workflow.definition.Option;
import io.drover.workflow.definition.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workflows at random, each run once in one go and once with its state stored and read back between any two events. */
class InterruptionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));
    private static final int MOST_EVENTS = 150;

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsEqualHoweverOftenItIsInterrupted(long seed) {
        Workflow workflow = Workflow.read(text(new Random(seed)));

        State inOneGo = run(workflow, seed, false);
        State interrupted = run(workflow, seed, true);

        assertThat(interrupted).isEqualTo(inOneGo);
        assertThat(inOneGo.sequence()).isNotEmpty();
    }

    private static State run(Workflow workflow, long seed, boolean interrupted) {
        Random random = new Random(seed);
        Set<Quirk> quirks = seed % 2 == 0 ? Quirk.standard() : Quirk.all();
        Conductor conductor = new Conductor(workflow, quirks, Limits.standard());
        State state = conductor.begin(Map.of(), Map.of("limit", 3L), NOW);
        Map<String, Object> stored = new HashMap<>(readBack(StateDocument.parts(state)));
        List<ActionRequest> running = new ArrayList<>();
        Event event = new Event.Requested(Status.RUNNING);
        for (int events = 0; events < MOST_EVENTS; events++) {
            Step step = conductor.next(state, event, NOW);
            running.addAll(step.actions());
            if (interrupted) {
                stored.putAll(readBack(StateDocument.changes(state, step.state())));
                state = StateDocument.read(stored);
            } else {
                state = step.state();
            }
            if (running.isEmpty() && (!state.status().isCompleted() || random.nextInt(3) == 0)) {
                break;
            }
            if (running.isEmpty() || random.nextInt(60) == 0) {
                event = rerun(state, random);
            } else {
                event = random.nextInt(20) == 0 ? request(random) : report(running, random);
            }
        }
        return state;
    }

    private static Event request(Random random) {
        Status[] requests = {Status.PAUSED, Status.RESUMING, Status.CANCELED};
        return new Event.Requested(requests[random.nextInt(10) == 0 ? 2 : random.nextInt(2)]);
    }

    private static Event rerun(State state, Random random) {
        List<RerunTask> tasks = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            TaskEntry entry =
                    state.sequence().get(random.nextInt(state.sequence().size()));
            tasks.add(new RerunTask(entry.task(), entry.route(), random.nextBoolean()));
        }
        return new Rerun(tasks);
    }

    private static Event report(List<ActionRequest> running, Random random) {
        ActionRequest action = running.remove(random.nextInt(running.size()));
        Status[] ends = {
            Status.SUCCEEDED, Status.SUCCEEDED, Status.SUCCEEDED, Status.FAILED, Status.TIMEOUT, Status.FAILED
        };
        if (random.nextInt(40) == 0) {
            ends[0] = Status.CANCELED;
        }
        return new Reported(
                action.task(),
                action.route(),
                action.item(),
                ends[random.nextInt(ends.length)],
                Map.of("n", (long) random.nextInt(5), "of", action.task()));
    }

    private static Map<String, Object> readBack(Map<String, Object> parts) {
        try {
            Map<String, Object> read = new HashMap<>();
            for (Map.Entry<String, Object> part : parts.entrySet()) {
                read.put(part.getKey(), JSON.readValue(JSON.writeValueAsString(part.getValue()), Object.class));
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tasks lead on to later ones; now and then back to an earlier one, a few times at most. */
    private static String text(Random random) {
        int tasks = 3 + random.nextInt(6);
        StringBuilder text = new StringBuilder("""
                version: 1.0
                input: [limit]
                vars: [{laps: 0}, {seen: {}}]
                output: [{laps: <% ctx(laps) %>}, {seen: <% ctx(seen) %>}]
                tasks:
                """);
        if (random.nextInt(3) == 0) {
            text.insert(0, "tags: [" + Option.RUN_JOIN_AGAIN.tag() + "]\n");
        }
        for (int i = 0; i < tasks; i++) {
            text.append("  t").append(i).append(":\n");
            if (random.nextInt(8) > 0) {
                text.append("    action: core.echo message=<% ctx(seen) %>\n");
                if (random.nextInt(5) == 0) {
                    text.append("    with: {items: \"<% [1, 2, 3] %>\", concurrency: ")
                            .append(1 + random.nextInt(3))
                            .append("}\n");
                }
            }
            if (i > 1 && random.nextInt(4) == 0) {
                text.append("    join: ")
                        .append(random.nextBoolean() ? "all" : "1")
                        .append('\n');
            }
            if (random.nextInt(6) == 0) {
                text.append("    retry: {count: 1, delay: 1")
                        .append(random.nextInt(3) == 0 ? ", when: <% completed() %>" : "")
                        .append("}\n");
            }
            text.append("    next:\n");
            for (int j = 0; j < 1 + random.nextInt(2); j++) {
                text.append(transition(random, i, tasks));
            }
        }
        return text.toString();
    }

    private static String transition(Random random, int from, int tasks) {
        String[] conditions = {"succeeded()", "failed()", "completed()"};
        String condition = conditions[random.nextInt(conditions.length)];
        String publish = "{seen: {t" + from + ": <% result() %>}}";
        String target = from + 1 < tasks ? "t" + (from + 1 + random.nextInt(tasks - from - 1)) : "noop";
        if (from > 1 && random.nextInt(6) == 0) {
            condition += " and ctx(laps) < ctx(limit)";
            publish += ", {laps: <% ctx(laps) + 1 %>}";
            target = "t" + (1 + random.nextInt(from - 1));
        } else if (random.nextInt(12) == 0) {
            target = random.nextBoolean() ? "fail" : "noop";
        }
        return "      - {when: \"<% " + condition + " %>\", publish: [" + publish + "], do: [" + target + "]}\n";
    }
}
