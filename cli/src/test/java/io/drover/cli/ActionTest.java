package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
}
