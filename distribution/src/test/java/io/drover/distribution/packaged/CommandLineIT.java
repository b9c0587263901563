package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command line against the daemon that it is shipped with. */
class CommandLineIT {
    private static final PackagedDaemon DAEMON = PackagedDaemon.fresh("command-line");
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int NOT_FOUND = 3;
    private static final int DENIED = 4;
    private static final int UNAVAILABLE = 5;

    @BeforeAll
    static void start() {
        DAEMON.pack("cli")
                .webhookRule("say", "cli", "echo said")
                .write("triggers/strict.yaml", """
                    name: strict
                    payload_schema:
                      type: object
                      properties:
                        state: {type: string, required: true}
                    """)
                .write("routes/door.camel.yaml", """
                    - route:
                        id: door
                        from:
                          uri: platform-http:/door
                          parameters: {httpMethodRestrict: POST}
                          steps:
                            - to: drover:trigger/cli.strict
                    """)
                .write("routes/tick.camel.yaml", """
                    - route:
                        id: tick
                        from:
                          uri: timer:tick
                          parameters: {period: 300}
                          steps:
                            - setBody: {constant: '{"state": "tick"}'}
                            - to: drover:trigger/cli.strict
                    """);
        DAEMON.start();
        assertThat(DAEMON.drover("sensor", "disable", "cli.tick").code()).isZero();
    }

    @AfterAll
    static void close() {
        DAEMON.close();
    }

    @Test
    void runsActions() {
        Outcome well = DAEMON.drover("run", "core.local", "cmd=echo hi");
        Outcome badly = DAEMON.drover("run", "core.local", "cmd=exit 3");

        assertThat(well.code()).isEqualTo(OK);
        assertThat(well.out()).contains("status: succeeded").contains("stdout: hi");
        assertThat(badly.code()).isEqualTo(FAILED);
        assertThat(badly.out()).contains("status: failed").contains("return_code: 3");
        assertThat(DAEMON.drover("run", "core.nothing").code()).isEqualTo(NOT_FOUND);
        assertThat(DAEMON.drover("run", "core.local").code()).isEqualTo(USAGE);
        assertThat(DAEMON.drover("run", "core.local", "cmd=true", "--token", "wrong")
                        .code())
                .isEqualTo(DENIED);
        assertThat(DAEMON.drover("action", "list", "--url", "http://127.0.0.1:1")
                        .code())
                .isEqualTo(UNAVAILABLE);
        assertThat(DAEMON.drover("fly").code()).isEqualTo(USAGE);
    }

    @Test
    void showsExecutions() {
        String id = parsed(DAEMON.drover("run", "core.local", "cmd=echo shown", "-o", "json"))
                .path("id")
                .asText();

        Outcome list = DAEMON.drover("execution", "list", "--action", "core.local");
        Outcome tail = DAEMON.drover("execution", "tail", id);

        assertThat(list.code()).isEqualTo(OK);
        assertThat(list.out()).contains(id);
        assertThat(parsed(DAEMON.drover("execution", "get", id, "-o", "json"))
                        .path("status")
                        .asText())
                .isEqualTo("succeeded");
        assertThat(DAEMON.drover("execution", "get", id, "-o", "yaml").out()).contains("status: succeeded");
        assertThat(tail.code()).isEqualTo(OK);
        assertThat(tail.out()).contains("shown");
        assertThat(DAEMON.drover("execution", "get", "0123456789abcdef01234567").code())
                .isEqualTo(NOT_FOUND);
    }

    @Test
    void cancelsExecutions() {
        String id = parsed(DAEMON.drover("run", "-a", "core.local", "cmd=sleep 50", "-o", "json"))
                .path("id")
                .asText();
        Await.until(
                "it runs",
                () -> DAEMON.get("/v1/executions/" + id).path("status").asText().equals("running"));

        Outcome canceled = DAEMON.drover("execution", "cancel", id);

        assertThat(canceled.code()).isEqualTo(OK);
        assertThat(DAEMON.ended(id).path("status").asText()).isEqualTo("canceled");
    }

