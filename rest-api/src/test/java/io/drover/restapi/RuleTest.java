package io.drover.restapi;

import static io.drover.restapi.Server.array;
import static io.drover.restapi.Server.header;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Ref;
import io.drover.model.trigger.Trigger;
import io.drover.restapi.json.Json;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules, and what came of them. */
class RuleTest {
    private static final String RULE =
            "{\"name\": \"r1\", \"pack\": \"default\", \"enabled\": true, \"description\": \"d\","
                    + " \"trigger\": {\"type\": \"core.st2.webhook\", \"parameters\": {\"url\": \"x\"}},"
                    + " \"criteria\": {\"trigger.body.kind\": {\"type\": \"eq\", \"pattern\": \"go\"}},"
                    + " \"action\": {\"ref\": \"core.echo\"}}";

    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void makesChangesAndRemovesARule() {
        HttpResponse<String> created = server.post("/v1/rules", RULE);
        HttpResponse<String> again = server.post("/v1/rules", RULE);
        HttpResponse<String> changed =
                server.put("/v1/rules/default.r1", RULE.replace("\"enabled\": true", "\"enabled\": false"));
        HttpResponse<String> removed = server.delete("/v1/rules/default.r1");

        Map<?, ?> rule = object(created);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(rule.get("ref")).isEqualTo("default.r1");
        assertThat(rule.get("uid")).isEqualTo("rule:default:r1");
        assertThat(rule.get("type")).isEqualTo(Map.of("ref", "standard", "parameters", Map.of()));
        assertThat(objectOf(rule.get("trigger")).get("ref")).asString().startsWith("core.");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(object(again).get("conflict-id")).isEqualTo(rule.get("id"));
        assertThat(object(changed).get("enabled")).isEqualTo(false);
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(server.get("/v1/rules/default.r1").statusCode()).isEqualTo(404);
    }

    @Test
    void switchesARuleOfAFileByAnOverlayAndTakesItAway() {
        server.engine.ownByFile("a");
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        object(server.get("/v1/rules/ops.a")).forEach((key, value) -> shown.put(String.valueOf(key), value));
        shown.put("enabled", false);

        Map<?, ?> off = object(server.put("/v1/rules/ops.a", Json.text(shown)));
        Map<?, ?> reset = object(server.delete("/v1/rules/ops.a/overlay"));
        shown.put("criteria", Map.of());
        HttpResponse<String> other = server.put("/v1/rules/ops.a", Json.text(shown));

        assertThat(off.get("enabled")).isEqualTo(false);
        assertThat(objectOf(off.get("overlay")).get("by")).isEqualTo("admin");
        assertThat(server.engine.lastDocument().keySet())
                .doesNotContain("id", "uid", "overlay", "revision", "from_file");
        assertThat(reset.get("enabled")).isEqualTo(true);
        assertThat(reset.containsKey("overlay")).isFalse();
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("ops/rules/a.yaml");
        assertThat(server.delete("/v1/rules/ops.a").statusCode()).isEqualTo(409);
    }

    @Test
    void filtersRules() {
        server.engine.ownByFile("a");
        String trigger = Trigger.of(Ref.parse("core.st2.webhook"), Map.of("url", "ops"))
                .ref()
                .toString();

        assertThat(names("/v1/rules?trigger=" + trigger)).containsExactly("a");
        assertThat(names("/v1/rules?trigger=core.st2.webhook")).isEmpty();
        assertThat(names("/v1/rules?pack=ops&enabled=true&action=core.echo")).containsExactly("a");
        assertThat(names("/v1/rules?enabled=false")).isEmpty();
        assertThat(names("/v1/rules/views")).containsExactly("gold_rule", "a");
    }

    @Test
    void addsDescriptionsToViews() {
        Map<?, ?> view = object(server.get("/v1/rules/views/default.gold_rule"));

        assertThat(objectOf(view.get("trigger")).get("description")).isEqualTo("A trigger type.");
        assertThat(objectOf(view.get("action")).get("description")).isEqualTo("An action.");
    }

