package io.drover.restapi;

import static io.drover.restapi.Server.json;
import static io.drover.restapi.Server.objectOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.TraceParent;
import io.drover.model.trigger.TriggerInstance;
import java.math.BigInteger;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void handsOverHeadersAndBodyAndEchoesTheBody() {
        HttpResponse<String> response = server.post(
                "/v1/webhooks/gold",
                "{ \"kind\": \"go\", \"n\": 1, \"x\": 1.0, \"big\": 12345678901234567890 }",
                "Content-Type",
                "application/json; charset=utf-8",
                "X-GitHub-Event",
                "push",
                "Cookie",
                "a=b");

        TriggerInstance event = server.engine.events.last();
        Map<?, ?> headers = objectOf(event.payload().get("headers"));
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).startsWith("{ \"kind\": \"go\"");
        assertThat(event.source()).isEqualTo("webhook:gold");
        assertThat(event.payload().get("body"))
                .isEqualTo(Map.of("kind", "go", "n", 1L, "x", 1.0, "big", new BigInteger("12345678901234567890")));
        assertThat(headers.get("X-Github-Event")).isEqualTo("push");
        assertThat(objectOf(event.payload().get("headers_lower")).get("x-github-event"))
                .isEqualTo("push");
        assertThat(headers.get("X-Request-Id")).isEqualTo(Server.header(response, "X-Request-ID"));
        assertThat(headers.keySet().stream().map(Object::toString)).doesNotContain("X-Auth-Token", "Cookie");
    }

    @Test
    void takesAFormAsListsOfTexts() {
        HttpResponse<String> response = server.post(
                "/v1/webhooks/gold",
                "payload=%7B%22a%22%3A1%7D&tag=x&tag=y+z&empty=",
                "Content-Type",
                "application/x-www-form-urlencoded");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(json(response)).isEqualTo(Map.of("payload", List.of("{\"a\":1}"), "tag", List.of("x", "y z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data; boundary=x"})
    void refusesABodyThatIsNoObjectAndNoArray(String type) {
        HttpResponse<String> response = server.post("/v1/webhooks/gold", "hello", "Content-Type", type);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(server.engine.events.count()).isZero();
    }

    @Test
    void takesTheTraceTagOutOfTheHeaders() {
        server.post("/v1/webhooks/gold", "{}", "St2-Trace-Tag", "tag-1");

        TriggerInstance event = server.engine.events.last();
        assertThat(event.trace().tag()).isEqualTo("tag-1");
        assertThat(String.valueOf(event.payload())).doesNotContainIgnoringCase("trace-tag");
    }

    @Test
    void hangsTheEventOnTheSpanOfItsSender() {
        TraceParent sender = new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

        server.post("/v1/webhooks/gold", "{}", "Traceparent", sender.header());
        TraceParent taken = server.engine.events.last().trace().parent();
        server.post("/v1/webhooks/gold", "{}", "Traceparent", "00-nonsense-01");

        assertThat(taken).isEqualTo(sender);
        assertThat(server.engine.events.last().trace().parent()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/webhooks/gold/", "/v1/webhooks//gold//", "/webhooks/gold", "/v1/webhooks/%67old"})
    void stripsSlashesAroundTheUrl(String path) {
        assertThat(server.post(path, "[1]").statusCode()).isEqualTo(202);
    }

    @Test
    void says404ForAUrlThatNoRuleAsksFor() {
        HttpResponse<String> response = server.post("/v1/webhooks/a/b", "{}");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("Webhook a/b not registered with st2");
    }

    @Test
    void answersOnlyWhenTheEventIsCommitted() throws Exception {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        server.engine.events.commitWith(commit);

        CompletableFuture<HttpResponse<String>> response = server.begin("POST", "/v1/webhooks/gold", "{}");
        assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(response).isNotDone();
        commit.complete(null);

        assertThat(response.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    }

    @Test
    void tellsTheSenderToComeAgainWhenTheEngineIsFullOrTheDatabaseAway() {
        server.engine.events.commitWith(
                CompletableFuture.failedFuture(DroverException.of(ErrorCode.TOO_MANY, "over the limit")));
        HttpResponse<String> full = server.post("/v1/webhooks/gold", "{}");
        server.engine.events.commitWith(CompletableFuture.failedFuture(
                DroverException.unavailable("the database does not answer", new IllegalStateException())));
        HttpResponse<String> away = server.post("/v1/webhooks/gold", "{}");

        assertThat(full.statusCode()).isEqualTo(429);
        assertThat(Server.header(full, "Retry-After")).isEqualTo("1");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(Server.header(away, "Retry-After")).isEqualTo("1");
    }

    @Test
    void answersAnUnforeseenFailureWithoutItsWords() {
        server.engine.events.commitWith(CompletableFuture.failedFuture(new IllegalStateException("secret words")));

        HttpResponse<String> response = server.post("/v1/webhooks/gold", "{}");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(json(response)).isEqualTo(Map.of("faultstring", "Internal Server Error"));
    }

    @Test
    void takesAnyTriggerAtTheGenericHook() {
        HttpResponse<String> good =
                server.post("/v1/webhooks/st2", "{\"trigger\": \"plant.alert\", \"payload\": {\"level\": 3}}");
        HttpResponse<String> unknown = server.post("/v1/webhooks/st2", "{\"trigger\": \"no.such\"}");
        HttpResponse<String> none = server.post("/v1/webhooks/st2", "{}");

        assertThat(good.statusCode()).isEqualTo(202);
        assertThat(server.engine.events.last().payload()).isEqualTo(Map.of("level", 3L));
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("no.such");
        assertThat(none.body()).contains("Trigger not specified.");
    }

    @Test
    void waitsForTheBodyOfAClientThatAsksFirst() throws Exception {
        String answer = RawClient.exchange(
                server.api.url(),
                "POST /v1/webhooks/gold HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nX-Auth-Token: "
                        + Server.TOKEN + "\r\nContent-Length: 2\r\n\r\n{}");

        assertThat(answer).startsWith("HTTP/1.1 100 Continue").contains("HTTP/1.1 202");
    }

    @Test
    void refusesASenderWithoutAProofBeforeReadingWhatItSends() {
        HttpResponse<String> response = server.send(
                "POST", "/v1/webhooks/gold", BodyPublishers.ofString("{}"), "Content-Type", "application/json");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(server.engine.events.count()).isZero();
    }
}
