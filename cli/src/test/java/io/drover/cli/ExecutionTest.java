package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutionTest {
    private static final String ID = "6b03203cb62fe5011a7ef442";

    private final RecordedApi api = new RecordedApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void listsTheNewestExecutionsLast() {
        api.gives("GET", "/v1/executions", 200, """
                [{"id": "6b03209fb62fe5011a7ef4d1", "action": {"ref": "core.noop"}, "context": {"user": "root"},
                  "status": "succeeded", "start_timestamp": "2026-11-22T17:04:31.396000Z",
                  "end_timestamp": "2026-11-22T17:04:33.530000Z"},
                 {"id": "6b03209db62fe5011a7ef4ce", "action": {"ref": "core.local"}, "context": {"user": "root"},
                  "status": "failed", "start_timestamp": "2026-11-22T17:04:29.396000Z",
                  "end_timestamp": "2026-11-22T17:04:29.530000Z"}]
                """);

        Outcome outcome = Outcome.of(api, "execution", "list", "--action", "core.noop", "--status", "succeeded");

        assertThat(outcome).isEqualTo(new Outcome(0, """
                        +--------------------------+------------+-------------+--------------+--------------+--------------+
                        | id                       | action.ref | context.    | status       | start_       | end_         |
                        |                          |            | user        |              | timestamp    | timestamp    |
                        +--------------------------+------------+-------------+--------------+--------------+--------------+
                        | 6b03209db62fe5011a7ef4ce | core.local | root        | failed (0s   | Sun, 22 Nov  | Sun, 22 Nov  |
                        |                          |            |             | elapsed)     | 2026         | 2026         |
                        |                          |            |             |              | 17:04:29 UTC | 17:04:29 UTC |
                        | 6b03209fb62fe5011a7ef4d1 | core.noop  | root        | succeeded    | Sun, 22 Nov  | Sun, 22 Nov  |
                        |                          |            |             | (2s elapsed) | 2026         | 2026         |
                        |                          |            |             |              | 17:04:31 UTC | 17:04:33 UTC |
                        +--------------------------+------------+-------------+--------------+--------------+--------------+
                        """, ""));
        assertThat(api.last("GET").target())
                .isEqualTo("/v1/executions?action=core.noop&status=succeeded&parent=null&sort_desc=True&limit=50"
                        + "&include_attributes=id%2Caction.ref%2Ccontext.user%2Cstatus%2Cstart_timestamp"
                        + "%2Cend_timestamp");
    }

    @Test
    void showsAnExecutionInDetail() {
        api.gives("057-executions-get-local");

        assertThat(Outcome.of(api, "execution", "get", ID, "--detail").out()).startsWith("""
                        +-----------------+-----------------------------------------------------+
                        | Property        | Value                                               |
                        +-----------------+-----------------------------------------------------+
                        | id              | 6b03203cb62fe5011a7ef442                            |
                        | action.ref      | core.local                                          |
                        | context.user    | root                                                |
                        | parameters      | {                                                   |
                        |                 |     "cmd": "echo out; echo err >&2"                 |
                        |                 | }                                                   |
                        | status          | succeeded (0s elapsed)                              |
                        | start_timestamp | Sun, 22 Nov 2026 17:02:52 UTC                       |
                        | end_timestamp   | Sun, 22 Nov 2026 17:02:52 UTC                       |
                        | log             | [                                                   |
                        """);
    }

    @Test
    void leavesOutTheResult() {
        api.gives("057-executions-get-local");

        assertThat(Outcome.of(api, "execution", "get", ID, "-x").out())
                .contains("status: succeeded (0s elapsed)")
                .doesNotContain("result");
        assertThat(api.last("GET").target()).endsWith("%2Cparameters%2Cstatus");
    }

    @Test
    void saysThatThereIsNoSuchExecution() {
        Outcome outcome = Outcome.of(api, "execution", "get", "5f0000000000000000000000");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).startsWith("ERROR: Execution \"5f0000000000000000000000\" is not found.");
    }

    @Test
    void cancelsAndTellsWhereItIsTooLate() {
        String canceled = "6b03204db62fe5011a7ef477";
        api.gives("135-workflow-cancel")
                .gives("GET", "/v1/executions/" + canceled, 200, "{\"status\": \"running\"}")
                .gives("057-executions-get-local")
                .gives(
                        "DELETE",
                        "/v1/executions/" + ID,
                        200,
                        "{\"faultstring\": \"Action cannot be canceled. State = succeeded.\"}");

        Outcome outcome = Outcome.of(api, "execution", "cancel", canceled, ID);

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        0,
                        "action execution with id " + canceled
                                + " canceled.\nAction cannot be canceled. State = succeeded.\n",
                        ""));
    }

    @Test
    void pausesAndResumes() {
        api.gives("PUT", "/v1/executions/" + ID, 200, "{\"id\": \"" + ID + "\", \"status\": \"pausing\"}");

        Outcome.of(api, "execution", "pause", ID);
        String paused = api.last("PUT").json().text("status");
        Outcome.of(api, "execution", "resume", ID);

        assertThat(paused).isEqualTo("pausing");
        assertThat(api.last("PUT").json().text("status")).isEqualTo("resuming");
    }

    @Test
    void asksForADelay() {
        api.gives("057-executions-get-local")
                .gives("POST", "/v1/executions/" + ID + "/re_run", 201, "{\"id\": \"" + ID + "\"}");

        Outcome.of(api, "execution", "re-run", ID, "--delay", "1500", "-a");

        assertThat(api.last("POST").json().at("delay")).isEqualTo(1500);
    }

    @Test
    void repeatsAnExecutionWithOtherParameters() {
        String repeated = "6b032042b62fe5011a7ef460";
        api.gives("057-executions-get-local")
                .gives("POST", "/v1/executions/" + ID + "/re_run", 201, "{\"id\": \"" + repeated + "\"}")
                .gives("GET", "/v1/executions/" + repeated, "057-executions-get-local");

        Outcome outcome = Outcome.of(api, "execution", "re-run", ID, "cmd=echo again", "timeout=7");

        assertThat(outcome.exitCode()).isZero();
        assertThat(api.last("POST").json().text("parameters.cmd")).isEqualTo("echo again");
        assertThat(api.last("POST").json().at("parameters.timeout")).isEqualTo(7);
    }

    @Test
    void followsTheOutputUntilTheEnd() {
        String path = "/v1/executions/e1";
        api.gives("GET", path, 200, "{\"id\": \"e1\", \"status\": \"running\"}")
                .gives("GET", path, 200, "{\"id\": \"e1\", \"status\": \"running\"}")
                .gives("GET", path, 200, "{\"id\": \"e1\", \"status\": \"failed\"}")
                .givesText("GET", path + "/output", "one\n")
                .givesText("GET", path + "/output", "one\ntwo\n");

        Outcome outcome = Outcome.of(api, "execution", "tail", "e1");

        assertThat(outcome.out()).isEqualTo("one\ntwo\n\nExecution e1 has completed (status=failed).\n");
    }

    @Test
    void followsTheStreamOfAnExecution() {
        api.gives("GET", "/v1/executions/e1", 200, """
                        {"id": "e1", "status": "succeeded", "action": {"ref": "core.local"}}
                        """).givesEvents("/v1/executions/e1/output", """
                        id: e1-0
                        event: st2.execution.output__create
                        data: {"data": "one\\n", "timestamp": "12:00", "output_type": "stdout"}

                        event: st2.execution.output__create
                        data: {"data": "two\\n", "timestamp": "12:01", "output_type": "stderr"}

                        event: EOF
                        data: \'\'

                        """, "one\ntwo\n");

        Outcome plain = Outcome.of(api, "execution", "tail", "e1", "-f");
        Outcome told = Outcome.of(api, "execution", "tail", "e1", "--include-metadata");

        assertThat(plain.out()).isEqualTo("one\ntwo\n\nExecution e1 has completed (status=succeeded).\n");
        assertThat(told.out()).startsWith("[12:00][stdout] one\n[12:01][stderr] two\n");
    }

    @Test
    void followsTheNewestExecutionUnlessToldWhich() {
        api.gives("GET", "/v1/executions", 200, "[{\"id\": \"" + ID + "\"}]")
                .gives("057-executions-get-local")
                .gives("061-executions-output");

        assertThat(Outcome.of(api, "execution", "tail").out()).startsWith("out\nerr\n");
    }

    @Test
    void asksForASpanOfTime() {
        api.gives("GET", "/v1/executions", 200, "[]");

        Outcome outcome = Outcome.of(api, "execution", "list", "-tg", "2026-11-22T17:00:00Z", "-n", "-1", "-l");

        assertThat(outcome.exitCode()).isZero();
        assertThat(api.last("GET").target())
                .startsWith("/v1/executions?timestamp_gt=2026-11-22T17%3A00%3A00Z&sort_desc=True&limit=-1&");
    }
}
