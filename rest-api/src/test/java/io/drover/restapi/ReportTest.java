package io.drover.restapi;

import static io.drover.restapi.Server.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports and the audit trail. */
class ReportTest {
    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersReports() {
        Map<?, ?> table = object(server.post("/v1/reports/query", "{\"query\": \"select 1\", \"limit\": 1}"));

        assertThat(table.get("columns")).isEqualTo(List.of("day", "n"));
        assertThat(table.get("rows")).isEqualTo(List.of(List.of("2026-01-01T00:00:00.000000Z", 7L)));
        assertThat(table.get("truncated")).isEqualTo(true);
        assertThat(server.post("/v1/reports/query", "{\"query\": \"delete\"}").statusCode())
                .isEqualTo(400);
        assertThat(server.post("/v1/reports/query", "{\"limit\": 0, \"query\": \"x\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void exportsReportsAsFiles() {
        HttpResponse<String> csv = server.post("/v1/reports/export", "{\"query\": \"2\", \"format\": \"csv\"}");
        assertThat(csv.body()).isEqualTo("n,text,n\r\n0,\"a \"\"b\"\", c\",\r\n1,\"a \"\"b\"\", c\",[1]\r\n");
        assertThat(csv.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));

        assertThat(server.post("/v1/reports/export", "{\"query\": \"2\", \"format\": \"json\"}")
                        .body())
                .isEqualTo("""
                        [
                        {"n":0,"text":"a \\"b\\", c","n_2":null},
                        {"n":1,"text":"a \\"b\\", c","n_2":[1]}
                        ]
                        """);
        String many = server.post("/v1/reports/export", "{\"query\": \"200000\", \"format\": \"csv\"}")
                .body();
        assertThat(many.lines()).hasSize(200_001);
        assertThat(many).endsWith("199999,\"a \"\"b\"\", c\",[199999]\r\n");
    }

    @Test
    void refusesExportsThatCannotBe() {
        assertThat(server.post("/v1/reports/export", "{\"query\": \"delete\", \"format\": \"csv\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post("/v1/reports/export", "{\"query\": \"1\", \"format\": \"xls\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void breaksAnExportOffWhereItFailsAfterItsFirstRows() {
        assertThatThrownBy(() -> server.post("/v1/reports/export", "{\"query\": \"5000 fail\", \"format\": \"csv\"}"))
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void verifiesTheAuditTrail() {
        Map<?, ?> intact = object(server.get("/v1/audit/verify?since=2026-01-30"));
        assertThat(intact.get("intact")).isEqualTo(true);
        assertThat(server.engine.trail.since()).isEqualTo(LocalDate.parse("2026-01-30"));

        server.engine.trail.tamper();
        Map<?, ?> tampered = object(server.get("/v1/audit/verify"));

        assertThat(tampered.get("intact")).isEqualTo(false);
        assertThat(server.engine.trail.since()).isNull();
        assertThat(tampered.get("findings"))
                .hasToString(
                        "[{wrong=edited, node=1, id=88, batch=30, place=2, seal=7, detail=it is not as it was sealed}]");
        assertThat(tampered.get("chains"))
                .hasToString(
                        "[{node=1, seals=7, records=90, last_seal=7, last_day=2026-01-31, hash=0a1b, purged_through=null,"
                                + " unsealed=1, unsealed_since=2026-01-31T12:00:00.000000Z}]");
        assertThat(server.get("/v1/audit/verify?since=yesterday").statusCode()).isEqualTo(400);
    }
}
