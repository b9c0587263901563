package io.drover.restapi;

import static io.drover.restapi.Server.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client can take, and what happens beyond it. */
@Timeout(60)
class LimitsTest {
    private static final Server SERVER = new Server(true, Server.SMALL);
    private static final String HEAD =
            "POST /v1/webhooks/gold HTTP/1.1\r\nHost: x\r\nX-Auth-Token: " + Server.TOKEN + "\r\n";

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void refusesABodyOverTheLimit() {
        HttpResponse<String> response = SERVER.post("/v1/webhooks/gold", "{\"a\": \"" + "x".repeat(10_000) + "\"}");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("10000 bytes");
    }

    @Test
    void refusesAChunkedBodyOverTheLimit() throws Exception {
        String chunk = "fa0\r\n" + "x".repeat(4_000) + "\r\n";
        String answer = RawClient.exchange(
                SERVER.api.url(), HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk + "0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413");
    }

    @Test
    void refusesAHugeAnnouncedBodyBeforeItIsSent() throws Exception {
        String answer = RawClient.exchange(SERVER.api.url(), HEAD + "Content-Length: 99999999999\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413");
    }

    @Test
    void refusesHugeHeadersAndRequestLines() throws Exception {
        assertThat(RawClient.exchange(
                        SERVER.api.url(), "GET /v1/user HTTP/1.1\r\nHost: x\r\nX-A: " + "y".repeat(5_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(RawClient.exchange(
                        SERVER.api.url(), "GET /v1/user?a=" + "y".repeat(3_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.0 414");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": NaN}",
                "{\"a\": 1e999}",
                "[1] 2",
                "{nope",
                "{\"a\": 1,}",
                "\"\\ud800",
                "'a'"
            })
    void refusesJsonThatIsOdd(String body) {
        HttpResponse<String> response = SERVER.post("/v1/webhooks/gold", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Failed to parse request body");
    }

    @Test
    void refusesJsonThatIsDeepOrInBrokenUtf8() {
        HttpResponse<String> deep = SERVER.post("/v1/webhooks/gold", "[".repeat(21) + "]".repeat(21));
        HttpResponse<String> broken = SERVER.send(
                "POST",
                "/v1/webhooks/gold",
                BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"'}),
                "X-Auth-Token",
                Server.TOKEN);

        assertThat(SERVER.post("/v1/webhooks/gold", "[".repeat(20) + "]".repeat(20))
                        .statusCode())
                .isEqualTo(202);
        assertThat(deep.statusCode()).isEqualTo(400);
        assertThat(deep.body()).contains("nesting depth");
        assertThat(broken.statusCode()).isEqualTo(400);
    }

    @Test
    void closesAConnectionThatNeverEndsItsHeaders() throws Exception {
        try (RawClient slow = new RawClient(SERVER.api.url())) {
            slow.send("GET /v1/user HTTP/1.1\r\nHost: x\r\n");

            assertThat(slow.readAll()).isEmpty();
        }
    }

    @Test
    void closesAConnectionWhoseHeadersTrickle() throws Exception {
        try (RawClient slow = new RawClient(SERVER.api.url())) {
            slow.send("GET /v1/user HTTP/1.1\r\n");

            assertThatThrownBy(() -> trickle(slow)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closesAConnectionWhoseBodyDoesNotCome() throws Exception {
        try (RawClient slow = new RawClient(SERVER.api.url())) {
            slow.send(HEAD + "Content-Length: 10\r\n\r\n{");

            assertThat(slow.readAll()).isEmpty();
        }
    }

    @Test
    void servesOthersWhileHundredsAreSlow() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                RawClient one = new RawClient(SERVER.api.url());
                slow.add(one);
                one.send("GET /v1/user HTTP/1.1\r\nHost");
            }

            assertThat(SERVER.get("/v1/user").statusCode()).isEqualTo(200);
            for (RawClient one : slow) {
                assertThat(one.readAll()).isEmpty();
            }
        } finally {
            for (RawClient one : slow) {
                one.close();
            }
        }
    }

    @Test
    void answers429WhenAllWorkersAreBusyAndStillTakesEvents() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        SERVER.engine.reports.holdWith(gate);
        List<CompletableFuture<HttpResponse<String>>> questions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            questions.add(SERVER.begin("POST", "/v1/reports/query", "{\"query\": \"select 1\"}"));
        }
        HttpResponse<String> refused = firstOf(questions).get(5, TimeUnit.SECONDS);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Retry-After")).isEqualTo("1");
        assertThat(SERVER.post("/v1/webhooks/gold", "{}").statusCode()).isEqualTo(202);
        assertThat(SERVER.get("/healthz").statusCode()).isEqualTo(200);

        gate.countDown();
        for (CompletableFuture<HttpResponse<String>> question : questions) {
            assertThat(question.get(5, TimeUnit.SECONDS).statusCode()).isIn(200, 429);
        }
    }

    @Test
    void finishesWhatIsInFlightWhenItCloses() throws Exception {
        Server server = new Server();
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<Void> commit = new CompletableFuture<>();
        server.engine.events.commitWith(commit);
        server.engine.reports.holdWith(gate);
        CompletableFuture<HttpResponse<String>> event = server.begin("POST", "/v1/webhooks/gold", "{\"a\": 1}");
        CompletableFuture<HttpResponse<String>> sure = server.begin("GET", "/v1/user", "");
        sure.get(5, TimeUnit.SECONDS);

        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> server.api.close(Duration.ofSeconds(5)));
        commit.complete(null);

        assertThat(event.get(5, TimeUnit.SECONDS).statusCode()).isIn(202, 503);
        closed.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> new RawClient(server.api.url())).isInstanceOf(IOException.class);
        server.close();
    }

    private static <T> CompletableFuture<T> firstOf(List<CompletableFuture<T>> all) {
        return CompletableFuture.anyOf(all.toArray(new CompletableFuture<?>[0]))
                .thenApply(any -> all.stream()
                        .filter(CompletableFuture::isDone)
                        .findFirst()
                        .orElseThrow()
                        .join());
    }

    // each byte comes well within every idle limit; only the deadline as a whole ends it
    private static void trickle(RawClient slow) throws IOException {
        for (int i = 0; i < 100_000; i++) {
            slow.send("x");
            awaitABit();
        }
        throw new UncheckedIOException(new IOException("never closed"));
    }

    private static void awaitABit() {
        try {
            new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
