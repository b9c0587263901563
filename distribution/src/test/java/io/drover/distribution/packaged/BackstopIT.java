package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no other rule takes. */
class BackstopIT {

    @Test
    void runsTheBackstopForWhatNoOtherRuleMatchesAlone() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("backstop").start()) {
            JsonNode usual = daemon.post("/v1/rules", """
                {"name": "usual", "pack": "plant", "enabled": true,
                 "trigger": {"type": "core.st2.webhook", "parameters": {"url": "state"}},
                 "criteria": {"trigger.body.host": {"type": "eq", "pattern": "known"}},
                 "action": {"ref": "core.echo", "parameters": {"message": "known {{ trigger.body.host }}"}}}
                """);
            JsonNode rest = daemon.post("/v1/rules", """
                {"name": "rest", "pack": "plant", "enabled": true, "type": {"ref": "backstop"},
                 "trigger": {"type": "core.st2.webhook", "parameters": {"url": "state"}},
                 "action": {"ref": "core.echo", "parameters": {"message": "left {{ trigger.body.host }}"}}}
                """);
            assertThat(usual.path("type").path("ref").asText()).isEqualTo("standard");
            assertThat(rest.path("type").path("ref").asText()).isEqualTo("backstop");

            daemon.hook("state", "{\"host\": \"known\"}");
            daemon.hook("state", "{\"host\": \"new\"}");

            assertThat(said(daemon, "plant.usual")).containsExactly("known known");
            assertThat(said(daemon, "plant.rest")).containsExactly("left new");
        }
    }

    private static List<String> said(PackagedDaemon daemon, String rule) {
        return daemon.succeededOf(rule, 1).stream().map(PackagedDaemon::stdout).toList();
    }
}
