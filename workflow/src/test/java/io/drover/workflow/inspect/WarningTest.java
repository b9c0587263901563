package io.drover.workflow.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.workflow.definition.Place;
import io.drover.workflow.definition.Workflow;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is allowed, as existing workflows depend on it, but hardly meant. */
class WarningTest {
    private static List<Warning> warnings(String tasks) {
        Inspection inspection =
                Inspection.of(Workflow.read("version: 1.0\ninput: [x]\ntasks:\n" + tasks.indent(2)), Set.of());
        assertThat(inspection.findings()).isEmpty();
        return inspection.warnings();
    }

    @Test
    void nothingIsSaidOfAnOrdinaryWorkflow() {
        assertThat(warnings("""
                a:
                  action: core.local cmd="a b" timeout=3 env=<% ctx(x) %>
                  next:
                    - {when: <% succeeded() %>, publish: "y=1, z='2'", do: [b, c]}
                    - {when: "{{ failed() }}", do: fail}
                b: {action: core.noop, next: [{do: j}]}
                c: {action: core.noop, next: [{publish: [{w: <% ctx(y) %>}], do: j}]}
                j: {join: all, action: core.noop}
                """)).isEmpty();
    }

    @Test
    void anExpressionOverALinesEndIsText() {
        List<Warning> warnings = warnings("""
                a:
                  action: core.echo
                  input:
                    message: |
                      Now
                      <% ctx(x) +
                      1 %> and <% ctx(x) %>
                """);

        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.message()).startsWith("The expression that begins with \"<% ctx(x) +\" goes over");
            assertThat(warning.specPath()).isEqualTo("tasks.a.input.message");
            assertThat(warning.place()).contains(new Place(7, 16));
        });
    }

    @Test
    void aConditionThatIsMoreThanItsExpressionAlwaysHolds() {
        List<Warning> warnings = warnings("""
                a:
                  action: core.noop
                  next:
                    - {when: "<% succeeded() %> ", do: b}
                    - when: >
                        <% failed() %>
                      do: b
                    - {when: "{{ succeeded() }} and {{ ctx().x }}", do: b}
                b: {action: core.noop}
                """);

        assertThat(warnings)
                .extracting(Warning::specPath)
                .containsExactly("tasks.a.next[0].when", "tasks.a.next[1].when", "tasks.a.next[2].when");
        assertThat(warnings)
                .allSatisfy(warning ->
                        assertThat(warning.message()).startsWith("The condition holds whatever its expression gives"));
    }

    @Test
    void aConditionWithoutExpressionAlwaysHolds() {
        assertThat(warnings("a: {action: core.noop, next: [{when: 'failed()', do: noop}]}"))
                .extracting(Warning::message)
                .containsExactly("The condition always holds, as it is text and no expression. Write it as <% … %> or"
                        + " {{ … }}.");
    }

    @Test
    void inlineParametersOfOtherFormsAreDropped() {
        List<Warning> warnings = warnings("""
                a: {action: core.local cmd=date timeout=3, next: [{publish: "y=1 z=maybe", do: noop}]}
                b: {action: core.local date}
                """);

        assertThat(warnings)
                .extracting(Warning::message)
                .satisfiesExactly(
                        action -> assertThat(action).startsWith("\"cmd=date\" is dropped"),
                        published -> assertThat(published).startsWith("\"z=maybe\" is dropped"),
                        name -> assertThat(name)
                                .startsWith("There is no parameter after the action's name, so all of"
                                        + " \"core.local date\" is taken for the name."));
    }

    @Test
    void aJoinMaySetBackWhatOneBranchPublishedAgain() {
        List<Warning> warnings = warnings("""
                first: {action: core.noop, next: [{publish: [{y: 1}, {z: 1}], do: [a, b]}]}
                a: {action: core.noop, next: [{publish: [{y: 2}, {own: 2}], do: j}]}
                b: {action: core.noop, next: [{do: j}]}
                j: {join: all, action: core.noop}
                """);

        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.message()).contains("The variable \"y\"", "by \"a\"", "at \"j\"");
            assertThat(warning.specPath()).isEqualTo("tasks.j.join");
        });
    }

    @Test
    void aVariableThatIsSetInVarsAloneIsSafeAtAJoin() {
        assertThat(warnings("""
                a: {action: core.noop, next: [{publish: [{x: 2}], do: j}]}
                b: {action: core.noop, next: [{do: j}]}
                j: {join: all, action: core.noop}
                """)).isEmpty();
    }

    @Test
    void aJoinOfMoreBranchesThanThereAreNeverRuns() {
        List<Warning> warnings = warnings("""
                a: {action: core.noop, next: [{do: j}]}
                b: {action: core.noop, next: [{do: j}, {when: <% failed() %>, do: j}]}
                j: {join: 3, action: core.noop}
                """);

        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.message())
                    .startsWith("The task \"j\" waits for 3 branches, but no more than 2 lead to it");
            assertThat(warning.specPath()).isEqualTo("tasks.j.join");
        });
    }

    @Test
    void aTaskThatOnlyItsOwnLoopLeadsToNeverRuns() {
        assertThat(warnings("""
                a: {action: core.noop}
                b: {action: core.noop, next: [{when: <% succeeded() %>, do: c}]}
                c: {action: core.noop, next: [{do: b}]}
                """))
                .extracting(Warning::specPath, warning -> warning.message().substring(0, 24))
                .containsExactly(
                        tuple("tasks.b", "The task \"b\" never runs:"), tuple("tasks.c", "The task \"c\" never runs:"));
    }

    @Test
    void aLoopWithoutConditionHasNoWayOut() {
        assertThat(warnings("""
                start: {next: [{do: a}]}
                a: {action: core.noop, next: [{do: b}]}
                b: {action: core.noop, next: [{do: [a, log]}]}
                log: {action: core.noop}
                """))
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).startsWith("The task \"a\" leads back to itself"));
        assertThat(warnings("""
                start: {next: [{do: a}]}
                a: {action: core.noop, next: [{do: b}]}
                b: {action: core.noop, next: [{when: <% failed() %>, do: a}]}
                """)).isEmpty();
    }

    @Test
    void aLoopOfWhichATaskLeadsToFailHasAWayOut() {
        assertThat(warnings("""
                start: {next: [{do: again}]}
                again: {action: core.noop, next: [{when: <% failed() %>, do: fail}, {do: again}]}
                """)).isEmpty();
        assertThat(warnings("""
                start: {next: [{do: again}]}
                again: {action: core.noop, next: [{when: <% failed() %>, do: tidy}, {do: again}]}
                tidy: {action: core.noop, next: [{do: fail}]}
                """)).isEmpty();
    }

    @Test
    void aTagOfDroverThatAsksForNothingIsMaybeMisspelt() {
        Inspection inspection = Inspection.of(
                Workflow.read("version: 1.0\ntags: [mine, drover.joins-keep-publishd]\ntasks: {a: {}}"), Set.of());

        assertThat(inspection.warnings())
                .extracting(Warning::message)
                .containsExactly("The tag \"drover.joins-keep-publishd\" asks for nothing. Did you mean"
                        + " 'drover.joins-keep-published'?");
    }

    @Test
    void nothingIsSetBackWhereTheWorkflowAsksForTheRepairedMerge() {
        Inspection inspection = Inspection.of(Workflow.read("""
                        version: 1.0
                        tags: [drover.joins-keep-published]
                        tasks:
                          first: {action: core.noop, next: [{publish: [{y: 1}], do: [a, b]}]}
                          a: {action: core.noop, next: [{publish: [{y: 2}], do: j}]}
                          b: {action: core.noop, next: [{do: j}]}
                          j: {join: all, action: core.noop}
                        """), Set.of());

        assertThat(inspection.warnings()).isEmpty();
    }

    @Test
    void aFunctionAFilterOrAVariableThatThereIsNotFailsOnceTheRunComesThere() {
        List<Warning> warnings = warnings("""
                a:
                  action: core.noop
                  next:
                    - when: <% succeded() %>
                      publish:
                        - n: <% ctx(x).lenn() %>
                        - m: "{{ ctx().x | uper }}"
                        - o: "{{ hostname }}"
                      do: noop
                """);

        assertThat(warnings)
                .extracting(Warning::message)
                .containsExactly(
                        "There is no \"succeded\" in expressions, so <% succeded() %> fails. Did you mean 'succeeded'?",
                        "There is no \"lenn\" in expressions, so <% ctx(x).lenn() %> fails. Did you mean 'len'?",
                        "There is no \"uper\" in expressions, so {{ ctx().x | uper }} fails. Did you mean 'upper'?",
                        "There is no \"hostname\" in expressions, so {{ hostname }} fails. A variable is read as"
                                + " ctx(hostname).");
        assertThat(warnings)
                .first()
                .satisfies(warning -> assertThat(warning.place()).contains(new Place(7, 15)));
    }

    @Test
    void namesAreLookedForOnlyInWhatIsEvaluated() {
        Inspection inspection = Inspection.of(Workflow.read("""
                version: 1.0
                description: greets <% hostt %>
                tags: ["{{ hostt }}"]
                tasks: {a: {action: core.noop, delay: "{{ hostt }}"}}
                """), Set.of());

        assertThat(inspection.warnings()).extracting(Warning::specPath).containsExactly("tasks.a.delay");
    }

    @Test
    void whatStandsInExpressionsIsKnown() {
        assertThat(warnings("""
                a:
                  with: <% ctx(x) %>
                  action: core.noop
                  input:
                    yaql: <% def(twice, $ * 2) -> twice(item().len()) + st2kv('system.a').count() + random() %>
                    jinja: "{{ task('a').result | default('none') | regex_replace('a', 'b') }} {{ range(3) | list }}"
                    block: "{% for y in ctx('x') if y is defined %}{{ y }} {{ loop.index }}{% endfor %}"
                    status: <% task_status(a) in list(failed, 'null') and completed() %>
                """)).isEmpty();
    }
}
