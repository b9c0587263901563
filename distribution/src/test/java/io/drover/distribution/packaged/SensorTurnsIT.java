package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two daemons on one PostgreSQL: who runs the sensors, and what they tell each other of their packs. */
class SensorTurnsIT {
    /** Within this time another node runs what a node ran that is silent. */
    private static final Duration TAKEOVER = Slowness.allowed(Duration.ofSeconds(30));
    /** Within this time it runs what a node left that ended in order. */
    private static final Duration AT_ONCE = Slowness.allowed(Duration.ofSeconds(5));

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
    void oneNodeRunsASensorAndTheOtherTakesItOverWhenThatOneIsKilled() throws Exception {
        Path spool = Installation.newFolder("spool-killed");
        try (PackagedDaemon first = spooling("killed", "spool-killed-1", spool).start();
                PackagedDaemon second =
                        spooling("killed", "spool-killed-2", spool).start()) {
            awaitState(second, "killed.spool", "standby");
            drop(spool, "a", 20);
            awaitEvents(second, "killed.seen", 20);
            // a file goes after its event is committed; one that stays would be an event of the other node again
            Await.until("all files are gone", () -> isEmpty(spool));

            JsonNode there = sensor(first, "killed.spool");
            JsonNode here = sensor(second, "killed.spool");
            String list = second.drover("sensor", "list").out();
            first.kill();
            drop(spool, "b", 20);
            Duration took = awaitEvents(second, "killed.seen", 40);

            assertThat(there.path("state").asText()).isEqualTo("running");
            assertThat(there.path("node").asText()).isEqualTo("spool-killed-1");
            assertThat(here.path("node").asText()).isEqualTo("spool-killed-1");
            assertThat(here.path("every_node").asBoolean()).isFalse();
            assertThat(list).contains("standby", "killed-1");
            assertThat(took).isLessThan(TAKEOVER);
            assertThat(sensor(second, "killed.spool").path("state").asText()).isEqualTo("running");
            assertThat(events(second, "killed.seen")).hasSize(40);
        }
    }

    @Test
    void theOtherTakesItOverAtOnceWhenItsNodeEndsInOrder() throws Exception {
        Path spool = Installation.newFolder("spool-ended");
        try (PackagedDaemon first = spooling("ended", "spool-ended-1", spool).start();
                PackagedDaemon second =
                        spooling("ended", "spool-ended-2", spool).start()) {
            awaitState(second, "ended.spool", "standby");

            int code = first.terminate();
            Duration took = awaitState(second, "ended.spool", "running");
            drop(spool, "a", 5);
            awaitEvents(second, "ended.seen", 5);

            assertThat(code).isZero();
            assertThat(took).isLessThan(AT_ONCE);
        }
    }

    @Test
    void whatAFrozenNodeStillEmitsIsNotCommittedAfterItsSuccessorsFirstEvent() throws Exception {
        try (PackagedDaemon first = ticking("tick-1").start();
                PackagedDaemon second = ticking("tick-2").start()) {
            awaitState(second, "ticking.tick", "standby");
            awaitEvents(second, "ticking.seen", 10);

            signal(first, "STOP");
            Duration took = Await.until(
                    "the other one ticks",
                    Duration.ofMinutes(3),
                    () -> ticksOf(second).contains("tick-2"));
            signal(first, "CONT");
            Await.until(
                    "it knows that it is not its turn",
                    () -> sensor(first, "ticking.tick").path("state").asText().equals("standby"));
            int before = events(second, "ticking.seen").size();
            awaitEvents(second, "ticking.seen", before + 10);

            assertThat(took).isLessThan(TAKEOVER);
            assertThat(inTurns(ticksOf(second))).containsExactly("tick-1", "tick-2");
            assertThat(sensor(first, "ticking.tick").path("node").asText()).isEqualTo("tick-2");
        }
    }

    @Test
    void theConfigurationThatTheApiIsToldOnOneNodeIsInForceOnTheOther() throws Exception {
        try (PackagedDaemon first = configured("configured-1").start();
                PackagedDaemon second = configured("configured-2")) {
            put(first, "south");
            Path keys = Files.createDirectories(second.data()).resolve("secret-keys.json");
            Files.copy(first.data().resolve("secret-keys.json"), keys, StandardCopyOption.COPY_ATTRIBUTES);
            second.start();
            String atItsStart = site(second);

            put(first, "east");
            Duration took = Await.until(
                    "it is in force there",
                    () -> second.run("configured.tell", "{}")
                            .path("result")
                            .toString()
                            .contains("east"));

            assertThat(atItsStart).isEqualTo("south");
            assertThat(took).isLessThan(Slowness.LIVE_WITHIN);
            assertThat(site(second)).isEqualTo("east");
        }
    }

