package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.fault.NetworkFault;
import io.drover.testkit.fault.TcpProxy;
import io.drover.testkit.judge.Expectations;
import io.drover.testkit.judge.Expectations.Effects;
import io.drover.testkit.judge.Facts;
import io.drover.testkit.judge.Judge;
import io.drover.testkit.judge.Ledger;
import io.drover.testkit.judge.RestFacts;
import io.drover.testkit.judge.WebhookLoad;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two daemons on one PostgreSQL, of which one is cut off or killed, or which both want the same. */
class NodesUnderFaultsIT {
    private static final Duration TAKEOVER = Slowness.allowed(Duration.ofSeconds(30));
    /** A connection that lost data is given up only when no answer came for a minute. */
    private static final Duration HEALED = Duration.ofMinutes(5);

    private static final int WORKERS = 4;
    private static final int SENDERS = 2;
    private static final int TIMERS = 50;
    private static final int DUE_TIMES = 1_000;
    private static final int TASKS = 60;
    private static final int BEFORE_THE_KILL = 15;
    private static final String RULE = "chaos.note";
    private static final String TIMER = "core.st2.CronTimer";

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
    void theOtherNodeOwnsTheWorkOfOneThatIsCutOffAndAllPromisesAreKeptWhenItIsBack() throws Exception {
        Path file = Installation.newFolder("cut").resolve("ledger");
        try (TcpProxy wire = TcpProxy.to(database.address());
                PackagedDaemon first = chaos("cut-1", file)
                        .with("DROVER_DATABASE_URL", database.url(wire.port()))
                        .start();
                PackagedDaemon second = chaos("cut-2", file).start();
                Ledger ledger = Ledger.open(file)) {
            String asleep = request(first, "core.local", "{\"cmd\": \"sleep 300\"}");
            try (WebhookLoad here = load(second, ledger, "b-")) {
                Duration took = cutOff(first, second, wire, ledger, asleep);
                long before = here.acknowledged();
                Await.until("the other one works on", () -> here.acknowledged() > before + 20);
                wire.suffer(NetworkFault.none());
                Await.until("the silent one is back", HEALED, () -> isReady(first));

                assertThat(took).isLessThan(TAKEOVER);
            }
            try (WebhookLoad again = load(first, ledger, "c-")) {
                Await.until("it works again", HEALED, () -> again.acknowledged() > 20);
            }
            Await.until("nothing is under way", HEALED, () -> open(second).isEmpty() && isReady(first));

            assertThat(second.get("/v1/executions/" + asleep).path("status").asText())
                    .isEqualTo("abandoned");
            assertThat(Judge.verdict(
                            Ledger.read(file),
                            facts(second),
                            Expectations.everyRuleMatches(Map.of(RULE, Effects.ONCE), 1, WORKERS)))
                    .isEmpty();
        }
    }

    /** {@return how long it took until nothing was open any more that was when the first node was cut off} */
    private static Duration cutOff(
            PackagedDaemon first, PackagedDaemon second, TcpProxy wire, Ledger ledger, String asleep) throws Exception {
        Set<String> opened = new TreeSet<>(Set.of(asleep));
        try (WebhookLoad there = load(first, ledger, "a-")) {
            Await.until("it works", () -> there.acknowledged() > 50);
            Await.until(
                    "its long action runs",
                    () -> second.get("/v1/executions/" + asleep)
                            .path("status")
                            .asText()
                            .equals("running"));
            wire.suffer(NetworkFault.drop());
            Instant cut = InstantSource.system().instant();
            opened.addAll(open(second));
            Await.until(
                    "the other one has ended what was open",
                    HEALED,
                    () -> opened.stream().allMatch(id -> PackagedDaemon.isFinal(second.get("/v1/executions/" + id))));
            // not after the load's end, which waits for posts that the node under the fault does not answer
            return Duration.between(cut, InstantSource.system().instant());
        }
    }

    @Test
    void aThousandDueTimesAreAThousandEventsOnTwoNodes() {
        try (PackagedDaemon first = timed("timed-1").start();
                PackagedDaemon second = timed("timed-2").start()) {
            Await.until("a thousand times are over", HEALED, () -> ticks(second) >= DUE_TIMES);

            Map<String, List<Instant>> due = new TreeMap<>();
            for (JsonNode event : pages(second, "/v1/triggerinstances?trigger_type=" + TIMER)) {
                due.computeIfAbsent(event.path("trigger").asText(), trigger -> new ArrayList<>())
                        .add(Instant.parse(event.path("occurrence_time").asText()));
            }
            assertThat(due).hasSize(TIMERS);
            assertThat(due.values().stream().mapToInt(List::size).sum()).isGreaterThanOrEqualTo(DUE_TIMES);
            assertThat(due.values()).allSatisfy(times -> {
                List<Instant> sorted = times.stream().sorted().toList();
                List<Instant> everySecond = Stream.iterate(sorted.get(0), time -> time.plus(1, ChronoUnit.SECONDS))
                        .limit(sorted.size())
                        .toList();
                assertThat(sorted).isEqualTo(everySecond);
            });
            assertThat(first.process().isAlive()).isTrue();
        }
    }

