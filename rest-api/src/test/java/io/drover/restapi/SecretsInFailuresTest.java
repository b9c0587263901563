package io.drover.restapi;

import static io.drover.restapi.Server.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Check S25: whatever is wrong with a request that holds a secret, the answer does not quote it. What is answered by a code of
 * its own is not logged either, so none may be a 500.
 */
class SecretsInFailuresTest {
    private static final String WORD = "m4rkerOfASecret";
    private static final String DIGITS = "47114711471147";
    private static final String JSON = "application/json";

    /** Requests with {@code §} in the place of each secret. */
    private static final List<String> REQUESTS = List.of(
            "POST /v1/users {'name': 'new', 'password': §}",
            "PUT /v1/users/ann/password {'password': §}",
            "PUT /v1/users/ann/password {'password': 'long enough', 'old_password': §}",
            "POST /setup {'code': §, 'password': 'long enough'}",
            "POST /setup {'code': 'c0de', 'password': §}",
            "POST /v1/tokens/validate {'token': §}",
            "POST /v1/apikeys {'key_hash': §}",
            "PUT /v1/apikeys/{key} {'key_hash': §}",
            "PUT /v1/keys/some {'value': §, 'secret': true}",
            "PUT /v1/keys/some {'value': §, 'encrypted': true}",
            "PUT /v1/configs/ops {'token': §}",
            "POST /v1/executions {'action': 'core.secret', 'parameters': {'pw': §}}",
            "POST /v1/executions {'action': 'core.secret', 'parameters': §}",
            "POST /v1/executions/{execution}/re_run {'parameters': {'pw': §}}",
            "POST /v1/executions/{execution}/re_run {'parameters': §}");

    /** What is no JSON, or none that is taken. */
    private static final List<String> BROKEN = List.of(
            WORD,
            DIGITS + WORD,
            "0" + DIGITS,
            DIGITS + ".",
            "-" + WORD,
            "'" + WORD,
            "'" + WORD + "' '" + WORD + "'",
            "'" + WORD + "\\q'",
            "'" + WORD + "\\ud800'",
            "'" + WORD + "\n'",
            "'" + WORD + "\u0001'",
            "['" + WORD + "', " + WORD + "]",
            "['" + WORD + "'",
            "{'" + WORD + "' '" + WORD + "'}",
            DIGITS + "e999",
            DIGITS.repeat(40),
            "[".repeat(150) + "'" + WORD + "'");

    /** JSON of another type than any of these fields has. */
    private static final List<String> MISTYPED = List.of(DIGITS, DIGITS + ".5", "['" + WORD + "']");

    private final Server server = new Server();
    private String key = "";
    private String execution = "";

