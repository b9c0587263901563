package io.drover.restapi;

import static io.drover.restapi.Server.array;
import static io.drover.restapi.Server.arrayOf;
import static io.drover.restapi.Server.json;
import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.restapi.fake.FakeEngine;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs, sensors, events, dead letters, keys, reports, health, and the paths of packs. */
class OtherOperationsTest {
    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void showsAPackWithItsProblemsAndWhatWaits() {
        Map<?, ?> pack = object(server.get("/v1/packs/core"));

        assertThat(pack.get("python_versions")).isEqualTo(List.of("3"));
        assertThat(pack.get("waiting")).isEqualTo(List.of("1 Python sensor"));
        assertThat(objectOf(arrayOf(pack.get("problems")).get(0)).get("severity"))
                .isEqualTo("warning");
    }

    @Test
    void registersPacksAndTellsEachProblem() {
        Map<?, ?> all = object(server.post("/v1/packs/register", "{\"packs\": [\"core\"]}"));
        Map<?, ?> some = object(server.post("/v1/packs/register", "{\"types\": [\"rule\"]}"));

        assertThat(all.get("actions")).isEqualTo(5L);
        assertThat(arrayOf(all.get("problems"))).hasSize(1);
        assertThat(some.keySet().stream().map(Object::toString)).containsExactlyInAnyOrder("rules", "problems");
    }

