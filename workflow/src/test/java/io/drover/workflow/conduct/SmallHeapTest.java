package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.definition.Workflow;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a workflow may ask for that does not fit into memory ends its run alone: in a process of its own with a heap of 512 MB. */
class SmallHeapTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            items   | has 10000000 items, but at most 100000 are allowed
            counted | BudgetError
            context | The variables of the workflow have
            grown   | The variables of the workflow have
            """)
    void failsTheRunAlone(String what, String message) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Run.class.getName(),
                        what)
                .redirectErrorStream(true)
                .start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains(Status.FAILED.name()).contains(message);
    }

    /** What runs in the other process. */
    static final class Run {
        private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));
        private static final String MANY = """
                version: 1.0
                input: [many]
                tasks: {t: {with: "<% ctx(many) %>", action: core.noop}}
                """;
        private static final String COUNTED = """
                version: 1.0
                tasks: {t: {with: "<% range(10000000) %>", action: core.noop}}
                """;
        private static final String PUBLISHES = """
                version: 1.0
                vars: [{all: []}]
                tasks:
                  s: {action: core.noop, next: [{do: a}]}
                  a: {action: core.noop, next: [{publish: [{all: "<% ctx(all) + [result()] %>"}], do: a}]}
                """;
        private static final int MOST_LAPS = 100;

        private Run() {}

        public static void main(String[] arguments) throws IOException {
            State state = switch (arguments[0]) {
                case "items" -> begun(MANY, Map.of("many", Collections.nCopies(10_000_000, 1L)));
                case "counted" -> begun(COUNTED, Map.of());
                case "context" -> loop("x".repeat(100_000_000));
                case "grown" -> loop("x".repeat(1_000_000));
                default -> throw new IllegalArgumentException(arguments[0]);
            };
            try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
                out.write((state.status() + " " + state.errors()).getBytes(StandardCharsets.UTF_8));
            }
        }

        private static State begun(String workflow, Map<String, Object> inputs) {
            Conductor conductor = new Conductor(Workflow.read(workflow));
            return conductor
                    .next(conductor.begin(Map.of(), inputs, NOW), new Requested(Status.RUNNING), NOW)
                    .state();
        }

        private static State loop(String result) {
            Conductor conductor = new Conductor(Workflow.read(PUBLISHES));
            State state = ended(conductor, begun(PUBLISHES, Map.of()), "s", "");
            for (int lap = 0; lap < MOST_LAPS && !state.status().isCompleted(); lap++) {
                state = ended(conductor, state, "a", result);
            }
            return state;
        }

        private static State ended(Conductor conductor, State state, String task, String result) {
            Reported news = new Reported(task, 0, null, Status.SUCCEEDED, List.of(result));
            return conductor.next(state, news, NOW).state();
        }
    }
}
