package io.drover.restapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations on the datastore, beyond the recorded cases. */
class KeyTest {
    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, a.b",
        "a/b, a/b",
        "a%2Fb%2F, a/b/",
        "%C3%A4%20%25, ä %",
        "a%3Ab+c, a:b+c",
    })
    void takesNamesOfEveryKind(String path, String name) {
        HttpResponse<String> set = server.put("/v1/keys/" + path, "{\"value\": \"1\"}");

        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(Server.object(set).get("name")).isEqualTo(name);
        assertThat(Server.object(server.get("/v1/keys/" + path)).get("name")).isEqualTo(name);
        assertThat(server.delete("/v1/keys/" + path).statusCode()).isEqualTo(204);
        assertThat(server.get("/v1/keys/" + path).statusCode()).isEqualTo(404);
    }

    @Test
    void tellsWhenAPairExpires() {
        Map<?, ?> set = Server.object(server.put("/v1/keys/x", "{\"value\": \"1\", \"ttl\": 60}"));

        assertThat(set.get("expire_timestamp")).isEqualTo("2026-01-01T00:01:00.000000Z");
    }

    @Test
    void setsOnlyWhereTheVersionIsTheExpectedOne() {
        HttpResponse<String> first = server.put("/v1/keys/x", "{\"value\": \"1\"}");
        String tag = Server.header(first, "ETag");
        assertThat(tag).matches("\"[^\"]+\"");
        assertThat(Server.header(server.get("/v1/keys/x"), "ETag")).isEqualTo(tag);

        HttpResponse<String> second = putIf(tag, "2");
        HttpResponse<String> late = putIf(tag, "3");

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(Server.header(second, "ETag")).isNotEqualTo(tag);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(Server.object(server.get("/v1/keys/x")).get("value")).isEqualTo("2");
        assertThat(deleteIf(tag).statusCode()).isEqualTo(412);
        assertThat(putIf("*", "4").statusCode()).isEqualTo(200);
        assertThat(deleteIf("*").statusCode()).isEqualTo(204);
        assertThat(putIf("*", "5").statusCode()).isEqualTo(412);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "\"v1", "\"a\", \"b\"", "W/\"v1\"", "\"\""})
    void refusesAnIfMatchThatIsNoSingleTag(String tag) {
        assertThat(putIf(tag, "1").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> putIf(String tag, String value) {
        return server.send(
                "PUT",
                "/v1/keys/x",
                BodyPublishers.ofString("{\"value\": \"" + value + "\"}"),
                "X-Auth-Token",
                Server.TOKEN,
                "If-Match",
                tag);
    }

    private HttpResponse<String> deleteIf(String tag) {
        return server.send(
                "DELETE", "/v1/keys/x", BodyPublishers.noBody(), "X-Auth-Token", Server.TOKEN, "If-Match", tag);
    }

    @Test
    void listsByScopeUserAndPrefix() {
        set("/v1/keys/alpha");
        set("/v1/keys/beta");
        set("/v1/keys/alpha?scope=user");
        set("/v1/keys/alpine?scope=user&user=bob");

        assertThat(names("/v1/keys")).containsExactly("alpha", "beta");
        assertThat(names("/v1/keys?scope=st2kv.system&prefix=al")).containsExactly("alpha");
        assertThat(names("/v1/keys?scope=user")).containsExactly("alpha");
        assertThat(names("/v1/keys?scope=user&user=bob")).containsExactly("alpine");
        assertThat(names("/v1/keys?scope=all")).containsExactly("alpha", "beta", "alpha");
        assertThat(names("/v1/keys?scope=all&user=bob&prefix=al")).containsExactly("alpha", "alpine");
        assertThat(names("/v1/keys?name=beta")).containsExactly("beta");
    }

    @Test
    void listsByPages() {
        List.of("a", "b", "c").forEach(name -> set("/v1/keys/" + name));

        HttpResponse<String> page = server.get("/v1/keys?limit=1&offset=1");

        assertThat(Server.array(page)).hasSize(1);
        assertThat(Server.header(page, "X-Total-Count")).isEqualTo("3");
        assertThat(Server.header(page, "X-Limit")).isEqualTo("1");
        assertThat(Server.header(server.get("/v1/keys"), "X-Limit")).isEqualTo("100");
        assertThat(Server.array(server.get("/v1/keys?limit=-1"))).hasSize(3);
    }

    @Test
    void takesAValueThatIsEncryptedAlready() {
        HttpResponse<String> good = server.put("/v1/keys/x", "{\"value\": \"6162\", \"encrypted\": true}");
        HttpResponse<String> bad = server.put("/v1/keys/x", "{\"value\": \"clear\", \"encrypted\": true}");

        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(Server.object(good).get("secret")).isEqualTo(true);
        assertThat(Server.object(server.get("/v1/keys/x?decrypt=true")).get("value"))
                .isEqualTo("ab");
        assertThat(bad.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"value\": null}",
                "{\"value\": \"1\", \"ttl\": -1}",
                "{\"value\": \"1\", \"ttl\": \"5\"}",
                "{\"value\": \"1\", \"secret\": \"yes\"}",
                "{\"value\": \"1\", \"scope\": \"all\"}",
                "{\"value\": \"1\", \"user\": \"bob\"}",
                "{\"value\": \"1\", \"sekret\": true}",
            })
    void refusesABodyThatDoesNotFit(String body) {
        assertThat(server.put("/v1/keys/x", body).statusCode()).isEqualTo(400);
        assertThat(server.get("/v1/keys/x").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/keys?scope=system&user=bob", "/v1/keys?scope=none", "/v1/keys/x?scope=all"})
    void refusesAQuestionThatDoesNotFit(String path) {
        assertThat(server.get(path).statusCode()).isEqualTo(400);
    }

    @Test
    void letsAnActionSeeNoSecretAndNoKeysOfOthers() {
        set("/v1/keys/x");

        assertThat(asAction("GET", "/v1/keys/x", "")).isEqualTo(200);
        assertThat(asAction("PUT", "/v1/keys/y", "{\"value\": \"1\", \"scope\": \"user\"}"))
                .isEqualTo(200);
        assertThat(asAction("GET", "/v1/keys/x?decrypt=true", "")).isEqualTo(403);
        assertThat(asAction("GET", "/v1/keys?decrypt=true", "")).isEqualTo(403);
        assertThat(asAction("GET", "/v1/keys?scope=user&user=bob", "")).isEqualTo(403);
        assertThat(asAction("PUT", "/v1/keys/y", "{\"value\": \"61\", \"encrypted\": true}"))
                .isEqualTo(403);
        assertThat(Server.array(server.get("/v1/keys?scope=user&user=stanley"))).hasSize(1);
    }

    @Test
    void letsNobodyInWithoutTheRole() {
        HttpResponse<String> answer = server.send(
                "PUT", "/v1/keys/a", BodyPublishers.ofString("{\"value\": \"1\"}"), "X-Auth-Token", "observer");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("key_value_pair_set").contains("key_value_pair:st2kv.system:a");
    }

    private int asAction(String method, String path, String body) {
        return server.send(method, path, BodyPublishers.ofString(body), "X-Auth-Token", "action")
                .statusCode();
    }

    private void set(String path) {
        assertThat(server.put(path, "{\"value\": \"1\"}").statusCode()).isEqualTo(200);
    }

    private List<String> names(String path) {
        return Server.array(server.get(path)).stream()
                .map(item -> String.valueOf(Server.objectOf(item).get("name")))
                .toList();
    }
}
