package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Check S25: operations with secrets in their requests fail in every way that we know of, and neither an answer nor a line of
 * the log, however talkative, nor the audit trail quotes one. What is no JSON at all is tried in the API's own tests.
 */
class SecretsInFailuresIT {
    private static final String MARKER = "marker-" + UUID.randomUUID();
    /** Too short to be a password. */
    private static final String SHORT = MARKER.substring(0, 7);

    private static final String NUMBER = "4711471147114711";
    private static final String PASSWORD = "correct horse";

    @Test
    void s25QuotesNoSecretOfARequestThatFails() throws IOException {
        Path home = Installation.with("");
        // a configuration that cannot be written
        Files.createDirectories(home.resolve("conf/packs/vault.yaml"));
        try (PackagedDaemon daemon = new PackagedDaemon(
                        home, Installation.newFolder("failures"), Map.of("DROVER_LOG_LEVEL", "debug"))
                .with("DROVER_AUTH_TOKEN_MAX_TTL", "1h")) {
            daemon.pack("vault").write("config.schema.yaml", """
                            token: {type: string, secret: true, pattern: '^[A-Z]*$'}
                            number: {type: integer, secret: true, maximum: 10}
                            hosts:
                              type: array
                              items: {type: object, properties: {password: {type: integer, secret: true}}}
                            """).write("actions/use.yaml", """
                            name: use
                            runner_type: local-shell-cmd
                            parameters:
                              password: {type: string, secret: true, pattern: '^[A-Z]*$'}
                              number: {type: integer, secret: true, maximum: 10}
                              list: {type: array, secret: true, items: {type: integer}}
                              free: {type: string, secret: true}
                              note: {type: string}
                              cmd: {type: string, immutable: true, default: 'echo "{{ free }}" >&2; exit 3'}
                            """);
            daemon.start();
            List<HttpResponse<String>> failed = new ArrayList<>();

            failed.addAll(users(daemon));
            failed.addAll(keys(daemon));
            failed.addAll(configs(daemon));
            failed.addAll(executions(daemon));

            for (HttpResponse<String> answer : failed) {
                String what = answer.request().method() + " " + answer.uri().getPath() + " " + answer.body();
                assertThat(answer.statusCode()).as(what).isBetween(400, 599);
                assertThat(what).doesNotContain(MARKER, SHORT, NUMBER);
            }
            JsonNode execution = daemon.run("vault.use", "{\"free\": \"" + MARKER + "\"}");
            assertThat(execution.path("status").asText()).isEqualTo("failed");
            assertThat(execution.toString()).doesNotContain(MARKER, SHORT);
            assertThat(daemon.terminate()).isZero();
            assertThat(daemon.log()).contains("DEBUG").doesNotContain(MARKER, SHORT, NUMBER);
            assertThat(Files.readString(daemon.auditFile()))
                    .contains("refused", "wrong present password")
                    .doesNotContain(MARKER, SHORT, NUMBER);
        }
    }

    private static List<HttpResponse<String>> users(PackagedDaemon daemon) {
        JsonNode unused = daemon.post("/v1/users", "{\"name\": \"ann\", \"password\": \"" + PASSWORD + "\"}");
        Map<String, String> ann = Map.of("X-Auth-Token", daemon.login("ann", PASSWORD));
        String own = "/v1/users/ann/password";
        return List.of(
                daemon.tryLogin("ann", MARKER),
                daemon.tryLogin("nobody", MARKER),
                daemon.ask("POST", "/v1/tokens", "{\"ttl\": 999999}", basic("ann", MARKER)),
                daemon.ask("POST", "/v1/tokens", "{\"user\": \"bob\"}", basic("ann", MARKER)),
                daemon.ask("POST", "/v1/users", "{\"name\": \"ann\", \"password\": \"" + MARKER + "\"}"),
                daemon.ask("POST", "/v1/users", "{\"name\": \"a/b\", \"password\": \"" + MARKER + "\"}"),
                daemon.ask("POST", "/v1/users", "{\"name\": \"bob\", \"password\": \"" + SHORT + "\"}"),
                daemon.ask("POST", "/v1/users", "{\"name\": \"bob\", \"password\": \"" + MARKER.repeat(30) + "\"}"),
                daemon.ask("POST", "/v1/users", "{\"name\": \"bob\", \"password\": " + NUMBER + "}"),
                daemon.ask("PUT", own, "{\"password\": \"" + SHORT + "\"}"),
                daemon.ask("PUT", "/v1/users/nobody/password", "{\"password\": \"" + MARKER + "\"}"),
                daemon.ask("PUT", own, presentAnd(MARKER, "another horse"), ann),
                daemon.ask("PUT", own, presentAnd(PASSWORD, SHORT), ann),
                daemon.ask("POST", "/setup", "{\"code\": \"" + MARKER + "\", \"password\": \"" + MARKER + "\"}"));
    }

