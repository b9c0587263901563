package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports and the audit trail. */
class ReportTest {
    private final RecordedApi api = new RecordedApi();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void close() {
        api.close();
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
}
