package io.drover.workflow.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.workflow.conduct.Quirk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileRehearsalTest {
    private static final String GREET = """
            version: 1.0
            input: [name]
            tasks:
              ask:
                action: core.echo message=<% ctx(name) %>
                next:
                  - when: <% succeeded() %>
                    publish: said=<% result() %>
                    do: shout
              shout:
                action: core.echo message=<% ctx(said) %>
                next:
                  - publish: said=<% result() %>
            output: [{said: <% ctx(said) %>}]
            """;

    private static final String ITEMS = """
            version: 1.0
            tasks:
              each:
                with: {items: "<% [a, b, c] %>", concurrency: 2}
                action: core.echo message=<% item() %>
                next:
                  - when: <% completed() %>
                    publish: all=<% result() %>
                    do: noop
            output: [{all: <% ctx(all) %>}]
            """;

    private final Map<String, String> files = new HashMap<>(Map.of("greet.yaml", GREET, "items.yaml", ITEMS));

    private Rehearsed rehearsed(String file) {
        return FileRehearsal.run(file, this::text, Quirk.standard());
    }

    private String text(String path) {
        String text = files.get(path);
        if (text == null) {
            throw new UnusableException("There is no file \"" + path + "\".");
        }
        return text;
    }

    private void passes(String file) {
        assertThat(rehearsed(file).differences()).isEmpty();
    }

    @Test
    void passesWhereAllGoesAsWritten() {
        passes("""
                workflow: greet.yaml
                inputs: {name: Ann}
                mock_action_executions:
                  - {task_id: ask, result: hello Ann}
                  - {task_id: shout, result: HELLO ANN}
                expected_task_sequence: [ask, shout, continue]
                expected_routes: [[]]
                expected_term_tasks: [continue, shout]
                expected_output: {said: HELLO ANN}
                """);
    }

    @Test
    void tellsOfEachKeyWhatWasExpectedAndWhatCame() {
        Rehearsed rehearsed = rehearsed("""
                workflow: greet.yaml
                inputs: {name: Ann}
                mock_action_executions:
                  - {task_id: ask, status: failed, result: nobody}
                expected_task_sequence: [ask, shout__r0, continue]
                expected_output: {said: HELLO ANN}
                expected_errors: []
                """);

        assertThat(rehearsed.passed()).isFalse();
        assertThat(rehearsed.differences())
                .extracting(Difference::key)
                .containsExactly(
                        "expected_task_sequence", "expected_workflow_status", "expected_errors", "expected_output");
        assertThat(rehearsed.differences())
                .first()
                .isEqualTo(
                        new Difference("expected_task_sequence", List.of("ask", "shout", "continue"), List.of("ask")));
        assertThat(rehearsed.timeline())
                .anySatisfy(
                        line -> assertThat(line).containsEntry("e", "result").containsEntry("result", "nobody"));
    }

    @Test
    void runsNothingWhereFindingsAreExpected() {
        files.put("broken.yaml", "version: 1.0\ntasks: {a: {action: x.y message=<% ctx(gone) %>}}");

        passes("""
                workflow: broken.yaml
                expected_inspection_errors:
                  context: [{message: 'Variable "gone" is referenced before assignment.', type: yaql}]
                expected_task_sequence: []
                """);
        assertThat(rehearsed("{workflow: broken.yaml, expected_task_sequence: [a]}")
                        .differences())
                .extracting(Difference::key)
                .containsExactly("expected_inspection_errors");
    }

    @Test
    void endsEachItemByItsOwnMock() {
        passes("""
                workflow: items.yaml
                mock_action_executions:
                  - {task_id: each, item_id: 2, result: C}
                  - {task_id: each, item_id: 0, result: A}
                  - {task_id: each, item_id: 1, status: failed, result: no b}
                expected_task_sequence: [each, noop]
                expected_output: {all: [A, no b, null]}
                """);
    }

    @Test
    void usesAMockAsOftenAsItSaysAndForItsEntryOfTheSequence() {
        files.put("again.yaml", """
                version: 1.0
                vars: [{n: 0}]
                tasks:
                  t:
                    action: x.y
                    retry: {count: 3}
                    next:
                      - when: <% succeeded() and result() < 2 %>
                        publish: n=<% result() %>
                        do: again
                  again: {next: [{do: t}]}
                  start: {next: [{do: t}]}
                """);

        passes("""
                workflow: again.yaml
                mock_action_executions:
                  - {task_id: t, seq_id: 3, result: 2}
                  - {task_id: t, status: failed, num_iter: 2}
                  - {task_id: t, result: 1}
                expected_task_sequence: [start, t, again, t]
                """);
    }

    @Test
    void readsResultsFromFiles() {
        files.put("results/ask.json", "{\"a\": [1, 2.5]}");
        files.put("results/shout.txt", "loud\n");

        passes("""
                workflow: greet.yaml
                inputs: {name: Ann}
                mock_action_executions:
                  - {task_id: ask, result_path: results/ask.json}
                  - {task_id: shout, result_path: results/shout.txt}
                expected_task_sequence: [ask, shout, continue]
                expected_output: {said: "loud\\n"}
                """);
    }

    @Test
    void answersAnInquiryByItsNextMock() {
        files.put("ask.yaml", """
                version: 1.0
                tasks:
                  ok: {action: core.ask, next: [{when: "{{ result().response.ok }}", do: work}]}
                  work: {action: x.y}
                """);

        passes("""
                workflow: ask.yaml
                mock_action_executions:
                  - {task_id: ok, status: pending}
                  - {task_id: ok, result: {response: {ok: true}}}
                expected_task_sequence: [ok, work]
                """);
        passes("""
                workflow: ask.yaml
                mock_action_executions: [{task_id: ok, status: pending}]
                expected_task_sequence: [ok]
                expected_workflow_status: paused
                """);
    }

    @Test
    void seesTheContextAndThePairsThatAreMadeUp() {
        files.put("kv.yaml", """
                version: 1.0
                tasks: {t: {action: x.y}}
                output: [{who: "<% ctx().st2.user %> <% st2kv('system.site') %>"}]
                """);

        passes("""
                workflow: kv.yaml
                context: {st2: {user: ann}}
                kv: {system.site: north}
                expected_task_sequence: [t]
                expected_output: {who: ann north}
                """);
    }

    /** The state as StackStorm's engine writes it after {@code second} has failed. */
    @Test
    void goesOnFromTasksOfAStoredRun() {
        passes("""
                workflow_state:
                  spec:
                    catalog: native
                    version: 1.0
                    spec:
                      tasks:
                        first: {action: x.y, next: [{publish: got=<% result() %>, do: second}]}
                        second: {action: x.y, next: [{when: <% succeeded() %>, publish: then=<% result() %>}]}
                      output: [{both: "<% ctx(got) %> <% ctx().get(then) %>"}]
                  graph: {}
                  input: {}
                  context: {}
                  state:
                    contexts: [{}, {got: A}]
                    routes: [[]]
                    staged: []
                    status: failed
                    tasks: {first__r0: 0, second__r0: 1}
                    sequence:
                      - {id: first, route: 0, status: succeeded, ctxs: {in: [0]}, prev: {}, next: {second__t0: true}}
                      - {id: second, route: 0, status: failed, ctxs: {in: [0, 1]}, prev: {first__t0: 0},
                         next: {continue__t0: false}, term: true}
                  errors:
                    - {type: error, message: Execution failed. See result for details., task_id: second}
                  output: {both: A null}
                rerun_tasks: [{task_id: second}]
                mock_action_executions: [{task_id: second, result: B}]
                expected_task_sequence: [first, second, second, continue]
                expected_output: {both: A B}
                expected_errors: []
                """);
    }

    @Test
    void refusesWhatCannotBeRehearsed() {
        assertUnusable("{workflow: greet.yaml, expect: []}", "There is \"expect\" in the rehearsal, which is none of");
        assertUnusable("{workflow: gone.yaml}", "There is no file \"gone.yaml\".");
        assertUnusable("[]", "Expected a mapping as the rehearsal, but found a list.");
        assertUnusable("", "Expected a mapping as the rehearsal, but found nothing.");
        assertUnusable("{workflow: greet.yaml}", "The rehearsal lacks \"expected_task_sequence\".");
        assertUnusable("{workflow: greet.yaml, input: {}}", "Did you mean 'inputs'?");
        assertUnusable(
                "{workflow: greet.yaml, mock_action_executions: [{task_id: shuot}]}", "is for. Did you mean 'shout'?");
        assertUnusable(
                "{workflow: greet.yaml, mock_action_executions: [{task_id: sing}]}",
                "The workflow has no task \"sing\", which entry 0 of \"mock_action_executions\" is for.");
        assertUnusable("{workflow: items.yaml, mock_action_executions: [{task_id: each}]}", "Add an \"item_id\".");
        assertUnusable(
                "{workflow: greet.yaml, expected_workflow_status: done}",
                "\"expected_workflow_status\" of the rehearsal is no status.");
        assertUnusable("a: [", "The rehearsal is not YAML");
    }

    @Test
    void tellsWhatInAFileCountsForNothing() {
        Rehearsed rehearsed = rehearsed("""
                workflow: greet.yaml
                inputs: {nam: Ann}
                expected_task_sequence: [ask, shuot__r0, continue]
                """);

        assertThat(rehearsed.notes())
                .containsExactly(
                        "The workflow takes no input \"nam\", so it is left out. Did you mean 'name'?",
                        "The workflow has no task \"shuot\", which is expected to start. Did you mean 'shout'?");
    }

    private void assertUnusable(String file, String message) {
        assertThatThrownBy(() -> rehearsed(file))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining(message);
    }

    @Test
    void endsAWorkflowThatGoesOnForEver() {
        files.put("loop.yaml", """
                version: 1.0
                tasks:
                  start: {next: [{do: a}]}
                  a: {action: x.y, next: [{do: b}]}
                  b: {action: x.y, next: [{do: a}]}
                """);

        assertUnusable("{workflow: loop.yaml, expected_task_sequence: []}", "The workflow goes on after 1000 actions");
    }
}
