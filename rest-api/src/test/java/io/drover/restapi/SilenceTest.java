package io.drover.restapi;

import static io.drover.restapi.Server.array;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Silences, maintenance windows and freezes. */
class SilenceTest {
    private static final String SILENCE = """
            {"matchers": {"rule": "ops.*", "tags": {"team": "infra"}, "payload": {"labels.port": 80}},
             "for": "2h", "reason": "the switch is replaced"}
            """;

    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void makesChangesExpiresAndRemovesASilence() {
        HttpResponse<String> created = server.post("/v1/silences", SILENCE);
        Map<?, ?> made = object(created);
        String path = "/v1/silences/" + made.get("id");
        Map<?, ?> read = object(server.get(path));
        Map<?, ?> longer = object(server.put(path, SILENCE.replace("2h", "1d")));
        Map<?, ?> expired = object(server.post(path + "/expire", ""));
        HttpResponse<String> removed = server.delete(path);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(made.get("matchers"))
                .isEqualTo(Map.of(
                        "rule", "ops.*", "tags", Map.of("team", "infra"), "payload", Map.of("labels.port", "80")));
        assertThat(made.get("until")).isEqualTo("2026-03-01T14:00:00.000000Z");
        assertThat(made.get("state")).isEqualTo("in_force");
        assertThat(read).isEqualTo(made);
        assertThat(longer.get("until")).isEqualTo("2026-03-02T12:00:00.000000Z");
        assertThat(expired.get("state")).isEqualTo("over");
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(server.get(path).statusCode()).isEqualTo(404);
        assertThat(server.put(path, SILENCE).statusCode()).isEqualTo(404);
        assertThat(server.post(path + "/expire", "").statusCode()).isEqualTo(404);
        assertThat(server.delete(path).statusCode()).isEqualTo(404);
    }

    @Test
    void takesBackWhatItShowed() {
        Map<?, ?> made = object(server.post("/v1/silences", """
                {"matchers": {"pack": "ops"}, "from": "2026-03-01T13:00:00+01:00", "until": "2026-06-01T00:00:00Z",
                 "window": {"cron": "0 2 * * sat", "duration": "90m", "timezone": "Europe/Berlin"},
                 "owner": "night shift", "reason": "backup"}
                """));
        String path = "/v1/silences/" + made.get("id");

        Map<?, ?> again = object(server.put(path, server.get(path).body()));

        assertThat(again).isEqualTo(made);
        assertThat(made.get("from")).isEqualTo("2026-03-01T12:00:00.000000Z");
        assertThat(objectOf(made.get("window")).get("duration")).isEqualTo("1h30m");
        assertThat(made.get("owner")).isEqualTo("night shift");
    }

    @Test
    void listsSilencesByStateAndOwner() {
        server.post("/v1/silences", SILENCE);
        server.post("/v1/silences", SILENCE.replace("\"for\"", "\"owner\": \"bob\", \"for\""));
        Map<?, ?> third = object(server.post("/v1/silences", SILENCE));
        server.post("/v1/silences/" + third.get("id") + "/expire", "");

        assertThat(array(server.get("/v1/silences"))).hasSize(3);
        assertThat(array(server.get("/v1/silences?state=pending,waiting,in_force")))
                .hasSize(2);
        assertThat(array(server.get("/v1/silences?state=over&include_attributes=state")))
                .isEqualTo(List.of(Map.of("id", String.valueOf(third.get("id")), "state", "over")));
        assertThat(array(server.get("/v1/silences?owner=bob"))).hasSize(1);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        refuses(SILENCE.replace("\"rule\"", "\"rules\""), "'rules' was unexpected");
        refuses(SILENCE.replace("\"for\"", "\"fro\""), "'fro' was unexpected");
        refuses(SILENCE.replace("2h", "two hours"), "such as 30m, 2h or 1d12h as 'for'");
        refuses(SILENCE.replace("\"for\": \"2h\"", "\"until\": \"tomorrow\""), "such as 2026-");
        refuses(SILENCE.replace("80", "[80]"), "'payload.labels.port'");
        refuses(SILENCE.replace("\"for\"", "\"window\": {\"cron\": \"0 2 * * *\"}, \"for\""), "'duration'");
    }

    private void refuses(String body, String words) {
        HttpResponse<String> answer = server.post("/v1/silences", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(String.valueOf(object(answer).get("faultstring"))).contains(words);
    }

    @Test
    void freezesAndThaws() {
        HttpResponse<String> all = server.post("/v1/freezes", "{\"manual\": true, \"reason\": \"storm\"}");
        Map<?, ?> one = object(server.post("/v1/freezes", "{\"pack\": \"core\", \"reason\": \"move\"}"));
        String path = "/v1/freezes/" + object(all).get("id");

        assertThat(all.statusCode()).isEqualTo(201);
        assertThat(object(all).get("pack")).isNull();
        assertThat(object(all).get("manual")).isEqualTo(true);
        assertThat(one.get("manual")).isEqualTo(false);
        assertThat(object(server.get(path))).isEqualTo(object(all));
        assertThat(array(server.get("/v1/freezes"))).hasSize(2);
        assertThat(server.delete(path).statusCode()).isEqualTo(204);
        assertThat(server.delete(path).statusCode()).isEqualTo(404);
        assertThat(array(server.get("/v1/freezes?include_attributes=pack")))
                .isEqualTo(List.of(Map.of("id", String.valueOf(one.get("id")), "pack", "core")));
    }

    @Test
    void refusesToFreezeAPackThatIsNotKnown() {
        HttpResponse<String> answer = server.post("/v1/freezes", "{\"pack\": \"croe\", \"reason\": \"move\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(String.valueOf(object(answer).get("faultstring"))).contains("'croe' is not known", "core");
        assertThat(array(server.get("/v1/freezes"))).isEmpty();
    }

    @Test
    void onlyLetsViewersLook() {
        assertThat(server.send("GET", "/v1/silences", BodyPublishers.noBody(), "X-Auth-Token", "observer")
                        .statusCode())
                .isEqualTo(200);
        for (String path : List.of("/v1/silences", "/v1/freezes")) {
            assertThat(server.send("POST", path, BodyPublishers.ofString(SILENCE), "X-Auth-Token", "observer")
                            .statusCode())
                    .isEqualTo(403);
        }
    }
}