    @Test
    void changesRules() throws IOException {
        Path file = Files.writeString(DAEMON.folder().resolve("made.yaml"), """
            name: made
            pack: cli
            enabled: true
            trigger: {type: core.st2.webhook, parameters: {url: made}}
            action: {ref: core.noop}
            """);
        assertThat(DAEMON.drover("rule", "check", file.toString()).code()).isEqualTo(OK);
        assertThat(DAEMON.drover("rule", "create", file.toString()).code()).isEqualTo(OK);
        assertThat(DAEMON.drover("rule", "list").out()).contains("cli.made").contains("cli.say");

        assertThat(DAEMON.drover("rule", "disable", "cli.made").code()).isEqualTo(OK);
        assertThat(enabled("cli.made")).isFalse();
        assertThat(DAEMON.drover("rule", "enable", "cli.made").code()).isEqualTo(OK);
        assertThat(enabled("cli.made")).isTrue();
        assertThat(DAEMON.drover("rule", "delete", "cli.made").code()).isEqualTo(OK);
        assertThat(DAEMON.drover("rule", "get", "cli.made").code()).isEqualTo(NOT_FOUND);
    }

    @Test
    void letsARuleFollowItsFileAgain() {
        assertThat(DAEMON.drover("rule", "disable", "cli.say").code()).isEqualTo(OK);
        assertThat(enabled("cli.say")).isFalse();

        assertThat(DAEMON.drover("rule", "reset", "cli.say").code()).isEqualTo(OK);

        assertThat(enabled("cli.say")).isTrue();
        assertThat(DAEMON.drover("rule", "delete", "cli.say").code()).isEqualTo(FAILED);
        assertThat(enabled("cli.say")).isTrue();
    }

    @Test
    void checksRulesWithoutChangingThem() throws IOException {
        Path file = Files.writeString(DAEMON.folder().resolve("wrong.yaml"), """
            name: wrong
            pack: cli
            trigger: {type: core.st2.webhook, parameters: {url: wrong}}
            criteria:
              trigger.body.a: {type: equalz, pattern: 1}
            action: {ref: core.noop}
            """);

        Outcome checked = DAEMON.drover("rule", "check", file.toString());

        assertThat(checked.code()).isEqualTo(USAGE);
        assertThat(checked.out()).contains("wrong.yaml:5:").contains("equalz");
        assertThat(DAEMON.drover("rule", "get", "cli.wrong").code()).isEqualTo(NOT_FOUND);
    }

    @Test
    void checksRulesWithoutADaemon() {
        String pack = DAEMON.packs().resolve("cli").toString();

        Outcome checked = DAEMON.drover("rule", "check", pack, "--url", "http://127.0.0.1:1");

        assertThat(checked.code()).isEqualTo(OK);
        assertThat(checked.out()).isEqualTo(pack + ": valid\n");
        assertThat(DAEMON.drover("rule", "check", pack, "--online", "--url", "http://127.0.0.1:1")
                        .code())
                .isEqualTo(UNAVAILABLE);
    }

    @Test
    void triesTestsOfRulesWithoutADaemon() {
        Outcome tried = DAEMON.drover("pack", "test", "watch");

        assertThat(tried.out()).endsWith(" tried, 0 failed\n");
        assertThat(tried.err()).isEmpty();
        assertThat(tried.code()).isEqualTo(OK);
        assertThat(DAEMON.drover("rule", "test", "watch.alert_storm").out()).endsWith("1 tried, 0 failed\n");
    }

