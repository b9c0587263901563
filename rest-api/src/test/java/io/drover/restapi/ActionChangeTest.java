package io.drover.restapi;

import static io.drover.restapi.Server.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Actions.DataFile;
import io.drover.restapi.fake.FakeActions.Asked;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Actions made, changed, removed and cloned. */
class ActionChangeTest {
    private static final String ACTION = """
            {"name": "gold", "pack": "ops", "runner_type": "noop", "description": "An action.", "enabled": true,
             "entry_point": "", "parameters": {"n": {"type": "integer"}}}
            """;

    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void makesChangesAndRemovesAnAction() {
        HttpResponse<String> created = server.post("/v1/actions", ACTION);
        String id = String.valueOf(object(created).get("id"));
        Map<?, ?> changed = object(server.put("/v1/actions/" + id, ACTION.replace("true", "false")));
        Map<?, ?> read = object(server.get("/v1/actions/ops.gold"));
        HttpResponse<String> removed = server.delete("/v1/actions/ops.gold");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(object(created).get("uid")).isEqualTo("action:ops:gold");
        assertThat(object(created).get("metadata_file")).isEqualTo("");
        assertThat(changed.get("enabled")).isEqualTo(false);
        assertThat(read).isEqualTo(changed);
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(asked().flag()).isFalse();
        assertThat(server.get("/v1/actions/ops.gold").statusCode()).isEqualTo(404);
        assertThat(server.delete("/v1/actions/ops.gold").statusCode()).isEqualTo(404);
        assertThat(server.put("/v1/actions/ops.gold", ACTION).statusCode()).isEqualTo(404);
    }

    @Test
    void tellsTheIdOfTheActionWhoseNameIsTaken() {
        Map<?, ?> created = object(server.post("/v1/actions", ACTION));

        HttpResponse<String> again = server.post("/v1/actions", ACTION);

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(object(again).get("conflict-id")).isEqualTo(created.get("id"));
    }

    @Test
    void takesWhatAnAnswerOfItsOwnHolds() {
        Map<?, ?> created = object(server.post("/v1/actions", ACTION));

        HttpResponse<String> updated = server.put(
                "/v1/actions/ops.gold", server.get("/v1/actions/ops.gold").body());

        assertThat(updated.statusCode()).isEqualTo(200);
        assertThat(object(updated)).isEqualTo(created);
        assertThat(asked().document()).doesNotContainKeys("notify", "output_schema");
    }

    @Test
    void handsFilesOverBesideTheAction() {
        String body = ACTION.replaceFirst(
                "\\{", "{\"data_files\": [{\"file_path\": \"workflows/a.yaml\", \"content\": \"version: 1.0\"}], ");

        HttpResponse<String> created = server.post("/v1/actions", body);
        Asked asked = asked();

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(object(created).get("data_files")).isNull();
        assertThat(asked.files()).containsExactly(new DataFile("workflows/a.yaml", "version: 1.0"));
        assertThat(asked.document()).doesNotContainKey("data_files");
    }

    @Test
    void refusesFilesThatAreNone() {
        for (String files :
                List.of("{}", "[1]", "[{\"content\": \"x\"}]", "[{\"file_path\": \"x\", \"content\": 1}]")) {
            HttpResponse<String> refused =
                    server.post("/v1/actions", ACTION.replaceFirst("\\{", "{\"data_files\": " + files + ", "));

            assertThat(refused.statusCode()).as(files).isEqualTo(400);
        }
        assertThat(server.get("/v1/actions/ops.gold").statusCode()).isEqualTo(404);
    }

    @Test
    void removesFilesOnlyWhereAskedTo() {
        server.post("/v1/actions", ACTION);

        int unknown = remove("{\"remove\": true}").statusCode();
        int wrong = remove("{\"remove_files\": \"yes\"}").statusCode();
        int removed = remove("{\"remove_files\": true}").statusCode();

        assertThat(List.of(unknown, wrong, removed)).isEqualTo(List.of(400, 400, 204));
        assertThat(asked().flag()).isTrue();
    }

    @Test
    void clonesAnAction() {
        HttpResponse<String> cloned = server.post(
                "/v1/actions/core.echo/clone",
                "{\"dest_pack\": \"ops\", \"dest_action\": \"say\", \"overwrite\": true}");

        assertThat(cloned.statusCode()).isEqualTo(201);
        assertThat(object(cloned).get("ref")).isEqualTo("ops.say");
        assertThat(object(cloned).get("metadata_file")).isEqualTo("actions/say.yaml");
        assertThat(asked().flag()).isTrue();
        assertThat(clone("core.none", "{\"dest_pack\": \"ops\", \"dest_action\": \"say\"}"))
                .isEqualTo(404);
        assertThat(clone("core.echo", "{\"dest_pack\": \"ops\"}")).isEqualTo(400);
        assertThat(clone("core.echo", "{\"dest_action\": \"say\"}")).isEqualTo(400);
        assertThat(clone("core.echo", "{\"dest_pack\": \"o.ps\", \"dest_action\": \"say\"}"))
                .isEqualTo(400);
        assertThat(clone("core.echo", "{\"dest_pack\": \"ops\", \"dest_action\": \"x\", \"more\": 1}"))
                .isEqualTo(400);
    }

    private int clone(String action, String body) {
        return server.post("/v1/actions/" + action + "/clone", body).statusCode();
    }

    private HttpResponse<String> remove(String body) {
        return server.send(
                "DELETE", "/v1/actions/ops.gold", BodyPublishers.ofString(body), "X-Auth-Token", Server.TOKEN);
    }

    private Asked asked() {
        return server.engine.actions.asked();
    }
}
