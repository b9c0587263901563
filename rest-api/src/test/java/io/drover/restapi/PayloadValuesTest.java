package io.drover.restapi;

import static io.drover.restapi.Server.array;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Role;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Trigger;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Check S21: what rules made of payloads is shown to those who may read the payloads, and its counts to all who see the rule. */
class PayloadValuesTest {
    private static final String MASK = "********";
    private static final Set<Permission> OF_RULES = Set.of(
            Permission.RULE_LIST,
            Permission.RULE_VIEW,
            Permission.RULE_ENFORCEMENT_LIST,
            Permission.RULE_ENFORCEMENT_VIEW);
    private static final String RULE = "/v1/rules/default.gold_rule";

    private final Server server = new Server();

    @BeforeEach
    void people() {
        Grant ofRules = new Grant(null, OF_RULES);
        has("rules", ofRules);
        has("events", ofRules, new Grant(null, Set.of(Permission.TRIGGER_VIEW)));
        has("webhooks", ofRules, new Grant("trigger_type:core:st2.webhook", Set.of(Permission.TRIGGER_VIEW)));
        has("others", ofRules, new Grant("pack:plant", Set.of(Permission.TRIGGER_VIEW)));
    }

    private void has(String user, Grant... grants) {
        server.engine.access.makes(new Role("of-" + user, null, List.of(grants)));
        server.engine.access.has(user, "of-" + user);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules", "others"})
    void hidesTheKeysOfWhatARuleHasCollectedFromWhoMayNotReadItsEvents(String user) {
        HttpResponse<String> state = as(user, RULE + "/state");

        assertThat(keys(state)).containsExactly(MASK, MASK, "");
        assertThat(state.body()).contains("waiting for fan", "0123456789abcdef01234567");
        assertThat(Server.header(state, "X-Total-Count")).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "webhooks"})
    void showsTheKeysOfWhatARuleHasCollectedToWhoMayReadItsEvents(String user) {
        assertThat(keys(as(user, RULE + "/state"))).containsExactly("n1", "n2", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules", "webhooks"})
    void hidesTheKeysAndMessagesOfABacktestFromWhoMayNotReadEveryEvent(String user) {
        tried();

        HttpResponse<String> answer = as(user, "/v1/backtests/b1");

        assertThat(answer.body()).doesNotContain("host-", "42 is no");
        Map<?, ?> result = objectOf(object(answer).get("result"));
        Map<?, ?> candidate = objectOf(result.get("candidate"));
        assertThat(result.get("events")).isEqualTo(9L);
        assertThat(candidate.get("fired")).isEqualTo(3L);
        assertThat(candidate.get("limited")).isEqualTo(Map.of("throttle", 2L));
        assertThat(candidate.get("keys")).isEqualTo(Map.of(MASK, 3L));
        assertThat(candidate.get("errors")).isEqualTo(Map.of("trigger.x lt 1", MASK));
        assertThat(candidate.get("first"))
                .isEqualTo(List.of(Map.of("at", "2026-01-01T00:00:00Z", "key", MASK, "event", "e1", "events", 1L)));
        assertThat(objectOf(result.get("difference")).get("first_only_candidate"))
                .isEqualTo(List.of(Map.of("key", MASK), Map.of("key", "")));
    }

    @Test
    void showsTheKeysAndMessagesOfABacktestToWhoMayReadEveryEvent() {
        Map<String, Object> result = tried();

        assertThat(object(as("events", "/v1/backtests/b1")).get("result")).isEqualTo(result);
    }

    private Map<String, Object> tried() {
        assertThat(server.post(
                                "/v1/backtests",
                                "{\"rule\": \"ops.a\", \"from\": \"2026-01-01T00:00:00Z\", \"to\":"
                                        + " \"2026-01-02T00:00:00Z\"}")
                        .statusCode())
                .isEqualTo(202);
        Map<String, Object> result = Map.of(
                "events",
                9L,
                "candidate",
                Map.of(
                        "fired",
                        3L,
                        "first",
                        List.of(Map.of("at", "2026-01-01T00:00:00Z", "key", "host-1", "event", "e1", "events", 1L)),
                        "keys",
                        Map.of("host-1", 2L, "host-2", 1L),
                        "limited",
                        Map.of("throttle", 2L),
                        "errors",
                        Map.of("trigger.x lt 1", "42 is no text")),
                "difference",
                Map.of("first_only_candidate", List.of(Map.of("key", "host-3"), Map.of("key", ""))));
        server.engine.backtests.succeed(Map.copyOf(result));
        return result;
    }

    @Test
    void tellsWhoMayReadEventsAloneHowAClauseCameOutForAllOfThem() {
        server.engine.ownByFile("a");

        assertThat(clause("rules").get("always")).isNull();
        assertThat(clause("rules").get("events")).isEqualTo(7L);
        assertThat(clause("webhooks").get("always")).isEqualTo(true);
        assertThat(clause("events").get("always")).isEqualTo(true);
    }

    private Map<?, ?> clause(String user) {
        Object clauses = object(as(user, "/v1/rules/coverage")).get("clauses");
        return objectOf(Server.arrayOf(clauses).get(0));
    }

    @Test
    void showsOfAnEnforcementOnlyWhatOneMayViewByItself() {
        server.post("/v1/webhooks/gold", "{\"secret_of\": \"host-1\"}");
        String instance = server.engine.events.last().id();
        String execution = String.valueOf(object(server.post("/v1/executions", "{\"action\": \"core.noop\"}"))
                .get("id"));
        String id = server.engine.enforcements.add(instance, execution).id();
        String failed = server.engine.enforcements.add(instance, null).id();
        String view = "/v1/ruleenforcements/views/" + id;

        assertThat(object(as("rules", view)).keySet().stream().map(String::valueOf))
                .contains("execution_id", "trigger_instance_id", "status")
                .doesNotContain("trigger_instance", "execution", "parameters");
        assertThat(as("rules", "/v1/ruleenforcements/views").body()).doesNotContain("host-1");
        assertThat(object(as("rules", "/v1/ruleenforcements/" + failed)).get("failure_reason"))
                .isEqualTo(MASK);
        assertThat(as("rules", "/v1/ruleenforcements").body()).doesNotContain("no such action", "host-1");
        for (String user : List.of("events", "webhooks")) {
            assertThat(as(user, view).body()).contains("\"trigger_instance\"").doesNotContain("\"execution\":");
            assertThat(object(as(user, "/v1/ruleenforcements/" + failed)).get("failure_reason"))
                    .isEqualTo("no such action");
            assertThat(as(user, "/v1/ruleenforcements").body()).contains("\"message\":\"of host-1\"");
        }
        assertThat(server.get(view).body()).contains("\"trigger_instance\"", "\"execution\":");
    }

    @Test
    void judgesAnEnforcementByItsOwnEventWhateverItsRuleAsksForToday() {
        String failed = failedOfWebhook();

        server.engine.asksFor(Ref.parse("default.gold_rule"), Trigger.of(Ref.of("plant", "alert"), Map.of()));

        assertThat(reason("others", failed)).as("sees what it asks for today").isEqualTo(MASK);
        assertThat(reason("webhooks", failed)).isEqualTo("no such action");
        assertThat(reason("events", failed)).isEqualTo("no such action");
    }

    @Test
    void hidesWhatARuleOverSeveralEventsMadeOfThemOnceNobodyKnowsWhichTheyWere() {
        String failed = failedOfWebhook();

        server.engine.asksFor(Ref.parse("default.gold_rule"), Trigger.of(Ref.of("plant", "alert"), Map.of()));
        server.engine.history.begunOverSeveralEvents();

        assertThat(reason("webhooks", failed)).isEqualTo(MASK);
        assertThat(reason("events", failed)).isEqualTo("no such action");
    }

    private String failedOfWebhook() {
        server.post("/v1/webhooks/gold", "{}");
        return server.engine
                .enforcements
                .add(server.engine.events.last().id(), null)
                .id();
    }

    private @Nullable Object reason(String user, String enforcement) {
        return object(as(user, "/v1/ruleenforcements/" + enforcement)).get("failure_reason");
    }

    private HttpResponse<String> as(String user, String path) {
        HttpResponse<String> answer = server.send("GET", path, BodyPublishers.noBody(), "X-Auth-Token", user);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return answer;
    }

    private static Stream<String> keys(HttpResponse<String> state) {
        return array(state).stream().map(part -> String.valueOf(objectOf(part).get("key")));
    }
}
