package io.drover.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.ActionRequest;
import io.drover.workflow.conduct.Conductor;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.conduct.Step;
import io.drover.workflow.conduct.Surroundings;
import io.drover.workflow.definition.Workflow;
import io.drover.workflow.inspect.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The workflows that are measured, run by the conductor alone. */
class BenchWorkflowsTest {
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));

    @TempDir
    private Path packs;

    @BeforeEach
    void write() throws IOException {
        BenchWorkflows.write(packs);
    }

    @ParameterizedTest
    @CsvSource({"sequence, 10, 1", "parallel, 11, 10", "long, 100, 1", "items, 120, 50", "large, 21, 20"})
    void eachSucceedsWithSoManyActionsOfWhichSoManyRunAtOnce(String name, int actions, int atOnce) throws IOException {
        Workflow workflow = Workflow.read(Files.readString(
                packs.resolve(BenchWorkflows.PACK).resolve("actions/workflows").resolve(name + ".yaml")));
        Conductor conductor = new Conductor(workflow);
        Deque<ActionRequest> running = new ArrayDeque<>();
        Map<String, Long> inputs = Map.of("count", 120L, "bytes", 8L);
        Step step = conductor.next(conductor.begin(Map.of(), inputs, NOW), new Requested(Status.RUNNING), NOW);
        int ended = 0;
        int most = 0;
        running.addAll(step.actions());

        while (!running.isEmpty()) {
            most = Math.max(most, running.size());
            ActionRequest action = running.remove();
            ended++;
            Map<String, Object> result = Map.of("body", "xxxxxxxx");
            step = conductor.next(
                    step.state(),
                    new Reported(action.task(), action.route(), action.item(), Status.SUCCEEDED, result),
                    NOW);
            running.addAll(step.actions());
        }

        assertThat(Inspection.of(workflow, Set.of()).findings()).isEmpty();
        assertThat(step.state().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(ended).isEqualTo(actions);
        assertThat(most).isEqualTo(atOnce);
    }
}
