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

/** Actions and runners, in the layouts of st2. */
class ActionTest {
    private final RecordedApi api = new RecordedApi();

    @AfterEach
    void close() {
        api.close();
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
    void createsTheActionOfAFile(@TempDir Path folder) throws IOException {
        api.gives("031-actions-create");
        Path file = Files.writeString(folder.resolve("action.yaml"), """
                name: gold
                pack: default
                runner_type: local-shell-cmd
                parameters:
                  cmd: {type: string, default: echo gold}
                """);

        Outcome outcome = Outcome.of(api, "action", "create", file.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("default.gold");
        assertThat(api.last("POST").json().text("runner_type")).isEqualTo("local-shell-cmd");
    }

    @Test
    void disablesAnActionByPuttingItBackWhole() {
        Document action = Document.of(RecordedApi.body("031-actions-create"));
        String json = JsonText.compact(action.values());
        api.gives("GET", "/v1/actions/default.gold", 200, json)
                .gives("PUT", "/v1/actions/" + action.text("id"), 200, json);

        Outcome outcome = Outcome.of(api, "action", "disable", "default.gold");

        assertThat(outcome.exitCode()).isZero();
        assertThat(api.last("PUT").json()).isEqualTo(action.without("ref").with("enabled", false));
    }

    @Test
    void clonesAnAction() {
        api.gives("GET", "/v1/actions/core.echo", 200, "{\"id\": \"1\", \"ref\": \"core.echo\"}")
                .gives("047-actions-clone");

        Outcome outcome = Outcome.of(api, "action", "clone", "core.echo", "default", "gold2");
        boolean careful = Boolean.FALSE.equals(api.last("POST").json().at("overwrite"));
        Outcome forced = Outcome.of(api, "action", "clone", "core.echo", "default", "gold2", "--force");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("default.gold2");
        assertThat(careful).isTrue();
        assertThat(forced.exitCode()).isZero();
        assertThat(api.last("POST").json())
                .isEqualTo(Document.of(Map.of("dest_pack", "default", "dest_action", "gold2", "overwrite", true)));
    }

    @Test
    void saysWhichActionToCloneIsNotThere() {
        Outcome outcome = Outcome.of(api, "action", "clone", "core.nope", "default", "gold2");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("Action \"core.nope\" is not found.");
    }

    @Test
    void deletesAnActionAndItsFilesWhereAskedTo() {
        api.gives("052-actions-delete");

        Outcome outcome = Outcome.of(api, "action", "delete", "default.gold2");
        String plain = api.last("DELETE").body();
        Outcome withFiles = Outcome.of(api, "action", "delete", "-r", "default.gold2");

        assertThat(outcome)
                .isEqualTo(new Outcome(0, "Resource with id \"default.gold2\" has been successfully deleted.\n", ""));
        assertThat(plain).isEmpty();
        assertThat(withFiles.exitCode()).isZero();
        assertThat(api.last("DELETE").json()).isEqualTo(Document.of(Map.of("remove_files", true)));
    }

    @Test
    void saysWhichActionToDeleteIsNotThere() {
        Outcome outcome = Outcome.of(api, "action", "delete", "--remove-files", "default.nope");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("Action \"default.nope\" is not found.");
    }
}
