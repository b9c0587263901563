package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.json.Document;
import io.drover.cli.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules: shown, made, changed and removed. */
class RuleTest {
    private final RecordedApi api = new RecordedApi();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void close() {
        api.close();
    }

    private Document giveRule() {
        Document rule = Document.of(RecordedApi.body("157-rules-create"));
        String json = JsonText.compact(rule.values());
        api.gives("GET", "/v1/rules/default.gold_rule", 200, json)
                .gives("PUT", "/v1/rules/" + rule.text("id"), 200, json);
        return rule;
    }

    @Test
    void narrowsTheListOfRules() {
        api.gives("175-rules-list-filter-trigger");

        Outcome outcome = Outcome.of(api, "rule", "list", "-c", "core.echo", "-g", "core.st2.webhook", "--disabled");

        assertThat(outcome.exitCode()).isZero();
        assertThat(api.last("GET").target())
                .isEqualTo("/v1/rules?action=core.echo&trigger=core.st2.webhook&enabled=False&limit=50"
                        + "&include_attributes=ref%2Cpack%2Cdescription%2Cenabled");
    }

    @Test
    void disablesARuleByPuttingItBackWhole() {
        Document rule = giveRule();

        Outcome outcome = Outcome.of(api, "rule", "disable", "default.gold_rule");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("| enabled ");
        assertThat(api.last("PUT").json()).isEqualTo(rule.without("ref").with("enabled", false));
    }

    @Test
    void showsWhatARuleHasCollected() {
        giveRule();
        api.gives("GET", "/v1/rules/default.gold_rule/state", 200, """
                [{"part": "form", "key": "n1", "revision": 1, "due": null, "message": "waiting for fan",
                  "events": [{"name": "down", "id": "0123456789abcdef01234567",
                              "occurrence_time": "2026-03-01T12:00:00.000000Z"}]}]
                """);

        Outcome outcome = Outcome.of(api, "rule", "state", "default.gold_rule");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("| form ", "| n1 ", "down 0123456789abcdef01234567 2026-03-01", "waiting for fan");
    }

    @Test
    void showsSomeOfWhatARuleHasCollectedAndSaysThatThereIsMore() {
        giveRule();
        api.gives("GET", "/v1/rules/default.gold_rule/state", 200, Map.of("X-Total-Count", "7"), """
                [{"part": "form", "key": "n1", "revision": 1, "due": null, "message": "waiting", "events": []}]
                """);

        Outcome usual = Outcome.of(api, "rule", "state", "default.gold_rule");
        String asked = api.last("GET").target();
        Outcome chosen = Outcome.of(api, "rule", "state", "default.gold_rule", "--limit", "1", "--offset", "3");

        assertThat(asked).endsWith("/state?limit=50");
        assertThat(usual.err()).contains("Only 1 of 7 are shown");
        assertThat(api.last("GET").target()).endsWith("/state?limit=1&offset=3");
        assertThat(chosen.out()).contains("| n1 ");
    }

    @Test
    void saysThatARuleHasCollectedNothing() {
        giveRule();
        api.gives("GET", "/v1/rules/default.gold_rule/state", 200, "[]");

        Outcome outcome = Outcome.of(api, "rule", "state", "default.gold_rule");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("The rule \"default.gold_rule\" has collected nothing.");
    }

    @Test
    void createsTheRulesOfAFile() throws IOException {
        api.gives("157-rules-create");
        Path file = Files.writeString(folder.resolve("rule.yaml"), """
                name: gold_rule
                pack: default
                trigger:
                  type: core.st2.webhook
                  parameters: {url: gold}
                criteria:
                  trigger.body.at: {type: eq, pattern: 2026-11-22}
                action: {ref: core.echo}
                """);

        Outcome outcome = Outcome.of(api, "rule", "create", file.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("| ref           | default.gold_rule");
        assertThat(api.last("POST")
                        .json()
                        .object("criteria")
                        .object("trigger.body.at")
                        .text("pattern"))
                .isEqualTo("2026-11-22");
    }

    @Test
    void namesThePlaceOfAMistakeInAFile() {
        Outcome outcome = Outcome.of(Map.of("DROVER_URL", api.url()), "name: [a\nb: c\n", "rule", "create", "-");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("ERROR: -:2:2: ");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void saysThatAFileIsMissing() {
        Outcome outcome = Outcome.of(api, "rule", "create", "nowhere.yaml");

        assertThat(outcome)
                .isEqualTo(new Outcome(2, "", "ERROR: Tried to read the file \"nowhere.yaml\", but there is none.\n"));
    }

    @Test
    void updatesARuleUnderItsId() {
        Document rule = giveRule();

        Outcome outcome = Outcome.of(
                Map.of("DROVER_URL", api.url()),
                "{\"name\": \"gold_rule\", \"pack\": \"default\"}",
                "rule",
                "update",
                "default.gold_rule",
                "-");

        assertThat(outcome.exitCode()).isZero();
        assertThat(api.last("PUT").json().values())
                .isEqualTo(Map.of("name", "gold_rule", "pack", "default", "id", rule.text("id")));
    }

    @Test
    void deletesARule() {
        api.gives("321-rules-delete").gives("322-rules-delete-404");

        assertThat(Outcome.of(api, "rule", "delete", "default.gold_rule"))
                .isEqualTo(
                        new Outcome(0, "Resource with id \"default.gold_rule\" has been successfully deleted.\n", ""));
        assertThat(Outcome.of(api, "rule", "delete", "default.gold_rule").exitCode())
                .isEqualTo(3);
    }

    @Test
    void letsARuleFollowItsFileAgain() {
        giveRule();
        api.gives("DELETE", "/v1/rules/default.gold_rule/overlay", 200, "{\"ref\": \"default.gold_rule\"}");

        Outcome outcome = Outcome.of(api, "rule", "reset", "default.gold_rule");

        assertThat(outcome).isEqualTo(new Outcome(0, "The rule \"default.gold_rule\" follows its file again.\n", ""));
    }
}
