package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.json.Document;
import io.drover.cli.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTest {
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
    void listsActionsWithTheColumnsOfSt2() {
        api.gives("007-actions-list");

        Outcome outcome = Outcome.of(api, "action", "list", "-n", "2");

        assertThat(outcome).isEqualTo(new Outcome(0, """
                        +---------------------------------+---------+----------------------------------------+
                        | ref                             | pack    | description                            |
                        +---------------------------------+---------+----------------------------------------+
                        | chatops.format_execution_result | chatops | Format an execution result for chatops |
                        | chatops.match                   | chatops | Match a string to an action alias      |
                        +---------------------------------+---------+----------------------------------------+
                        """, "Only 2 of 175 actions are shown; -n N shows more.\n"));
        assertThat(api.last("GET").target())
                .isEqualTo("/v1/actions?limit=2&include_attributes=ref%2Cpack%2Cdescription");
    }

    @Test
    void listsAndShowsRunners() {
        api.gives("GET", "/v1/runnertypes", 200, "[{\"name\": \"noop\", \"description\": \"Does nothing.\"}]")
                .gives("GET", "/v1/runnertypes/noop", 200, "{\"name\": \"noop\", \"enabled\": true}");

        assertThat(Outcome.of(api, "runner", "list").out()).contains("| noop | Does nothing. |");
        assertThat(Outcome.of(api, "runner", "get", "noop").out()).contains("| enabled  | True  |");
    }

    @Test
    void listsAsYamlWithTheLayoutOfSt2() {
        api.gives("007-actions-list");

        assertThat(Outcome.of(api, "action", "list", "-y").out()).isEqualTo("""
                        -   description: Format an execution result for chatops
                            pack: chatops
                            ref: chatops.format_execution_result
                        -   description: Match a string to an action alias
                            pack: chatops
                            ref: chatops.match
                        """);
    }

    @Test
    void listsTheAskedProperties() {
        api.gives("007-actions-list");

        Outcome outcome = Outcome.of(api, "action", "list", "--attr", "ref", "runner_type", "-j", "-p", "chatops");

        assertThat(outcome.out()).isEqualTo("""
                        [
                            {
                                "ref": "chatops.format_execution_result",
                                "runner_type": "python-script"
                            },
                            {
                                "ref": "chatops.match",
                                "runner_type": "python-script"
                            }
                        ]
                        """);
        assertThat(api.last("GET").target()).isEqualTo("/v1/actions?pack=chatops&include_attributes=ref%2Crunner_type");
    }

    @Test
    void wrapsCellsToTheWidthOfTheTerminal() {
        api.gives("007-actions-list");

        Outcome outcome = Outcome.of(Map.of("DROVER_URL", api.url(), "COLUMNS", "60"), "", "action", "list");

        assertThat(outcome.out()).isEqualTo("""
                        +---------------------------------+---------+--------------+
                        | ref                             | pack    | description  |
                        +---------------------------------+---------+--------------+
                        | chatops.format_execution_result | chatops | Format an    |
                        |                                 |         | execution    |
                        |                                 |         | result for   |
                        |                                 |         | chatops      |
                        | chatops.match                   | chatops | Match a      |
                        |                                 |         | string to an |
                        |                                 |         | action alias |
                        +---------------------------------+---------+--------------+
                        """);
    }

    @Test
    void showsAnAction() {
        api.gives("022-actions-get-ref");

        assertThat(Outcome.of(api, "action", "get", "core.local").out()).isEqualTo("""
                        +---------------+----------------------------------------------------------------------------------+
                        | Property      | Value                                                                            |
                        +---------------+----------------------------------------------------------------------------------+
                        | id            | 6b032004b8e7a3605202cb6e                                                         |
                        | uid           | action:core:local                                                                |
                        | ref           | core.local                                                                       |
                        | pack          | core                                                                             |
                        | name          | local                                                                            |
                        | description   | Action that executes an arbitrary Linux command on the localhost.                |
                        | enabled       | True                                                                             |
                        | entry_point   |                                                                                  |
                        | runner_type   | local-shell-cmd                                                                  |
                        | parameters    | {                                                                                |
                        |               |     "cmd": {                                                                     |
                        |               |         "description": "Arbitrary Linux command to be executed on the local      |
                        |               | host.",                                                                          |
                        |               |         "required": true,                                                        |
                        |               |         "type": "string"                                                         |
                        |               |     },                                                                           |
                        |               |     "sudo": {                                                                    |
                        |               |         "immutable": true                                                        |
                        |               |     }                                                                            |
                        |               | }                                                                                |
                        | metadata_file | actions/local.yaml                                                               |
                        | notify        |                                                                                  |
                        | output_schema |                                                                                  |
                        | tags          |                                                                                  |
                        +---------------+----------------------------------------------------------------------------------+
                        """);
    }

    @Test
    void goesOnAfterOneOfSeveralIsNotFound() {
        api.gives("022-actions-get-ref").gives("024-actions-get-404");

        Outcome outcome = Outcome.of(api, "action", "get", "core.nope", "core.local");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.out()).contains("core.local");
        assertThat(outcome.err())
                .isEqualTo("ERROR: Action \"core.nope\" is not found. \"drover action list\" shows what there is.\n");
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

    @Test
    void letsASensorLookOnce() {
        String path = "/v1/sensortypes/linux.FileWatchSensor";
        api.gives("295-sensortypes-get")
                .gives("POST", path + "/try", 200, "{\"payloads\": [{\"line\": \"a\", \"at\": {\"n\": 1}}]}")
                .gives("POST", path + "/try", 200, "{\"payloads\": []}");

        Outcome first = Outcome.of(api, "sensor", "try", "linux.FileWatchSensor", "-n", "2", "--wait", "3");
        Outcome second = Outcome.of(api, "sensor", "try", "linux.FileWatchSensor");

        assertThat(first.out()).isEqualTo("""
                        +----------+------------+
                        | Property | Value      |
                        +----------+------------+
                        | at       | {          |
                        |          |     "n": 1 |
                        |          | }          |
                        | line     | a          |
                        +----------+------------+
                        """);
        assertThat(api.asked().stream()
                        .filter(request -> request.method().equals("POST"))
                        .findFirst()
                        .orElseThrow()
                        .json()
                        .values())
                .isEqualTo(Map.of("limit", 2, "wait", 3));
        assertThat(second.out()).isEqualTo("The sensor \"linux.FileWatchSensor\" saw nothing in time.\n");
    }

    @Test
    void showsAPackWithWhatIsWrongInItsFiles() {
        Document pack = Document.of(RecordedApi.body("260-packs-get"))
                .with("waiting", List.of("the alias core.hello"))
                .with(
                        "problems",
                        List.of(Map.of(
                                "file",
                                "core/rules/a.yaml",
                                "line",
                                2,
                                "column",
                                1,
                                "severity",
                                "ERROR",
                                "message",
                                "Broken.")));
        api.gives("GET", "/v1/packs/core", 200, JsonText.compact(pack.values()));

        assertThat(Outcome.of(api, "pack", "get", "core").out()).isEqualTo("""
                        +-------------+---------------------+
                        | Property    | Value               |
                        +-------------+---------------------+
                        | name        | core                |
                        | version     | 1.0.1               |
                        | author      | StackStorm, Inc.    |
                        | email       | info@stackstorm.com |
                        | keywords    |                     |
                        | description | Basic core actions. |
                        +-------------+---------------------+
                        core/rules/a.yaml:2:1: Broken.
                        not run yet: the alias core.hello
                        """);
    }

    @Test
    void registersPacksAndReportsTheirProblems() {
        api.gives("265-packs-register")
                .gives(
                        "GET",
                        "/v1/packs/hello_st2",
                        200,
                        "{\"ref\": \"hello_st2\", \"problems\": [{\"file\": \"hello_st2/pack.yaml\", \"line\": 1,"
                                + " \"column\": 0, \"severity\": \"ERROR\", \"message\": \"No version.\"}]}");

        Outcome outcome = Outcome.of(api, "pack", "register", "hello_st2", "--types", "actions", "rules");

        assertThat(outcome).isEqualTo(new Outcome(1, """
                        +------------+-------+
                        | Property   | Value |
                        +------------+-------+
                        | actions    | 1     |
                        | rule_types | 2     |
                        | rules      | 1     |
                        | runners    | 14    |
                        +------------+-------+
                        hello_st2/pack.yaml:1: No version.
                        """, ""));
        assertThat(api.last("POST").json().values())
                .isEqualTo(Map.of("packs", List.of("hello_st2"), "types", List.of("actions", "rules")));
    }

    @Test
    void printsANewApiKeyAlone() {
        api.gives("338-auth-apikey-create");

        Outcome outcome = Outcome.of(api, "apikey", "create", "-k", "-u", "st2admin", "-m", "{\"used_by\":\"gold\"}");

        assertThat(outcome.out()).matches("A+\n");
        assertThat(api.last("POST").json().values())
                .isEqualTo(Map.of("user", "st2admin", "metadata", Map.of("used_by", "gold")));
    }

    @Test
    void showsTheAnswerToAQuery() {
        api.gives(
                "POST",
                "/v1/reports/query",
                200,
                "{\"columns\": [\"rule\", \"n\"], \"rows\": [[\"ops.alert\", 12], [null, 3.5]], \"truncated\": true}");

        Outcome outcome = Outcome.of(api, "report", "query", "select rule, n from report_v1.rules", "--limit", "2");

        assertThat(outcome).isEqualTo(new Outcome(0, """
                        +-----------+-----+
                        | rule      | n   |
                        +-----------+-----+
                        | ops.alert | 12  |
                        |           | 3.5 |
                        +-----------+-----+
                        """, "Only the first 2 rows are shown; --limit N shows more.\n"));
        assertThat(api.last("POST").json().values())
                .isEqualTo(Map.of("query", "select rule, n from report_v1.rules", "limit", 2));
    }

    @Test
    void keepsColumnsOfOneNameApart() {
        api.gives("POST", "/v1/reports/query", 200, "{\"columns\": [\"n\", \"n\"], \"rows\": [[1, 2]]}");

        Outcome outcome = Outcome.of(Map.of("DROVER_URL", api.url()), "select 1 n, 2 n", "report", "query", "-", "-j");

        assertThat(outcome.out()).isEqualTo("""
                        [
                            {
                                "n": 1,
                                "n_2": 2
                            }
                        ]
                        """);
        assertThat(api.last("POST").json().text("query")).isEqualTo("select 1 n, 2 n");
    }

    @Test
    void tellsThatTheAuditTrailIsIntact() {
        api.gives("GET", "/v1/audit/verify", 200, """
                {"intact": true, "findings": [], "more_findings": false,
                 "chains": [{"node": 1, "seals": 7, "records": 90, "last_day": "2026-01-31", "hash": "0a1b", "unsealed": 1}]}
                """);

        Outcome outcome = Outcome.of(api, "audit", "verify", "--since", "2026-01-30");

        assertThat(outcome).isEqualTo(new Outcome(0, """
                        +------+-------+---------+------------+----------------+----------+------+
                        | node | seals | records | last_day   | purged_through | unsealed | hash |
                        +------+-------+---------+------------+----------------+----------+------+
                        | 1    | 7     | 90      | 2026-01-31 |                | 1        | 0a1b |
                        +------+-------+---------+------------+----------------+----------+------+
                        """, "The audit trail is intact.\n"));
        assertThat(api.last("GET").target()).endsWith("?since=2026-01-30");
    }

    @Test
    void failsWhereTheAuditTrailWasTamperedWith() {
        api.gives("GET", "/v1/audit/verify", 200, """
                {"intact": false, "chains": [], "more_findings": true, "findings": [
                 {"wrong": "edited", "node": 1, "id": 88, "batch": 30, "place": 2, "seal": 7, "detail": "it changed"}]}
                """);

        Outcome outcome = Outcome.of(api, "audit", "verify");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("| edited | 1    | 88 | 30    | 2     | 7    | it changed |");
        assertThat(outcome.err()).contains("only the first 1 are shown", "NOT intact");
    }

    @Test
    void exportsAReport(@TempDir Path folder) throws IOException {
        String file = folder.resolve("out.csv").toString();
        api.gives("POST", "/v1/reports/export", 200, "a,b\r\n1,2\r\n");

        Outcome printed = Outcome.of(api, "report", "export", "select 1 a, 2 b");
        Outcome written = Outcome.of(api, "report", "export", "select 1 a, 2 b", "--format", "json", "--to", file);

        assertThat(printed).isEqualTo(new Outcome(0, "a,b\r\n1,2\r\n", ""));
        assertThat(written).isEqualTo(new Outcome(0, "", ""));
        assertThat(Files.readString(Path.of(file))).isEqualTo("a,b\r\n1,2\r\n");
        assertThat(api.last("POST").json().values()).isEqualTo(Map.of("query", "select 1 a, 2 b", "format", "json"));
    }

    @Test
    void leavesNoFileOfAReportThatIsRefused(@TempDir Path folder) {
        api.gives("POST", "/v1/reports/export", 400, "{\"faultstring\": \"Expected a query.\"}");
        Path file = folder.resolve("out.csv");

        Outcome outcome = Outcome.of(api, "report", "export", "delete", "--to", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("Expected a query.");
        assertThat(folder).isEmptyDirectory();
    }
}
