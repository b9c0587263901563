package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The daemon's contract with its surroundings. */
class ContractIT {
    private static final int BAD_CONFIGURATION = 78;
    private static final PackagedDaemon DAEMON = PackagedDaemon.fresh("contract");

    @BeforeAll
    static void start() {
        DAEMON.start();
    }

    @AfterAll
    static void close() {
        DAEMON.close();
    }

    @Test
    void liesUnderOneFolder() {
        assertThat(Installation.shared())
                .isDirectoryContaining("glob:**/bin")
                .isDirectoryContaining("glob:**/conf")
                .isDirectoryContaining("glob:**/lib")
                .isDirectoryContaining("glob:**/packs");
        assertThat(Installation.shared().resolve("bin/droverd")).isExecutable();
        assertThat(Installation.shared().resolve("bin/drover")).isExecutable();
    }

    @Test
    void saysWhichJavaItTook() {
        assertThat(DAEMON.log().lines().findFirst().orElse("")).matches("Java: /.*/bin/java \\(\\d+\\)");
    }

    @Test
    void takesTheJavaOfTheVariable() {
        PackagedDaemon other = PackagedDaemon.fresh("java").with("JAVA_HOME", "/nowhere");

        other.launch();

        assertThat(other.waitForEnd()).isEqualTo(BAD_CONFIGURATION);
        assertThat(other.log()).contains("JAVA_HOME=/nowhere");
    }

