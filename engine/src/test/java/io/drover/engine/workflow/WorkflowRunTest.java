package io.drover.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.StatusChange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowRunTest {
    private static final String SEQUENCE = """
            version: 1.0
            input: [who]
            tasks:
              first:
                action: plant.calc
                input: {host: "<% ctx().who %>"}
                next:
                  - when: <% succeeded() %>
                    publish: [greeting: "<% result().result %>"]
                    do: second
              second:
                action: plant.act
                input: {host: "<% ctx().greeting %>"}
            output: [said: "<% ctx().greeting %>"]
            """;

    @TempDir
    Path folder;

    private Flows flows;

    @BeforeEach
    void make() {
        flows = new Flows(folder);
    }

    @AfterEach
    void close() {
        flows.close();
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
                    .containsEntry(
                            "parent", Map.of("execution_id", ended.id(), "user", "anna", "pack", "plant"));
        });
        assertThat(flows.effects.calls().get(0).actionParameters()).containsEntry("host", "hello Bob");
    }
}
