package io.drover.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab of the demonstration, from its arguments to what it shows. */
class DemoLabTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final InputStream ended = new ByteArrayInputStream(new byte[0]);

    @Test
    void tellsAllMistakesInItsArgumentsAtOnce() throws InterruptedException {
        int code = DemoLab.run(
                List.of("--webhook", "ftp://x", "--chat-port", "99999", "--colour"), ended, print(out), print(err));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("unknown option '--colour'")
                .contains("option --spool is missing")
                .contains("--webhook 'ftp://x' is no http or https URL")
                .contains("--chat-port '99999' is no port")
                .contains("usage: DemoLab");
    }

    @Test
    void deliversByWebhookAndSpoolAndShowsIt(@TempDir Path folder) throws IOException, InterruptedException {
        Path token = Files.writeString(folder.resolve("token"), "secret\n");
        Path info = folder.resolve("info.json");
        Path spool = folder.resolve("spool");
        try (Receiver receiver = new Receiver()) {
            DemoOptions options = DemoOptions.parse(List.of(
                    "--webhook", receiver.url().toString(),
                    "--spool", spool.toString(),
                    "--token-file", token.toString(),
                    "--info", info.toString(),
                    "--color", "never"));
            LabDisplay display = new LabDisplay(Clock.systemUTC(), print(out), false);

            new DemoLab(options, Clock.systemUTC(), quickScript(), display).run(ended);

            assertThat(receiver.posts()).extracting(Receiver.Post::token).containsExactly("secret", "secret");
        }
        try (Stream<Path> spooled = Files.list(spool)) {
            assertThat(spooled).hasSize(1);
        }
        JsonNode told = new ObjectMapper().readTree(info.toFile());
        assertThat(told.path("chat_url").textValue()).endsWith("/hooks/demo");
        assertThat(told.path("pids").path(0).longValue())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("check  web-1/latency WARNING SOFT (1/2, nobody is told yet)")
                .contains("alert  web-1/latency OK -> WARNING HARD (by webhook): slower")
                .contains("alert  sw-1/port-7 OK -> CRITICAL HARD (by spool): down")
                .contains("the scenario is over")
                .doesNotContain("\u001b");
    }

    @Test
    void theScenarioTellsOfEverythingItPromises() throws InterruptedException {
        List<Alert> told = new CopyOnWriteArrayList<>();
        AlertChannel channel = new AlertChannel() {
            @Override
            public String name() {
                return "told";
            }

            @Override
            public void deliver(Alert alert) {
                told.add(alert);
            }
        };
        try (MonitoringServer server =
                new MonitoringServer(Clock.systemUTC(), alert -> channel, MonitoringListener.NONE)) {
            server.playNow(DemoScenario.script());
            assertThat(server.awaitDelivered(Duration.ofSeconds(10))).isTrue();
        }

        assertThat(told).noneMatch(alert -> alert.host().equals("mail-1"));
        assertThat(told)
                .filteredOn(alert -> alert.host().equals("db-1") || alert.host().equals("web-1"))
                .extracting(alert -> alert.host() + " " + alert.state())
                .containsExactly("db-1 CRITICAL", "web-1 WARNING", "db-1 OK", "web-1 OK");
        List<Alert> port =
                told.stream().filter(alert -> alert.host().equals("sw-1")).toList();
        assertThat(port).extracting(Alert::flapping).containsSubsequence(false, true, false);
        assertThat(port.get(port.size() - 1).state()).isEqualTo(State.OK);
    }

    private static Script quickScript() {
        Checked web = Checked.service("web-1", "latency", 2);
        Checked port = Checked.service("sw-1", "port-7", 1);
        return new Script(List.of(
                new Script.Step(Duration.ofMillis(10), web, State.WARNING, "slow"),
                new Script.Step(Duration.ofMillis(20), port, State.CRITICAL, "down"),
                new Script.Step(Duration.ofMillis(30), web, State.WARNING, "slower"),
                new Script.Step(Duration.ofMillis(40), web, State.OK, "fine")));
    }

    private static PrintStream print(ByteArrayOutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }
}
