package io.drover.workflow.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.expressions.Jinja;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.Event;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.conduct.Limits;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.StateDocument;
import io.drover.workflow.conduct.Step;
import io.drover.workflow.conduct.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chains at random, each run once in one go and once with its state stored and read back between any two events. */
class ChainInterruptionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));
    private static final Limits LIMITS = new Limits(40, 1, 100_000, 1, 100_000, 10);
    private static final int MOST_EVENTS = 150;

    /** What came of a chain: where it stands, and all that it ever asked for. */
    private record End(State state, List<ActionRequest> actions, Map<String, @Nullable Object> result) {}

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsEqualHoweverOftenItIsInterrupted(long seed) {
        Chain chain = Chain.read(text(new Random(seed)));

        End inOneGo = run(chain, seed, false);
        End interrupted = run(chain, seed, true);

        assertThat(interrupted).isEqualTo(inOneGo);
        assertThat(inOneGo.actions()).isNotEmpty();
    }

    private static End run(Chain chain, long seed, boolean interrupted) {
        Random random = new Random(seed);
        ChainConductor conductor = new ChainConductor(chain, Jinja.strict(), LIMITS);
        State state = conductor.begin(
                Map.of("parent", Map.of("execution_id", "e1")), Map.of("limit", 3L, "who", "Ann \"A\""), NOW);
        Map<String, Object> stored = new HashMap<>(readBack(StateDocument.parts(state)));
        List<ActionRequest> actions = new ArrayList<>();
        Event event = new Requested(Status.RUNNING);
        for (int events = 0; events < MOST_EVENTS; events++) {
            Step step = conductor.next(state, event, NOW);
            actions.addAll(step.actions());
            if (interrupted) {
                stored.putAll(readBack(StateDocument.changes(state, step.state())));
                state = StateDocument.read(stored);
            } else {
                state = step.state();
            }
            if (state.status().isCompleted()) {
                break;
            }
            event = random.nextInt(4) == 0 ? request(random) : report(actions, random);
        }
        return new End(state, actions, conductor.result(state, number -> "e" + number));
    }

    private static Event request(Random random) {
        Status[] requests = {Status.PAUSING, Status.PAUSED, Status.RESUMING, Status.RESUMING, Status.CANCELING};
        return new Requested(requests[random.nextInt(random.nextInt(8) == 0 ? 5 : 4)]);
    }

    private static Event report(List<ActionRequest> actions, Random random) {
        Status[] news = {
            Status.SUCCEEDED,
            Status.SUCCEEDED,
            Status.SUCCEEDED,
            Status.FAILED,
            Status.TIMEOUT,
            Status.PENDING,
            Status.PAUSED,
            Status.RUNNING
        };
        String task = actions.get(actions.size() - 1).task();
        return new Reported(
                task, 0, null, news[random.nextInt(news.length)], Map.of("n", (long) random.nextInt(5), "of", task));
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

    private static String text(Random random) {
        int tasks = 2 + random.nextInt(6);
        StringBuilder text = new StringBuilder("""
                default: t0
                vars: {laps: 0, greeting: "Hello {{ who }}"}
                chain:
                """);
        for (int i = 0; i < tasks; i++) {
            text.append("  - name: t").append(i).append("\n    ref: core.echo\n");
            text.append("    parameters: {message: \"{{ greeting }}\", all: [\"{{ __results }}\", 1]}\n");
            if (random.nextInt(2) == 0) {
                text.append("    publish: {seen: \"{{ t")
                        .append(i)
                        .append(".n }}\", laps: \"{{ laps | int + 1 }}\"}\n");
            }
            branch(text, "on-success", random, tasks);
            branch(text, "on-failure", random, tasks);
        }
        return text.toString();
    }

    private static void branch(StringBuilder text, String branch, Random random, int tasks) {
        String task = "t" + random.nextInt(tasks);
        switch (random.nextInt(6)) {
            case 0 -> {}
            case 1 ->
                text.append("    ")
                        .append(branch)
                        .append(": \"{% if laps | int < limit %}")
                        .append(task)
                        .append("{% endif %}\"\n");
            default ->
                text.append("    ").append(branch).append(": ").append(task).append('\n');
        }
    }
}
