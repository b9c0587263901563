package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.json.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that are tried over stored events, compared, and looked at for what nothing was made of. */
class BacktestTest {
    private static final String RUNNING = """
            {"id": "b1", "candidate": "ops.disk@3", "status": "running", "events": 20, "events_total": 70}""";
    private static final String ENDED = """
            {"id": "b1", "candidate": "ops.disk@3", "status": "succeeded", "events": 70, "events_total": 70, "result": {
              "events": 70, "notes": ["The event store covers 40 % of the span."],
              "candidate": {"version": "ops.disk@3", "fired": 2, "late": 1, "no_key": 0, "undecided": 0,
                "limited": {"throttle": 5}, "errors": {}, "keys": {"web-1": 2},
                "first": [{"at": "2026-01-01T00:00:00Z", "key": "web-1", "event": "e7", "events": 3}]},
              "against": {"version": "ops.disk@2", "fired": 9, "late": 0, "no_key": 0, "undecided": 0,
                "limited": {}, "errors": {}, "keys": {}, "first": []},
              "difference": {"both": 1, "only_candidate": 1, "only_against": 8,
                "first_only_candidate": [], "first_only_against": []}}}""";

    private final RecordedApi api = new RecordedApi();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void startsABacktestOfARevisionAgainstAFile() throws IOException {
        api.gives("POST", "/v1/backtests", 202, RUNNING);
        Path file = Files.writeString(folder.resolve("disk.yaml"), "name: disk");

        Outcome outcome = Outcome.of(
                api,
                "rule",
                "backtest",
                "ops.disk@3",
                "--from",
                "2026-01-01",
                "--to",
                "2026-01-02T03:04:05Z",
                "--against",
                file.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("Back-test b1 of ops.disk@3 runs: 20 of 70 events.", "drover backtest get b1");
        Document sent = api.last("POST").json();
        assertThat(sent.text("rule")).isEqualTo("ops.disk");
        assertThat(sent.text("revision")).isEqualTo("3");
        assertThat(sent.text("from")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(sent.text("to")).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(sent.text("against.content")).isEqualTo("name: disk");
    }

    @Test
    void waitsForABacktestAndShowsWhatCameOfIt() {
        api.gives("POST", "/v1/backtests", 202, RUNNING).gives("GET", "/v1/backtests/b1", 200, ENDED);

        Outcome outcome = Outcome.of(api, "rule", "backtest", "ops.disk@3", "--from", "7d", "--wait");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("covers 40 % of the span", "ops.disk@3: fired 2, late 1", "throttle stopped or delayed 5")
                .contains("web-1: 2", "| e7")
                .contains("both 1, only the first 1, only the second 8");
    }

    @Test
    void showsABacktestThatWasBegunEarlierAndCancelsOneThatRuns() {
        api.gives("GET", "/v1/backtests/b1", 200, RUNNING)
                .gives("GET", "/v1/backtests/b1", 200, RUNNING)
                .gives("DELETE", "/v1/backtests/b1", 202, RUNNING.replace("running", "canceled"))
                .gives("GET", "/v1/backtests/b1", 200, ENDED);

        Outcome far = Outcome.of(api, "backtest", "get", "b1");
        Outcome canceled = Outcome.of(api, "backtest", "cancel", "b1");
        Outcome ended = Outcome.of(api, "backtest", "get", "b1");
        Outcome late = Outcome.of(api, "backtest", "cancel", "b1");

        assertThat(far.out()).contains("20 of 70 events");
        assertThat(canceled.exitCode()).as(canceled.err()).isZero();
        assertThat(ended.out()).contains("fired 2", "both 1, only the first 1, only the second 8");
        assertThat(late.exitCode()).isEqualTo(1);
        assertThat(late.err()).contains("has ended (succeeded): there is nothing to cancel");
        assertThat(api.asked().stream().filter(request -> request.method().equals("DELETE")))
                .hasSize(1);
    }

    @Test
    void listsBacktests() {
        api.gives("GET", "/v1/backtests", 200, "[" + RUNNING + "]");

        Outcome outcome = Outcome.of(api, "backtest", "list");

        assertThat(outcome.out()).contains("b1", "ops.disk@3", "running", "70");
    }

    @Test
    void refusesASpanThatIsNone() {
        assertThat(Outcome.of(api, "rule", "backtest", "ops.disk").err()).contains("--from must be given");
        assertThat(Outcome.of(api, "rule", "backtest", "ops.disk", "--from", "soon")
                        .err())
                .contains("--from takes an age such as 2h");
        assertThat(Outcome.of(api, "rule", "backtest", "ops.disk@x", "--from", "1d")
                        .err())
                .contains("Expected the number of a revision");
    }

    @Test
    void showsHowTwoRevisionsDiffer() {
        api.gives("GET", "/v1/rules/ops.disk/revisions", 200, """
                [{"revision": 1, "document": {"name": "disk", "where": "trigger.used > 80"}},
                 {"revision": 2, "document": {"name": "disk", "where": "trigger.used > 90"}},
                 {"revision": 3, "document": null}]""");

        Outcome outcome = Outcome.of(api, "rule", "diff", "ops.disk", "1", "2");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isEqualTo("  name: disk\n- where: trigger.used > 80\n+ where: trigger.used > 90\n");
        assertThat(Outcome.of(api, "rule", "diff", "ops.disk", "1", "3").out()).contains("+ # the rule is gone");
        assertThat(Outcome.of(api, "rule", "diff", "ops.disk", "1", "4").err())
                .contains("has no revision 4. There are: 1, 2, 3.");
    }

    @Test
    void showsHowTwoRevisionsDifferInWhatTheyDo() {
        api.gives("GET", "/v1/rules/ops.disk/revisions", 200, """
                        [{"revision": 2, "document": {"name": "disk"}}, {"revision": 3, "document": {"name": "disk"}}]""")
                .gives("POST", "/v1/backtests", 202, RUNNING)
                .gives("GET", "/v1/backtests/b1", 200, ENDED);

        Outcome outcome = Outcome.of(api, "rule", "diff", "ops.disk", "2", "3", "--from", "1d");

        assertThat(outcome.out()).contains("  name: disk", "both 1, only the first 1, only the second 8");
        assertThat(api.last("POST").json().text("revision")).isEqualTo("2");
        assertThat(api.last("POST").json().text("against.revision")).isEqualTo("3");
    }

    @Test
    void tellsWhatNothingWasMadeOf() {
        api.gives("GET", "/v1/rules/coverage", 200, """
                {"since": "2026-01-01T00:00:00.000000Z", "events_sampled": 7,
                 "events_read": 90, "events_per_trigger": 7, "sample_complete": false, "rules_never_matched": ["ops.disk"],
                 "triggers_without_rules": ["core.x"], "actions_never_called": [],
                 "clauses": [{"rule": "ops.a", "event": "", "clause": "trigger.x eq 1", "always": true, "events": 7}]}""");

        Outcome outcome = Outcome.of(api, "rule", "coverage", "--since", "2026-01-01", "--events", "7");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("rules that never matched: 1\n  ops.disk\n", "actions that no rule calls: 0")
                .contains("over a sample of 7 events (the first 7 of each trigger, of 90 read; --events takes more): 1")
                .contains("| ops.a", "trigger.x eq 1");
        assertThat(api.last("GET").target()).isEqualTo("/v1/rules/coverage?since=2026-01-01T00%3A00%3A00Z&events=7");
    }
}
