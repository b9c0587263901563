package io.drover.restapi;

import static io.drover.restapi.Server.array;
import static io.drover.restapi.Server.arrayOf;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events, what became of them, and what was refused. */
class EventTest {
    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void takesAnEventThatSomebodyHandsIn() {
        Map<?, ?> taken = object(server.post(
                "/v1/triggerinstances", "{\"trigger\": \"core.st2.webhook\", \"payload\": {\"host\": \"web1\"}}"));

        assertThat(taken.get("verdict")).isEqualTo("accepted");
        assertThat(taken.get("trigger_instance_id"))
                .isEqualTo(server.engine.events.last().id());
        assertThat(server.post("/v1/triggerinstances", "{\"payload\": {}}").statusCode())
                .isEqualTo(400);
        assertThat(server.post("/v1/triggerinstances", "{\"trigger\": \"core.st2.webhook\", \"x\": 1}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void listsOnlyEventsOfTheStatusThatIsAskedFor() {
        server.post("/v1/webhooks/gold", "{\"kind\": \"go\"}");

        assertThat(array(server.get("/v1/triggerinstances?status=processed"))).isNotEmpty();
        assertThat(array(server.get("/v1/triggerinstances?status=pending"))).isEmpty();
    }

    @Test
    void turnsFiltersOfEventsIntoTheStoresQuestion() {
        server.get("/v1/triggerinstances?trigger=a.b&timestamp_lt=2026-01-02T00:00:00.000000Z&id=x,y&status=processed");

        assertThat(server.engine.events.lastQuery().equal())
                .isEqualTo(Map.of("trigger", Set.of("a.b"), "id", Set.of("x", "y")));
        assertThat(server.engine.events.lastQuery().before()).isEqualTo(Instant.parse("2026-01-02T00:00:00Z"));
    }

    @Test
    void emitsAnEventAgain() {
        server.post("/v1/webhooks/gold", "{\"kind\": \"go\"}");
        String id = server.engine.events.last().id();

        Map<?, ?> answer = object(server.post("/v1/triggerinstances/" + id + "/re_emit", "null"));

        assertThat(answer.get("message")).isEqualTo("Trigger instance " + id + " succesfully re-sent.");
        assertThat(objectOf(answer.get("payload")).get("__context")).isEqualTo(Map.of("original_id", id));
        assertThat(server.engine.events.count()).isEqualTo(2);
    }

    @Test
    void tellsWhyARuleDidNotMatch() {
        server.post("/v1/webhooks/gold", "{\"kind\": \"stop\"}");
        String id = server.engine.events.last().id();

        List<?> all = array(server.get("/v1/triggerinstances/" + id + "/why"));
        List<?> one = array(server.get("/v1/triggerinstances/" + id + "/why?rule=ops.a"));

        Map<?, ?> clause = objectOf(arrayOf(objectOf(all.get(0)).get("clauses")).get(0));
        assertThat(objectOf(all.get(0)).get("outcome")).isEqualTo("not_matched");
        assertThat(clause.get("holds")).isEqualTo(false);
        assertThat(clause.get("value")).isEqualTo("stop");
        assertThat(objectOf(one.get(0)).get("rule")).isEqualTo("ops.a");
        assertThat(server.get("/v1/triggerinstances/0/why").statusCode()).isEqualTo(404);
    }

    @Test
    void showsATraceWithWhatCausedEachPart() {
        server.post("/v1/webhooks/gold", "{\"kind\": \"go\"}");
        String parent = String.valueOf(object(server.post("/v1/executions", "{\"action\": \"core.noop\"}"))
                .get("id"));

        Map<?, ?> trace = object(server.get("/v1/traces/cccccccccccccccc00000001"));

        assertThat(trace.get("trace_tag")).isEqualTo("night");
        assertThat(objectOf(arrayOf(trace.get("trigger_instances")).get(0)).get("object_id"))
                .isEqualTo(server.engine.events.last().id());
        assertThat(objectOf(arrayOf(trace.get("action_executions")).get(0)).get("object_id"))
                .isEqualTo(parent);
        assertThat(objectOf(arrayOf(trace.get("action_executions")).get(0)).get("caused_by"))
                .isEqualTo(Map.of());
        assertThat(server.get("/v1/traces/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void listsTracesByTag() {
        assertThat(array(server.get("/v1/traces?trace_tag=night&include_attributes=trace_tag")))
                .isEqualTo(List.of(Map.of("trace_tag", "night", "id", "cccccccccccccccc00000001")));
        assertThat(array(server.get("/v1/traces?trace_tag=day"))).isEmpty();
    }

    @Test
    void keepsADeadLetterUntilItIsAccepted() {
        String path = "/v1/deadletters/cccccccccccccccc00000001";

        assertThat(array(server.get("/v1/deadletters"))).hasSize(1);
        assertThat(object(server.get(path)).get("reasons")).isEqualTo(List.of("no JSON"));
        assertThat(server.post(path + "/re_emit", "").statusCode()).isEqualTo(400);
        assertThat(object(server.post(path + "/re_emit", "")).get("verdict")).isEqualTo("accepted");
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void discardsADeadLetter() {
        String path = "/v1/deadletters/cccccccccccccccc00000001";

        assertThat(server.delete(path).statusCode()).isEqualTo(204);
        assertThat(server.delete(path).statusCode()).isEqualTo(404);
    }
}
