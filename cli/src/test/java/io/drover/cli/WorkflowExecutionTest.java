package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.failure.ExitCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Executions of workflows: their tasks, what these write, and running them again. */
class WorkflowExecutionTest {
    private static final String PATH = "/v1/executions/w1";

    private final RecordedApi api = new RecordedApi();

    @AfterEach
    void close() {
        api.close();
    }

    private void gives(String status) {
        api.gives("GET", PATH, 200, """
                {"id": "w1", "status": "STATUS", "action": {"ref": "ops.deploy", "runner_type": "orquesta"},
                 "start_timestamp": "2026-11-22T17:04:22Z"}
                """.replace("STATUS", status));
    }

    private static String child(String id, String parent, String task, String status) {
        return """
                {"id": "ID", "parent": "PARENT", "status": "STATUS", "action": {"ref": "core.echo"},
                 "context": {"orquesta": {"task_name": "TASK"}}, "start_timestamp": "2026-11-22T17:04:22Z",
                 "end_timestamp": "2026-11-22T17:04:23Z"}
                """.replace("ID", id)
                .replace("PARENT", parent)
                .replace("TASK", task)
                .replace("STATUS", status);
    }

    private void givesChildren(String... children) {
        api.gives("GET", PATH + "/children", 200, "[" + String.join(",", children) + "]");
    }

    @Test
    void marksTasksThatHaveTasksOfTheirOwnAsSt2Does() {
        gives("succeeded");
        givesChildren(
                child("c1", "w1", "inner", "succeeded"),
                child("c2", "c1", "deep", "succeeded"),
                child("c3", "w1", "last", "failed"));

        assertThat(Outcome.of(api, "execution", "get", "w1").out()).endsWith("""
                +-------+------------------------+-------+-----------+-------------------------------+
                | id    | status                 | task  | action    | start_timestamp               |
                +-------+------------------------+-------+-----------+-------------------------------+
                | + c1  | succeeded (1s elapsed) | inner | core.echo | Sun, 22 Nov 2026 17:04:22 UTC |
                |    c2 | succeeded (1s elapsed) | deep  | core.echo | Sun, 22 Nov 2026 17:04:22 UTC |
                |   c3  | failed (1s elapsed)    | last  | core.echo | Sun, 22 Nov 2026 17:04:22 UTC |
                +-------+------------------------+-------+-----------+-------------------------------+
                """);
    }

    @Test
    void showsTasksOnlyAsDeepAsAsked() {
        gives("succeeded");
        givesChildren();

        Outcome.of(api, "execution", "get", "w1", "--depth", "1");

        assertThat(api.last("GET").target())
                .startsWith(PATH + "/children?depth=1&include_attributes=id%2Cparent%2Ccontext%2Cstatus");
    }

    @Test
    void followsTheTasksOfAWorkflowUntilItEnds() {
        gives("running");
        gives("pausing");
        gives("succeeded");
        givesChildren(child("c1", "w1", "t1", "running"), child("c2", "w1", "t2", "requested"));
        givesChildren(child("c1", "w1", "t1", "succeeded"), child("c2", "w1", "t2", "running"));
        givesChildren(child("c1", "w1", "t1", "succeeded"), child("c2", "w1", "t2", "failed"));
        api.givesText("GET", PATH + "/output", "next: t1\n");
        api.givesText("GET", "/v1/executions/c1/output", "one\n")
                .givesText("GET", "/v1/executions/c1/output", "one\ntwo\n")
                .givesText("GET", "/v1/executions/c2/output", "three\n");

        Outcome outcome = Outcome.of(api, "execution", "tail", "w1", "-f");

        assertThat(outcome).isEqualTo(new Outcome(0, """
                        Child execution (task=t1) c1 has started.

                        one
                        next: t1
                        two

                        Child execution (task=t1) c1 has finished (status=succeeded).
                        Child execution (task=t2) c2 has started.

                        three

                        Child execution (task=t2) c2 has finished (status=failed).

                        Execution w1 has completed (status=succeeded).
                        """, ""));
        assertThat(api.asked().stream().filter(asked -> asked.target().contains("c1/output")))
                .hasSize(2);
    }

