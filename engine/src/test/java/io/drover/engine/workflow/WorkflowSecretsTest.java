package io.drover.engine.workflow;

import static io.drover.engine.workflow.Flows.SEQUENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of runs: handed on in clear, shown and stored in none. */
class WorkflowSecretsTest {
    @AutoClose
    private final Flows flows;

    WorkflowSecretsTest(@TempDir Path folder) {
        flows = new Flows(folder);
    }

    @Test
    void showsNoSecretOfATaskWhoseActionCannotBeCalled() {
        flows.with("flow", """
                version: 1.0
                input: [token]
                tasks:
                  bad:
                    action: plant.calc
                    input: {host: "at <% ctx().token %>", size: "<% ctx().token %>"}
                  worse:
                    action: <% ctx().token %>
                """, "token!").start();

        Execution ended = flows.run("flow", Map.of("token", "s3cret-horse.x"));

        assertThat(flows.tasks(ended.id())).containsExactlyInAnyOrder("bad", "worse");
        assertThat(String.valueOf(flows.requests().reveal(child(ended, "worse")).result()))
                .contains("s3cret-horse.x");
        assertThat(child(ended, "bad").parameters()).containsEntry("host", "********");
        assertThat(flows.children(ended.id()).toString() + ended + flows.parts().trail() + flows.stored(ended))
                .doesNotContain("s3cret-horse");
    }

    @Test
    void showsAndStoresNoSecret() {
        flows.with("flow", """
                version: 1.0
                input: [who]
                tasks:
                  first:
                    action: plant.act
                    input: {host: "for <% ctx().who %>"}
                    next:
                      - publish: [greeting: "hello <% ctx().who %>"]
                output: [said: "<% ctx().greeting %>"]
                """, "who!").start();

        Execution ended = flows.run("flow", Map.of("who", "s3cr3t-marker"));

        assertThat(flows.effects.calls().get(0).actionParameters()).containsEntry("host", "for s3cr3t-marker");
        assertThat(ended.result()).isEqualTo(Map.of("output", Map.of("said", "hello ********")));
        assertThat(flows.parts().executions().toString()).doesNotContain("s3cr3t-marker");
        assertThat(flows.stored(ended)).doesNotContain("s3cr3t-marker").contains("sealed");
        assertThat(String.valueOf(flows.requests().reveal(ended).result())).contains("hello s3cr3t-marker");
    }

    @Test
    void handsASecretOnThatAnActionGaveBack() {
        flows.pure.does(context -> ActionResult.succeeded(
                Map.of("result", "with " + context.actionParameters().get("token"))));
        flows.with("flow", SEQUENCE.replace("host: \"<% ctx().who %>\"", "token: \"<% ctx().who %>\""), "who!")
                .start();

        Execution ended = flows.run("flow", Map.of("who", "s3cr3t-marker"));

        assertThat(flows.effects.calls().get(0).actionParameters()).containsEntry("host", "with s3cr3t-marker");
        assertThat(ended.result()).isEqualTo(Map.of("output", Map.of("said", "********")));
        assertThat(flows.parts().executions().toString()).doesNotContain("s3cr3t-marker");
        assertThat(flows.stored(ended)).doesNotContain("s3cr3t-marker");
    }

    private Execution child(Execution parent, String task) {
        List<Execution> found = flows.children(parent.id()).stream()
                .filter(child -> Flows.task(child, "task_name").equals(task))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
