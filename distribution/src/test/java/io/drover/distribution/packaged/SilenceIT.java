package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Silences and freezes of the packaged daemon, by its command line. */
class SilenceIT {
    private static final PackagedDaemon DAEMON = PackagedDaemon.fresh("silence");
    private static final int OK = 0;
    private static final int FAILED = 1;

    @BeforeAll
    static void start() {
        DAEMON.pack("quiet")
                .webhookRule("night", "night", "echo {{ trigger.body.host }}")
                .webhookRule("ice", "ice", "echo {{ trigger.body.host }}");
        DAEMON.start();
    }

    @AfterAll
    static void close() {
        DAEMON.close();
    }

    @Test
    void aSilencedEventIsRecordedAndDispatchedAgainAfterItsExpiry() {
        Outcome created = DAEMON.drover(
                "silence",
                "create",
                "--rule",
                "quiet.nig*",
                "--payload",
                "body.host=web-*",
                "--for",
                "2h",
                "--reason",
                "the switch is replaced",
                "-o",
                "json");
        assertThat(created.code()).isEqualTo(OK);
        String silence = PackagedDaemon.json(created.out()).path("id").asText();

        DAEMON.hook("night", "{\"host\": \"web-1\"}");
        DAEMON.hook("night", "{\"host\": \"web-2\"}");
        DAEMON.hook("night", "{\"host\": \"db-1\"}");

        assertThat(said("quiet.night", 1)).containsExactly("db-1");
        assertThat(limited("quiet.night"))
                .singleElement()
                .satisfies(enforcement -> assertThat(
                                enforcement.path("failure_reason").asText())
                        .contains("silence " + silence, "the switch is replaced"));
        String event = limited("quiet.night").get(0).path("trigger_instance_id").asText();
        assertThat(DAEMON.drover("why", event, "quiet.night").out()).contains("silence " + silence);
        assertThat(DAEMON.drover("silence", "list").out()).contains(silence);

        assertThat(DAEMON.drover("silence", "expire", silence).code()).isEqualTo(OK);
        DAEMON.hook("night", "{\"host\": \"web-3\"}");

        assertThat(said("quiet.night", 2)).containsExactlyInAnyOrder("db-1", "web-3");
        assertThat(DAEMON.drover("silence", "list").out()).doesNotContain(silence);
        assertThat(DAEMON.drover("silence", "list", "--all").out()).contains(silence);
    }

    @Test
    void aManualFreezeStopsRulesAndPeopleUntilItIsEnded() {
        assertThat(DAEMON.drover("freeze", "start", "--pack", "quiet", "--reason", "storm")
                        .code())
                .isEqualTo(OK);
        DAEMON.hook("ice", "{\"host\": \"a\"}");
        assertThat(limited("quiet.ice")).hasSize(1);
        assertThat(DAEMON.drover("run", "core.local", "cmd=echo hi").code()).isEqualTo(OK);
        assertThat(DAEMON.drover("freeze", "end", "--pack", "quiet").code()).isEqualTo(OK);

        assertThat(DAEMON.drover("freeze", "start", "--pack", "core", "--manual", "--reason", "storm")
                        .code())
                .isEqualTo(OK);
        Outcome refused = DAEMON.drover("run", "core.local", "cmd=echo hi");
        assertThat(refused.code()).isEqualTo(FAILED);
        assertThat(refused.err()).contains("storm");
        assertThat(DAEMON.drover("freeze", "status").out()).contains("core", "storm");
        assertThat(DAEMON.drover("freeze", "end", "--pack", "core").code()).isEqualTo(OK);

        DAEMON.hook("ice", "{\"host\": \"b\"}");
        assertThat(said("quiet.ice", 1)).containsExactly("b");
        assertThat(DAEMON.drover("run", "core.local", "cmd=echo hi").code()).isEqualTo(OK);
    }

    private static List<String> said(String rule, int count) {
        return DAEMON.succeededOf(rule, count).stream()
                .map(PackagedDaemon::stdout)
                .map(String::strip)
                .toList();
    }

    private static List<JsonNode> limited(String rule) {
        List<JsonNode> found = new ArrayList<>();
        DAEMON.get("/v1/ruleenforcements?rule_ref=" + rule).forEach(enforcement -> {
            if (enforcement.path("status").asText().equals("limited")) {
                found.add(enforcement);
            }
        });
        return found;
    }
}
