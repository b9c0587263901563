package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Ends: of the daemon under load, and of actions that do not want to. */
class StopIT {
    private static final int WORKERS = 8;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    @Test
    void losesNothingWhenAskedToStopUnderLoad() throws Exception {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("stop-load")
                .with("DROVER_EXECUTION_WORKERS", Integer.toString(WORKERS))
                .with("DROVER_EXECUTION_MOST_OPEN", "100")) {
            Path file = daemon.folder().resolve("ledger");
            daemon.pack("slow")
                    .webhookRule("note", "slow", "sleep 0.5; " + PackFolder.noting("trigger.body.event", file));
            daemon.start();
            try (Ledger ledger = Ledger.open(file);
                    WebhookLoad load = daemon.load("slow", ledger, "e-", 4)) {
                Await.until("work is under way", () -> load.acknowledged() > 50);

                assertThat(daemon.terminate()).isZero();
            }

            daemon.start();
            Await.until("all is done", () -> {
                Facts facts = facts(daemon);
                return facts.notFinal() == 0
                        && facts.executions().size() == facts.instances().size();
            });
            Expectations expected = Expectations.everyRuleMatches(Map.of("slow.note", Effects.ONCE), 0, WORKERS);
            assertThat(Judge.verdict(Ledger.read(file), facts(daemon), expected))
                    .isEmpty();
        }
    }

    @Test
    void endsWhatDoesNotEndInTime() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("stop-late")
                .with("DROVER_SHUTDOWN_TIMEOUT", "1s")
                .with("DROVER_EXECUTION_GRACE", "1s")
                .start()) {
            String id = begun(daemon, "sleep 98761.5");

            daemon.signal();
            Duration took = Await.until("it ended", () -> !daemon.process().isAlive());

            assertThat(daemon.process().exitValue()).isZero();
            assertThat(took).isLessThan(Slowness.allowed(Duration.ofSeconds(15)));
            assertThat(isRunning("98761.5")).isFalse();
            daemon.start();
            assertThat(PackagedDaemon.isFinal(daemon.get("/v1/executions/" + id)))
                    .isTrue();
        }
    }

    @Test
    void endsAtOnceWhenAskedTwice() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("stop-twice").start()) {
            String id = begun(daemon, "sleep 20");

            daemon.signal();
            Await.until("it is stopping", () -> daemon.log().contains("Stopping"));
            daemon.signal();
            Duration took = Await.until("it ended", () -> !daemon.process().isAlive());

            assertThat(took).isLessThan(Slowness.allowed(Duration.ofSeconds(3)));
            daemon.start();
            assertThat(daemon.ended(id).path("status").asText()).isEqualTo("abandoned");
        }
    }

    @Test
    void leavesNoProcessOfAStuckActionBehind() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("stuck")
                .with("DROVER_EXECUTION_GRACE", "1s")
                .start()) {
            String stuck = "trap '' TERM; (setsid sh -c 'trap \\\"\\\" TERM; (trap \\\"\\\" TERM; sleep 98762.5 & sleep"
                    + " 98762.5) & sleep 98762.5' &); sleep 98762.5";

            JsonNode execution = daemon.run("core.local", "{\"timeout\": 2, \"cmd\": \"" + stuck + "\"}");

            assertThat(execution.path("status").asText()).isEqualTo("timeout");
            Await.until(
                    "no process of it is left", Slowness.allowed(Duration.ofSeconds(5)), () -> !isRunning("98762.5"));
        }
    }

    @Test
    void boundsAFloodOfOutput() throws IOException {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("flood").start()) {
            JsonNode execution = daemon.run(
                    "core.local",
                    "{\"timeout\": 300, \"cmd\": \"head -c 200000000 /dev/zero | tr '\\\\000' '\\\\377'\"}");

            assertThat(execution.path("status").asText()).isEqualTo("succeeded");
            String output = PackagedDaemon.stdout(execution);
            assertThat(output.length()).isBetween(1_000, 11_000_000);
            assertThat(output).contains("characters cut");
            assertThat(residentKilobytes(daemon)).isLessThan(700_000);
            assertThat(PackagedDaemon.stdout(daemon.run("core.local", "{\"cmd\": \"echo well\"}")))
                    .isEqualTo("well");
        }
    }

    private static String begun(PackagedDaemon daemon, String command) {
        String id = daemon.post(
                        "/v1/executions",
                        "{\"action\": \"core.local\", \"parameters\": {\"timeout\": 100, \"cmd\": \"" + command
                                + "\"}}")
                .path("id")
                .asText();
        Await.until(
                "it runs",
                () -> daemon.get("/v1/executions/" + id).path("status").asText().equals("running"));
        return id;
    }

    private static boolean isRunning(String argument) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(argument));
    }

    private static long residentKilobytes(PackagedDaemon daemon) throws IOException {
        Matcher matcher = RESIDENT.matcher(
                Files.readString(Path.of("/proc/" + daemon.process().pid() + "/status")));
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static Facts facts(PackagedDaemon daemon) throws IOException, InterruptedException {
        return new RestFacts(daemon.url(), daemon.token())
                .read(payload ->
                        Optional.ofNullable(payload.path("body").path("event").textValue()));
    }
}