    @Test
    void tellsWhenATaskWroteWhatOnceItHasEnded() {
        gives("running");
        gives("succeeded");
        givesChildren(child("c1", "w1", "t1", "running"));
        givesChildren(child("c1", "w1", "t1", "succeeded"));
        api.givesEvents("/v1/executions/c1/output", """
                        event: st2.execution.output__create
                        data: {"data": "one\\n", "timestamp": "12:00", "output_type": "stdout"}

                        """, "one\n")
                .givesEvents(PATH + "/output", "event: EOF\ndata: ''\n\n", "");

        Outcome outcome = Outcome.of(api, "execution", "tail", "w1", "--include-metadata");

        assertThat(outcome.out()).isEqualTo("""
                        Child execution (task=t1) c1 has started.

                        [12:00][stdout] one

                        Child execution (task=t1) c1 has finished (status=succeeded).

                        Execution w1 has completed (status=succeeded).
                        """);
    }

    @Test
    void showsAnExecutionOnceItsOutputIsPrinted() {
        gives("running");
        gives("succeeded");
        givesChildren();
        api.givesText("GET", PATH + "/output", "next: t1\n");

        assertThat(Outcome.of(api, "execution", "get", "w1", "--tail").out()).startsWith("next: t1\nid: w1\n");
    }

    @Test
    void stopsWaitingForAWorkflowThatPausesAsSt2Does() {
        api.gives("GET", "/v1/actions/ops.deploy", 200, "{\"ref\": \"ops.deploy\", \"runner_type\": \"orquesta\"}")
                .gives("GET", "/v1/runnertypes", 200, "[{\"name\": \"orquesta\"}]")
                .gives("POST", "/v1/executions", 201, "{\"id\": \"w1\"}");
        gives("running");
        gives("paused");
        givesChildren();

        Outcome outcome = Outcome.of(api, "run", "ops.deploy");

        assertThat(outcome.out()).contains("status: paused\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void pausesSeveralAndGoesOnWhereOneCannot() {
        api.gives("PUT", PATH, 400, "{\"faultstring\": \"Execution is already in completed state.\"}")
                .gives("PUT", "/v1/executions/w2", 200, "{\"id\": \"w2\", \"status\": \"pausing\"}");

        Outcome outcome = Outcome.of(api, "execution", "pause", "w1", "w2");

        assertThat(outcome.err()).contains("Execution is already in completed state.");
        assertThat(outcome.out()).contains("status: pausing");
        assertThat(outcome.exitCode()).isNotZero();
    }

    private String rerun(String member, String... options) {
        gives("failed");
        api.gives("POST", PATH + "/re_run", 201, "{\"id\": \"w2\"}");
        String[] words = new String[4 + options.length];
        System.arraycopy(new String[] {"execution", "re-run", "w1", "-a"}, 0, words, 0, 4);
        System.arraycopy(options, 0, words, 4, options.length);
        assertThat(Outcome.of(api, words).exitCode()).isZero();
        return String.valueOf(api.last("POST").json().at(member));
    }

    @Test
    void runsAgainFromSomeTasksWithAllTheirItems() {
        assertThat(rerun("tasks", "--tasks", "a,b", "c")).isEqualTo("[a, b, c]");
        assertThat(rerun("reset", "--tasks", "a,b", "c")).isEqualTo("[a, b, c]");
    }

    @Test
    void keepsItemsThatSucceededWhereItIsToldTo() {
        assertThat(rerun("reset", "--tasks", "a,b", "--no-reset", "b")).isEqualTo("[a]");
        assertThat(rerun("tasks")).isEqualTo("null");
    }

    @Test
    void refusesToKeepItemsOfTasksThatDoNotRunAgain() {
        gives("failed");

        Outcome outcome = Outcome.of(api, "execution", "re-run", "w1", "--tasks", "a", "--no-reset", "b");

        assertThat(outcome.err())
                .isEqualTo("ERROR: --no-reset takes tasks that --tasks names too, but \"b\" was given.\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(api.asked().stream().map(RecordedApi.Asked::method)).isEqualTo(List.of("GET"));
    }
}
