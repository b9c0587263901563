package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Rules over several events and limits, as the API takes and shows them. */
class SeveralEventsDoorIT {

    @Test
    void showsARuleOverSeveralEventsAsItTookIt() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("several-events-door").start()) {
            JsonNode made = daemon.post("/v1/rules", """
                {"name": "both", "pack": "plant", "enabled": true,
                 "when": {
                   "sequence": [
                     {"down": {"trigger": {"type": "core.st2.webhook", "parameters": {"url": "down"}}}},
                     {"fan": {"trigger": {"type": "core.st2.webhook", "parameters": {"url": "fan"}},
                              "where": "trigger.body.rpm < down.body.threshold"}}],
                   "by": "trigger.body.host", "within": 180, "hold": "90s"},
                 "limits": {"throttle": {"per": "10m", "by": "down.body.host"}},
                 "action": {"ref": "core.echo", "parameters": {"message": "{{ down.body.host }}"}}}
                """);
            ObjectNode shown = (ObjectNode) daemon.get("/v1/rules/plant.both");

            assertThat(made.path("ref").asText()).isEqualTo("plant.both");
            assertThat(shown.path("trigger").path("parameters").path("url").asText())
                    .isEqualTo("down");
            assertThat(shown.path("when").path("within").asText()).isEqualTo("3m");
            assertThat(shown.path("when").path("hold").asText()).isEqualTo("90s");
            assertThat(shown.path("when")
                            .path("sequence")
                            .path(1)
                            .path("fan")
                            .path("where")
                            .asText())
                    .isEqualTo("trigger.body.rpm < down.body.threshold");
            assertThat(shown.path("limits").path("throttle").path("by").asText())
                    .isEqualTo("down.body.host");

            shown.put("enabled", false);
            HttpResponse<String> changed = daemon.ask("PUT", "/v1/rules/plant.both", shown.toString());
            JsonNode after = daemon.get("/v1/rules/plant.both");

            assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
            assertThat(after.path("enabled").asBoolean(true)).isFalse();
            assertThat(after.path("when")).isEqualTo(shown.path("when"));
            assertThat(after.path("limits")).isEqualTo(shown.path("limits"));
        }
    }
}
