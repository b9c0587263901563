package io.drover.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
                .isEqualTo("-:3:6: context: Variable \"x\" is referenced before assignment. In <% ctx(x) %>\n");
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
                .anySatisfy(line -> assertThat(line).startsWith("-:3:47: expression: ").endsWith("In {{ a. }}"))
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
                        "ERROR: Tried to read the workflow \"-\", but Failed to load workflow definition because found"
                                + " duplicate key \"a\". (line 4, column 3)\n");
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

        assertThat(outcome.err()).isEqualTo("ERROR: -, line 2: expected a JSON object, but found another value.\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
