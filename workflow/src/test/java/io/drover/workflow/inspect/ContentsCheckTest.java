package io.drover.workflow.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.definition.Workflow;
import io.drover.workflow.inspect.KnownActions.Signature;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContentsCheckTest {
    private static final Map<String, Signature> ACTIONS = Map.of(
            "core.local",
            Signature.of(Map.of(
                    "cmd", Map.of("type", "string", "required", true),
                    "timeout", Map.of("type", "integer", "required", true, "default", 60),
                    "env", Map.of("type", "object"))));

    private static List<Finding> findings(String tasks) {
        return Inspection.of(
                        Workflow.read("version: 1.0\ntasks:\n" + tasks.indent(2)),
                        Set.of(),
                        ref -> Optional.ofNullable(ACTIONS.get(ref)))
                .findings();
    }

    @Test
    void findsNothingWhereEveryTaskCallsAnActionWithWhatItTakes() {
        assertThat(findings("""
                a: {action: core.local cmd="date"}
                b: {action: core.local, input: {cmd: date, env: {A: b}}}
                c: {next: [{do: a}]}
                """)).isEmpty();
    }

    @Test
    void tellsWhichActionIsNotThere() {
        Finding finding = findings("a: {action: core.locale}").get(0);

        assertThat(finding.kind()).isEqualTo(Finding.Kind.CONTENTS);
        assertThat(finding.message()).isEqualTo("The action \"core.locale\" is not registered in the database.");
        assertThat(finding.specPath()).isEqualTo("tasks.a.action");
        assertThat(finding.schemaPath()).isEqualTo("properties.tasks.patternProperties.^\\w+$.properties.action");
        assertThat(finding.place())
                .hasValueSatisfying(place -> assertThat(place.line()).isEqualTo(3));
    }

    @Test
    void tellsThatAnActionIsNoReference() {
        assertThat(findings("a: {action: local}"))
                .extracting(Finding::message)
                .containsExactly("The action reference \"local\" is not formatted correctly.");
    }

    @Test
    void tellsWhatIsMissingAndWhatIsNotTaken() {
        List<Finding> findings = findings("a: {action: core.local, input: {command: date, cwd: /}}");

        assertThat(findings)
                .extracting(Finding::message)
                .containsExactly(
                        "Action \"core.local\" is missing required input \"cmd\".",
                        "Action \"core.local\" has unexpected input \"command\".",
                        "Action \"core.local\" has unexpected input \"cwd\".");
        assertThat(findings)
                .extracting(Finding::specPath)
                .containsExactly("tasks.a.input", "tasks.a.input.command", "tasks.a.input.cwd");
        assertThat(findings.get(1).schemaPath())
                .isEqualTo("properties.tasks.patternProperties.^\\w+$.properties.input.patternProperties.^\\w+$");
    }

    @Test
    void leavesOutWhatIsKnownOnlyWhenTheWorkflowRuns() {
        assertThat(findings("""
                a: {action: "<% result() %>"}
                b: {action: "{{ result() }}", input: {x: 1}}
                c: {action: core.local, input: "<% result() %>"}
                d: {action: core.local, input: {"<% result() %>": date}}
                """)).isEmpty();
    }
}
