package io.drover.distribution.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.restapi.conformance.Conformance;
import io.drover.testkit.time.Await;

/**
 * What the recorded cases about workflows need: workflows of these names that do the same, the runs whose requests were not
 * recorded, and that a run is as far as it was when it was asked about.
 */
record RecordedWorkflows(PackagedDaemon daemon, Conformance conformance) {
    private static final String GREETED = "6b032043b62fe5011a7ef464";
    private static final String FAILED = "6b032044b62fe5011a7ef467";
    private static final String PAUSED = "6b032047b62fe5011a7ef474";
    private static final String CANCELED = "6b03204db62fe5011a7ef477";

    private static final String DESCRIBED = """
            description: A workflow of the recorded cases.
            """;

    private static final String FAILING = """
            version: 1.0
            tasks:
              task1:
                action: core.local cmd="exit 1"
                next:
                  - when: <% failed() %>
                    do: [log, fail]
              log:
                action: core.echo message="it failed"
            """;

    private static final String UNSOUND = """
            version: 1.0
            tasks:
              task1:
                action: core.nope
                next:
                  - when: <% succeeded( %>
                    do: task9
            """;

    private static final String ITEMS = """
            version: 1.0
            input: [members]
            tasks:
              task1:
                with: <% ctx(members) %>
                action: core.echo message="<% item() %>, resistance is futile!"
            output:
              - items: <% task(task1).result.items.select($.result.stdout) %>
            """;

    private static final String DELAYING = """
            version: 1.0
            input: [name, delay]
            vars:
              - greeting: null
            tasks:
              task1:
                action: core.echo message="<% ctx(name) %>, All your base are belong to us!"
                delay: <% ctx(delay) %>
                next:
                  - when: <% succeeded() %>
                    publish: [{greeting: <% result().stdout %>}]
                    do: task2
              task2:
                action: core.noop
            output:
              - greeting: <% ctx(greeting) %>
            """;

    /** Writes the workflows that no recorded case makes. */
    static void write(PackFolder examples) {
        workflow(examples, "orquesta-fail-manually", DESCRIBED, FAILING);
        workflow(examples, "orquesta-fail-inspection", DESCRIBED, UNSOUND);
        workflow(
                examples,
                "orquesta-with-items",
                DESCRIBED + "parameters: {members: {type: array, required: true}}",
                ITEMS);
        workflow(
                examples,
                "orquesta-delay",
                DESCRIBED
                        + "parameters: {name: {type: string, required: true, default: Lakshmi},"
                        + " delay: {type: integer, required: true}}",
                DELAYING);
    }

    private static void workflow(PackFolder pack, String name, String more, String definition) {
        pack.write("actions/workflows/" + name + ".yaml", definition)
                .write("actions/" + name + ".yaml", """
                name: NAME
                runner_type: orquesta
                entry_point: workflows/NAME.yaml
                enabled: true
                MORE
                """.replace("NAME", name).replace("MORE", more));
    }

    /** Does what has to be done before a case is asked. */
    void before(String recorded) {
        switch (recorded) {
            case "116-workflow-get" -> begin(GREETED, "default.gold_wf", "{\"who\": \"Bob\"}");
            case "122-workflow-rerun", "124-workflow-rerun-bad-task" -> waitUntil(FAILED, "failed", 2);
            case "131-workflow-pause" -> waitUntil(PAUSED, "running", 1);
            case "133-workflow-resume" -> waitUntil(PAUSED, "paused", 1);
            case "135-workflow-cancel" -> {
                begin(CANCELED, "examples.orquesta-delay", "{\"name\": \"Bob\", \"delay\": 20}");
                waitUntil(CANCELED, "running", 1);
            }
            default -> {
                // asks for nothing that is not there
            }
        }
    }

    private void begin(String recorded, String action, String parameters) {
        String asked = "{\"action\": \"" + action + "\", \"parameters\": " + parameters + "}";
        conformance.calls(
                recorded, daemon.post("/v1/executions", asked).path("id").asText());
    }

    private void waitUntil(String recorded, String status, int tasks) {
        String path = "/v1/executions/" + conformance.own(recorded);
        Await.until(path + " is " + status + " and has " + tasks + " tasks", () -> {
            JsonNode execution = daemon.get(path);
            return execution.path("status").asText().equals(status)
                    && execution.path("children").size() >= tasks;
        });
    }
}