    @Test
    void aWorkflowOfSixtyTasksGoesOnOnTheOtherNodeAndEachTaskHasItsEffectOnce() throws Exception {
        Path notes = Installation.newFolder("flowing").resolve("notes");
        try (PackagedDaemon first = flowing("flowing-1", notes).start();
                PackagedDaemon second = flowing("flowing-2", notes).start()) {
            String id = request(first, "flowing.chain", "{}");
            Await.until("some tasks are done", HEALED, () -> lines(notes).size() >= BEFORE_THE_KILL);

            first.kill();
            int before = lines(notes).size();
            Duration took = Await.until("it goes on", HEALED, () -> lines(notes).size() > before + 1);
            JsonNode ended = endedSoon(second, id);
            List<JsonNode> tasks = pages(second, "/v1/executions?parent=" + id);

            assertThat(took).isLessThan(TAKEOVER);
            assertThat(PackagedDaemon.isFinal(ended)).isTrue();
            assertThat(tasks).hasSize(TASKS).allMatch(PackagedDaemon::isFinal);
            // the one that ran at the kill is abandoned: it is not known how far it came, so it is not run again
            assertThat(tasks.stream()
                            .map(task -> task.path("status").asText())
                            .filter(status -> !status.equals("succeeded")))
                    .hasSizeLessThanOrEqualTo(1)
                    // none where the kill came between two tasks
                    .isSubsetOf("abandoned");
            assertThat(lines(notes)).hasSizeBetween(TASKS - 1, TASKS).doesNotHaveDuplicates();
        }
    }

    private static JsonNode endedSoon(PackagedDaemon daemon, String id) {
        Await.until("the workflow is over", HEALED, () -> PackagedDaemon.isFinal(daemon.get("/v1/executions/" + id)));
        return daemon.get("/v1/executions/" + id);
    }

    private static PackagedDaemon made(String name) {
        return database.of(PackagedDaemon.fresh(name)).with("DROVER_NODE_NAME", name);
    }

    private static PackagedDaemon chaos(String name, Path ledger) {
        PackagedDaemon daemon = made(name)
                .with("DROVER_EXECUTION_WORKERS", Integer.toString(WORKERS))
                .with("DROVER_EXECUTION_MOST_OPEN", "200");
        daemon.pack("chaos").webhookRule("note", "chaos", PackFolder.noting("trigger.body.event", ledger));
        return daemon;
    }

    /** Timers that are due every second, each one of its own: their fields say the same in other words. */
    private static PackagedDaemon timed(String name) {
        PackagedDaemon daemon = made(name).with("DROVER_TIMERS_MISSED", "all");
        PackFolder pack = daemon.pack("timed");
        for (int i = 0; i < TIMERS; i++) {
            pack.write("rules/tick" + i + ".yaml", String.format(Locale.ROOT, """
                    name: tick%d
                    enabled: true
                    trigger: {type: %s, parameters: {second: "*", year: "2020-%d"}}
                    action: {ref: core.noop}
                    """, i, TIMER, 2100 + i));
        }
        return daemon;
    }

    private static PackagedDaemon flowing(String name, Path notes) {
        PackagedDaemon daemon = made(name);
        StringBuilder tasks = new StringBuilder("version: 1.0\ntasks:\n");
        for (int i = 0; i < TASKS; i++) {
            tasks.append(String.format(Locale.ROOT, """
                      t%d:
                        action: core.local
                        input: {cmd: "echo t%d >> '%s'; sleep 0.1"}
                    """, i, i, notes));
            if (i < TASKS - 1) {
                tasks.append(
                        String.format(Locale.ROOT, "    next: [{when: \"<%% completed() %%>\", do: t%d}]\n", i + 1));
            }
        }
        daemon.pack("flowing").write("actions/chain.yaml", """
                        name: chain
                        runner_type: orquesta
                        entry_point: workflows/chain.yaml
                        """).write("actions/workflows/chain.yaml", tasks.toString());
        return daemon;
    }

    private static String request(PackagedDaemon daemon, String action, String parameters) {
        return daemon.post("/v1/executions", "{\"action\": \"" + action + "\", \"parameters\": " + parameters + "}")
                .path("id")
                .asText();
    }

    private static WebhookLoad load(PackagedDaemon daemon, Ledger ledger, String prefix) {
        return daemon.load("chaos", ledger, prefix, SENDERS);
    }

    private static Facts facts(PackagedDaemon daemon) throws IOException, InterruptedException {
        return new RestFacts(daemon.url(), daemon.token())
                .read(payload ->
                        Optional.ofNullable(payload.path("body").path("event").textValue()));
    }

    private static boolean isReady(PackagedDaemon daemon) {
        return daemon.ask("GET", "/readyz", null).statusCode() == 200;
    }

    private static List<String> open(PackagedDaemon daemon) {
        List<String> open = new ArrayList<>();
        for (String status : List.of("requested", "scheduled", "running")) {
            daemon.get("/v1/executions?limit=500&status=" + status)
                    .forEach(execution -> open.add(execution.path("id").asText()));
        }
        return open;
    }

    private static int ticks(PackagedDaemon daemon) {
        return Integer.parseInt(daemon.ask("GET", "/v1/triggerinstances?limit=1&trigger_type=" + TIMER, null)
                .headers()
                .firstValue("X-Total-Count")
                .orElseThrow());
    }

    /** {@return all that a list has at this moment; what comes meanwhile is left out} */
    private static List<JsonNode> pages(PackagedDaemon daemon, String path) {
        List<JsonNode> all = new ArrayList<>();
        daemon.get(path + "&limit=-1").forEach(all::add);
        return all;
    }

    private static List<String> lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.toList();
        }
    }
}
