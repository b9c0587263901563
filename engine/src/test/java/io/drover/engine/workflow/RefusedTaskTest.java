package io.drover.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.action.Action;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks whose actions cannot be called. */
class RefusedTaskTest {
    @AutoClose
    private final Flows flows;

    RefusedTaskTest(@TempDir Path folder) {
        flows = new Flows(folder);
    }

    @Test
    void failsTheTaskWhoseActionCannotBeCalled() {
        flows.with("flow", """
                version: 1.0
                input: [size]
                tasks:
                  bad:
                    action: plant.calc
                    input: {size: "<% ctx().size %>"}
                    next:
                      - when: <% failed() %>
                        publish: [why: "<% result().error %>"]
                        do: cure
                  cure:
                    action: plant.calc
                output: [why: "<% ctx().why %>"]
                """, "size").start();

        Execution ended = flows.run("flow", Map.of("size", "large"));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(String.valueOf(ended.result())).contains("Expected parameter 'size' to be of type 'integer'");
        assertThat(flows.tasks(ended.id())).containsExactlyInAnyOrder("bad", "cure");
    }

    @Test
    void showsTheTaskWhoseActionCannotBeCalledThoughTheWorkflowGoesOn() {
        flows.with("flow", """
                version: 1.0
                input: [count]
                tasks:
                  bad:
                    action: plant.calc
                    input: {host: "<% ctx().count %>", size: 1}
                    next: [{do: after}]
                  after:
                    action: plant.calc
                """, "count").start();

        Execution ended = flows.run("flow", Map.of("count", 5L));

        String reason = "Expected parameter 'host' of action 'plant.calc' to be a string, but the expression of task"
                + " \"bad\" gave a value of type 'integer'. Convert it there: str(...) in YAQL, | string in Jinja.";
        assertThat(ended.result()).hasToString("{output=null}");
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        Execution bad = child(ended, "bad");
        assertThat(bad.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(bad.action()).isEqualTo(Plant.CALC);
        assertThat(bad.parameters()).isEqualTo(Map.of("host", 5L, "size", 1L));
        assertThat(bad.result()).isEqualTo(Map.of("error", reason));
        assertThat(bad.trace()).isEqualTo(ended.trace());
        assertThat(flows.parts().trail())
                .filteredOn(entry -> entry.subject().equals(bad.id()))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.what()).isEqualTo("failed");
                    assertThat(entry.why()).isEqualTo("task bad of execution " + ended.id());
                    assertThat(entry.details()).containsEntry("error", reason);
                });
        assertThat(child(ended, "after").status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void tellsToQuoteAParameterThatIsWrittenAsANumber() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  bad:
                    action: plant.calc
                    input: {host: 5}
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(String.valueOf(child(ended, "bad").result()))
                .contains("Expected parameter 'host' to be a string, but found 5. Write it in quotes.");
    }

    @Test
    void failsWithTheReasonsOfAllTasksWhoseActionsCannotBeCalled() {
        flows.with("flow", """
                version: 1.0
                input: [what]
                tasks:
                  each:
                    with: <% ctx().what %>
                    action: <% item() %>
                    input: {token: unseen}
                """, "what").start();
        flows.parts().registry().switchRunner("pure", false);

        Execution ended = flows.run("flow", Map.of("what", List.of("plant.nothing", "nonsense", "plant.calc")));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        List<Execution> children = flows.children(ended.id());
        assertThat(children).allMatch(child -> child.status() == ExecutionStatus.FAILED);
        assertThat(children)
                .extracting(child -> child.action().toString(), Execution::runnerType, Execution::parameters)
                .containsExactlyInAnyOrder(
                        tuple("plant.nothing", "unknown", Map.of()),
                        tuple("unknown.unknown", "unknown", Map.of()),
                        tuple("plant.calc", "pure", Map.of("token", "********")));
        assertThat(String.valueOf(ended.result()))
                .contains(
                        "task_id=each",
                        "Action \"plant.nothing\" of task \"each\" cannot be found.",
                        "Action \"nonsense\" of task \"each\" cannot be found.",
                        "The runner 'pure' of action \"plant.calc\" of task \"each\" is disabled.");
        assertThat(flows.requests().definition(children.get(0))).isNotNull();
    }

    @Test
    void tellsHowToEnableTheActionOfATask() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  off: {action: plant.calc}
                """).start();
        Parts parts = flows.parts();
        Map<String, @Nullable Object> off = new LinkedHashMap<>(
                parts.reader().document(parts.registry().action("plant.calc").orElseThrow()));
        off.put("enabled", false);
        Action unused = parts.registration().actions().update("plant.calc", off, List.of(), Parts.ADMIN);

        Execution ended = flows.run("flow", Map.of());

        assertThat(String.valueOf(child(ended, "off").result()))
                .contains("Action \"plant.calc\" of task \"off\" is disabled.", "'drover action enable plant.calc'");
    }

    @Test
    void endsTogetherWithTheWorkflowBelowWhoseActionCannotBeCalled() {
        flows.with("inner", """
                version: 1.0
                input: [what]
                tasks:
                  bad: {action: <% ctx().what %>}
                """, "what");
        flows.with("flow", """
                version: 1.0
                tasks:
                  below:
                    action: plant.inner
                    input: {what: plant.nothing}
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        Execution below = child(ended, "below");
        assertThat(below.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(child(below, "bad").result()))
                .contains("Action \"plant.nothing\" of task \"bad\" cannot be found.");
        assertThat(String.valueOf(ended.result())).contains("Action \"plant.nothing\" of task \"bad\"");
    }

    @Test
    void goesOnAfterACrashThatFollowsARefusal() {
        flows.with("flow", """
                version: 1.0
                input: [what]
                tasks:
                  bad:
                    action: <% ctx().what %>
                    next:
                      - when: <% failed() %>
                        publish: [why: "<% result().error %>"]
                        do: cure
                  cure:
                    action: plant.calc
                output: [why: "<% ctx().why %>"]
                """, "what").start();
        List<MemoryStore> commits = flows.commits();
        Execution whole = flows.run("flow", Map.of("what", "plant.nothing"));

        for (MemoryStore commit : List.copyOf(commits)) {
            flows.goOnWith(commit.copy());
            if (flows.find(whole.id()).isPresent()) {
                Execution ended = flows.ended(whole.id());
                assertThat(ended.result()).isEqualTo(whole.result());
                assertThat(flows.tasks(whole.id())).containsExactlyInAnyOrder("bad", "cure");
            }
        }
        assertThat(whole.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(String.valueOf(whole.result())).contains("cannot be found");
        // the last one may be noted a moment after its end is seen
        assertThat(commits).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void hearsOfARefusalThoughNobodyWasToldOfItsCommit() {
        AtomicInteger failures = new AtomicInteger();
        flows.with("flow", """
                version: 1.0
                input: [what]
                tasks:
                  first: {action: plant.calc, next: [{do: bad}]}
                  bad: {action: <% ctx().what %>, next: [{do: last}]}
                  last: {action: plant.act}
                """, "what").start();
        Parts parts = flows.parts();
        parts.store().whenFailing(() -> {
            parts.store().deaf(true);
            parts.clock().advance(Duration.ofMinutes(1));
            failures.incrementAndGet();
        });
        flows.pure.does(context -> {
            parts.store().next(Fault.ANSWER_LOST);
            return ActionResult.succeeded(Map.of());
        });

        String id = flows.request("flow", Map.of("what", "plant.nothing"));
        Await.until("nothing is answered", () -> failures.get() >= 3);
        parts.store().deaf(false);

        assertThat(flows.ended(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(id)).containsExactlyInAnyOrder("first", "bad", "last");
    }

    @Test
    void aLoopAroundATaskThatCannotBeCalledTakesACommitForEachLap() {
        flows.with("flow", """
                version: 1.0
                input: [what]
                vars: [laps: 0]
                tasks:
                  first: {next: [{do: bad}]}
                  bad:
                    action: <% ctx().what %>
                    next:
                      - when: <% ctx().laps < 20 %>
                        publish: [laps: <% ctx().laps + 1 %>]
                        do: bad
                      - when: <% ctx().laps = 20 %>
                        do: noop
                """, "what").start();
        List<MemoryStore> commits = flows.commits();

        Execution ended = flows.run("flow", Map.of("what", "plant.nothing"));

        assertThat(ended.status()).as(String.valueOf(ended.result())).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(ended.id())).hasSize(21).containsOnly("bad");
        assertThat(commits).hasSizeGreaterThan(21);
    }

    private Execution child(Execution parent, String task) {
        List<Execution> found = flows.children(parent.id()).stream()
                .filter(child -> Flows.task(child, "task_name").equals(task))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