    @Test
    void isTheProcessThatWasStarted() {
        JsonNode announced = DAEMON.httpJson();

        assertThat(announced.path("pid").asLong()).isEqualTo(DAEMON.process().pid());
        assertThat(announced.path("url").asText()).matches("http://127\\.0\\.0\\.1:\\d+");
        assertThat(announced.path("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void keepsTheAdministratorsTokenForItsOwner() throws IOException {
        Path file = DAEMON.data().resolve("run/admin-token");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(DAEMON.get("/v1/user").path("username").asText()).isNotEmpty();
        assertThat(DAEMON.ask("GET", "/v1/actions", null, Map.of()).statusCode())
                .isEqualTo(401);
        assertThat(DAEMON.ask("GET", "/v1/actions", null, Map.of("X-Auth-Token", "wrong"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void takesTheUserOfAnExecutionFromTheTokenAlone() {
        String who = DAEMON.get("/v1/user").path("username").asText();
        HttpResponse<String> answer = DAEMON.ask(
                "POST",
                "/v1/executions",
                "{\"action\": \"core.noop\", \"context\": {\"user\": \"root\", \"note\": \"by body\"}}",
                Map.of("X-Auth-Token", DAEMON.token(), "st2-context", "{\"user\": \"root\", \"api_user\": \"root\"}"));

        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode execution =
                DAEMON.ended(PackagedDaemon.json(answer.body()).path("id").asText());
        assertThat(execution.path("context").path("user").asText()).isEqualTo(who);
        assertThat(execution.path("context").path("note").asText()).isEqualTo("by body");
        assertThat(execution.path("context").has("api_user")).isFalse();
    }

    @Test
    void tellsItsHealthToEverybody() {
        HttpResponse<String> lives = DAEMON.ask("GET", "/healthz", null, Map.of());
        HttpResponse<String> ready = DAEMON.ask("GET", "/readyz", null, Map.of());
        HttpResponse<String> metrics = DAEMON.ask("GET", "/metrics", null, Map.of());

        assertThat(lives.statusCode()).isEqualTo(200);
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(PackagedDaemon.json(ready.body()).path("checks")).isNotEmpty();
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).contains("# TYPE ");
    }

    @Test
    void showsEveryKeyWithItsDefaultInTheFile() throws IOException {
        String file = Files.readString(Installation.shared().resolve("conf/drover.yaml"));

        assertThat(file).contains("#http.port: 9101", "#data-dir: data", "#auth.enabled: true", "#report.jdbc-port:");
        assertThat(file.lines().filter(line -> !line.isBlank())).allMatch(line -> line.startsWith("#"));
    }

    @Test
    void letsTheVariableWinOverTheFileAndReadsSecretsFromFiles() throws IOException {
        Path home = Installation.with("auth.enabled: false\ndata-dir: from-file\nhttp: {port: 1}\n");
        Path secret = Files.writeString(home.resolve("password"), "from a file\n");
        try (PackagedDaemon daemon = new PackagedDaemon(
                home, Installation.newFolder("variable"), Map.of("DROVER_DATABASE_PASSWORD_FILE", secret.toString()))) {
            daemon.start();

            assertThat(home.resolve("from-file")).doesNotExist();
            assertThat(daemon.data().resolve("database-password")).doesNotExist();
            assertThat(daemon.ask("GET", "/v1/actions", null, Map.of()).statusCode())
                    .as("auth is off, as the file says")
                    .isEqualTo(200);
        }
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        Path home = Installation.with("http.prot: 9101\nlog.level: loud\nnonsense-of-mine: 1\n");
        PackagedDaemon daemon =
                new PackagedDaemon(home, Installation.newFolder("wrong"), Map.of("DROVER_AUTH_ENABLED", "perhaps"));

        daemon.launch();

        assertThat(daemon.waitForEnd()).isEqualTo(BAD_CONFIGURATION);
        assertThat(daemon.log())
                .contains("'http.prot'. Did you mean 'http.port'?")
                .contains("'loud'")
                .contains("nonsense-of-mine")
                .contains("'perhaps'")
                .doesNotContain("\tat ");
    }

    @Test
    void refusesADataFolderThatIsInUse() {
        Path announced = DAEMON.data().resolve("run/http.json");
        JsonNode before = DAEMON.httpJson();

        Outcome outcome = second(DAEMON);

        assertThat(outcome.code()).isEqualTo(BAD_CONFIGURATION);
        assertThat(outcome.out() + outcome.err())
                .contains("the data folder '" + DAEMON.data() + "' is in use by another daemon");
        assertThat(announced).exists();
        assertThat(DAEMON.httpJson()).isEqualTo(before);
        assertThat(DAEMON.get("/v1/packs/core").path("ref").asText()).isEqualTo("core");
    }

    @Test
    void stopsAsAsked() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("stop").start()) {
            assertThat(daemon.terminate()).isZero();
            assertThat(daemon.data().resolve("run/http.json")).doesNotExist();
            assertThat(daemon.log()).contains("Stopped.").doesNotContain("ERROR");
        }
    }

    @Test
    void seesPacksAppearChangeAndDisappear() {
        PackFolder pack = DAEMON.pack("come").webhookRule("hello", "come", "echo one");
        Await.until(
                "the pack appeared",
                () -> DAEMON.ask("GET", "/v1/packs/come", null).statusCode() == 200);

        DAEMON.hook("come", "{}");
        assertThat(PackagedDaemon.stdout(DAEMON.succeededOf("come.hello", 1).get(0)))
                .isEqualTo("one");

        pack.webhookRule("hello", "come", "echo two");
        Await.until(
                "the rule changed",
                () -> DAEMON.get("/v1/rules/come.hello")
                        .path("action")
                        .toString()
                        .contains("echo two"));

        pack.delete();
        Await.until(
                "the pack disappeared",
                () -> DAEMON.ask("GET", "/v1/packs/come", null).statusCode() == 404);
        Await.until(
                "its rule is gone",
                () -> DAEMON.ask("GET", "/v1/rules/come.hello", null).statusCode() == 404);
        assertThat(DAEMON.ask("POST", "/v1/webhooks/come", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void seesChangesOfPacksInTime() {
        PackFolder pack = DAEMON.pack("quick");
        Duration best = Duration.ofDays(1);
        for (int attempt = 0; attempt < 5 && best.compareTo(Slowness.LIVE_WITHIN) > 0; attempt++) {
            String command = "echo " + attempt;
            pack.webhookRule("hello", "quick", command);
            Duration took = Await.until(
                    "the rule changed",
                    () -> DAEMON.ask("GET", "/v1/rules/quick.hello", null)
                            .body()
                            .contains(command));
            best = took.compareTo(best) < 0 ? took : best;
        }

        assertThat(best).isLessThanOrEqualTo(Slowness.LIVE_WITHIN);
    }

    @Test
    void answersForItsVersion() {
        Outcome client = DAEMON.drover("--version");
        Outcome server = Outcome.of(
                new ProcessBuilder(Installation.shared().resolve("bin/droverd").toString(), "--version"));

        String version = DAEMON.httpJson().path("version").asText();
        assertThat(client.code()).isZero();
        assertThat(client.out()).contains(version);
        assertThat(server.code()).isZero();
        assertThat(server.out()).contains("droverd " + version);
    }

    private static Outcome second(PackagedDaemon daemon) {
        ProcessBuilder builder =
                new ProcessBuilder(Installation.shared().resolve("bin/droverd").toString());
        builder.environment().put("DROVER_DATA_DIR", daemon.data().toString());
        builder.environment().put("DROVER_HTTP_PORT", "0");
        builder.environment().put("DROVER_HTTP_AUTH_PORT", "");
        builder.environment().put("DROVER_HTTP_STREAM_PORT", "");
        return Outcome.of(builder);
    }
}
