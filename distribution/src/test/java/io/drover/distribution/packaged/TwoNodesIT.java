package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.fault.NetworkFault;
import io.drover.testkit.fault.TcpProxy;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two daemons on one PostgreSQL. */
class TwoNodesIT {
    /** Within this time another node works on what a node held that is silent. */
    private static final Duration TAKEOVER = Slowness.allowed(Duration.ofSeconds(30));

    private static final int QUEUED = 6;
    /** Within this time all is over that it held. */
    private static final Duration WORKED_OFF = TAKEOVER.plus(Slowness.allowed(Duration.ofSeconds(QUEUED)));

    /** How long is waited for what has a promised time, which is asserted, and for what has none. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final int BAD_CONFIGURATION = 78;

    @SuppressWarnings("NullAway.Init")
    private static PostgreSql database;

    @BeforeAll
    static void startDatabase() {
        database = PostgreSql.start();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @Test
    void oneTakesOverWhatTheOtherHeldWhenItWasKilled() throws Exception {
        try (PackagedDaemon first = node("killed-1");
                PackagedDaemon second = node("killed-2")) {
            Path notes = notes(first);
            List<String> asked = ask(first, notes);

            first.kill();
            Duration took =
                    Await.until("all are over", PATIENCE, () -> asked.stream().allMatch(id -> isOver(second, id)));

            assertThat(took).isLessThan(WORKED_OFF);
            assertThat(asked.stream().map(id -> status(second, id)).filter("abandoned"::equals))
                    .hasSize(1);
            assertThat(asked.stream().map(id -> status(second, id)).filter("succeeded"::equals))
                    .hasSize(QUEUED);
            assertThat(lines(notes)).hasSize(QUEUED + 1).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatAFrozenNodeStillDoesCountsForNothing() throws Exception {
        try (PackagedDaemon first = node("frozen-1");
                PackagedDaemon second = node("frozen-2")) {
            Path notes = notes(first);
            List<String> asked = ask(first, notes);

            signal(first, "STOP");
            Await.until("all are over", PATIENCE, () -> asked.stream().allMatch(id -> isOver(second, id)));
            List<String> before = asked.stream().map(id -> status(second, id)).toList();
            signal(first, "CONT");
            Await.until(
                    "it finds that it was silent", PATIENCE, () -> first.log().contains("taken over by another node"));
            first.run("core.noop", "{}");

            assertThat(asked.stream().map(id -> status(second, id))).containsExactlyElementsOf(before);
            assertThat(before).containsOnlyOnce("abandoned");
            assertThat(lines(notes)).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatRunsOnANodeThatIsAskedToStopStaysItsOwnLongerThanALease() throws Exception {
        try (PackagedDaemon first = made("stopped-1")
                        .with("DROVER_SHUTDOWN_TIMEOUT", "120s")
                        .start();
                PackagedDaemon second = node("stopped-2")) {
            String id = first.post(
                            "/v1/executions",
                            "{\"action\": \"core.local\", \"parameters\": {\"timeout\": 100, \"cmd\": \"sleep 27\"}}")
                    .path("id")
                    .asText();
            Await.until("it runs", () -> status(second, id).equals("running"));

            int code = first.terminate();

            assertThat(code).isZero();
            assertThat(status(second, id)).isEqualTo("succeeded");
        }
    }

    @Test
    void whatTheApiChangesOnOneIsInForceOnTheOtherWithinSeconds() throws Exception {
        try (PackagedDaemon first = node("changed-1");
                PackagedDaemon second = node("changed-2")) {
            String rule = """
                    {"name": "shared", "pack": "default", "enabled": true, "trigger": {"type": "core.st2.webhook", "parameters": {"url": "shared"}},
                     "action": {"ref": "core.noop"}}
                    """;
            String id = first.post("/v1/rules", rule).path("id").asText();

            Await.until(
                    "the rule is there",
                    () -> second.get("/v1/rules?name=shared").size() == 1);
            second.post("/v1/webhooks/shared", "{}");
            Await.until(
                    "it matched", () -> second.succeededOf("default.shared", 1).size() == 1);

            assertThat(first.drover("rule", "disable", "default.shared").code()).isZero();
            Duration took = Await.until(
                    "it is off",
                    () -> !second.get("/v1/rules/" + id).path("enabled").asBoolean());
            assertThat(took).isLessThan(Slowness.LIVE_WITHIN);
        }
    }

    @Test
    void theRulesInDrlOfAPackRunOnOneNodeAndGoOnOnTheOtherWhenItIsKilled() throws Exception {
        try (PackagedDaemon first = counting("counting-1");
                PackagedDaemon second = counting("counting-2")) {
            emit(first, "left");
            emit(second, "left");
            emit(second, "right");
            emit(first, "right");

            first.kill();
            emit(second, "left");
            emit(second, "right");
            Duration took = Await.until(
                    "both are asked for",
                    PATIENCE,
                    () -> second.get("/v1/executions?status=succeeded&rule=count.three_of_one_array")
                                    .size()
                            == 2);

            assertThat(took).isLessThan(TAKEOVER);
            assertThat(second.get("/v1/ruleenforcements?rule_ref=count.three_of_one_array"))
                    .hasSize(2);
        }
    }

    @Test
    void eachDueTimeOfATimerIsOneEventOnTwoNodes() throws Exception {
        try (PackagedDaemon first = node("ticking-1");
                PackagedDaemon second = node("ticking-2")) {
            first.post("/v1/rules", """
                    {"name": "ticks", "pack": "default", "enabled": true, "action": {"ref": "core.noop"},
                     "trigger": {"type": "core.st2.IntervalTimer", "parameters": {"unit": "seconds", "delta": 1}}}
                    """);

            Await.until(
                    "ten times are over",
                    () -> second.get("/v1/triggerinstances?trigger_type=core.st2.IntervalTimer&limit=100")
                                    .size()
                            >= 10);

            List<String> due = new ArrayList<>();
            second.get("/v1/triggerinstances?trigger_type=core.st2.IntervalTimer&limit=100")
                    .forEach(event -> due.add(event.path("occurrence_time").asText()));
            assertThat(due).doesNotHaveDuplicates();
        }
    }

    @Test
    void aNodeThatLostTheDatabaseForLongerThanItsLeaseGoesOnWithWhatIsItsOwn() throws Exception {
        try (TcpProxy wire = TcpProxy.to(database.address());
                PackagedDaemon first = made("parted-1")
                        .with("DROVER_DATABASE_URL", database.url(wire.port()))
                        .start();
                PackagedDaemon second = node("parted-2")) {
            Path notes = notes(first);
            List<String> asked = ask(first, notes);

            wire.suffer(NetworkFault.reset());
            Await.until("all are over", PATIENCE, () -> asked.stream().allMatch(id -> isOver(second, id)));
            List<String> before = asked.stream().map(id -> status(second, id)).toList();
            wire.suffer(NetworkFault.none());
            Await.until(
                    "it finds that it was silent", PATIENCE, () -> first.log().contains("taken over by another node"));

            assertThat(first.run("core.noop", "{}").path("status").asText()).isEqualTo("succeeded");
            assertThat(asked.stream().map(id -> status(second, id))).containsExactlyElementsOf(before);
            assertThat(lines(notes)).doesNotHaveDuplicates();
        }
    }

    private static PackagedDaemon counting(String name) {
        PackagedDaemon daemon = database.of(PackagedDaemon.fresh(name)).with("DROVER_NODE_NAME", name);
        daemon.pack("count").write("triggers/failing.yaml", """
                        name: failing
                        payload_schema:
                          type: object
                          properties:
                            array: {type: string}
                        """).write("rules/disks.drl", """
                        package count;
                        import drover.event.count.Failing;
                        global io.drover.model.action.ActionRequests actions;

                        rule "three of one array"
                        when
                            groupby( Failing( $a : array ) over window:time( 1h ); $array : $a; $n : count( $a ); $n == 3 )
                        then
                            actions.request("core.noop", java.util.Map.of()).oncePer($array, "1h");
                        end
                        """);
        return daemon.start();
    }

    private static void emit(PackagedDaemon daemon, String array) {
        assertThat(daemon.drover("trigger", "emit", "count.failing", "--payload", "{\"array\": \"" + array + "\"}")
                        .code())
                .isZero();
    }

    @Test
    void eachNodeNeedsANameOfItsOwn() throws Exception {
        try (PackagedDaemon first = node("named");
                PackagedDaemon second =
                        database.of(PackagedDaemon.fresh("named-too")).with("DROVER_NODE_NAME", "named")) {
            Process process = second.launch();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(BAD_CONFIGURATION);
            assertThat(second.log()).contains("node.name").contains("'named'");
            assertThat(first.run("core.noop", "{}").path("status").asText()).isEqualTo("succeeded");
        }
    }

    private static PackagedDaemon node(String name) {
        return made(name).start();
    }

    private static PackagedDaemon made(String name) {
        PackagedDaemon daemon = database.of(PackagedDaemon.fresh(name))
                .with("DROVER_NODE_NAME", name)
                .with("DROVER_EXECUTION_WORKERS", "1");
        daemon.pack("slow").write("actions/note.yaml", """
                name: note
                runner_type: local-shell-cmd
                parameters:
                  file: {type: string, required: true}
                  word: {type: string, required: true}
                  seconds: {type: integer, required: true}
                  cmd:
                    type: string
                    immutable: true
                    default: "echo {{ word }} >> '{{ file }}'; sleep {{ seconds }}"
                """);
        return daemon;
    }

    private static Path notes(PackagedDaemon daemon) {
        return daemon.folder().resolve("notes");
    }

    /** {@return one execution that runs for long, and several that wait for it} */
    private static List<String> ask(PackagedDaemon daemon, Path notes) {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i <= QUEUED; i++) {
            String body = String.format(
                    Locale.ROOT,
                    "{\"action\": \"slow.note\", \"parameters\": {\"file\": \"%s\", \"word\": \"w%d\", \"seconds\": %d}}",
                    notes,
                    i,
                    i == 0 ? 300 : 0);
            asked.add(daemon.post("/v1/executions", body).path("id").asText());
        }
        Await.until("the first one runs", () -> Files.exists(notes));
        return asked;
    }

    private static boolean isOver(PackagedDaemon daemon, String id) {
        return PackagedDaemon.isFinal(daemon.get("/v1/executions/" + id));
    }

    private static String status(PackagedDaemon daemon, String id) {
        JsonNode execution = daemon.get("/v1/executions/" + id);
        return execution.path("status").asText();
    }

    private static List<String> lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.toList();
        }
    }

    private static void signal(PackagedDaemon daemon, String name) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(daemon.process().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
