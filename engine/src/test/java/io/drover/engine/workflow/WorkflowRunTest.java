package io.drover.engine.workflow;

import static io.drover.engine.workflow.Flows.SEQUENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.Await;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.StatusChange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of workflows that go through, and those that fail by themselves. */
class WorkflowRunTest {
    @AutoClose
    private final Flows flows;

    WorkflowRunTest(@TempDir Path folder) {
        flows = new Flows(folder);
    }

    @Test
    void saysWhereItsTextCannotBeRead() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  first: {action: plant.act
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(ended.result())
                .extracting("errors")
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .singleElement()
                .satisfies(error -> assertThat(String.valueOf(error.get("message")))
                        .startsWith("ValueError: Tried to read the workflow, but it cannot be read as YAML: ")
                        .endsWith(" (line 4, column 1)"));
    }

    @Test
    void runsOneTaskAfterTheOther() {
        flows.pure.does(context -> ActionResult.succeeded(
                Map.of("result", "hello " + context.actionParameters().get("host"))));
        flows.with("flow", SEQUENCE, "who").start();

        Execution ended = flows.run("flow", Map.of("who", "Bob"));

        assertThat(ended.result()).isEqualTo(Map.of("output", Map.of("said", "hello Bob")));
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.log())
                .extracting(StatusChange::status)
                .containsExactly(
                        ExecutionStatus.REQUESTED,
                        ExecutionStatus.SCHEDULED,
                        ExecutionStatus.RUNNING,
                        ExecutionStatus.SUCCEEDED);
        List<Execution> children = flows.children(ended.id());
        assertThat(children).extracting(child -> child.action().name()).containsExactlyInAnyOrder("calc", "act");
        assertThat(children).allSatisfy(child -> {
            assertThat(child.trace()).isEqualTo(ended.trace());
            assertThat(child.context())
                    .containsEntry("parent", Map.of("execution_id", ended.id(), "user", "anna", "pack", "plant"));
        });
        assertThat(flows.effects.calls().get(0).actionParameters()).containsEntry("host", "hello Bob");
    }

    @Test
    void joinsBranchesThatRunAtOnce() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  a:
                    action: plant.act
                    next: [{do: both}]
                  b:
                    action: plant.calc
                    next: [{do: both}]
                  both:
                    join: all
                    action: plant.calc
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(ended.id())).containsExactlyInAnyOrder("a", "b", "both");
    }

    @Test
    void runsAsManyItemsAtOnceAsAllowed() {
        flows.pure.does(context -> ActionResult.succeeded(
                Map.of("result", context.actionParameters().get("host") + "!")));
        flows.with("flow", """
                version: 1.0
                input: [hosts]
                tasks:
                  each:
                    with: {items: "<% ctx().hosts %>", concurrency: 2}
                    action: plant.calc
                    input: {host: "<% item() %>"}
                    next:
                      - publish: [all: "<% result().select($.result) %>"]
                output: [all: "<% ctx().all %>"]
                """, "hosts").start();

        Execution ended = flows.run("flow", Map.of("hosts", List.of("a", "b", "c", "d", "e")));

        assertThat(ended.result()).isEqualTo(Map.of("output", Map.of("all", List.of("a!", "b!", "c!", "d!", "e!"))));
        assertThat(flows.children(ended.id()))
                .extracting(child -> Flows.task(child, "item_id"))
                .containsExactlyInAnyOrder("0", "1", "2", "3", "4");
    }

    @Test
    void failsWithWhatItsTaskGave() {
        flows.pure.does(context -> ActionResult.failed(Map.of("error", "no such host")));
        flows.with("flow", SEQUENCE, "who").start();

        Execution ended = flows.run("flow", Map.of("who", "Bob"));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(ended.result()))
                .contains("Execution failed. See result for details.", "task_id=first", "no such host");
        assertThat(flows.tasks(ended.id())).containsExactly("first");
    }

    @Test
    void failsWithTheFindingsOfItsInspection() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  a:
                    action: plant.nothing
                    next: [{do: b}]
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(ended.result()))
                .contains("The action \"plant.nothing\" is not registered", "The task \"b\" is not defined.");
        assertThat(ended.result()).containsEntry("output", null);
    }

    @Test
    void tellsOfTheTasksThatTheDefaultOfItsActionNames() {
        flows.telling("flow", SEQUENCE, List.of("second")).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(flows.children(ended.id()))
                .filteredOn(child -> child.context().containsKey(Execution.NOTICES))
                .extracting(child -> Flows.task(child, "task_name"))
                .containsExactly("second");
    }

    @Test
    void failsWhereTheDefaultOfItsActionNamesATaskThatItHasNot() {
        flows.telling("flow", SEQUENCE, List.of("third")).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(ended.result())).contains("do not exist in the workflow definition: third.");
    }

    @Test
    void failsWhereItsFileIsGone() {
        flows.with("flow", SEQUENCE, "who").start();
        flows.remove("flow");

        Execution ended = flows.run("flow", Map.of("who", "Bob"));

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(ended.result())).contains("flow.yaml", "NoSuchFile");
    }

    @Test
    void givesTheWorkflowBelowItsPlaceAndTakesItsOutput() {
        flows.with("inner", SEQUENCE, "who");
        flows.with("flow", """
                version: 1.0
                tasks:
                  call:
                    action: plant.inner
                    input: {who: Ann}
                    next:
                      - publish: [said: "<% result().output.said %>"]
                output: [said: "<% ctx().said %>"]
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.result()).isEqualTo(Map.of("output", Map.of("said", "done")));
        Execution inner = flows.children(ended.id()).get(0);
        assertThat(inner.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(flows.tasks(inner.id())).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void endsAWorkflowThatCallsItselfWithoutEnd() {
        flows.with("flow", """
                version: 1.0
                tasks:
                  again:
                    action: plant.flow
                """).start();

        Execution ended = flows.run("flow", Map.of());

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(flows.requests().descendants(ended.id(), -1))
                .hasSize(51)
                .allSatisfy(one -> assertThat(one.status()).isEqualTo(ExecutionStatus.FAILED));
    }

    @Test
    void runsTheDefinitionThatItBeganWith() {
        CountDownLatch go = flows.holdPure();
        flows.with("flow", SEQUENCE, "who").start();
        String id = flows.request("flow", Map.of("who", "Bob"));
        Await.until("the first task runs", () -> flows.pure.calls().size() == 1);

        flows.write("flow", SEQUENCE.replace("said:", "other:"));
        go.countDown();

        assertThat(flows.ended(id).result()).isEqualTo(Map.of("output", Map.of("said", "done")));
    }

    @Test
    void tellsWhichTasksComeNext() {
        flows.with("flow", SEQUENCE, "who").start();

        Execution ended = flows.run("flow", Map.of("who", "Bob"));

        assertThat(flows.requests().output(ended.id()))
                .extracting(OutputChunk::text)
                .containsExactly(
                        "Identified the following set of tasks to execute next: first (route 0)\n",
                        "Identified the following set of tasks to execute next: second (route 0)\n");
    }
}
