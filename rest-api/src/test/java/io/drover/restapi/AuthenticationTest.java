package io.drover.restapi;

import static io.drover.restapi.Server.TOKEN;
import static io.drover.restapi.Server.json;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    private static final Server SERVER = new Server();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void refusesARequestWithoutAnyProof() {
        HttpResponse<String> response = bare("/v1/actions");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response)).isEqualTo(Map.of("faultstring", "Unauthorized - One of Token or API key required."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/actions",
                "/v1/actions/",
                "/api/v1/actions",
                "/actions",
                "//actions",
                "/v1/actions/%2e%2e/healthz",
                "/v1/actions/healthz",
                "/v1/rules/healthz/",
                "/v1/user",
                "/",
                "/v1/packs/x.readyz",
                "/v1/webhooks/healthz"
            })
    void neverAnswersWithSomethingWithoutAProof(String path) {
        assertThat(bare(path).statusCode()).isIn(401, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz", "/metrics", "/v1/healthz"})
    void answersThePublicOnesWithoutAProof(String path) {
        assertThat(bare(path).statusCode()).isEqualTo(200);
    }

    @Test
    void knowsTheAdministratorsTokenInEachPlace() {
        assertThat(location("/v1/user", "X-Auth-Token", TOKEN)).isEqualTo("header");
        assertThat(location("/v1/user?x-auth-token=" + TOKEN)).isEqualTo("query");
        assertThat(location("/v1/user", "Cookie", "auth-token=" + TOKEN)).isEqualTo("cookie");
    }

    @Test
    void letsTheFirstProofDecide() {
        HttpResponse<String> response = bare("/v1/user?x-auth-token=" + TOKEN, "X-Auth-Token", "wrong");

        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void knowsAKeyUntilItIsSwitchedOff() {
        Map<?, ?> created = object(SERVER.post("/v1/apikeys", "{\"user\": \"bob\"}"));
        String key = String.valueOf(created.get("key"));
        String id = String.valueOf(created.get("id"));

        assertThat(location("/v1/user", "St2-Api-Key", key)).isEqualTo("header");
        assertThat(location("/v1/user?st2-api-key=" + key)).isEqualTo("query");
        assertThat(bare("/v1/user", "St2-Api-Key", "other").statusCode()).isEqualTo(401);

        SERVER.put("/v1/apikeys/" + id, "{\"enabled\": false}");

        HttpResponse<String> off = bare("/v1/user", "St2-Api-Key", key);
        assertThat(off.statusCode()).isEqualTo(401);
        assertThat(off.body()).contains("Unauthorized - API key is disabled");
    }

    @Test
    void refusesWhoHasNoRoleForAnOperation() {
        HttpResponse<String> response = SERVER.send(
                "POST",
                "/v1/executions",
                BodyPublishers.ofString("{\"action\": \"core.noop\"}"),
                "X-Auth-Token",
                "observer");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("alice").contains("action_execute").contains("action:core:noop");
        assertThat(bare("/v1/actions", "X-Auth-Token", "observer").statusCode()).isEqualTo(200);
        assertThat(bare("/v1/user", "X-Auth-Token", "observer").statusCode()).isEqualTo(200);
    }

    @Test
    void letsAnActionDoEverythingButWhatWouldOutliveIt() {
        assertThat(bare("/v1/actions", "X-Auth-Token", "action").statusCode()).isEqualTo(200);
        assertThat(bare("/v1/apikeys", "X-Auth-Token", "action").statusCode()).isEqualTo(403);
        assertThat(SERVER.send(
                                "POST",
                                "/v1/apikeys",
                                BodyPublishers.ofString("{\"user\": \"stanley\"}"),
                                "X-Auth-Token",
                                "action")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void takesEverybodyForStanleyWhereAuthenticationIsOff() {
        try (Server open = new Server(false, HttpSettings.Limits.DEFAULT)) {
            HttpResponse<String> response = open.send("GET", "/v1/user", BodyPublishers.noBody());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(object(response).get("username")).isEqualTo("stanley");
        }
    }

    private static HttpResponse<String> bare(String path, String... headers) {
        return SERVER.send("GET", path, BodyPublishers.noBody(), headers);
    }

    private static String location(String path, String... headers) {
        HttpResponse<String> response = bare(path, headers);
        assertThat(response.statusCode()).isEqualTo(200);
        return String.valueOf(objectOf(object(response).get("authentication")).get("location"));
    }
}
