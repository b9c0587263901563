package io.drover.restapi;

import static io.drover.restapi.Server.array;
import static io.drover.restapi.Server.arrayOf;
import static io.drover.restapi.Server.json;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.action.ActionResult;
import io.drover.model.store.Query;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionTest {
    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersARequestWithTheWholeExecution() {
        HttpResponse<String> response = server.post(
                "/v1/executions",
                "{\"action\": \"core.local\", \"parameters\": {\"cmd\": \"date\"}, \"user\": \"bob\"}",
                "st2-context",
                "{\"trace_context\": {\"trace_tag\": \"t1\"}}");

        Map<?, ?> execution = object(response);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(execution.get("status")).isEqualTo("requested");
        assertThat(execution.get("start_timestamp")).isEqualTo("2026-01-01T10:00:00.123456Z");
        assertThat(execution.get("parameters")).isEqualTo(Map.of("cmd", "date"));
        assertThat(execution.get("context"))
                .isEqualTo(Map.of("user", "bob", "pack", "core", "trace_context", Map.of("trace_tag", "t1")));
        assertThat(objectOf(execution.get("action")).get("ref")).isEqualTo("core.local");
        assertThat(objectOf(execution.get("runner")).get("name")).isEqualTo("local-shell-cmd");
        assertThat(objectOf(execution.get("liveaction")).get("action")).isEqualTo("core.local");
        assertThat(execution.containsKey("end_timestamp")).isFalse();
        assertThat(String.valueOf(execution.get("web_url"))).endsWith("/#/history/" + execution.get("id") + "/general");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"action\": 1}",
                "{\"action\": \"core.nope\"}",
                "{\"action\": \"core.off\"}",
                "{\"action\": \"core.noop\", \"bogus\": 1}",
                "{\"action\": \"core.noop\", \"delay\": -1}",
                "{\"action\": \"core.noop\", \"delay\": 1.5}",
                "{\"action\": \"core.noop\", \"delay\": 99999999999}",
                "{\"action\": \"core.noop\", \"parameters\": []}",
                "{\"action\": \"core.noop\", \"parameters\": {\"bogus\": 1}}"
            })
    void refusesARequestThatIsWrong(String body) {
        HttpResponse<String> response = server.post("/v1/executions", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("faultstring");
        assertThat(array(server.get("/v1/executions"))).isEmpty();
    }

    @Test
    void refusesAContextThatIsNoObject() {
        assertThat(server.post("/v1/executions", "{\"action\": \"core.noop\"}", "st2-context", "[]")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void showsTheResultOfACompletedOne() {
        String id = requested("{\"action\": \"core.noop\"}");
        server.engine.executions.complete(id, ActionResult.succeeded(Map.of("a", 1L)));

        Map<?, ?> execution = object(server.get("/v1/executions/" + id));
        Map<?, ?> small = object(server.get("/v1/executions/last?max_result_size=3"));

        assertThat(execution.get("result")).isEqualTo(Map.of("a", 1L));
        assertThat(execution.get("result_size")).isEqualTo(7L);
        assertThat(execution.get("elapsed_seconds")).isEqualTo(1.5);
        assertThat(execution.get("end_timestamp")).isEqualTo("2026-01-01T10:00:01.623456Z");
        assertThat(arrayOf(execution.get("log"))).hasSize(3);
        assertThat(small.containsKey("result")).isFalse();
    }

    @Test
    void showsSecretsOnlyToWhoAsksForThem() {
        String id = requested("{\"action\": \"core.secret\", \"parameters\": {\"pw\": \"s3cr3t\", \"n\": 2}}");

        HttpResponse<String> masked = server.get("/v1/executions/" + id);
        HttpResponse<String> shown = server.get("/v1/executions/" + id + "?show_secrets=true");

        assertThat(masked.body()).contains("********").doesNotContain("s3cr3t");
        assertThat(shown.body()).contains("s3cr3t");
    }

    @Test
    void cancelsWhatIsNotCompletedAndSaysWhyItCannot() {
        String open = requested("{\"action\": \"core.noop\"}");
        String done = requested("{\"action\": \"core.noop\"}");
        server.engine.executions.complete(done, ActionResult.failed("no"));

        Map<?, ?> canceled = object(server.delete("/v1/executions/" + open));
        HttpResponse<String> again = server.delete("/v1/executions/" + open);
        HttpResponse<String> late = server.delete("/v1/executions/" + done);

        assertThat(canceled.get("status")).isEqualTo("canceled");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(late.statusCode()).isEqualTo(200);
        assertThat(json(late)).isEqualTo(Map.of("faultstring", "Action cannot be canceled. State = failed."));
    }

    @Test
    void takesADelayInMilliseconds() {
        Map<?, ?> first = object(server.post("/v1/executions", "{\"action\": \"core.noop\", \"delay\": 1500}"));

        Map<?, ?> again = object(server.post("/v1/executions/" + first.get("id") + "/re_run", "{\"delay\": 20}"));

        assertThat(first.get("delay")).isEqualTo(1500L);
        assertThat(objectOf(first.get("context")).containsKey("delay")).isFalse();
        assertThat(again.get("delay")).isEqualTo(20L);
    }

    @Test
    void endsOneWhoseWorkIsDoneElsewhere() {
        String id = requested("{\"action\": \"core.noop\"}");

        HttpResponse<String> ended =
                server.put("/v1/executions/" + id, "{\"status\": \"succeeded\", \"result\": {\"a\": 1}}");
        HttpResponse<String> again = server.put("/v1/executions/" + id, "{\"status\": \"failed\"}");

        assertThat(object(ended).get("status")).isEqualTo("succeeded");
        assertThat(object(ended).get("result")).isEqualTo(Map.of("a", 1L));
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(json(again)).isEqualTo(Map.of("faultstring", "Execution is already in completed state."));
    }

    @Test
    void cancelsByPutting() {
        String id = requested("{\"action\": \"core.noop\"}");

        HttpResponse<String> canceled = server.put("/v1/executions/" + id, "{\"status\": \"canceling\"}");

        assertThat(object(canceled).get("status")).isEqualTo("canceled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\": \"bogus\"}", "{\"status\": \"running\"}", "{\"status\": \"pausing\"}"})
    void refusesToPutOneWhereNoWayLeads(String body) {
        String id = requested("{\"action\": \"core.noop\"}");

        assertThat(server.put("/v1/executions/" + id, body).statusCode()).isEqualTo(400);
    }

    @Test
    void givesOneAttributeAlone() {
        String id = requested("{\"action\": \"core.noop\"}");
        server.engine.executions.complete(id, ActionResult.succeeded(Map.of("a", 1L)));

        assertThat(json(server.get("/v1/executions/" + id + "/attribute/status")))
                .isEqualTo("succeeded");
        assertThat(json(server.get("/v1/executions/" + id + "/attribute/result")))
                .isEqualTo(Map.of("a", 1L));
        assertThat(server.get("/v1/executions/" + id + "/attribute/context").statusCode())
                .isEqualTo(400);
    }

    @Test
    void givesTheResultToKeep() {
        String id = requested("{\"action\": \"core.noop\"}");
        server.engine.executions.complete(id, ActionResult.succeeded(Map.of("a", 1L)));

        HttpResponse<String> plain = server.get("/v1/executions/" + id + "/result");
        HttpResponse<String> kept = server.get("/v1/executions/" + id + "/result?download=1&pretty_format=1");
        HttpResponse<String> packed = server.get("/v1/executions/" + id + "/result?compress=1");

        assertThat(plain.body()).isEqualTo("{\"a\":1}");
        assertThat(Server.header(kept, "Content-Disposition"))
                .isEqualTo("attachment; filename=execution_" + id + "_result.json");
        assertThat(kept.body().lines()).hasSize(3);
        assertThat(Server.header(packed, "Content-Encoding")).isEqualTo("gzip");
    }

    @Test
    void tellsByWhichValuesOneCanFilter() {
        assertThat(object(server.get("/v1/executions/views/filters")).keySet().stream()
                        .map(Object::toString))
                .containsExactlyInAnyOrder("action", "status");
        assertThat(json(server.get("/v1/executions/views/filters?types=status")))
                .isEqualTo(Map.of("status", List.of("failed")));
        assertThat(server.get("/v1/executions/views/filters?types=bogus").statusCode())
                .isEqualTo(400);
    }

    @Test
    void givesTheOutputAsText() {
        String id = requested("{\"action\": \"core.noop\"}");

        HttpResponse<String> all = server.get("/v1/executions/" + id + "/output");

        assertThat(all.body()).isEqualTo("out\nerr\n");
        assertThat(Server.header(all, "Content-Type")).startsWith("text/plain");
        assertThat(server.get("/v1/executions/last/output?output_type=stderr").body())
                .isEqualTo("err\n");
        assertThat(server.get("/v1/executions/last/output?output_type=x").statusCode())
                .isEqualTo(400);
    }

    @Test
    void runsOneAgainWithSomeParametersReplaced() {
        String id = requested("{\"action\": \"core.secret\", \"parameters\": {\"pw\": \"s3cr3t\", \"n\": 2}}");

        HttpResponse<String> again =
                server.post("/v1/executions/" + id + "/re_run?show_secrets=true", "{\"parameters\": {\"n\": 3}}");
        HttpResponse<String> tasks = server.post("/v1/executions/" + id + "/re_run", "{\"tasks\": [\"a\"]}");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(object(again).get("parameters")).isEqualTo(Map.of("pw", "s3cr3t", "n", 3L));
        assertThat(tasks.statusCode()).isEqualTo(400);
    }

    @Test
    void turnsFiltersIntoTheStoresQuestion() {
        server.get("/v1/executions?action=core.local&status=failed&parent=null&limit=7&offset=2&bogus=1"
                + "&timestamp_gt=2026-01-01T00:00:00Z&timestamp_lt=2026-01-02T00:00:00%2B01:00&sort=-status,bogus"
                + "&filter=context.user:bob");

        Query query = server.engine.executions.lastQuery();
        assertThat(query.equal())
                .isEqualTo(Map.of(
                        "action", Set.of("core.local"),
                        "status", Set.of("failed"),
                        "parent", Set.of(Query.ABSENT),
                        "user", Set.of("bob")));
        assertThat(query.after()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(query.before()).isEqualTo(Instant.parse("2026-01-01T23:00:00Z"));
        assertThat(query.orders()).containsExactly(new Query.Order("status", false));
        server.get("/v1/executions?parent=aaaaaaaaaaaaaaaa00000001");
        assertThat(server.engine.executions.lastQuery().equal())
                .isEqualTo(Map.of("parent", Set.of("aaaaaaaaaaaaaaaa00000001")));
        assertThat(query.limit()).isEqualTo(7);
        assertThat(query.offset()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp_gt=yesterday", "filter=bogus:1", "filter=status", "exclude_attributes=action"})
    void refusesBadFilters(String query) {
        assertThat(server.get("/v1/executions?" + query).statusCode()).isEqualTo(400);
    }

    private String requested(String body) {
        HttpResponse<String> response = server.post("/v1/executions", body);
        assertThat(response.statusCode()).isEqualTo(201);
        return String.valueOf(object(response).get("id"));
    }

    @Test
    void aResultIsInClearOnlyForAdministratorsWhoAskForThat() {
        String id = requested("{\"action\": \"core.noop\"}");
        server.engine.executions.complete(id, ActionResult.succeeded(Map.of("token", "********")));
        server.engine.access.has("bob", "viewer");
        String path = "/v1/executions/" + id + "/result";

        assertThat(json(server.get(path))).isEqualTo(Map.of("token", "********"));
        assertThat(json(server.get(path + "?show_secrets=true"))).isEqualTo(Map.of("token", "in clear"));
        assertThat(json(as("bob", path + "?show_secrets=true"))).isEqualTo(Map.of("token", "********"));
        assertThat(json(as("action", path + "?show_secrets=true"))).isEqualTo(Map.of("token", "********"));
    }

    @Test
    void whoIsToldOfAnEndIsShownWithTheRequestAndCannotBeAnything() {
        String asked = "{\"action\": \"core.noop\", \"notify\": {\"on-complete\": {\"routes\": [\"mail\"]}}}";

        Map<?, ?> execution = object(server.post("/v1/executions", asked));

        assertThat(objectOf(execution.get("context")).containsKey("notify")).isFalse();
        assertThat(server.engine.executions.lastRequest().notices())
                .isEqualTo(Map.of("on-complete", Map.of("routes", List.of("mail"))));
        assertThat(server.post("/v1/executions", "{\"action\": \"core.noop\", \"notify\": \"mail\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    private HttpResponse<String> as(String token, String path) {
        return server.send("GET", path, BodyPublishers.noBody(), "X-Auth-Token", token);
    }
}
