package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workflows that the packaged daemon runs. */
class WorkflowIT {
    private static final String GREET = """
            version: 1.0
            input: [who]
            tasks:
              greet:
                action: core.echo
                input: {message: "hello <% ctx().who %>"}
                next:
                  - publish: [said: <% result().stdout %>]
                    do: shout
              shout:
                action: core.echo
                input: {message: "<% ctx().said.toUpper() %>"}
                next:
                  - publish: [said: <% result().stdout %>]
            output: [said: <% ctx().said %>]
            """;

    private static final String EACH = """
            version: 1.0
            tasks:
              each:
                with: {items: <% range(300) %>, concurrency: 5}
                action: core.noop
                next: [{do: wait}]
              wait:
                delay: 2
                action: core.noop
                next: [{publish: [done: true], do: last}]
              last:
                action: core.noop
            output: [done: <% ctx().done %>]
            """;

    private static final String UNCALLED = """
            version: 1.0
            input: [count]
            tasks:
              bad:
                action: core.echo
                input: {message: <% ctx().count %>}
                next: [{do: after}]
              after:
                action: core.noop
            """;

    /** Loops for ever without an action, so that all of it is one step. */
    private static final String ENDLESS = """
            version: 1.0
            tasks:
              start: {next: [{do: loop}]}
              loop: {next: [{do: loop}]}
            """;

    private static final String CROWD = """
            version: 1.0
            input: [many, text]
            tasks:
              each:
                with: <% range(ctx(many)).toList() %>
                action: core.echo
                input: {message: <% ctx(text) %>}
            """;

    private static void lay(PackagedDaemon daemon) {
        daemon.pack("flows")
                .write("actions/workflows/greet.yaml", GREET)
                .write("actions/greet.yaml", action("greet", "{who: {type: string, default: Bob}}"))
                .write("actions/workflows/uncalled.yaml", UNCALLED)
                .write("actions/uncalled.yaml", action("uncalled", "{count: {type: integer, default: 5}}"))
                .write("actions/workflows/endless.yaml", ENDLESS)
                .write("actions/endless.yaml", action("endless", "{}"))
                .write("actions/workflows/crowd.yaml", CROWD)
                .write("actions/crowd.yaml", action("crowd", "{many: {type: integer}, text: {type: string}}"))
                .write("actions/workflows/each.yaml", EACH)
                .write("actions/each.yaml", action("each", "{}"));
    }

    private static String action(String name, String parameters) {
        return """
                name: NAME
                runner_type: orquesta
                entry_point: workflows/NAME.yaml
                parameters: PARAMETERS
                """.replace("NAME", name).replace("PARAMETERS", parameters);
    }

    @Test
    void showsItsTasksOnTheCommandLine() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("workflow")) {
            lay(daemon);
            daemon.start();

            Outcome run = daemon.drover("run", "flows.greet", "who=Ann");
            JsonNode last = daemon.get("/v1/executions?limit=1&runner=orquesta").get(0);
            Outcome shown = daemon.drover("execution", "get", last.get("id").asText());
            Outcome inspected = daemon.drover("workflow", "inspect", "--action", "flows.greet");

            assertThat(run.code()).as(run.out() + run.err()).isZero();
            assertThat(last.at("/result/output/said").asText()).isEqualTo("HELLO ANN");
            assertThat(shown.out()).contains("HELLO ANN", "greet", "shout", "core.echo");
            assertThat(inspected.out()).contains("No errors found");
        }
    }

    private static String failure(PackagedDaemon daemon, String action, String parameters) {
        JsonNode run = daemon.run(action, parameters);
        assertThat(run.path("status").asText()).isEqualTo("failed");
        return run.at("/result/errors").toString();
    }

    @Test
    void failsWhatCannotBeCarriedOutAndNothingElse() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("workflow-uncalled")) {
            lay(daemon);
            daemon.start();

            JsonNode run = daemon.run("flows.uncalled", "{}");
            String id = run.path("id").asText();
            Outcome shown = daemon.drover("execution", "get", id);
            JsonNode bad = children(daemon, id).stream()
                    .filter(child ->
                            child.at("/context/orquesta/task_name").asText().equals("bad"))
                    .findFirst()
                    .orElseThrow();
            Outcome task = daemon.drover("execution", "get", bad.path("id").asText());

            assertThat(run.path("status").asText()).isEqualTo("succeeded");
            assertThat(tasks(daemon, id)).containsExactlyInAnyOrder("bad", "after");
            assertThat(shown.out().lines())
                    .anyMatch(line -> line.contains("bad") && line.contains("failed") && line.contains("core.echo"));
            assertThat(task.out()).contains("gave a value of type", "integer", "Convert it there");
            Await.until(
                    "the audit file tells of it",
                    () -> Files.readString(daemon.auditFile())
                            .lines()
                            .anyMatch(line ->
                                    line.contains(bad.path("id").asText()) && line.contains("Convert it there")));

            assertThat(failure(daemon, "flows.endless", "{}")).contains("TaskLimitError");
            assertThat(failure(daemon, "flows.crowd", "{\"many\": 100000, \"text\": \"x\"}"))
                    .contains("ItemLimitError");
            assertThat(failure(daemon, "flows.crowd", "{\"many\": 500, \"text\": \"" + "x".repeat(50_000) + "\"}"))
                    .contains("InputLimitError");
            assertThat(daemon.run("flows.greet", "{}").path("status").asText()).isEqualTo("succeeded");
        }
    }

    @Test
    void goesOnAfterKillsFromItsLastCommit() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("workflow-killed")) {
            lay(daemon);
            daemon.start();
            String id = daemon.post("/v1/executions", "{\"action\": \"flows.each\"}")
                    .get("id")
                    .asText();

            Await.until("some items have run", () -> children(daemon, id).size() > 20);
            daemon.kill();
            daemon.start();
            Await.until("all items have run", () -> tasks(daemon, id).contains("wait"));
            daemon.kill();
            daemon.start();
            Await.until(
                    "it has ended",
                    () -> !List.of("requested", "scheduled", "running").contains(status(daemon, id)));

            assertThat(status(daemon, id)).isEqualTo("succeeded");
            assertThat(daemon.get("/v1/executions/" + id)
                            .at("/result/output/done")
                            .asBoolean())
                    .isTrue();
            assertThat(children(daemon, id))
                    .hasSize(302)
                    .allSatisfy(
                            child -> assertThat(child.get("status").asText()).isEqualTo("succeeded"));
            assertThat(tasks(daemon, id)).filteredOn("each"::equals).hasSize(300);
        }
    }

    private static List<JsonNode> children(PackagedDaemon daemon, String id) {
        List<JsonNode> children = new ArrayList<>();
        daemon.get("/v1/executions/" + id + "/children?depth=1").forEach(children::add);
        return children;
    }

    private static List<String> tasks(PackagedDaemon daemon, String id) {
        return children(daemon, id).stream()
                .map(child -> child.at("/context/orquesta/task_name").asText())
                .toList();
    }

    private static String status(PackagedDaemon daemon, String id) {
        return daemon.get("/v1/executions/" + id).get("status").asText();
    }
}