    private static String presentAnd(String present, String fresh) {
        return "{\"old_password\": \"" + present + "\", \"password\": \"" + fresh + "\"}";
    }

    private static Map<String, String> basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }

    private static List<HttpResponse<String>> keys(PackagedDaemon daemon) {
        String hash = "{\"key_hash\": \"" + MARKER + "\"}";
        String id = daemon.post("/v1/apikeys", hash).path("id").asText();
        String value = "\"value\": \"" + MARKER + "\"";
        return List.of(
                daemon.ask("POST", "/v1/apikeys", hash),
                daemon.ask("PUT", "/v1/apikeys/" + id, "{\"key_hash\": \"other-" + MARKER + "\"}"),
                daemon.ask("GET", "/v1/actions", null, Map.of("St2-Api-Key", MARKER)),
                daemon.ask("GET", "/v1/actions", null, Map.of("X-Auth-Token", MARKER)),
                daemon.ask("PUT", "/v1/keys/k", "{" + value + ", \"encrypted\": true}"),
                daemon.ask("PUT", "/v1/keys/k", "{" + value + ", \"secret\": true, \"ttl\": 0}"),
                daemon.ask("PUT", "/v1/keys/k", "{" + value + ", \"secret\": true, \"scope\": \"none\"}"),
                daemon.ask("PUT", "/v1/keys/k", "{" + value + ", \"secret\": true, \"user\": \"ann\"}"),
                daemon.ask("PUT", "/v1/keys/k", "{\"value\": " + NUMBER + ", \"secret\": true}"),
                daemon.ask(
                        "PUT",
                        "/v1/keys/k",
                        "{" + value + ", \"secret\": true}",
                        Map.of("X-Auth-Token", daemon.token(), "If-Match", "\"other\"")));
    }

    private static List<HttpResponse<String>> configs(PackagedDaemon daemon) {
        String path = "/v1/configs/vault";
        return List.of(
                daemon.ask("PUT", path, "{\"token\": \"" + MARKER + "\"}"),
                daemon.ask("PUT", path, "{\"token\": " + NUMBER + "}"),
                daemon.ask("PUT", path, "{\"number\": \"" + MARKER + "\"}"),
                daemon.ask("PUT", path, "{\"number\": " + NUMBER + "}"),
                daemon.ask("PUT", path, "{\"hosts\": [{\"password\": \"" + MARKER + "\"}]}"),
                daemon.ask("PUT", path, "{\"token\": \"ABC\", \"hosts\": [{\"password\": " + NUMBER + "}]}"),
                daemon.ask("PUT", "/v1/configs/nothing", "{\"token\": \"" + MARKER + "\"}"));
    }

    private static List<HttpResponse<String>> executions(PackagedDaemon daemon) {
        List<HttpResponse<String>> failed = new ArrayList<>();
        for (String parameters : List.of(
                "{\"password\": \"" + MARKER + "\"}",
                "{\"password\": " + NUMBER + "}",
                "{\"number\": \"" + MARKER + "\"}",
                "{\"number\": " + NUMBER + "}",
                "{\"list\": [\"" + MARKER + "\"]}",
                "{\"list\": \"" + MARKER + "\"}",
                "{\"nothing\": \"" + MARKER + "\"}",
                "{\"cmd\": \"" + MARKER + "\"}",
                "{\"free\": \"" + MARKER + "\", \"note\": \"{{ free + 1 }}\"}",
                "{\"free\": \"" + MARKER + "\", \"note\": \"{{ free | from_json_string }}\"}",
                "{\"free\": \"" + MARKER + "\", \"note\": \"{{ free.nothing.at.all }}\"}",
                "{\"free\": \"" + MARKER + "\", \"note\": \"{{ nowhere }}\"}",
                "{\"free\": \"" + MARKER + " {{ free }}\"}")) {
            failed.add(daemon.ask(
                    "POST", "/v1/executions", "{\"action\": \"vault.use\", \"parameters\": " + parameters + "}"));
        }
        String earlier = daemon.run("vault.use", "{\"free\": \"" + MARKER + "\"}")
                .path("id")
                .asText();
        String again = "/v1/executions/" + earlier + "/re_run";
        failed.add(daemon.ask("POST", again, "{\"parameters\": {\"number\": \"" + MARKER + "\"}}"));
        failed.add(daemon.ask("POST", again, "{\"parameters\": {\"note\": \"{{ free | from_json_string }}\"}}"));
        return failed;
    }
}