    @Test
    void switchesASensorAndTriesIt() {
        Map<?, ?> off = object(server.put("/v1/sensortypes/plant.alerts", "{\"enabled\": false, \"name\": \"x\"}"));
        Map<?, ?> tried = object(server.post("/v1/sensortypes/plant.alerts/try", "{\"limit\": 2, \"wait\": 1}"));

        assertThat(off.get("enabled")).isEqualTo(false);
        assertThat(off.get("state")).isEqualTo("running");
        assertThat(tried).isEqualTo(Map.of("payloads", List.of(Map.of("limit", 2L, "wait", 1L, "consume", false))));
        assertThat(server.put("/v1/sensortypes/plant.alerts", "{}").statusCode())
                .isEqualTo(400);
        assertThat(server.post("/v1/sensortypes/plant.alerts/try", "{\"wait\": 31}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post("/v1/sensortypes/no.such/try", "{}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void showsTimersAsTriggersAndInTheirViewsWhenTheyAreDue() {
        Map<?, ?> timer = objectOf(array(server.get("/v1/timers")).get(0));
        Map<?, ?> view = object(server.get("/v1/timers/views/" + timer.get("ref")));

        assertThat(timer.get("type")).isEqualTo("core.st2.CronTimer");
        assertThat(timer.containsKey("next_at")).isFalse();
        assertThat(object(server.get("/v1/timers/" + timer.get("id")))).isEqualTo(timer);
        assertThat(view.get("next_at")).isEqualTo("2026-01-02T10:00:00.000000Z");
        assertThat(view.get("last_at")).isNull();
        assertThat(array(server.get("/v1/timers/views"))).isEqualTo(List.of(view));
        assertThat(array(server.get("/v1/timers?timer_type=core.st2.DateTimer")))
                .isEmpty();
        assertThat(server.get("/v1/timers?timer_type=core.st2.Timer").statusCode())
                .isEqualTo(400);
        assertThat(server.get("/v1/timers/core.st2.webhook").statusCode()).isEqualTo(404);
    }

    @Test
    void takesAnEventThatSomebodyHandsIn() {
        Map<?, ?> taken = object(server.post(
                "/v1/triggerinstances", "{\"trigger\": \"core.st2.webhook\", \"payload\": {\"host\": \"web1\"}}"));

        assertThat(taken.get("verdict")).isEqualTo("accepted");
        assertThat(taken.get("trigger_instance_id"))
                .isEqualTo(server.engine.events.last().id());
        assertThat(server.post("/v1/triggerinstances", "{\"payload\": {}}").statusCode())
                .isEqualTo(400);
        assertThat(server.post("/v1/triggerinstances", "{\"trigger\": \"core.st2.webhook\", \"x\": 1}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void showsATraceWithWhatCausedEachPart() {
        server.post("/v1/webhooks/gold", "{\"kind\": \"go\"}");
        String parent = String.valueOf(object(server.post("/v1/executions", "{\"action\": \"core.noop\"}"))
                .get("id"));

        Map<?, ?> trace = object(server.get("/v1/traces/cccccccccccccccc00000001"));

        assertThat(trace.get("trace_tag")).isEqualTo("night");
        assertThat(objectOf(arrayOf(trace.get("trigger_instances")).get(0)).get("object_id"))
                .isEqualTo(server.engine.events.last().id());
        assertThat(objectOf(arrayOf(trace.get("action_executions")).get(0)).get("object_id"))
                .isEqualTo(parent);
        assertThat(objectOf(arrayOf(trace.get("action_executions")).get(0)).get("caused_by"))
                .isEqualTo(Map.of());
        assertThat(server.get("/v1/traces/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void listsTracesByTag() {
        assertThat(array(server.get("/v1/traces?trace_tag=night&include_attributes=trace_tag")))
                .isEqualTo(List.of(Map.of("trace_tag", "night", "id", "cccccccccccccccc00000001")));
        assertThat(array(server.get("/v1/traces?trace_tag=day"))).isEmpty();
    }

    @Test
    void knowsTheTypesOfRules() {
        List<?> types = array(server.get("/v1/ruletypes"));
        Map<?, ?> type = objectOf(types.get(0));

        assertThat(object(server.get("/v1/ruletypes/" + type.get("id")))).isEqualTo(type);
        assertThat(type.get("name")).isEqualTo("standard");
        assertThat(object(server.get("/v1/ruletypes/backstop"))).isEqualTo(types.get(1));
        assertThat(server.get("/v1/ruletypes/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void listsOnlyEventsOfTheStatusThatIsAskedFor() {
        server.post("/v1/webhooks/gold", "{\"kind\": \"go\"}");

        assertThat(array(server.get("/v1/triggerinstances?status=processed"))).isNotEmpty();
        assertThat(array(server.get("/v1/triggerinstances?status=pending"))).isEmpty();
    }

    @Test
    void tellsWhyARuleDidNotMatch() {
        server.post("/v1/webhooks/gold", "{\"kind\": \"stop\"}");
        String id = server.engine.events.last().id();

        List<?> all = array(server.get("/v1/triggerinstances/" + id + "/why"));
        List<?> one = array(server.get("/v1/triggerinstances/" + id + "/why?rule=ops.a"));

        Map<?, ?> clause = objectOf(arrayOf(objectOf(all.get(0)).get("clauses")).get(0));
        assertThat(objectOf(all.get(0)).get("outcome")).isEqualTo("not_matched");
        assertThat(clause.get("holds")).isEqualTo(false);
        assertThat(clause.get("value")).isEqualTo("stop");
        assertThat(objectOf(one.get(0)).get("rule")).isEqualTo("ops.a");
        assertThat(server.get("/v1/triggerinstances/0/why").statusCode()).isEqualTo(404);
    }

    @Test
    void emitsAnEventAgain() {
        server.post("/v1/webhooks/gold", "{\"kind\": \"go\"}");
        String id = server.engine.events.last().id();

        Map<?, ?> answer = object(server.post("/v1/triggerinstances/" + id + "/re_emit", "null"));

        assertThat(answer.get("message")).isEqualTo("Trigger instance " + id + " succesfully re-sent.");
        assertThat(objectOf(answer.get("payload")).get("__context")).isEqualTo(Map.of("original_id", id));
        assertThat(server.engine.events.count()).isEqualTo(2);
    }

    @Test
    void turnsFiltersOfEventsIntoTheStoresQuestion() {
        server.get("/v1/triggerinstances?trigger=a.b&timestamp_lt=2026-01-02T00:00:00.000000Z&id=x,y&status=processed");

        assertThat(server.engine.events.lastQuery().equal())
                .isEqualTo(Map.of("trigger", Set.of("a.b"), "id", Set.of("x", "y")));
        assertThat(server.engine.events.lastQuery().before()).isEqualTo(Instant.parse("2026-01-02T00:00:00Z"));
    }

    @Test
    void keepsADeadLetterUntilItIsAccepted() {
        String path = "/v1/deadletters/cccccccccccccccc00000001";

        assertThat(array(server.get("/v1/deadletters"))).hasSize(1);
        assertThat(object(server.get(path)).get("reasons")).isEqualTo(List.of("no JSON"));
        assertThat(server.post(path + "/re_emit", "").statusCode()).isEqualTo(400);
        assertThat(object(server.post(path + "/re_emit", "")).get("verdict")).isEqualTo("accepted");
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void discardsADeadLetter() {
        String path = "/v1/deadletters/cccccccccccccccc00000001";

        assertThat(server.delete(path).statusCode()).isEqualTo(204);
        assertThat(server.delete(path).statusCode()).isEqualTo(404);
    }

    @Test
    void showsAKeyOnceAndItsHashOnlyToWhoAsks() {
        Map<?, ?> created = object(server.post("/v1/apikeys", "{\"metadata\": {\"for\": \"ci\"}}"));
        String path = "/v1/apikeys/" + created.get("id");
        HttpResponse<String> masked = server.get(path);
        HttpResponse<String> shown = server.get(path + "?show_secrets=1");

        assertThat(created.containsKey("key_hash")).isFalse();
        assertThat(created.get("user")).isEqualTo("admin");
        assertThat(masked.body()).contains("********").doesNotContain("hash of");
        assertThat(shown.body()).contains("hash of");
        assertThat(Server.header(server.get("/v1/apikeys"), "X-Limit")).isEqualTo("50");
        assertThat(server.put(path, "{\"key_hash\": \"other\"}").statusCode()).isEqualTo(400);
        assertThat(server.delete(path).statusCode()).isEqualTo(204);
        assertThat(server.get(path).statusCode()).isEqualTo(404);
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
    void isReadyOnlyWhenEveryCheckIsWell() {
        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);

        server.engine.health.database(false);

        HttpResponse<String> response = server.get("/readyz");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(json(response))
                .isEqualTo(Map.of(
                        "ready",
                        false,
                        "checks",
                        Map.of("database", Map.of("well", false, "detail", "does not answer"))));
    }

    @Test
    void tellsMeasuresInPrometheusFormat() {
        HttpResponse<String> response = server.get("/metrics");

        assertThat(Server.header(response, "Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(response.body()).contains("""
                        # HELP drover_events_accepted_total Events that were committed.
                        # TYPE drover_events_accepted_total counter
                        drover_events_accepted_total 3.0
                        """).contains("""
                        # HELP drover_queue What waits in C:\\\\queues.
                        # TYPE drover_queue gauge
                        drover_queue{queue="a \\"b\\"\\\\c\\nd"} 1.0
                        drover_queue{queue="z"} 2.0
                        """);
    }

    @Test
    void writesMetricsAsPrometheusReadsThem() throws Exception {
        server.get("/healthz");
        server.get("/v1/nothing/there");

        Scrape scrape = Scrape.of(server.get("/metrics").body());

        assertThat(scrape.problems()).isEmpty();
        assertThat(scrape.families())
                .contains(
                        "drover_http_requests_total",
                        "drover_http_request_seconds",
                        "jvm_memory_used_bytes",
                        "jvm_gc_collection_seconds",
                        "process_cpu_seconds_total");
        assertThat(scrape.value("drover_http_requests_total{method=\"GET\",status=\"404\"}"))
                .isEqualTo(1);
        assertThat(scrape.value("drover_http_request_seconds_count")).isGreaterThanOrEqualTo(2);
        assertThat(scrape.value("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
        String page = Files.readString(Path.of("..", "docs", "operating.md"));
        assertThat(scrape.families())
                .filteredOn(family -> !family.equals("drover_queue"))
                .allSatisfy(family -> assertThat(page).contains("`" + family));
    }

    @Test
    void livesButIsNotReadyBeforeThereIsAnEngine() {
        HttpSettings settings = FakeEngine.settings(0, Server.TOKEN);
        try (Server starting = new Server(settings, false)) {
            assertThat(starting.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(starting.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(starting.post("/v1/webhooks/gold", "{}").statusCode()).isEqualTo(503);

            starting.serve();

            assertThat(starting.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(starting.post("/v1/webhooks/gold", "{}").statusCode()).isEqualTo(202);
        }
    }

    @Test
    void servesAFixedPortFromSeveralLoopsAndLetsItGo() throws Exception {
        int port = freePort();
        HttpSettings settings = FakeEngine.settings(port, Server.TOKEN);

        try (Server fixed = new Server(settings, true)) {
            for (int i = 0; i < 8; i++) {
                assertThat(RawClient.exchange(
                                fixed.api.url(), "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                        .startsWith("HTTP/1.1 200");
            }
        }

        // a closed door is gone only when its I/O loop has looked at it once more
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!isFree(port)) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** None of those that outgoing connections are given, 32768 and above. */
    private static int freePort() {
        int port = ThreadLocalRandom.current().nextInt(16_384, 32_768);
        return isFree(port) ? port : freePort();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port)) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Test
    void saysWhichPortIsTaken() {
        HttpSettings settings = FakeEngine.settings(server.api.url().getPort(), Server.TOKEN);

        Assertions.assertThatThrownBy(() -> RestApi.open(server.vertx(), settings))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining(String.valueOf(server.api.url().getPort()));
    }

    @Test
    void servesThePathsOfPacksBehindTheSameProof() {
        Router packs = Router.router(server.vertx());
        packs.route("/plant/*")
                .handler(server.api.authentication())
                .handler(request ->
                        request.response().end("got " + request.body().asString()));
        server.api.hooks(server.vertx(), packs);

        HttpResponse<String> good = server.post("/hooks/plant/alert", "x");
        HttpResponse<String> bare = server.send("POST", "/hooks/plant/alert", BodyPublishers.ofString("x"));
        HttpResponse<String> large = server.post("/hooks/plant/alert", "x".repeat(1024 * 1024 + 1));

        assertThat(good.body()).isEqualTo("got x");
        assertThat(bare.statusCode()).isEqualTo(401);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(server.get("/hooks/other/alert").statusCode()).isEqualTo(404);
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
    void showsTheProgramOfAnActionThatHasOneInItsPack(@TempDir Path pack) throws IOException {
        Files.createDirectories(pack.resolve("actions"));
        Files.writeString(pack.resolve("actions/it.py"), "print('grün')\n");
        Files.writeString(pack.resolve("pack.yaml"), "ref: plant\n");
        server.engine.catalog.script(Ref.parse("plant.it"), pack, "it.py");
        server.engine.catalog.script(Ref.parse("plant.gone"), pack, "gone.py");
        server.engine.catalog.script(Ref.parse("plant.out"), pack, "../pack.yaml");

        HttpResponse<String> program = server.get("/v1/actions/views/entry_point/plant.it");

        assertThat(program.body()).isEqualTo("print('grün')\n");
        assertThat(Server.header(program, "Content-Type")).isEqualTo("text/x-python; charset=UTF-8");
        assertThat(List.of("core.noop", "plant.gone", "plant.out", "plant.nothing"))
                .allSatisfy(ref -> assertThat(server.get("/v1/actions/views/entry_point/" + ref)
                                .statusCode())
                        .isEqualTo(404));
    }
}
