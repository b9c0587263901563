package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Rehearsal files of workflows, tried without a daemon. */
class RehearsalTest {
    private static final String GOOD = """
            workflow: actions/workflows/two.yaml
            expected_task_sequence: [a, b]
            """;

    private static final String BAD = """
            workflow: actions/workflows/two.yaml
            mock_action_executions: [{task_id: a, status: failed, result: "<no & \\u0007>"}]
            expected_task_sequence: [a, b]
            expected_output: {x: 1}
            """;

    @TempDir
    private Path pack;

    @BeforeEach
    void write() throws IOException {
        write("actions/workflows/two.yaml", """
                version: 1.0
                tasks:
                  a: {action: x.y, next: [{when: <% succeeded() %>, do: b}]}
                  b: {action: x.y}
                output: [{x: 2}]
                """);
        write("tests/good.yaml", GOOD);
    }

    private void write(String file, String text) throws IOException {
        Path path = pack.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Outcome rehearse(String... args) {
        List<String> all = new ArrayList<>(List.of("workflow", "rehearse", "-p", pack.toString()));
        all.addAll(List.of(args));
        return Outcome.of(Map.of(), "", all.toArray(String[]::new));
    }

    @Test
    void saysThatARehearsalPassed() {
        assertThat(rehearse("-f", "tests/good.yaml"))
                .isEqualTo(new Outcome(ExitCode.OK, "tests/good.yaml: passed\n1 tried, 0 failed\n", ""));
    }

    @Test
    void tellsWhatWasExpectedAndFoundAndEndsWithOne() throws IOException {
        write("tests/bad.yaml", BAD);

        assertThat(rehearse("-d", "tests")).isEqualTo(new Outcome(1, """
                        tests/bad.yaml: failed
                          expected_task_sequence
                            expected: ["a", "b"]
                            found:    ["a"]
                          expected_workflow_status
                            expected: "succeeded"
                            found:    "failed"
                          expected_output
                            expected: {"x": 1}
                            found:    {"x": 2}
                        tests/good.yaml: passed
                        2 tried, 1 failed
                        """, ""));
    }

    @Test
    void tellsEachStepWhereItIsAskedTo() {
        assertThat(rehearse("-f", "tests/good.yaml", "--debug").err())
                .contains("tests/good.yaml: {\"n\": 0", "\"e\": \"action\", \"task\": \"b\"");
    }

    @Test
    void aFileThatCannotBeTriedFails() throws IOException {
        write("tests/odd.yaml", "{workflow: gone.yaml, expected_task_sequence: []}");

        Outcome outcome = rehearse("-f", "tests/odd.yaml");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.out()).contains("tests/odd.yaml: failed\n  Tried to read the file \"gone.yaml\"");
    }

    @Test
    void saysWhichFileIsNotThereAndWhichIsNear() throws IOException {
        write("tests/near.yaml", "{workflow: tests/god.yaml, expected_task_sequence: []}");
        Files.write(pack.resolve("tests/binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThat(rehearse("-f", "tests/near.yaml").out())
                .contains("Tried to read the file \"tests/god.yaml\" in \"" + pack
                        + "\", but there is none. Did you mean 'good.yaml'?");
        assertThat(rehearse("-f", "tests/binary.yaml").out()).contains("but it is not text in UTF-8.");
        assertThat(rehearse("-f", "tests").out()).contains("but it is a folder.");
    }

    @Test
    void aRehearsalOfAPackThatLacksItsSequenceIsNotPassedOver() throws IOException {
        write("tests/lacks.yaml", "workflow: actions/workflows/a.yaml\nexpected_output: null\n");

        assertThat(Outcome.of(Map.of(), "", "pack", "test", pack.toString()).out())
                .contains("tests/lacks.yaml: failed\n");
    }

    @Test
    void givesItsResultsAsJson() {
        assertThat(Json.parse(rehearse("-f", "tests/good.yaml", "-j").out()))
                .isEqualTo(List.of(Map.of("file", "tests/good.yaml", "passed", true, "differences", List.of())));
    }

    @Test
    void writesAReportForContinuousBuilds() throws Exception {
        write("tests/bad.yaml", BAD);
        write("tests/odd.yaml", "{workflow: gone.yaml, expected_task_sequence: []}");
        Path report = pack.resolve("report.xml");

        rehearse("-d", "tests", "--junit", report.toString());

        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        assertThat(suite.getTagName()).isEqualTo("testsuite");
        assertThat(List.of("tests", "failures", "errors", "skipped"))
                .extracting(suite::getAttribute)
                .containsExactly("3", "1", "1", "0");
        Element bad = (Element) suite.getElementsByTagName("testcase").item(0);
        assertThat(bad.getAttribute("classname")).isEqualTo("tests");
        assertThat(bad.getAttribute("name")).isEqualTo("bad.yaml");
        assertThat(bad.getElementsByTagName("failure").item(0).getTextContent())
                .startsWith("expected_task_sequence\n  expected: [\"a\", \"b\"]\n  found:    [\"a\"]\n");
        assertThat(suite.getElementsByTagName("error")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("message")
                        .getNodeValue())
                .contains("gone.yaml");
    }

    @Test
    void testsAPackByAllItsRehearsalsAndInspectsWhatHasNone() throws IOException {
        write("tests/deep/again.yaml", GOOD);
        write("tests/fixtures/other.yaml", "workflow: nothing");
        write("actions/workflows/alone.yaml", "version: 1.0\ntasks: {a: {action: x.y, next: [{do: gone}]}}");

        Outcome outcome = Outcome.of(Map.of(), "", "pack", "test", pack.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.out())
                .startsWith("""
                tests/deep/again.yaml: passed
                tests/good.yaml: passed
                actions/workflows/alone.yaml: failed
                  inspection
                """)
                .contains("The task \\\"gone\\\" is not defined.")
                .contains("  actions/workflows/alone.yaml:2:38: semantic: The task \"gone\" is not defined.")
                .endsWith("3 tried, 1 failed\n");
    }

    @Test
    void refusesAWorkflowThatIsTooLarge() throws IOException {
        write("actions/workflows/two.yaml", "#".repeat((16 << 20) + 1));

        assertThat(rehearse("-f", "tests/good.yaml").out())
                .contains("it has more than 16777216 bytes, the most that are read.");
    }

    @Test
    void refusesAPackWithoutAnythingToTry() throws IOException {
        Outcome outcome = Outcome.of(
                Map.of(),
                "",
                "pack",
                "test",
                Files.createDirectory(pack.resolve("empty")).toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("found no test in \"tests\"");
    }
}