    @BeforeEach
    void people() {
        server.engine.access.knows("ann", "correct horse");
        server.engine.access.has("ann", "admin");
        key = String.valueOf(object(server.post("/v1/apikeys", "{}")).get("id"));
        execution = String.valueOf(object(server.post("/v1/executions", "{\"action\": \"core.secret\"}"))
                .get("id"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<Arguments> broken() {
        return each(BROKEN);
    }

    static Stream<Arguments> mistyped() {
        return each(MISTYPED);
    }

    private static Stream<Arguments> each(List<String> values) {
        return REQUESTS.stream().map(request -> Arguments.of(request, values));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void s25QuotesNoSecretOfWhatIsNoJson(String request, List<String> values) {
        for (String value : values) {
            HttpResponse<String> answer = send(request, value, JSON);

            assertThat(answer.statusCode()).as(value).isEqualTo(400);
            assertThat(answer.body()).as(value).contains("Failed to parse request body");
            requireUntold(answer, request + " with " + value);
        }
    }

    @ParameterizedTest
    @MethodSource("mistyped")
    void s25QuotesNoSecretOfAnotherType(String request, List<String> values) {
        for (String value : values) {
            HttpResponse<String> answer = send(request, value, JSON);

            requireUntold(answer, request + " with " + value);
        }
    }

    @ParameterizedTest
    @MethodSource("mistyped")
    void s25QuotesNoSecretOfABodyThatIsTooLargeOrOfAnotherKind(String request) {
        HttpResponse<String> large = send(request, "'" + WORD + "x".repeat(2_000_000) + "'", JSON);
        HttpResponse<String> other = send(request, "'" + WORD + "'", "application/x-other");

        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(other.statusCode()).isEqualTo(400);
        requireUntold(large, request);
        requireUntold(other, request);
    }

    @ParameterizedTest
    @MethodSource("mistyped")
    void s25QuotesNoSecretThatIsTheWholeBody(String request) {
        for (String body : List.of(WORD, "'" + WORD + "'", DIGITS, "['" + WORD + "']", WORD + "=" + WORD)) {
            HttpResponse<String> answer = exchange(request, body.replace('\'', '"'), JSON);

            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            requireUntold(answer, request + " with " + body);
        }
    }

    @Test
    void s25QuotesNoProofThatIsWorthNothing() {
        String basic = "Basic " + encoded("ann:" + WORD);
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (String[] header : new String[][] {
            {"X-Auth-Token", WORD}, {"St2-Api-Key", WORD}, {"Cookie", "auth-token=" + WORD}, {"Authorization", basic}
        }) {
            answers.add(server.send("GET", "/v1/actions", BodyPublishers.noBody(), header));
            answers.add(server.send("DELETE", "/v1/tokens", BodyPublishers.noBody(), header));
        }
        answers.add(server.send("GET", "/v1/actions?x-auth-token=" + WORD, BodyPublishers.noBody()));
        answers.add(server.send("GET", "/v1/actions?st2-api-key=" + WORD, BodyPublishers.noBody()));

        assertThat(answers).allMatch(answer -> answer.statusCode() == 401 || answer.statusCode() == 403);
        answers.forEach(answer -> requireUntold(answer, answer.uri().toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{", "{\"ttl\": 0}", "{\"user\": \"bob\"}", "{\"ttl\": 999999999}", "[]"})
    void s25QuotesNoPasswordOfALoginThatFails(String body) {
        for (String header : List.of(
                "Basic " + encoded("ann:" + WORD),
                "Basic " + encoded(":" + WORD),
                "Basic " + encoded(WORD),
                "Basic " + WORD + "!",
                "Bearer " + WORD)) {
            HttpResponse<String> answer =
                    server.send("POST", "/tokens", BodyPublishers.ofString(body), "Authorization", header);

            assertThat(answer.statusCode()).as(header).isIn(400, 401);
            requireUntold(answer, header);
        }
    }

    @Test
    void s25QuotesNoKeyOfAPath() {
        for (String method : List.of("GET", "PUT", "DELETE")) {
            HttpResponse<String> answer = server.send(
                    method, "/v1/apikeys/" + WORD, BodyPublishers.ofString("{}"), "X-Auth-Token", Server.TOKEN);

            assertThat(answer.statusCode()).isEqualTo(404);
            requireUntold(answer, method);
        }
        HttpResponse<String> setup = server.send("GET", "/setup?code=" + WORD, BodyPublishers.noBody());
        assertThat(setup.statusCode()).isEqualTo(403);
        requireUntold(setup, "setup");
    }

    private HttpResponse<String> send(String request, String value, String type) {
        return exchange(request, request.split(" ", 3)[2].replace("§", value).replace('\'', '"'), type);
    }

    private HttpResponse<String> exchange(String request, String body, String type) {
        String[] words = request.split(" ", 3);
        String path = words[1].replace("{key}", key).replace("{execution}", execution);
        // one's own password is changed by the one before, others' by an administrator
        String token = path.endsWith("/password") && request.contains("old_password") ? "ann" : Server.TOKEN;
        return server.send(words[0], path, BodyPublishers.ofString(body), "X-Auth-Token", token, "Content-Type", type);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void requireUntold(HttpResponse<String> answer, String what) {
        assertThat(answer.statusCode()).as(what).isNotEqualTo(500);
        for (String told : List.of(WORD, DIGITS, DIGITS.substring(0, 8), "4.711471")) {
            assertThat(answer.body()).as(what).doesNotContain(told);
            assertThat(answer.headers().map().toString()).as(what).doesNotContain(told);
        }
    }
}