    @Test
    void aNodeTellsWhichPackIsAnotherOneOnTheOtherNode() {
        try (PackagedDaemon first =
                        database.of(PackagedDaemon.fresh("differs-1")).with("DROVER_NODE_NAME", "differs-1");
                PackagedDaemon second =
                        database.of(PackagedDaemon.fresh("differs-2")).with("DROVER_NODE_NAME", "differs-2")) {
            first.pack("differing").write("actions/run.sh", "echo one\n");
            PackFolder there = second.pack("differing").write("actions/run.sh", "echo two\n");
            first.start();
            second.start();

            Await.until("it is told", () -> told(first).contains("differs-2"));
            Outcome doctor = first.droverd("doctor");
            there.write("actions/run.sh", "echo one\n");
            Await.until("it is not told any more", () -> !told(first).contains("differs-2"));

            assertThat(doctor.code()).isZero();
            assertThat(doctor.out())
                    .containsPattern("warning +daemon: pack differing +its files are not those of node");
        }
    }

    private static String told(PackagedDaemon daemon) {
        return daemon.get("/v1/checks")
                .path("checks")
                .path("pack differing")
                .path("detail")
                .asText();
    }

    private static void put(PackagedDaemon daemon, String site) {
        assertThat(daemon.ask("PUT", "/v1/configs/configured", "{\"site\": \"" + site + "\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    private static String site(PackagedDaemon daemon) {
        return daemon.get("/v1/configs?limit=100").findPath("site").asText();
    }

    /** Each has an installation of its own, as there the configurations of packs lie. */
    private static PackagedDaemon configured(String name) {
        PackagedDaemon daemon = database.of(new PackagedDaemon(
                        Installation.with("# nothing is set here\n"), Installation.newFolder(name), Map.of()))
                .with("DROVER_NODE_NAME", name);
        daemon.pack("configured")
                .write("config.schema.yaml", "site: {type: string}\n")
                .write("actions/tell.yaml", """
                        name: tell
                        runner_type: local-shell-cmd
                        parameters:
                          cmd: {type: string, immutable: true, default: "echo {{ config_context.site }}"}
                        """);
        return daemon;
    }

    private static PackagedDaemon spooling(String pack, String name, Path spool) {
        PackagedDaemon daemon = database.of(PackagedDaemon.fresh(name)).with("DROVER_NODE_NAME", name);
        daemon.pack(pack)
                .write("triggers/seen.yaml", "name: seen\npayload_schema:\n  type: object\n")
                .write("routes/spool.camel.yaml", String.format(Locale.ROOT, """
                        - route:
                            id: spool
                            from:
                              uri: file:%s
                              parameters: {delete: true, delay: 200, initialDelay: 0}
                              steps:
                                - to: drover:trigger/%s.seen
                        """, spool, pack));
        return daemon;
    }

    private static PackagedDaemon ticking(String name) {
        PackagedDaemon daemon = database.of(PackagedDaemon.fresh(name)).with("DROVER_NODE_NAME", name);
        daemon.pack("ticking")
                .write("triggers/seen.yaml", "name: seen\npayload_schema:\n  type: object\n")
                .write("routes/tick.camel.yaml", String.format(Locale.ROOT, """
                        - route:
                            id: tick
                            from:
                              uri: timer:tick
                              parameters: {delay: 0, period: 250}
                              steps:
                                - setBody: {constant: '{"node": "%s"}'}
                                - to: drover:trigger/ticking.seen
                        """, name));
        return daemon;
    }

    private static void drop(Path spool, String prefix, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String name = prefix + i;
            Path fresh = Files.writeString(
                    spool.resolveSibling(spool.getFileName() + "-" + name), "{\"id\": \"" + name + "\"}");
            Files.move(fresh, spool.resolve(name));
        }
    }

    private static boolean isEmpty(Path spool) throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.findAny().isEmpty();
        }
    }

    private static JsonNode sensor(PackagedDaemon daemon, String ref) {
        return daemon.get("/v1/sensortypes/" + ref);
    }

    private static Duration awaitState(PackagedDaemon daemon, String ref, String state) {
        return Await.until(
                ref + " is " + state,
                () -> sensor(daemon, ref).path("state").asText().equals(state));
    }

    private static List<JsonNode> events(PackagedDaemon daemon, String type) {
        List<JsonNode> found = new ArrayList<>();
        daemon.get("/v1/triggerinstances?limit=1000&trigger_type=" + type).forEach(found::add);
        return found;
    }

    private static Duration awaitEvents(PackagedDaemon daemon, String type, int count) {
        return Await.until(
                count + " events of " + type,
                Duration.ofMinutes(3),
                () -> events(daemon, type).size() >= count);
    }

    /** {@return whose ticks there are, in the order in which they were stored} */
    private static List<String> ticksOf(PackagedDaemon daemon) {
        List<String> nodes = new ArrayList<>();
        events(daemon, "ticking.seen")
                .forEach(event -> nodes.add(event.path("payload").path("node").asText()));
        Collections.reverse(nodes);
        return nodes;
    }

    /** {@return the names, each once where it stands several times in a row} */
    private static List<String> inTurns(List<String> names) {
        List<String> turns = new ArrayList<>();
        for (String name : names) {
            if (turns.isEmpty() || !turns.get(turns.size() - 1).equals(name)) {
                turns.add(name);
            }
        }
        return turns;
    }

    private static void signal(PackagedDaemon daemon, String name) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(daemon.process().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