    @Test
    void showsWhatARuleHasCollected() {
        List<?> collected = array(server.get("/v1/rules/default.gold_rule/state"));

        assertThat(collected).hasSize(3).first().satisfies(part -> {
            Map<?, ?> shown = objectOf(part);
            assertThat(shown.get("part")).isEqualTo("form");
            assertThat(shown.get("key")).isEqualTo("n1");
            assertThat(shown.get("message")).isEqualTo("waiting for fan");
            assertThat(shown.containsKey("due")).isTrue();
            assertThat(shown.get("events"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .singleElement()
                    .satisfies(event -> assertThat(objectOf(event).get("name")).isEqualTo("down"));
        });
        assertThat(server.get("/v1/rules/default.no_rule/state").statusCode()).isEqualTo(404);
    }

    @Test
    void givesWhatARuleHasCollectedByPages() {
        String path = "/v1/rules/default.gold_rule/state";

        HttpResponse<String> page = server.get(path + "?limit=1&offset=1");

        assertThat(array(page))
                .singleElement()
                .satisfies(part -> assertThat(objectOf(part).get("key")).isEqualTo("n2"));
        assertThat(header(page, "X-Total-Count")).isEqualTo("3");
        assertThat(header(page, "X-Limit")).isEqualTo("1");
        assertThat(header(server.get(path), "X-Limit")).isEqualTo("50");
        assertThat(array(server.get(path + "?offset=3"))).isEmpty();
        assertThat(array(server.get(path + "?limit=-1"))).hasSize(3);
        assertThat(server.get(path + "?limit=0").statusCode()).isEqualTo(400);
        assertThat(server.get(path + "?offset=-1").statusCode()).isEqualTo(400);
    }

    @Test
    void checksARuleWithoutMakingIt() {
        Map<?, ?> good = object(server.post("/v1/rules/check", "{\"content\": \"trigger: x\"}"));
        Map<?, ?> bad = object(server.post("/v1/rules/check", "{\"content\": \"name: x\"}"));

        assertThat(good).isEqualTo(Map.of("valid", true, "problems", List.of()));
        assertThat(bad.get("valid")).isEqualTo(false);
        assertThat(bad.get("problems"))
                .isEqualTo(List.of(Map.of(
                        "file",
                        "request",
                        "line",
                        1L,
                        "column",
                        1L,
                        "severity",
                        "error",
                        "message",
                        "'trigger' is missing")));
    }

    @Test
    void showsWhatCameOfAMatchAloneAndWithItsEventAndExecution() {
        server.post("/v1/webhooks/gold", "{}");
        String instance = server.engine.events.last().id();
        String execution = String.valueOf(object(server.post("/v1/executions", "{\"action\": \"core.noop\"}"))
                .get("id"));
        String id = server.engine.enforcements.add(instance, execution).id();
        String failed = server.engine.enforcements.add(instance, null).id();

        Map<?, ?> plain = object(server.get("/v1/ruleenforcements/" + id));
        Map<?, ?> view = object(server.get("/v1/ruleenforcements/views/" + id));
        Map<?, ?> other = object(server.get("/v1/ruleenforcements/" + failed));

        assertThat(plain.get("execution_id")).isEqualTo(execution);
        assertThat(objectOf(plain.get("rule")).get("ref")).isEqualTo("default.gold_rule");
        assertThat(objectOf(view.get("trigger_instance")).get("id")).isEqualTo(instance);
        assertThat(objectOf(view.get("execution")).get("id")).isEqualTo(execution);
        assertThat(other.get("status")).isEqualTo("failed");
        assertThat(other.get("failure_reason")).isEqualTo("no such action");
        assertThat(array(server.get("/v1/ruleenforcements?rule_ref=default.gold_rule")))
                .hasSize(2);
    }

    private List<String> names(String path) {
        return array(server.get(path)).stream()
                .map(one -> String.valueOf(objectOf(one).get("name")))
                .toList();
    }
}
