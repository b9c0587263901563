package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.json.Document;
import io.drover.cli.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies and their types: shown, made, switched and removed. */
class PolicyTest {
    private final RecordedApi api = new RecordedApi();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void listsPoliciesWithTheColumnsOfStackStorm() {
        Document policy = Document.of(RecordedApi.body("280-policies-create"));
        api.gives("GET", "/v1/policies", 200, "[" + JsonText.compact(policy.values()) + "]");

        Outcome outcome = Outcome.of(api, "policy", "list", "-r", "default.gold", "-pt", "action.concurrency");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("| ref                 | resource_ref | policy_type        | enabled |")
                .contains("| default.gold_policy | default.gold | action.concurrency | True    |");
        assertThat(api.last("GET").target())
                .isEqualTo("/v1/policies?resource_ref=default.gold&policy_type=action.concurrency&limit=100"
                        + "&include_attributes=ref%2Cresource_ref%2Cpolicy_type%2Cenabled");
    }

    @Test
    void createsThePolicyOfAFile() throws IOException {
        api.gives("280-policies-create");
        Path file = Files.writeString(folder.resolve("policy.yaml"), """
                name: gold_policy
                pack: default
                resource_ref: default.gold
                policy_type: action.concurrency
                parameters:
                  threshold: 2
                """);

        Outcome outcome = Outcome.of(api, "policy", "create", file.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("default.gold_policy");
        assertThat(api.last("POST").json().object("parameters").at("threshold")).isEqualTo(2);
    }

    @Test
    void disablesAPolicyByPuttingItBackWhole() {
        Document policy = Document.of(RecordedApi.body("280-policies-create"));
        String json = JsonText.compact(policy.values());
        api.gives("GET", "/v1/policies/default.gold_policy", 200, json)
                .gives("PUT", "/v1/policies/" + policy.text("id"), 200, json);

        Outcome outcome = Outcome.of(api, "policy", "disable", "default.gold_policy");

        assertThat(outcome.exitCode()).isZero();
        assertThat(api.last("PUT").json()).isEqualTo(policy.without("ref").with("enabled", false));
    }

    @Test
    void deletesAPolicy() {
        api.gives("287-policies-delete");

        Outcome outcome = Outcome.of(api, "policy", "delete", "default.gold_policy");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("default.gold_policy");
    }

    @Test
    void listsAndShowsTypes() {
        Document retry =
                Document.listOf(RecordedApi.body("278-policytypes-list")).get(2);
        api.gives("278-policytypes-list")
                .gives("GET", "/v1/policytypes/action.retry", 200, JsonText.compact(retry.values()));

        Outcome list = Outcome.of(api, "policy-type", "list", "-r", "action");
        Outcome get = Outcome.of(api, "policy-type", "get", "action.retry");

        assertThat(list.out()).contains("action.concurrency.attr");
        assertThat(get.exitCode()).isZero();
        assertThat(get.out()).contains("max_retry_count");
    }
}
