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

class RunTest {
    private static final String ID = "6b03203cb62fe5011a7ef442";

    private final RecordedApi api = new RecordedApi();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void close() {
        api.close();
    }

    private void giveCoreLocal() {
        Document execution = Document.of(RecordedApi.body("057-executions-get-local"));
        api.gives("022-actions-get-ref")
                .gives(
                        "GET",
                        "/v1/runnertypes",
                        200,
                        JsonText.compact(List.of(execution.object("runner").values())))
                .gives("056-executions-create-local")
                .gives("057-executions-get-local");
    }

    @Test
    void waitsAndPrintsTheResultAsSt2Does() {
        giveCoreLocal();

        Outcome outcome = Outcome.of(api, "run", "core.local", "cmd=echo out; echo err >&2", "timeout=5");

        assertThat(outcome).isEqualTo(new Outcome(0, """
                        id: 6b03203cb62fe5011a7ef442
                        action.ref: core.local
                        context.user: root
                        parameters:\s
                          cmd: echo out; echo err >&2
                        status: succeeded
                        start_timestamp: Sun, 22 Nov 2026 17:02:52 UTC
                        end_timestamp: Sun, 22 Nov 2026 17:02:52 UTC
                        result:\s
                          failed: false
                          return_code: 0
                          stderr: err
                          stdout: out
                          succeeded: true
                        """, ""));
        assertThat(api.last("POST").json().values())
                .isEqualTo(Map.of(
                        "action", "core.local", "parameters", Map.of("cmd", "echo out; echo err >&2", "timeout", 5)));
    }

    @Test
    void takesWordsWithoutANameAsTheCommand() {
        giveCoreLocal();

        Outcome.of(api, "run", "core.local", "echo", "a=b", "c");

        assertThat(api.last("POST").json().text("parameters.cmd")).isEqualTo("echo a=b c");
    }

    @Test
    void takesAFilesContentAndTheTrace() throws IOException {
        giveCoreLocal();
        Path file = Files.writeString(folder.resolve("script"), "ls\nls\n");

        Outcome.of(api, "run", "core.local", "@cmd=" + file, "--trace-tag", "nightly");

        assertThat(api.last("POST").json().text("parameters.cmd")).isEqualTo("ls\nls\n");
        assertThat(api.last("POST").json().text("context.trace_context.trace_tag"))
                .isEqualTo("nightly");
    }

    @Test
    void printsJsonWithTheSamePropertiesAsSt2() {
        giveCoreLocal();

        Outcome outcome = Outcome.of(api, "run", "core.local", "cmd=x", "-j");

        assertThat(outcome.out()).isEqualTo("""
                        {
                            "action": {
                                "ref": "core.local"
                            },
                            "context": {
                                "user": "root"
                            },
                            "end_timestamp": "2026-11-22T17:02:52.340710Z",
                            "id": "6b03203cb62fe5011a7ef442",
                            "parameters": {
                                "cmd": "echo out; echo err >&2"
                            },
                            "result": {
                                "failed": false,
                                "return_code": 0,
                                "stderr": "err",
                                "stdout": "out",
                                "succeeded": true
                            },
                            "start_timestamp": "2026-11-22T17:02:52.163146Z",
                            "status": "succeeded"
                        }
                        """);
    }

    @Test
    void printsOnePartOfTheResult() {
        giveCoreLocal();

        assertThat(Outcome.of(api, "run", "core.local", "cmd=x", "-k", "stdout").out())
                .isEqualTo("out\n");
        assertThat(Outcome.of(api, "run", "core.local", "cmd=x", "-k", "nothing")
                        .out())
                .isEqualTo("None\n");
    }

    @Test
    void waitsUntilTheExecutionHasEnded() {
        giveCoreLocal();
        String path = "/v1/executions/other";
        api.gives("POST", "/v1/executions", 201, "{\"id\": \"other\"}")
                .gives("GET", path, 200, "{\"id\": \"other\", \"status\": \"requested\"}")
                .gives("GET", path, 200, "{\"id\": \"other\", \"status\": \"running\"}")
                .gives("GET", path, 200, "{\"id\": \"other\", \"status\": \"succeeded\", \"result\": {\"a\": 1}}");
        Outcome.of(api, "run", "core.local", "cmd=first");

        Outcome outcome = Outcome.of(api, "run", "core.local", "cmd=second", "-k", "a");

        assertThat(outcome).isEqualTo(new Outcome(0, "1\n", ""));
    }

    @Test
    void endsWithOneWhereTheExecutionFailed() {
        giveCoreLocal();
        api.gives("GET", "/v1/executions/" + "6b03203eb62fe5011a7ef454", "086-executions-get-failed");
        Outcome.of(api, "run", "core.local", "cmd=first");
        api.gives("085-executions-create-failing");
        Outcome.of(api, "run", "core.local", "cmd=second");

        Outcome outcome = Outcome.of(api, "run", "core.local", "cmd=third");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("status: failed").contains("  return_code: 3");
    }

