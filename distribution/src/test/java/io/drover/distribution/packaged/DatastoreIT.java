package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The datastore of the packaged daemon: through the command line, in templates and as a source of events. */
class DatastoreIT {
    private static final String MARKER = "secret-" + UUID.randomUUID();
    private static final PackagedDaemon DAEMON = PackagedDaemon.fresh("datastore");

    @BeforeAll
    static void start() throws IOException {
        Path key = Files.writeString(Installation.newFolder("stackstorm").resolve("datastore_key.json"), """
            {"hmacKey": {"hmacKeyString": "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM", "size": 256},
             "size": 256, "aesKeyString": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "mode": "CBC"}
            """);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        DAEMON.with("DROVER_DATASTORE_STACKSTORM_KEY_FILE", key.toString());
        DAEMON.pack("store")
                .webhookRule("greet", "greet", "echo \"{{ st2kv.system.greet.word }} {{ trigger.body.who }}\"")
                .write("actions/login.yaml", """
                    name: login
                    runner_type: local-shell-cmd
                    parameters:
                      password: {type: string, default: '{{ st2kv.user.password | decrypt_kv }}'}
                      site: {type: string, default: '{{ st2kv.system.site }}'}
                      cmd: {type: string, immutable: true, default: 'echo "[{{ site }}]" "[{{ password }}]"'}
                    """)
                .write("rules/changed.yaml", """
                    name: changed
                    enabled: true
                    trigger: {type: core.st2.key_value_pair.value_change}
                    where: trigger.new_object.name == 'watched'
                    action:
                      ref: core.local
                      parameters:
                        cmd: echo '{{ trigger.old_object.value }} to {{ trigger.new_object.value }}'
                    """);
        DAEMON.start();
    }

    @AfterAll
    static void close() {
        DAEMON.close();
    }

    @Test
    void keepsKeysThroughTheCommandLine() throws IOException {
        assertThat(drover("key", "set", "cli/a.b", "{\"a\": 1}")).contains("| value     | {\"a\": 1}     |");
        assertThat(drover("key", "set", "cli/secret", MARKER, "-e", "-l", "600"))
                .doesNotContain(MARKER);
        assertThat(drover("key", "set", "cli/own", "mine", "-s", "user")).contains("st2kv.user");

        assertThat(drover("key", "get", "cli/a.b")).contains("{\"a\": 1}");
        assertThat(drover("key", "get", "cli/secret")).doesNotContain(MARKER);
        assertThat(drover("key", "get", "-d", "cli/secret")).contains(MARKER, "expire_timestamp");
        assertThat(DAEMON.drover("key", "get", "cli/own").code()).isEqualTo(3);
        assertThat(drover("key", "list", "--prefix", "cli/")).contains("cli/a.b", "cli/own", "cli/secret");

        Path file = Installation.newFolder("keys").resolve("keys.json");
        Files.writeString(file, drover("key", "list", "--prefix", "cli/", "-s", "system", "-j"));
        assertThat(drover("key", "delete_by_prefix", "-p", "cli/")).startsWith("Deleted 2 keys\n");
        assertThat(DAEMON.drover("key", "get", "cli/secret").code()).isEqualTo(3);
        assertThat(drover("key", "load", file.toString())).contains("cli/secret");
        assertThat(drover("key", "get", "-d", "cli/secret")).contains(MARKER);
        assertThat(drover("key", "delete", "cli/own", "-s", "user")).contains("successfully deleted");
        assertThat(filesWith(MARKER)).isEmpty();
    }

    @Test
    void takesOverWhatAStackStormEncrypted() {
        String ciphertext = "3030303030C8C9CACBCCCDCECFD0D1D2D3D4D5D6D72BA0C12686A489DEC308F4A6E1CF0FF31BB604346E75F64B"
                + "7A1A7D29A3D1DA02FE90BAD19F973FAFB7D800699F8E129C9014F6AD";

        assertThat(drover("key", "set", "old", ciphertext, "--encrypted")).doesNotContain(ciphertext);
        assertThat(drover("key", "get", "-d", "old")).contains("tøp secret, 20 bytes!");
        assertThat(DAEMON.drover("key", "set", "old", "30303030300102", "--encrypted")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void isSeenByTheTemplatesOfRules() {
        drover("key", "set", "greet.word", "hello");

        DAEMON.hook("greet", "{\"who\": \"world\"}");

        JsonNode execution = DAEMON.succeededOf("store.greet", 1).get(0);
        assertThat(PackagedDaemon.stdout(execution)).isEqualTo("hello world");
    }

    @Test
    void isSeenByTheDefaultsOfActionsAndLeavesNoTraceOfSecrets() throws IOException {
        String secret = "password-" + UUID.randomUUID();
        drover("key", "set", "site", "north");
        drover("key", "set", "password", secret, "-e", "-s", "user");

        JsonNode execution = DAEMON.run("store.login", "{}");

        assertThat(PackagedDaemon.stdout(execution)).isEqualTo("[north] [********]");
        assertThat(execution.path("parameters").path("password").asText()).isEqualTo("********");
        assertThat(execution.path("parameters").path("site").asText()).isEqualTo("north");
        assertThat(DAEMON.get("/v1/executions/" + execution.path("id").asText() + "?show_secrets=true")
                        .path("parameters")
                        .path("password")
                        .asText())
                .isEqualTo(secret);
        assertThat(filesWith(secret)).isEmpty();
    }

    @Test
    void tellsWhichKeyAnActionLacks() {
        String answer = DAEMON.ask(
                        "POST",
                        "/v1/executions",
                        "{\"action\": \"core.local\", \"parameters\": {\"cmd\": \"{{ st2kv.system.none | decrypt_kv }}\"}}")
                .body();

        assertThat(answer).contains("Referenced datastore item \\\"st2kv.system.none\\\" doesn't exist");
    }

    @Test
    void tellsRulesOfItsChanges() {
        drover("key", "set", "watched", "one");
        drover("key", "set", "watched", "one");
        drover("key", "set", "watched", "two");

        JsonNode execution = DAEMON.succeededOf("store.changed", 1).get(0);

        assertThat(PackagedDaemon.stdout(execution)).isEqualTo("one to two");
        assertThat(DAEMON.get("/v1/triggerinstances?trigger=core.st2.key_value_pair.update"))
                .isEmpty();
    }

    @Test
    void forgetsWhatHasExpired() {
        drover("key", "set", "brief", "x", "-l", "1");

        Await.until(
                "the key has expired",
                () -> DAEMON.ask("GET", "/v1/keys/brief", null).statusCode() == 404);
        assertThat(DAEMON.get("/v1/keys?prefix=brief")).isEmpty();
    }

    private static String drover(String... words) {
        Outcome outcome = DAEMON.drover(words);
        assertThat(outcome.code()).as(outcome.toString()).isZero();
        return outcome.out();
    }

    private static List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(DAEMON.folder())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (NoSuchFileException gone) {
            // the daemon runs, and has files for a moment alone
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
