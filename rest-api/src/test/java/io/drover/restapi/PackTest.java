package io.drover.restapi;

import static io.drover.restapi.Server.array;
import static io.drover.restapi.Server.arrayOf;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Ref;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What packs bring: their content, sensors, timers, types of rules and programs. */
class PackTest {
    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void showsAPackWithItsProblemsAndWhatWaits() {
        Map<?, ?> pack = object(server.get("/v1/packs/core"));

        assertThat(pack.get("python_versions")).isEqualTo(List.of("3"));
        assertThat(pack.get("waiting")).isEqualTo(List.of("1 Python sensor"));
        assertThat(objectOf(arrayOf(pack.get("problems")).get(0)).get("severity"))
                .isEqualTo("warning");
    }

    @Test
    void registersPacksAndTellsEachProblem() {
        Map<?, ?> all = object(server.post("/v1/packs/register", "{\"packs\": [\"core\"]}"));
        Map<?, ?> some = object(server.post("/v1/packs/register", "{\"types\": [\"rule\"]}"));

        assertThat(all.get("actions")).isEqualTo(5L);
        assertThat(arrayOf(all.get("problems"))).hasSize(1);
        assertThat(some.keySet().stream().map(Object::toString)).containsExactlyInAnyOrder("rules", "problems");
    }

    @Test
    void switchesASensorAndTriesIt() {
        Map<?, ?> off = object(server.put("/v1/sensortypes/plant.alerts", "{\"enabled\": false, \"name\": \"x\"}"));
        Map<?, ?> tried = object(server.post("/v1/sensortypes/plant.alerts/try", "{\"limit\": 2, \"wait\": 1}"));

        assertThat(off.get("enabled")).isEqualTo(false);
        assertThat(off.get("state")).isEqualTo("running");
        assertThat(tried).isEqualTo(Map.of("payloads", List.of(Map.of("limit", 2L, "wait", 1L, "consume", false))));
        assertThat(server.put("/v1/sensortypes/plant.alerts", "{}").statusCode())
                .isEqualTo(400);
        assertThat(server.post("/v1/sensortypes/plant.alerts/try", "{\"wait\": 31}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post("/v1/sensortypes/no.such/try", "{}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void tellsWhenASensorWasHeardAndWhenItIsExpectedAgain() {
        Map<?, ?> sensor = object(server.get("/v1/sensortypes/plant.alerts"));
        List<?> chosen = array(server.get("/v1/sensortypes?include_attributes=ref,cadence,next_expected_at"));

        assertThat(sensor.get("last_event_at")).isEqualTo("2026-01-01T12:00:00.000000Z");
        assertThat(sensor.get("expect_every")).isEqualTo(600L);
        assertThat(sensor.get("cadence")).isEqualTo(600L);
        assertThat(sensor.get("next_expected_at")).isEqualTo("2026-01-01T12:10:00.000000Z");
        assertThat(objectOf(chosen.get(0)).keySet().stream().map(Object::toString))
                .containsExactlyInAnyOrder("id", "ref", "cadence", "next_expected_at");
    }

    @Test
    void switchesARunnerAndLooksAtNothingElse() {
        Map<?, ?> off = object(server.put("/v1/runnertypes/noop", "{\"enabled\": false, \"description\": \"x\"}"));
        Map<?, ?> on = object(server.put("/v1/runnertypes/noop", "{\"enabled\": true}"));

        assertThat(off.get("enabled")).isEqualTo(false);
        assertThat(off.get("description")).isNotEqualTo("x");
        assertThat(on.get("enabled")).isEqualTo(true);
        assertThat(server.put("/v1/runnertypes/noop", "{}").statusCode()).isEqualTo(400);
        assertThat(server.put("/v1/runnertypes/nothing", "{\"enabled\": true}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void showsTimersAsTriggersAndInTheirViewsWhenTheyAreDue() {
        Map<?, ?> timer = objectOf(array(server.get("/v1/timers")).get(0));
        Map<?, ?> view = object(server.get("/v1/timers/views/" + timer.get("ref")));

        assertThat(timer.get("type")).isEqualTo("core.st2.CronTimer");
        assertThat(timer.containsKey("next_at")).isFalse();
        assertThat(object(server.get("/v1/timers/" + timer.get("id")))).isEqualTo(timer);
        assertThat(view.get("next_at")).isEqualTo("2026-01-02T10:00:00.000000Z");
        assertThat(view.get("last_at")).isNull();
        assertThat(array(server.get("/v1/timers/views"))).isEqualTo(List.of(view));
        assertThat(array(server.get("/v1/timers?timer_type=core.st2.DateTimer")))
                .isEmpty();
        assertThat(server.get("/v1/timers?timer_type=core.st2.Timer").statusCode())
                .isEqualTo(400);
        assertThat(server.get("/v1/timers/core.st2.webhook").statusCode()).isEqualTo(404);
    }

    @Test
    void knowsTheTypesOfRules() {
        List<?> types = array(server.get("/v1/ruletypes"));
        Map<?, ?> type = objectOf(types.get(0));

        assertThat(object(server.get("/v1/ruletypes/" + type.get("id")))).isEqualTo(type);
        assertThat(type.get("name")).isEqualTo("standard");
        assertThat(object(server.get("/v1/ruletypes/backstop"))).isEqualTo(types.get(1));
        assertThat(server.get("/v1/ruletypes/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void showsTheProgramOfAnActionThatHasOneInItsPack(@TempDir Path pack) throws IOException {
        Files.createDirectories(pack.resolve("actions"));
        Files.writeString(pack.resolve("actions/it.py"), "print('grün')\n");
        Files.writeString(pack.resolve("pack.yaml"), "ref: plant\n");
        server.engine.catalog.script(Ref.parse("plant.it"), pack, "it.py");
        server.engine.catalog.script(Ref.parse("plant.gone"), pack, "gone.py");
        server.engine.catalog.script(Ref.parse("plant.out"), pack, "../pack.yaml");

        HttpResponse<String> program = server.get("/v1/actions/views/entry_point/plant.it");

        assertThat(program.body()).isEqualTo("print('grün')\n");
        assertThat(Server.header(program, "Content-Type")).isEqualTo("text/x-python; charset=UTF-8");
        assertThat(List.of("core.noop", "plant.gone", "plant.out", "plant.nothing"))
                .allSatisfy(ref -> assertThat(server.get("/v1/actions/views/entry_point/" + ref)
                                .statusCode())
                        .isEqualTo(404));
        assertThat(String.valueOf(object(server.get("/v1/actions/views/entry_point/plant.gone"))
                        .get("faultstring")))
                .contains("the entry_point 'gone.py' of action 'plant.gone'", pack.resolve("actions/gone.py") + "'");
        assertThat(String.valueOf(object(server.get("/v1/actions/views/entry_point/core.noop"))
                        .get("faultstring")))
                .contains("has no entry_point to output");
    }
}