    @Test
    void tellsHowToGetTheResultLater() {
        giveCoreLocal();

        Outcome outcome = Outcome.of(api, "run", "core.local", "cmd=x", "--async");

        assertThat(outcome.out()).isEqualTo("""
                        To get the results, execute:
                         drover execution get 6b03203cb62fe5011a7ef442

                        To view output in real-time, execute:
                         drover execution tail 6b03203cb62fe5011a7ef442
                        """);
        assertThat(api.last("GET").target()).startsWith("/v1/runnertypes");
    }

    @Test
    void printsTheOutputWhileItComes() {
        giveCoreLocal();
        api.gives("061-executions-output");

        Outcome outcome = Outcome.of(api, "run", "core.local", "cmd=x", "--tail");

        assertThat(outcome)
                .isEqualTo(new Outcome(0, "out\nerr\n\nExecution " + ID + " has completed (status=succeeded).\n", ""));
    }

    @Test
    void explainsAnActionAsSt2Does() {
        giveCoreLocal();

        Outcome outcome = Outcome.of(api, "run", "core.local", "-h");

        assertThat(outcome.out()).isEqualTo("""

                        Action that executes an arbitrary Linux command on the localhost.

                        Required Parameters:
                            cmd
                                Arbitrary Linux command to be executed on the local host.
                                Type: string

                        Optional Parameters:
                            cwd
                                Working directory where the command will be executed in
                                Type: string

                            env
                                Environment variables which will be available to the command(e.g. key1=val1,key2=val2)
                                Type: object

                            kwarg_op
                                Operator to use in front of keyword args i.e. "--" or "-".
                                Type: string
                                Default: --

                            sudo_password
                                Sudo password. To be used when passwordless sudo is not allowed.
                                Type: string

                            timeout
                                Action timeout in seconds. Action will get killed if it doesn't finish in timeout seconds.
                                Type: integer
                                Default: 60
                        """);
    }

    @Test
    void refusesAValueOfTheWrongTypeBeforeAnythingIsSent() {
        giveCoreLocal();

        Outcome outcome = Outcome.of(api, "run", "core.local", "cmd=x", "timeout=soon");

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        2,
                        "",
                        "ERROR: The parameter \"timeout\" of \"core.local\" takes a whole number, but \"soon\" was"
                                + " given.\n"));
        assertThat(api.asked()).extracting(RecordedApi.Asked::method).containsOnly("GET");
    }

    @Test
    void leavesUnknownParametersToTheDaemon() {
        api.gives("022-actions-get-ref").gives("069-executions-create-unknown-param");

        Outcome outcome = Outcome.of(api, "run", "core.local", "cmd=x", "bogus=1");

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        2,
                        "",
                        "ERROR: POST " + api.url() + "/v1/executions was answered 400: Additional properties are not"
                                + " allowed ('bogus' was unexpected).\n"));
    }

    @Test
    void saysThatThereIsNoSuchAction() {
        api.gives("024-actions-get-404");

        Outcome outcome = Outcome.of(api, "run", "core.nope");

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        3,
                        "",
                        "ERROR: Action \"core.nope\" is not found. \"drover action list\" shows what there is.\n"));
    }

    @Test
    void showsTheTasksOfAWorkflow() {
        String id = "6b032043b62fe5011a7ef464";
        api.gives("116-workflow-get").gives("118-workflow-children-depth");

        Outcome outcome = Outcome.of(api, "execution", "get", id);

        assertThat(outcome.out())
                .startsWith("id: " + id + "\naction.ref: default.gold_wf\n")
                .contains("status: succeeded (0s elapsed)\n")
                .contains("log: \n  - status: requested\n    timestamp: '2026-11-22T17:02:5")
                .endsWith("""
                        +--------------------------+------------------------+------+-----------+---------------------------+
                        | id                       | status                 | task | action    | start_timestamp           |
                        +--------------------------+------------------------+------+-----------+---------------------------+
                        | 6b032043bcf579884de84853 | succeeded (0s elapsed) | t1   | core.echo | Sun, 22 Nov 2026 17:02:59 |
                        |                          |                        |      |           | UTC                       |
                        | 6b032043bcf579884de84863 | succeeded (0s elapsed) | t2   | core.noop | Sun, 22 Nov 2026 17:02:59 |
                        |                          |                        |      |           | UTC                       |
                        +--------------------------+------------------------+------+-----------+---------------------------+
                        """);
    }

    @Test
    void takesWordsWithADashAfterTwoDashes() {
        giveCoreLocal();

        assertThat(Outcome.of(api, "run", "core.local", "uptime", "-p").err())
                .startsWith("ERROR: Unknown option \"-p\" of \"drover run\"");
        assertThat(Outcome.of(api, "run", "core.local", "--", "uptime", "-p").exitCode())
                .isZero();
        assertThat(api.last("POST").json().text("parameters.cmd")).isEqualTo("uptime -p");
    }

    @Test
    void passesTheEnvironmentWithoutWhatBelongsToThisShell() {
        giveCoreLocal();
        Map<String, String> env = Map.of("DROVER_URL", api.url(), "STAGE", "test", "HOME", "/root", "COLUMNS", "80");

        Outcome.of(env, "", "run", "core.local", "cmd=x", "-e");

        assertThat(api.last("POST").json().object("parameters.env").values())
                .containsEntry("STAGE", "test")
                .doesNotContainKey("HOME");
    }
}