    @Test
    void asksTheDaemonWhetherTriggersAndActionsExist() throws IOException {
        Path file = Files.writeString(DAEMON.folder().resolve("unknown.yaml"), """
            - name: first
              trigger: core.st2.webhok
              action: {ref: core.ecko}
            - name: second
              trigger: {type: core.st2.webhook, parameters: {ulr: x}}
              action: {ref: core.echo, parameters: {mesage: hi}}
            """);

        Outcome checked = DAEMON.drover("rule", "check", file.toString(), "--online");

        assertThat(checked.code()).isEqualTo(USAGE);
        assertThat(checked.out().lines())
                .hasSizeGreaterThanOrEqualTo(4)
                .anyMatch(line -> line.startsWith(file + ":2:12: Trigger type 'core.st2.webhok' is not registered."))
                .anyMatch(line -> line.startsWith(file + ":3:17: Action 'core.ecko' is not registered."))
                .anyMatch(line -> line.startsWith(file + ":5:19: The parameters of trigger 'core.st2.webhook'"))
                .anyMatch(line -> line.startsWith(file + ":6:41: Action 'core.echo' has no parameter 'mesage'."));
    }

    @Test
    void explainsAndRepeatsEvents() {
        DAEMON.hook("cli", "{\"number\": 4711}");
        JsonNode execution = DAEMON.succeededOf("cli.say", 1).get(0);
        String event = execution.path("trigger_instance").path("id").asText();

        assertThat(DAEMON.drover("event", "list").out()).contains(event);
        assertThat(DAEMON.drover("trigger-instance", "get", event).out()).contains("4711");
        assertThat(DAEMON.drover("why", event, "cli.say").out())
                .contains("cli.say")
                .contains("execution ");
        assertThat(DAEMON.drover("rule", "why", event).out()).contains("cli.say");
        Outcome repeated = DAEMON.drover("event", "re-emit", event);

        assertThat(repeated.code()).isEqualTo(OK);
        DAEMON.succeededOf("cli.say", 2);
        assertThat(DAEMON.drover("why", "0123456789abcdef01234567").code()).isEqualTo(NOT_FOUND);
    }

    @Test
    void handsDeadLettersInAgain() {
        assertThat(DAEMON.ask("POST", "/hooks/cli/door", "{\"colour\": \"red\"}")
                        .statusCode())
                .isEqualTo(400);
        Await.until(
                "there is a dead letter", () -> DAEMON.get("/v1/deadletters").size() == 1);
        String id = DAEMON.get("/v1/deadletters").get(0).path("id").asText();

        assertThat(DAEMON.drover("dead-letter", "list").out()).contains(id);
        assertThat(DAEMON.drover("dead-letter", "get", id).out()).contains("colour");
        assertThat(DAEMON.drover("dead-letter", "re-emit", id).code())
                .as("it is refused again")
                .isEqualTo(USAGE);
        assertThat(DAEMON.drover("dead-letter", "discard", id).code()).isEqualTo(OK);

        assertThat(DAEMON.drover("dead-letter", "get", id).code()).isEqualTo(NOT_FOUND);
    }

    @Test
    void triesSensors() {
        assertThat(DAEMON.drover("sensor", "list").out()).contains("cli.tick").contains("cli.door");
        int before = DAEMON.get("/v1/triggerinstances?limit=1000&trigger_type=cli.strict")
                .size();

        Outcome tried = DAEMON.drover("sensor", "try", "cli.tick", "-n", "1", "--wait", "20");

        assertThat(tried.code()).isEqualTo(OK);
        assertThat(tried.out()).contains("tick");
        assertThat(DAEMON.get("/v1/triggerinstances?limit=1000&trigger_type=cli.strict"))
                .hasSize(before);
        assertThat(DAEMON.drover("sensor", "enable", "cli.tick").code()).isEqualTo(OK);
        Await.until(
                "the sensor emits",
                () -> DAEMON.get("/v1/triggerinstances?limit=1000&trigger_type=cli.strict")
                                .size()
                        > before);
        assertThat(DAEMON.drover("sensor", "disable", "cli.tick").code()).isEqualTo(OK);
    }

