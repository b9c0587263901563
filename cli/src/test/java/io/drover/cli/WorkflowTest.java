package io.drover.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowTest {
    private static final String LATE_JOIN = """
            {"id": "late", "workflow": "version: 1.0\\ntasks:\\n  a: {action: x.y, next: [{do: j}]}\\n  b: {action: x.y,\
             next: [{do: j}]}\\n  j: {join: 1, action: x.y}", "scenario": {"order": ["a", "j", "b"]}}
            """;

    private static Outcome workflow(String in, String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "workflow";
        System.arraycopy(args, 0, all, 1, args.length);
        return Outcome.of(Map.of(), in, all);
    }

    @Test
    void saysThatAWorkflowIsValid() {
        Outcome outcome = workflow("version: 1.0\ntasks: {a: {action: core.noop}}", "inspect", "-");

        assertThat(outcome.out()).isEqualTo("-: valid\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void tellsEachFindingWithItsPlaceAndEndsWithTwo() {
        String text = """
                version: 1.0
                tasks:
                  a: {action: core.echo message=<% ctx(x) %>}
                """;

        Outcome outcome = workflow(text, "inspect", "-");
        Outcome asJson = workflow(text, "inspect", "-", "-j");

        assertThat(outcome.out())
                .isEqualTo("-:3:15: context: Variable \"x\" is referenced before assignment. Nothing sets it on the way"
                        + " here: \"input\", \"vars\" or a \"publish\" has to. In <% ctx(x) %>\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat((List<?>) Json.parse(asJson.out())).singleElement().satisfies(finding -> {
            Map<?, ?> members = (Map<?, ?>) finding;
            assertThat(members.get("type")).isEqualTo("context");
            assertThat(members.get("spec_path")).isEqualTo("tasks.a.input");
            assertThat(members.get("line")).hasToString("3");
        });
    }

    @Test
    void inspectsAnActionChainToo() {
        String text = """
                chain:
                  - {name: a, ref: core.noop, on-success: b}
                  - {name: b, ref: core.noop, parameters: {x: "{{ a. }}"}, on-failure: c}
                """;

        Outcome valid = workflow("chain: [{name: a, ref: core.noop}]", "inspect", "-");
        Outcome wrong = workflow(text, "inspect", "-");

        assertThat(valid.out()).isEqualTo("-: valid\n");
        assertThat(wrong.out().lines())
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo("-:3:72: semantic: Unable to find node with name \"c\" referenced in \"on-failure\""
                                + " in task \"b\"."))
                .anySatisfy(line ->
                        assertThat(line).startsWith("-:3:47: expression: ").endsWith("In {{ a. }}"))
                .hasSize(2);
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void warnsOfWhatIsHardlyMeantAndCallsTheWorkflowValid() {
        Outcome outcome = workflow("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{when: failed(), do: fail}]}
                """, "inspect", "-");

        assertThat(outcome.out()).isEqualTo("-: valid\n");
        assertThat(outcome.err())
                .isEqualTo("-:3:40: warning: The condition always holds, as it is text and no expression. Write it as"
                        + " <% … %> or {{ … }}.\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void saysWhyATextIsNoWorkflow() {
        Outcome outcome = workflow("version: 1.0\ntasks:\n  a: {action: x}\n  a: {action: x}\n", "inspect", "-");

        assertThat(outcome.err())
                .isEqualTo(
                        "ERROR: Tried to read the workflow \"-\", but it cannot be read as YAML: found duplicate key \"a\"."
                                + " Remove one of the two, or rename it. (line 4, column 3)\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void printsATranscriptForEachCase() {
        Outcome outcome = workflow(LATE_JOIN + LATE_JOIN, "rehearse", "--lines", "-");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines()).hasSize(2).allSatisfy(line -> {
            Map<?, ?> answer = object(Json.parse(line));
            assertThat(answer.get("id")).isEqualTo("late");
            assertThat(object(answer.get("transcript")).get("status")).isEqualTo("succeeded");
        });
    }

    @Test
    void keepsTheQuirksOfStackStormWhereItIsAskedTo() {
        assertThat(sequence(workflow(LATE_JOIN, "rehearse", "--lines", "-"))).hasSize(3);
        assertThat(sequence(workflow(LATE_JOIN, "rehearse", "--lines", "-", "--as-stackstorm")))
                .hasSize(4);
    }

    private static List<?> sequence(Outcome outcome) {
        Map<?, ?> answer = object(Json.parse(outcome.out()));
        return (List<?>) requireNonNull(object(answer.get("transcript")).get("sequence"));
    }

    private static Map<?, ?> object(@Nullable Object value) {
        return (Map<?, ?>) requireNonNull(value);
    }

    @Test
    void saysWhichLineIsNoCase() {
        Outcome outcome = workflow("\n[1]\n", "rehearse", "--lines", "-");

        assertThat(outcome.err()).isEqualTo("ERROR: -:2: expected a JSON object, but found another value.\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void triesTheCasesAroundALineThatIsNone() {
        String lines = LATE_JOIN + """
                no JSON
                {"id": "odd", "workflow": "version: 1.0\\ntasks: {a: {}}", "scenario": {"controls": [{"do": "explode"}]}}
                {"id": "misspelt", "workflow": "version: 1.0\\ntasks: {a: {}}", "scenario": {"reslts": {}}}
                """ + LATE_JOIN;

        Outcome outcome = workflow(lines, "rehearse", "--lines", "-");

        assertThat(outcome.out().lines())
                .extracting(line -> String.valueOf(object(Json.parse(line)).get("id")))
                .containsExactly("late", "misspelt", "late");
        assertThat(outcome.err().lines())
                .satisfiesExactly(
                        noJson -> assertThat(noJson).startsWith("ERROR: -:2: expected a JSON object"),
                        odd -> assertThat(odd)
                                .isEqualTo("ERROR: -:3: the case cannot be tried. Expected one of cancel, fail, pause,"
                                        + " rerun, resume as \"do\" of a control of the scenario, but found explode."),
                        misspelt -> assertThat(misspelt)
                                .isEqualTo("-:4: warning: Nothing asks for \"reslts\" of the scenario. Did you mean"
                                        + " 'results'?"));
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void goesOnBehindACaseWithAResultThatIsNoneAndOneThatEndsInHalfACharacter() {
        String lines = """
                {"workflow": "version: 1.0\\ntasks: {a: {action: x.y}}", "scenario": {"results": {"a": [null]}}}
                {"id": "half", "workflow": "version: 1.0 # \\ud83d\\ude00 \\ud800"}
                """ + LATE_JOIN;

        Outcome outcome = workflow(lines, "rehearse", "--lines", "-");

        assertThat(outcome.err())
                .isEqualTo("ERROR: -:1: the case cannot be tried. Expected a mapping as each of the result of \"a\" of"
                        + " the scenario, but found null.\n");
        assertThat(outcome.out().lines())
                .extracting(line -> String.valueOf(object(Json.parse(line)).get("id")))
                .containsExactly("half", "late");
    }

    @Test
    void tellsThatALineIsNestedTooDeep() {
        Outcome outcome = workflow(
                "{\"workflow\": \"\", \"scenario\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}\n",
                "rehearse",
                "--lines",
                "-");

        assertThat(outcome.err()).startsWith("ERROR: -:1: expected a JSON object, but Document nesting depth");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void tellsFindingsInTheOrderOfTheTextAndWhatToWriteInstead() {
        Outcome outcome = workflow("""
                version: 1.0
                input: [host]
                tasks:
                  build:
                    acton: core.noop
                    next:
                      - do: [deplyo, noop]
                  deploy: {action: core.echo message=<% ctx(hots) %>}
                output: [{x: 1}, {x: 1}]
                """, "inspect", "-");

        assertThat(outcome.out().lines())
                .satisfiesExactly(
                        key -> assertThat(key)
                                .isEqualTo("-:5:5: syntax: Additional properties are not allowed ('acton' was"
                                        + " unexpected). \"acton\": did you mean \"action\"?"),
                        task -> assertThat(task)
                                .isEqualTo("-:7:14: semantic: The task \"deplyo\" is not defined. Did you mean"
                                        + " \"deploy\"?"),
                        variable -> assertThat(variable)
                                .startsWith("-:8:20: context: ")
                                .contains("Did you mean \"host\"? In"),
                        output ->
                                assertThat(output).startsWith("-:9:9: syntax: ").endsWith("no two of them equal."));
    }

    @Test
    void aLongValueIsShortenedInAFinding() {
        Outcome outcome = workflow(
                "version: 1.0\ntasks: {a: {action: core.noop, next: [{when: " + List.of("x".repeat(5_000)) + "}]}}",
                "inspect",
                "-");

        assertThat(outcome.out()).contains("x … x").hasSizeLessThan(800);
    }

    @Test
    void saysWhatCannotBeReadAndWhy(@TempDir Path folder) throws IOException {
        Path large = folder.resolve("large.yaml");
        Files.writeString(large, "# ".repeat(9 << 20));

        assertThat(workflow("", "inspect", folder.toString()).err()).endsWith("but it is a folder. Name a file.\n");
        assertThat(workflow("", "graph", large.toString()).err())
                .endsWith("but it has more than 16777216 bytes, the most that are read.\n");
        assertThat(workflow("", "inspect", folder.resolve("none.yaml").toString()))
                .satisfies(outcome -> assertThat(outcome.err()).endsWith("but there is none.\n"))
                .satisfies(outcome -> assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE));
    }

    @Test
    void inspectsByTheDaemonAsSt2Does(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("wf.yaml"), "version: 1.0");
        try (RecordedApi api = new RecordedApi()) {
            api.gives("POST", "/v1/workflows/inspect", 200, "[]").gives("POST", "/v1/workflows/inspect", 200, """
                    [{"type": "content", "message": "The action \\"core.nope\\" is not registered in the database.",
                      "spec_path": "tasks.t1.action", "schema_path": "properties.tasks"},
                     {"type": "expression", "message": "Parse error.", "spec_path": "tasks.t1.next[0].when",
                      "schema_path": "properties.tasks", "language": "yaql", "expression": "<% bad( %>"}]
                    """);

            Outcome well = Outcome.of(api, "workflow", "inspect", "--file", file.toString());
            Outcome wrong = Outcome.of(api, "workflow", "inspect", "--file", file.toString());

            assertThat(well).isEqualTo(new Outcome(0, "No errors found in workflow definition.\n", ""));
            assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(wrong.out()).isEqualTo("""
                    tasks.t1.action: content: The action "core.nope" is not registered in the database.
                    tasks.t1.next[0].when: expression: Parse error. In <% bad( %>
                    """);
            assertThat(api.last("POST").body()).isEqualTo("version: 1.0");
            assertThat(api.last("POST").headers()).containsEntry("Content-Type", "text/plain");
        }
    }

    @Test
    void inspectsTheWorkflowOfAnActionAsTheDaemonHasIt() {
        try (RecordedApi api = new RecordedApi()) {
            api.gives("GET", "/v1/actions/ops.deploy", 200, "{\"runner_type\": \"orquesta\"}")
                    .givesText("GET", "/v1/actions/views/entry_point/ops.deploy", "version: 1.0")
                    .gives("GET", "/v1/actions/core.noop", 200, "{\"runner_type\": \"noop\"}")
                    .gives("POST", "/v1/workflows/inspect", 200, "[]");

            Outcome outcome = Outcome.of(api, "workflow", "inspect", "--action", "ops.deploy");
            Outcome plain = Outcome.of(api, "workflow", "inspect", "--action", "core.noop");
            Outcome unknown = Outcome.of(api, "workflow", "inspect", "--action", "no.such");

            assertThat(outcome.exitCode()).isZero();
            assertThat(api.last("POST").body()).isEqualTo("version: 1.0");
            assertThat(plain.err()).contains("its runner is \"noop\", not \"orquesta\"");
            assertThat(plain.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(unknown.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        }
    }

    @Test
    void asksForExactlyOneWorkflowToInspect() {
        assertThat(workflow("", "inspect").err())
                .startsWith("ERROR: Tried to inspect a workflow, but found not exactly one of FILE, --file FILE and");
        assertThat(workflow("", "inspect", "a.yaml", "--action", "x.y").exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    private static final String FORK = "version: 1.0\ntasks: {a: {action: core.noop, next: [{do: b}]}, b: {join: all}}";

    @Test
    void drawsAWorkflow() {
        assertThat(workflow(FORK, "graph", "-").out()).isEqualTo("""
                digraph "workflow" {
                  node [shape=box, style=rounded];
                  "a" [label="a\\ncore.noop", penwidth=2];
                  "b" [label="b\\njoin: all"];
                  "a" -> "b";
                }
                """);
        assertThat(workflow(FORK, "graph", "-", "--format", "mermaid").out()).startsWith("flowchart TD\n");
        assertThat(object(Json.parse(workflow(FORK, "graph", "-", "-j").out())).keySet())
                .hasToString("[edges, nodes]");
        assertThat(workflow(FORK, "graph", "-", "--format", "json").out())
                .isEqualTo(workflow(FORK, "graph", "-", "-j").out());
    }

    @Test
    void namesAGraphAfterItsFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("deploy.v2.yaml"), FORK);

        assertThat(workflow("", "graph", file.toString()).out()).startsWith("digraph \"deploy.v2\" {");
    }

    @Test
    void saysWhatCannotBeDrawnAndHow() {
        assertThat(workflow(FORK, "graph", "-", "--format", "png").err())
                .isEqualTo("ERROR: --format takes dot, mermaid or json, but \"png\" was given.\n");
        assertThat(workflow("- a", "graph", "-").err()).startsWith("ERROR: Tried to read the workflow \"-\", but ");
        assertThat(workflow("", "graph", "no-such.yaml").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
