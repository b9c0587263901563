package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret that is given to an action is nowhere to be found afterwards. */
class SecretsIT {
    private static final String MARKER = "secret-" + UUID.randomUUID();
    private static final String CONTROL = "open-" + UUID.randomUUID();

    @Test
    void leavesNoTraceOfSecretParameters() throws IOException {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("secrets")) {
            daemon.pack("vault").write("actions/use.yaml", """
                name: use
                runner_type: local-shell-cmd
                parameters:
                  password: {type: string, secret: true, required: true}
                  number: {type: integer, secret: true}
                  note: {type: string}
                  cmd:
                    type: string
                    immutable: true
                    default: 'echo "well, {{ note }}"'
                """);
            daemon.start();

            JsonNode execution =
                    daemon.run("vault.use", "{\"password\": \"" + MARKER + "\", \"note\": \"" + CONTROL + "\"}");
            String id = execution.path("id").asText();

            assertThat(execution.path("status").asText()).isEqualTo("succeeded");
            assertThat(PackagedDaemon.stdout(execution)).isEqualTo("well, " + CONTROL);
            for (String path : List.of(
                    "/v1/executions/" + id,
                    "/v1/executions/" + id + "/output",
                    "/v1/executions",
                    "/v1/actions/vault.use",
                    "/v1/triggerinstances?limit=100")) {
                assertThat(daemon.ask("GET", path, null).body()).as(path).doesNotContain(MARKER);
            }
            assertThat(daemon.drover("execution", "get", id).out()).doesNotContain(MARKER);
            assertThat(daemon.drover("report", "query", "select * from report_v1.executions", "-j")
                            .out())
                    .contains(CONTROL)
                    .doesNotContain(MARKER);
            assertThat(daemon.terminate()).isZero();
            assertThat(daemon.log()).doesNotContain(MARKER);
            assertThat(filesWith(daemon.folder(), CONTROL)).isNotEmpty();
            assertThat(filesWith(daemon.folder(), MARKER)).isEmpty();
        }
    }

    @Test
    void leavesNoTraceOfWhatIsMadeOfSecrets() throws IOException {
        String configured = "configured-" + UUID.randomUUID();
        Path home = Installation.with("");
        Files.createDirectories(home.resolve("conf/packs"));
        Files.writeString(home.resolve("conf/packs/safe.yaml"), "token: " + configured + "\nsite: north\n");
        try (PackagedDaemon daemon = new PackagedDaemon(home, Installation.newFolder("derived"), Map.of())) {
            daemon.pack("safe")
                    .write("config.schema.yaml", "token: {type: string, secret: true}\nsite: {type: string}\n")
                    .write("actions/use.yaml", """
                name: use
                runner_type: local-shell-cmd
                parameters:
                  password: {type: string, secret: true, required: true}
                  env:
                    type: object
                    default:
                      PASSWORD: "{{ password }}"
                      TOKEN: "{{ config_context.token }}"
                      SITE: "{{ config_context.site }}"
                  cmd:
                    type: string
                    immutable: true
                    default: 'echo "$PASSWORD $TOKEN $SITE"; echo "{{ password }}" >&2; env'
                """);
            daemon.start();

            JsonNode execution = daemon.run("safe.use", "{\"password\": \"" + MARKER + "\"}");
            String id = execution.path("id").asText();
            JsonNode again = daemon.ended(daemon.post("/v1/executions/" + id + "/re_run", "{}")
                    .path("id")
                    .asText());

            for (JsonNode each : List.of(execution, again)) {
                assertThat(PackagedDaemon.stdout(each)).startsWith("******** ******** north");
                assertThat(each.path("result").path("stderr").asText()).isEqualTo("********");
                assertThat(each.path("parameters").path("env").path("SITE").asText())
                        .isEqualTo("north");
                assertThat(each.path("parameters").path("env").path("PASSWORD").asText())
                        .isEqualTo("********");
                assertThat(each.path("parameters").path("cmd").asText()).isEqualTo("********");
            }
            assertThat(daemon.get("/v1/executions/" + id + "?show_secrets=true")
                            .path("parameters")
                            .path("env")
                            .path("PASSWORD")
                            .asText())
                    .isEqualTo(MARKER);
            for (String path : List.of("/v1/executions/" + id, "/v1/executions/" + id + "/output", "/v1/executions")) {
                assertThat(daemon.ask("GET", path, null).body()).as(path).doesNotContain(MARKER, configured);
            }
            assertThat(daemon.terminate()).isZero();
            assertThat(filesWith(daemon.folder(), "north")).isNotEmpty();
            assertThat(filesWith(daemon.folder(), MARKER)).isEmpty();
            assertThat(filesWith(daemon.folder(), configured)).isEmpty();
        }
    }

    @Test
    void leavesNoTraceOfSecretsOfTheDatastoreAndOfResults() throws IOException, SQLException {
        String stored = "stored-" + UUID.randomUUID();
        String session = "session-" + UUID.randomUUID();
        Path home = Installation.with("");
        Files.createDirectories(home.resolve("conf/packs"));
        Files.writeString(
                home.resolve("conf/packs/safe.yaml"),
                "token: '{{ st2kv.system.token }}'\nopen: 'at {{ st2kv.system.site }}'\n");
        try (PackagedDaemon daemon = new PackagedDaemon(home, Installation.newFolder("kept"), Map.of())) {
            daemon.pack("safe")
                    .write("config.schema.yaml", "token: {type: string, secret: true}\nopen: {type: string}\n")
                    .write("actions/login.yaml", """
                name: login
                runner_type: local-shell-cmd
                output_schema:
                  type: object
                  properties:
                    stdout:
                      type: object
                      properties:
                        session: {type: string, secret: true}
                parameters:
                  session: {type: string, secret: true, required: true}
                  env:
                    type: object
                    default:
                      TOKEN: "{{ config_context.token }}"
                      OPEN: "{{ config_context.open }}"
                  cmd:
                    type: string
                    immutable: true
                    default: >-
                      sess=$(echo session-; cat /proc/sys/kernel/random/uuid);
                      printf '{"session": "%s", "length": "%s", "open": "%s"}'
                      "$(echo $sess | tr -d ' ')" "${#TOKEN}" "$OPEN"
                """);
            daemon.start();
            assertThat(daemon.drover("key", "set", "token", stored, "--encrypt").code())
                    .isZero();
            assertThat(daemon.drover("key", "set", "site", CONTROL).code()).isZero();

            JsonNode execution = daemon.run("safe.login", "{\"session\": \"" + session + "\"}");
            String id = execution.path("id").asText();
            JsonNode shown = execution.path("result").path("stdout");
            String made = daemon.get("/v1/executions/" + id + "?show_secrets=true")
                    .path("result")
                    .path("stdout")
                    .path("session")
                    .asText();

            assertThat(execution.path("status").asText()).isEqualTo("succeeded");
            assertThat(shown.path("session").asText()).isEqualTo("********");
            assertThat(shown.path("length").asText()).isEqualTo(String.valueOf(stored.length()));
            assertThat(shown.path("open").asText()).isEqualTo("at " + CONTROL);
            assertThat(made).startsWith("session-").hasSizeGreaterThan(40);
            for (String path : List.of("/v1/executions/" + id, "/v1/executions/" + id + "/output", "/v1/keys/token")) {
                assertThat(daemon.ask("GET", path, null).body()).as(path).doesNotContain(made, stored, session);
            }
            assertThat(daemon.terminate()).isZero();
            assertThat(daemon.log()).doesNotContain(made, stored, session);
            assertThat(everythingStored(daemon)).contains(CONTROL).doesNotContain(made, stored, session);
            for (String secret : List.of(made, stored, session)) {
                assertThat(filesWith(daemon.folder(), secret)).isEmpty();
            }
        }
    }

    @Test
    void givesEachRunATokenOfItsOwnThatEndsWithIt(@TempDir Path outside) throws IOException {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("tokens")) {
            Path environment = outside.resolve("environment");
            daemon.pack("vault").write("actions/ask.yaml", String.format(Locale.ROOT, """
                name: ask
                runner_type: local-shell-cmd
                parameters:
                  cmd:
                    type: string
                    immutable: true
                    default: >-
                      env > %s;
                      curl -s -H "X-Auth-Token: $ST2_ACTION_AUTH_TOKEN" "$ST2_ACTION_API_URL/user";
                      curl -s -o /dev/null -w "keys %%{http_code}"
                      -H "X-Auth-Token: $ST2_ACTION_AUTH_TOKEN" "$ST2_ACTION_API_URL/apikeys"
                """, environment));
            daemon.start();

            JsonNode execution = daemon.run("vault.ask", "{}");
            String token = Files.readString(environment)
                    .lines()
                    .filter(line -> line.startsWith("ST2_ACTION_AUTH_TOKEN="))
                    .map(line -> line.substring(line.indexOf('=') + 1))
                    .findFirst()
                    .orElseThrow();

            assertThat(PackagedDaemon.stdout(execution))
                    .contains(daemon.get("/v1/user").path("username").asText())
                    .contains("token of execution " + execution.path("id").asText())
                    .endsWith("keys 403");
            assertThat(daemon.ask("GET", "/v1/user", null, Map.of("X-Auth-Token", token))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(Files.readString(environment)).doesNotContain(daemon.token());
            assertThat(daemon.terminate()).isZero();
            assertThat(filesWith(daemon.folder(), token)).isEmpty();
        }
    }

    /** Pages of H2 are compressed; this is all that stands in them. */
    private static String everythingStored(PackagedDaemon daemon) throws IOException, SQLException {
        String password =
                Files.readString(daemon.data().resolve("database-password")).strip();
        StringBuilder all = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + daemon.data().resolve("drover"), "drover", password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("script")) {
            while (rows.next()) {
                all.append(rows.getString(1)).append('\n');
            }
        }
        return all.toString();
    }

    private static List<Path> filesWith(Path folder, String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
            return found;
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