    @Test
    void showsWhatPacksBring() {
        assertThat(DAEMON.drover("pack", "list").out()).contains("core").contains("cli");
        assertThat(DAEMON.drover("pack", "get", "core").code()).isEqualTo(OK);
        assertThat(DAEMON.drover("pack", "register", "cli").code()).isEqualTo(OK);
        assertThat(DAEMON.drover("pack", "register", "nowhere").code()).isEqualTo(NOT_FOUND);
        assertThat(DAEMON.drover("action", "list").out()).contains("core.local");
        assertThat(DAEMON.drover("action", "get", "core.local").code()).isEqualTo(OK);
        assertThat(DAEMON.drover("trigger", "list").out()).contains("core.st2.webhook");
        assertThat(DAEMON.drover("trigger", "get", "core.st2.webhook").code()).isEqualTo(OK);
    }

    @Test
    void evaluatesExpressionsAndReadsWorkflowsByItself() throws IOException {
        Path workflow = Files.writeString(Installation.newFolder("workflows").resolve("greet.yaml"), """
                version: 1.0
                tasks:
                  greet:
                    action: core.echo message=<% ctx(who) %>
                """);
        Path rehearsal = Files.writeString(workflow.resolveSibling("cases.jsonl"), """
                {"id": "one", "workflow": "version: 1.0\\ntasks: {a: {action: core.noop}}", "scenario": {}}
                """);

        assertThat(DAEMON.drover("expression", "eval", "<% [1, 2, 3].where($ > 1).sum() %>")
                        .out())
                .isEqualTo("5\n");
        assertThat(DAEMON.drover("expression", "eval", "{{ '1.2.3' | version_bump_minor }}")
                        .out())
                .isEqualTo("1.3.0\n");
        assertThat(DAEMON.drover("workflow", "inspect", workflow.toString()).out())
                .contains(":4:", "\"who\" is referenced before assignment");
        assertThat(DAEMON.drover("workflow", "graph", workflow.toString()).out())
                .startsWith("digraph \"greet\" {")
                .contains("core.echo");
        assertThat(DAEMON.drover("workflow", "rehearse", "--lines", rehearsal.toString())
                        .out())
                .contains("\"id\": \"one\"", "\"status\": \"succeeded\"");
    }

    @Test
    void asksReports() {
        DAEMON.run("core.noop", "{}");

        Outcome asked = DAEMON.drover(
                "report",
                "query",
                "select action_ref, status from report_v1.executions where action_ref = 'core.noop'",
                "-j");

        assertThat(asked.code()).isEqualTo(OK);
        assertThat(parsed(asked).get(0).toString()).contains("core.noop").contains("succeeded");
        assertThat(DAEMON.drover("report", "query", "delete from report_v1.executions")
                        .code())
                .isEqualTo(DENIED);
        assertThat(DAEMON.drover("report", "query", "select nonsense from report_v1.executions")
                        .code())
                .isEqualTo(USAGE);
    }

    @Test
    void makesApiKeys() {
        Outcome made = DAEMON.drover("apikey", "create", "-k", "-m", "{\"used_by\": \"tests\"}");
        String key = made.out().strip();
        assertThat(made.code()).isEqualTo(OK);
        JsonNode listed = parsed(DAEMON.drover("apikey", "list", "-j"));
        assertThat(listed.toString()).contains("tests").doesNotContain(key);
        String id = listed.get(0).path("id").asText();

        assertThat(DAEMON.drover("--api-key", key, "whoami").code()).isEqualTo(OK);
        assertThat(DAEMON.drover("apikey", "delete", id).code()).isEqualTo(OK);

        assertThat(DAEMON.drover("--api-key", key, "whoami").code()).isEqualTo(DENIED);
    }

    private static boolean enabled(String rule) {
        return DAEMON.get("/v1/rules/" + rule).path("enabled").asBoolean();
    }

    private static JsonNode parsed(Outcome outcome) {
        return PackagedDaemon.json(outcome.out());
    }
}
