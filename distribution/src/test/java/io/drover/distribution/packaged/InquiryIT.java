package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import org.junit.jupiter.api.Test;

/** Questions to people. */
class InquiryIT {
    private static final String ASK = """
            {"action": "core.ask", "parameters": {"route": "ops", "schema": {"type": "object",
            "properties": {"approved": {"type": "boolean", "required": true}}}}}""";

    @Test
    void waitsForAResponseThroughAKillAndTellsARule() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("inquiry")) {
            daemon.pack("asked").write("rules/tell.yaml", """
                    name: tell
                    enabled: true
                    trigger: {type: core.st2.generic.inquiry}
                    criteria: {trigger.route: {type: eq, pattern: ops}}
                    action: {ref: core.noop}
                    """);
            daemon.start();
            String id = daemon.post("/v1/executions", ASK).get("id").asText();
            Await.until("it waits", () -> status(daemon, id).equals("pending"));
            assertThat(daemon.succeededOf("asked.tell", 1)).hasSize(1);

            daemon.kill();
            daemon.start();
            Await.until(
                    "it is looked after again",
                    () -> daemon.drover("inquiry", "list").out().contains(id));
            Outcome wrong = daemon.drover("inquiry", "respond", "-r", "{}", id);
            Outcome accepted = daemon.drover("inquiry", "respond", "-r", "{\"approved\": true}", id);

            assertThat(wrong.code()).isNotZero();
            assertThat(accepted.out()).contains("Response accepted for inquiry " + id + ".");
            JsonNode ended = daemon.get("/v1/executions/" + id);
            assertThat(ended.get("status").asText()).isEqualTo("succeeded");
            assertThat(ended.at("/result/response/approved").asBoolean()).isTrue();
            assertThat(daemon.get("/v1/inquiries")).isEmpty();
        }
    }

    private static String status(PackagedDaemon daemon, String id) {
        return daemon.get("/v1/executions/" + id).get("status").asText();
    }
}
