package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testkit.judge.Expectations;
import io.drover.testkit.judge.Expectations.Effects;
import io.drover.testkit.judge.Facts;
import io.drover.testkit.judge.Facts.Executed;
import io.drover.testkit.judge.Judge;
import io.drover.testkit.judge.Ledger;
import io.drover.testkit.judge.RestFacts;
import io.drover.testkit.judge.WebhookLoad;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises 1 to 4 and 7 through kills, of single actions and of workflows, by ledger and judge. */
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("drover.kill-rounds", 20);
    private static final int WORKERS = 8;
    private static final int SENDERS = 4;
    private static final int PER_LIFE = 20;
    private static final int CRASHED = 137;
    private static final String RULE = "chaos.note";

    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void keepsItsPromisesThroughKillsOnH2(TestReporter reporter) throws Exception {
        try (PackagedDaemon daemon = chaos("kills-h2")) {
            killLoop(daemon, ROUNDS, reporter);
        }
    }

    @Test
    void keepsItsPromisesThroughKillsOnPostgreSql(TestReporter reporter) throws Exception {
        try (PostgreSql database = PostgreSql.start();
                PackagedDaemon daemon = database.of(chaos("kills-postgresql"))) {
            killLoop(daemon, Math.max(1, ROUNDS / 4), reporter);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dispatch-committed:15", "running-committed:40", "action-ended:40", "completion-committed:40"})
    void keepsItsPromisesWhenItCrashesAt(String failPoint) throws Exception {
        try (PackagedDaemon daemon = chaos("fail-point")) {
            Path file = ledger(daemon);
            daemon.with("DROVER_FAIL_POINT", failPoint).start();
            try (Ledger ledger = Ledger.open(file);
                    WebhookLoad load = load(daemon, ledger)) {
                Await.until(
                        "the daemon crashed at " + failPoint,
                        () -> !daemon.process().isAlive());
                assertThat(load.acknowledged()).isPositive();
            }

            assertThat(daemon.process().exitValue()).isEqualTo(CRASHED);
            daemon.without("DROVER_FAIL_POINT").launch();

            awaitCleanVerdict(daemon, file, 1);
        }
    }

    @Test
    void takesAnEventOnceHoweverOftenItsSourceRepeatsItAcrossKills() throws Exception {
        try (PackagedDaemon daemon =
                PackagedDaemon.fresh("duplicates").with("DROVER_EXECUTION_WORKERS", Integer.toString(WORKERS))) {
            Path file = ledger(daemon);
            Path spool = Files.createDirectory(daemon.folder().resolve("spool"));
            spoolPack(daemon, spool, file);
            try (Ledger ledger = Ledger.open(file)) {
                for (int round = 0; round < 3; round++) {
                    drop(spool, ledger, 60);
                    // before the daemon starts, as it may take all of them at once
                    int before = filesIn(spool);
                    daemon.start();
                    Await.until("some files are taken", () -> filesIn(spool) < before - 5);
                    daemon.kill();
                }
                daemon.start();
                Await.until("all files are taken", () -> filesIn(spool) == 0);
                for (int i = 0; i < 60; i++) {
                    ledger.acknowledged("f-" + i);
                }
            }

            awaitCleanVerdict(daemon, file, 3);
            assertThat(daemon.get("/v1/triggerinstances?limit=1000&trigger_type=chaos.seen"))
                    .hasSize(60);
        }
    }

    @Test
    void keepsItsPromisesAcrossTheMoveFromH2ToPostgreSql() throws Exception {
        try (PostgreSql database = PostgreSql.start();
                PackagedDaemon daemon = chaos("move")) {
            Path file = ledger(daemon);
            daemon.start();
            try (Ledger ledger = Ledger.open(file);
                    WebhookLoad load = load(daemon, ledger)) {
                Await.until("events are under way", () -> load.acknowledged() >= 3 * PER_LIFE);
                assertThat(daemon.droverd("migrate-db", "--to", database.url()).err())
                        .contains("Expected the daemon to be stopped");
                daemon.kill();

                Outcome moved = daemon.droverd("migrate-db", "--to", database.url(), "--user", PostgreSql.USER);
                assertThat(moved.err()).isEmpty();
                assertThat(moved.code()).isZero();
                assertThat(moved.out()).contains("each table has the same rows on both sides");
                assertThat(daemon.droverd("migrate-db", "--to", database.url(), "--user", PostgreSql.USER)
                                .err())
                        .contains("Expected an empty database to move to");

                long before = load.acknowledged();
                database.of(daemon).launch();
                Await.until(
                        "work resumes on PostgreSQL",
                        Slowness.RESUMES_WITHIN,
                        () -> isAlive(daemon) && load.acknowledged() >= before + PER_LIFE);
            }

            awaitCleanVerdict(daemon, file, 1);
        }
    }

    private void killLoop(PackagedDaemon daemon, int rounds, TestReporter reporter) throws Exception {
        Path file = ledger(daemon);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Duration slowest = Duration.ZERO;
        daemon.launch();
        try (Ledger ledger = Ledger.open(file);
                WebhookLoad load = load(daemon, ledger)) {
            for (int round = 0; round < rounds; round++) {
                long before = load.acknowledged();
                Duration resumed = Await.until(
                        "work resumes after kill " + round,
                        Slowness.RESUMES_WITHIN,
                        () -> isAlive(daemon) && load.acknowledged() >= before + PER_LIFE);
                slowest = resumed.compareTo(slowest) > 0 ? resumed : slowest;
                assertThat(never.await(300 + random.nextInt(1_500), TimeUnit.MILLISECONDS))
                        .isFalse();
                daemon.kill();
                daemon.launch();
            }
        }
        Facts facts = awaitCleanVerdict(daemon, file, rounds);
        long flows = flowsOf(facts).size();
        long abandoned = facts.executions().stream()
                .filter(execution -> execution.status().equals("abandoned"))
                .count();
        reporter.publishEntry(Map.of(
                "kills", Integer.toString(rounds),
                "events", Integer.toString(facts.instances().size()),
                "workflows", Long.toString(flows),
                "abandoned", Long.toString(abandoned),
                "slowest resumption in ms", Long.toString(slowest.toMillis()),
                "seed", Long.toString(seed)));
        assertThat(facts.instances()).hasSizeGreaterThanOrEqualTo(rounds * PER_LIFE);
        assertThat(flows).isPositive();
    }

    private static boolean isAlive(PackagedDaemon daemon) {
        if (!daemon.process().isAlive()) {
            throw new AssertionError("The daemon ended by itself:\n" + daemon.log());
        }
        return true;
    }

    private static Facts awaitCleanVerdict(PackagedDaemon daemon, Path file, int kills) throws Exception {
        Expectations expected = new Expectations(
                Map.of(RULE, Effects.ONCE, KilledFlows.RULE, Effects.NONE),
                event -> KilledFlows.called(event) ? Set.of(RULE, KilledFlows.RULE) : Set.of(RULE),
                Set.of(),
                kills,
                WORKERS);
        Await.until(
                "the daemon listens again",
                Slowness.RESUMES_WITHIN,
                () -> isAlive(daemon) && Files.exists(daemon.data().resolve("run/http.json")));
        Await.until(
                "nothing is under way",
                Slowness.RESUMES_WITHIN,
                () -> nothingIsOpen(daemon) && everyMatchHasItsExecution(facts(daemon), expected));
        Facts facts = facts(daemon);
        KilledFlows.Verdict flows = KilledFlows.verdict(daemon, Ledger.read(file), flowsOf(facts));
        assertThat(flows.violations()).isEmpty();
        assertThat(flows.abandoned()).isLessThanOrEqualTo(kills * WORKERS);
        assertThat(Judge.verdict(flows.others(), facts, expected)).isEmpty();
        return facts;
    }

    private static boolean nothingIsOpen(PackagedDaemon daemon) {
        return Stream.of("requested", "scheduled", "delayed", "running").allMatch(status -> open(daemon, status) == 0);
    }

    private static boolean everyMatchHasItsExecution(Facts facts, Expectations expected) {
        long matches = facts.instances().values().stream()
                .mapToLong(event -> expected.matching().apply(event).size())
                .sum();
        return facts.executions().size() == matches;
    }

    /** {@return the workflows that were called, and the events that called them} */
    private static Map<String, String> flowsOf(Facts facts) {
        return facts.executions().stream()
                .filter(execution -> execution.rule().equals(KilledFlows.RULE))
                .collect(Collectors.toMap(Executed::id, Executed::event));
    }

    private static int open(PackagedDaemon daemon, String status) {
        return daemon.get("/v1/executions?limit=1&status=" + status).size();
    }

    private static Facts facts(PackagedDaemon daemon) throws IOException, InterruptedException {
        return new RestFacts(daemon.url(), daemon.token())
                .read(payload -> Optional.ofNullable(
                                payload.path("body").path("event").textValue())
                        .or(() -> Optional.ofNullable(payload.path("event").textValue())));
    }

    private static Path ledger(PackagedDaemon daemon) {
        return daemon.folder().resolve("ledger");
    }

    private static WebhookLoad load(PackagedDaemon daemon, Ledger ledger) {
        return daemon.load("chaos", ledger, "e-", SENDERS);
    }

    private static PackagedDaemon chaos(String name) {
        PackagedDaemon daemon = PackagedDaemon.fresh(name)
                .with("DROVER_EXECUTION_WORKERS", Integer.toString(WORKERS))
                // so that what waits at a kill is soon worked off
                .with("DROVER_EXECUTION_MOST_OPEN", "200");
        PackFolder pack = daemon.pack("chaos")
                .webhookRule("note", "chaos", PackFolder.noting("trigger.body.event", ledger(daemon)));
        KilledFlows.lay(pack, ledger(daemon));
        return daemon;
    }

    private static void spoolPack(PackagedDaemon daemon, Path spool, Path ledger) {
        daemon.pack("chaos")
                .write("triggers/seen.yaml", "name: seen\npayload_schema:\n  type: object\n")
                .write("routes/spool.camel.yaml", String.format(Locale.ROOT, """
                    - route:
                        id: spool
                        from:
                          uri: file:%s
                          parameters: {delete: true, delay: 200, initialDelay: 0}
                          steps:
                            - to:
                                uri: drover:trigger/chaos.seen
                                parameters: {dedupeKey: "${header.CamelFileNameOnly}"}
                    """, spool))
                .write("rules/note.yaml", String.format(Locale.ROOT, """
                    name: note
                    enabled: true
                    trigger: {type: chaos.seen}
                    action:
                      ref: core.local
                      parameters:
                        cmd: |
                          %s
                    """, PackFolder.noting("trigger.event", ledger)));
    }

    private static void drop(Path spool, Ledger ledger, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String event = "f-" + i;
            ledger.sent(event);
            Path fresh = Files.writeString(spool.resolveSibling(event), "{\"event\": \"" + event + "\"}");
            Files.move(fresh, spool.resolve(event), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static int filesIn(Path spool) throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            List<Path> found = files.filter(
                            file -> !file.getFileName().toString().startsWith("."))
                    .toList();
            return found.size();
        }
    }
}
