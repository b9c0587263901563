package io.drover.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs from their arguments to the line that other programs read. */
class BenchTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aLoadIsOverWhenTheLastExecutionIs(@TempDir Path data) throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(Duration.ofMillis(400))) {
            tellOf(daemon, data);
            int code = run(
                    "load",
                    "--data-dir",
                    data.toString(),
                    "--warm-up",
                    "1",
                    "--duration",
                    "1",
                    "--rate",
                    "50",
                    "--executions-per-event",
                    "1");

            JsonNode report = report();
            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
            assertThat(code).isZero();
            assertThat(report.path("accepted").longValue()).isEqualTo(50);
            assertThat(report.path("executions").longValue()).isEqualTo(50);
            assertThat(report.path("finished_seconds").doubleValue())
                    .isGreaterThanOrEqualTo(report.path("sending_seconds").doubleValue() + 0.3);
            assertThat(report.path("events_per_second").doubleValue()).isBetween(10.0, 37.0);
            assertThat(report.path("resident_bytes").longValue()).isPositive();
            assertThat(report.path("p50_ms").isDouble()).isTrue();
            assertThat(report.path("p99_9_ms").isDouble()).isTrue();
            assertThat(daemon.bodies()).hasSize(100);
        }
    }

    @Test
    void rulesAreMeasuredWithoutADaemon(@TempDir Path work) throws IOException, InterruptedException {
        int code = run(
                "rules",
                "--only",
                "sequence,memory,load",
                "--events",
                "640",
                "--warm-up",
                "64",
                "--live",
                "500",
                "--rules",
                "10",
                "--work",
                work.toString());

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(code).isZero();
        assertThat(report())
                .extracting(figure -> figure.path("what").asText())
                .satisfiesExactly(
                        what -> assertThat(what).startsWith("A→B, every A with its B, 10,000 live; "),
                        what -> assertThat(what).startsWith("A→B, every A with its B, 100,000 live; "),
                        what -> assertThat(what).isEqualTo("500 live events of A→B with their payloads, each"),
                        what -> assertThat(what)
                                .startsWith("longest tick while they leave, 100 ms after the other (0 stay)"),
                        what -> assertThat(what)
                                .isEqualTo("longest pause for another rule's event while 500 leave at once"),
                        what -> assertThat(what).isEqualTo("10 rules read from YAML and made ready"));
    }

    @Test
    void aLoadFailsWhereExecutionsAreMissing(@TempDir Path data) throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(Duration.ZERO)) {
            tellOf(daemon, data);
            int code = run(
                    "load",
                    "--data-dir",
                    data.toString(),
                    "--warm-up",
                    "0",
                    "--duration",
                    "1",
                    "--rate",
                    "20",
                    "--executions-per-event",
                    "2");

            assertThat(code).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains("there should be 40 executions, but there are 20");
        }
    }

    @Test
    void latenciesCountFromTheRequestToTheEndThatTheDaemonTells(@TempDir Path data)
            throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(Duration.ZERO)) {
            tellOf(daemon, data);
            int code = run("latency", "--data-dir", data.toString(), "--warm-up", "2", "--count", "10");

            assertThat(code).isZero();
            assertThat(report().path("executions").longValue()).isEqualTo(10);
            assertThat(report().path("p50_ms").doubleValue()).isBetween(0.0, 1000.0);
        }
    }

    @Test
    void refusesWrongArguments() throws InterruptedException {
        assertThat(run()).isEqualTo(2);
        assertThat(run("load", "--rat", "max")).isEqualTo(2);
        assertThat(run("load", "--url", "http://127.0.0.1:1", "--rate")).isEqualTo(2);
        assertThat(run("latency")).isEqualTo(2);
        assertThat(run("start", "--home", "x", "--work", "y", "--runs", "many")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("a command is missing or unknown")
                .contains("unknown option '--rat'")
                .contains("option --rate lacks its value")
                .contains("give --data-dir, or --url and --token-file")
                .contains("--runs 'many' is no whole number")
                .contains("usage: bench COMMAND");
    }

    @Test
    void saysThatADistributionIsMissing(@TempDir Path folder) throws InterruptedException {
        int code = run(
                "figures",
                "--work",
                folder.resolve("work").toString(),
                "--distribution",
                folder.resolve("none.tar.gz").toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("none.tar.gz could not be unpacked");
    }

    private int run(String... arguments) throws InterruptedException {
        return Bench.run(new ArrayList<>(List.of(arguments)), print(out), print(err));
    }

    private JsonNode report() throws IOException {
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }

    private static void tellOf(FakeDaemon daemon, Path data) throws IOException {
        Path run = Files.createDirectories(data.resolve("run"));
        Files.writeString(
                run.resolve("http.json"),
                "{\"url\": \"" + daemon.url() + "\", \"pid\": "
                        + ProcessHandle.current().pid() + "}");
        Files.writeString(run.resolve("admin-token"), FakeDaemon.TOKEN + "\n");
    }

    private static PrintStream print(ByteArrayOutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }
}
