package io.drover.restapi;

import static io.drover.restapi.Server.array;
import static io.drover.restapi.Server.header;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, lists, errors and headers: what all operations have in common. */
class RequestTest {
    private static final Server SERVER = new Server();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/actions/core.noop",
                "/v1/actions/core.noop/",
                "/api/v1/actions/core.noop",
                "/actions/core.noop",
                "/v1/actions/core%2Enoop"
            })
    void servesEveryFormOfAPath(String path) {
        HttpResponse<String> response = SERVER.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(object(response).get("ref")).isEqualTo("core.noop");
    }

    @Test
    void servesExecutionsUnderTheirOldNameToo() {
        assertThat(SERVER.get("/v1/actionexecutions?limit=1").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH,/v1/actions,405",
        "TRACE,/v1/actions,405",
        "DELETE,/v1/packs/core,405",
        "POST,/v1/actions/core.noop,405",
        "GET,/v1/nothing,404",
        "GET,/v2/actions,404",
        "GET,/v1/v1/actions,404",
        "GET,/v1/actions//,404",
        "GET,/v1/actions/%zz,400",
        "GET,/v1/actions?limit=%zz,400"
    })
    void saysWhatIsWrongWithMethodOrPath(String method, String path, int status) throws Exception {
        String answer = RawClient.exchange(
                SERVER.api.url(),
                method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Auth-Token: " + Server.TOKEN
                        + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("faultstring");
    }

    @Test
    void answersHeadAsGetWithoutABody() {
        HttpResponse<String> response = SERVER.send("HEAD", "/healthz", BodyPublishers.noBody());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Length")).isEqualTo("3");
    }

    @Test
    void pagesAList() {
        HttpResponse<String> page = SERVER.get("/v1/actions?limit=2&offset=1&pack=core");
        HttpResponse<String> all = SERVER.get("/v1/actions");

        assertThat(refs(page)).containsExactly("core.local", "core.noop");
        assertThat(header(page, "X-Total-Count")).isEqualTo("5");
        assertThat(header(page, "X-Limit")).isEqualTo("2");
        assertThat(refs(all)).hasSize(6);
        assertThat(all.headers().firstValue("X-Limit")).isEmpty();
    }

    @Test
    void sortsAListByKnownKeysAndSkipsOthers() {
        assertThat(refs(SERVER.get("/v1/packs?sort=bogus"))).containsExactly("core");
        assertThat(refs(SERVER.get("/v1/triggertypes?sort=-ref&limit=1"))).containsExactly("plant.alert");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=-2",
                "limit=abc",
                "offset=2147483648",
                "offset=-1",
                "include_attributes=bogus",
                "exclude_attributes=runner_type",
                "include_attributes=ref&exclude_attributes=notify"
            })
    void refusesBadPagingAndAttributes(String query) {
        HttpResponse<String> response = SERVER.get("/v1/actions?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("faultstring");
    }

    @Test
    void refusesMoreThanAHundredIds() {
        String ids = String.join(",", Collections.nCopies(101, "5f0000000000000000000000"));

        assertThat(SERVER.get("/v1/actions?id=" + ids).statusCode()).isEqualTo(400);
    }

    @Test
    void givesOnlyTheWantedAttributesAndAlwaysTheId() {
        List<?> included = array(SERVER.get("/v1/actions?name=local&include_attributes=ref,parameters.cmd.type"));
        List<?> excluded = array(SERVER.get("/v1/actions?name=local&exclude_attributes=parameters,notify"));

        assertThat(objectOf(included.get(0)).keySet().stream().map(Object::toString))
                .containsExactlyInAnyOrder("id", "ref", "parameters");
        assertThat(objectOf(included.get(0)).get("parameters")).isEqualTo(Map.of("cmd", Map.of("type", "string")));
        assertThat(objectOf(excluded.get(0)).containsKey("parameters")).isFalse();
        assertThat(objectOf(excluded.get(0)).containsKey("name")).isTrue();
    }

    @Test
    void echoesAPlainRequestIdAndMakesOneOtherwise() {
        assertThat(header(SERVER.get("/v1/user", "X-Request-ID", "abc-1"), "X-Request-ID"))
                .isEqualTo("abc-1");
        assertThat(header(SERVER.get("/v1/user"), "X-Request-ID")).hasSize(36);
        assertThat(header(SERVER.get("/v1/user", "X-Request-ID", "x".repeat(500)), "X-Request-ID"))
                .hasSize(36);
    }

    @Test
    void tellsBrowsersWhatTheyMayDo() {
        HttpResponse<String> response = SERVER.get("/v1/user");

        assertThat(header(response, "X-XSS-Protection")).isEqualTo("0");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void letsOnlyKnownOriginsReadAnswers() {
        HttpResponse<String> good =
                SERVER.send("OPTIONS", "/v1/actions", BodyPublishers.noBody(), "Origin", "http://good.example");
        HttpResponse<String> other = SERVER.get("/v1/actions", "Origin", "http://evil.example");

        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(header(good, "Access-Control-Allow-Origin")).isEqualTo("http://good.example");
        assertThat(header(good, "Access-Control-Allow-Headers")).contains("St2-Api-Key");
        assertThat(header(other, "Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void servesTheSameAtEveryDoor() throws Exception {
        assertThat(SERVER.api.urls()).hasSize(2);
        assertThat(RawClient.exchange(
                        SERVER.api.urls().get(1), "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    private static List<String> refs(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return array(response).stream()
                .map(one -> String.valueOf(objectOf(one).get("ref")))
                .toList();
    }
}
