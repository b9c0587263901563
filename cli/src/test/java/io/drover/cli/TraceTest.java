package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceTest {
    private final RecordedApi api = new RecordedApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void listsTracesWithTheColumnsOfSt2() {
        api.gives("GET", "/v1/traces", 200, """
                [{"id": "t1", "uid": "trace:t1", "trace_tag": "night", "start_timestamp": "2026-11-22T17:03:36Z"}]
                """);

        Outcome outcome = Outcome.of(api, "trace", "list", "-c", "night", "-s", "asc");

        assertThat(outcome.out()).contains("| t1 | trace:t1 | night ");
        assertThat(api.last("GET").target())
                .isEqualTo("/v1/traces?trace_tag=night&sort_asc=True&limit=50"
                        + "&include_attributes=id%2Cuid%2Ctrace_tag%2Cstart_timestamp");
    }

    @Test
    void takesOnlyOneFilter() {
        Outcome outcome = Outcome.of(api, "trace", "list", "-c", "night", "-e", "x1");

        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void showsWhatLedToAnExecution() {
        giveTrace();

        Outcome outcome = Outcome.of(api, "trace", "get", "t1", "-e", "x1");

        assertThat(outcome.out()).isEqualTo("""
                        id: t1
                        trace_tag: night
                        start_timestamp: 2026-11-22T17:03:36Z
                        +-----------+------------------+------------+------------+
                        | object_id | type             | ref        | updated_at |
                        +-----------+------------------+------------+------------+
                        | g1        | trigger-instance | core.hook  | 1          |
                        | r1        | rule             | ops.rule   | 2          |
                        | x1        | execution        | core.local | 3          |
                        +-----------+------------------+------------+------------+
                        """);
    }

    @Test
    void showsTheAskedPartsAlone() {
        giveTrace();

        Outcome executions = Outcome.of(api, "trace", "get", "t1", "--show-executions");
        Outcome busy = Outcome.of(api, "trace", "get", "t1", "--hide-noop-triggers");

        assertThat(executions.out()).contains("x1", "x2").doesNotContain("g1", "r1");
        assertThat(busy.out()).contains("g1", "x2").doesNotContain("g2");
    }

    private void giveTrace() {
        api.gives("GET", "/v1/traces/t1", 200, """
                {"id": "t1", "trace_tag": "night", "start_timestamp": "2026-11-22T17:03:36Z",
                 "trigger_instances": [
                   {"object_id": "g1", "ref": "core.hook", "updated_at": "1", "caused_by": {}},
                   {"object_id": "g2", "ref": "core.end", "updated_at": "5",
                    "caused_by": {"type": "action_execution", "id": "x1"}}],
                 "rules": [{"object_id": "r1", "ref": "ops.rule", "updated_at": "2",
                            "caused_by": {"type": "trigger_instance", "id": "g1"}}],
                 "action_executions": [
                   {"object_id": "x1", "ref": "core.local", "updated_at": "3",
                    "caused_by": {"type": "rule", "id": "r1:g1"}},
                   {"object_id": "x2", "ref": "core.noop", "updated_at": "4", "caused_by": {}}]}
                """);
    }
}
