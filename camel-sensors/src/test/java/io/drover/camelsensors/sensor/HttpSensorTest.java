package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelsensors.testing.HookServer;
import io.drover.camelsensors.testing.Plant;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.TraceParent;
import io.drover.testkit.time.Await;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpSensorTest extends MessageContract {
    private static final String ROUTE = """
            - route:
                id: it
                from:
                  uri: platform-http:/orders
                  steps:
                    - to: {uri: "drover:trigger/plant.order", parameters: {dedupeKey: "${header.X-Delivery}"}}
                    - setBody: {constant: taken}
            """;

    private static final int LARGEST_BODY = 300_000;

    @SuppressWarnings("NullAway.Init")
    private HookServer server;

    @Override
    Plant pack() {
        server = new HookServer(LARGEST_BODY);
        return new Plant(folder, server.hooks, PATIENCE)
                .metadata("routes", Map.of("it", Map.of("auth", "none")))
                .file("it.camel.yaml", ROUTE);
    }

    @Override
    @AfterEach
    void stop() throws Exception {
        super.stop();
        server.close();
    }

    /** As callers do that are told to come again. */
    @Override
    void send(String id, byte[] body) {
        Await.until(
                "the caller got an answer for good",
                () -> server.post("/hooks/plant/orders", body, "X-Delivery", id).statusCode() < 500);
    }

    @Override
    void sendTwice(String id, String json) throws Exception {
        send(id, json);
        send(id, json);
    }

    @Override
    void takeSourceAway() {
        server.stop();
    }

    @Override
    void bringSourceBack() {
        server.start();
    }

    @Test
    void answersAfterTheCommit() throws Exception {
        assertThat(plant.load()).isEmpty();

        HttpResponse<String> response = server.post("/hooks/plant/orders", "{\"order\": 7}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("taken");
        assertThat(plant.events(1)).containsExactly(Map.of("order", 7L));
    }

    @Test
    void hangsTheEventOnTheSpanOfItsSender() throws Exception {
        plant.load();
        TraceParent sender = new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

        server.post("/hooks/plant/orders", "{\"order\": 7}", "traceparent", sender.header());

        assertThat(plant.inbox.accepted())
                .singleElement()
                .satisfies(emission -> assertThat(emission.parent()).isEqualTo(sender));
    }

    @Test
    void answersARefusedPayloadWithItsViolationsAndKeepsIt() throws Exception {
        plant.load();

        HttpResponse<String> response = server.post("/hooks/plant/orders", "{\"bad\": true}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"violations\":[\"'bad' is not allowed.\"]}");
        assertThat(plant.inbox.letters()).hasSize(1);
    }

    @Test
    void retriesACommitThatFailsOnceBeforeItAnswers() throws Exception {
        plant.load();
        plant.inbox.fail(1, ErrorCode.UNAVAILABLE);

        HttpResponse<String> response = server.post("/hooks/plant/orders", "{\"order\": 7}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(plant.inbox.failed()).isEqualTo(1);
        assertThat(plant.inbox.accepted()).hasSize(1);
    }

    @Test
    void tellsTheCallerToComeAgainWhereTheDaemonIsOverItsLimit() throws Exception {
        plant.load();
        plant.inbox.fail(1, ErrorCode.TOO_MANY);

        HttpResponse<String> response = server.post("/hooks/plant/orders", "{\"order\": 7}");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(plant.inbox.accepted()).isEmpty();
    }

    @Test
    void letsNoHeaderOfTheCallerSteerCamelAndNoCredentialIn() throws Exception {
        plant.load();

        server.post(
                "/hooks/plant/orders?cAmelFileLength=7&area=east",
                "text",
                "CAmelHttpUri",
                "http://evil",
                "camelFileName",
                "evil",
                "org.apache.camel.evil",
                "1",
                "Authorization",
                "Basic c2VjcmV0",
                "Cookie",
                "a=b",
                "X-Plant",
                "north");

        Map<?, ?> headers =
                (Map<?, ?>) Objects.requireNonNull(plant.events(1).get(0).get("headers"));
        assertThat(headers.get("X-Plant")).isEqualTo("north");
        assertThat(headers.get("area")).isEqualTo("east");
        assertThat(headers.toString()).doesNotContain("evil").doesNotContain("c2VjcmV0");
        assertThat(headers.keySet().stream().map(String::valueOf))
                .doesNotContain("cAmelFileLength", "camelFileName", "CAmelHttpUri", "Authorization", "Cookie");
        assertThat(headers.get("CamelHttpMethod")).isEqualTo("POST");
    }

    @Test
    void asksForTheTokenOfTheApiWhereNothingElseIsSaid() throws Exception {
        plant.metadata("routes", Map.of()).load();

        assertThat(server.post("/hooks/plant/orders", "{}").statusCode()).isEqualTo(401);
        assertThat(server.post("/hooks/plant/orders", "{}", "X-Auth-Token", "let-me-in")
                        .statusCode())
                .isEqualTo(200);
        assertThat(plant.inbox.accepted()).hasSize(1);
    }

    @Test
    void takesSignedRequestsOnly() throws Exception {
        plant.config("hook_secret", "s3cret")
                .metadata(
                        "routes",
                        Map.of("it", Map.of("auth", "hmac", "secret", "{{hook_secret}}", "header", "X-Signature")))
                .load();

        assertThat(server.post("/hooks/plant/orders", "{\"n\": 1}").statusCode())
                .isEqualTo(401);
        assertThat(server.post("/hooks/plant/orders", "{\"n\": 1}", "X-Signature", "sha256=" + signed("{\"n\": 2}"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(server.post("/hooks/plant/orders", "{\"n\": 1}", "X-Signature", "sha256=" + signed("{\"n\": 1}"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(plant.inbox.accepted()).hasSize(1);
    }

    @Test
    void refusesABodyOverTheLimit() throws Exception {
        plant.load();

        assertThat(server.post("/hooks/plant/orders", "x".repeat(LARGEST_BODY + 1))
                        .statusCode())
                .isEqualTo(413);
        assertThat(plant.inbox.accepted()).isEmpty();
    }

    @Test
    void takesItsPathAwayWithItsFile() throws Exception {
        plant.load();

        plant.without("it.camel.yaml").load();

        assertThat(server.post("/hooks/plant/orders", "{}").statusCode()).isEqualTo(404);
    }

    private static String signed(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
