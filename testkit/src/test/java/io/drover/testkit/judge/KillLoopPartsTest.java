package io.drover.testkit.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.judge.Facts.Enforced;
import io.drover.testkit.judge.Facts.Executed;
import io.drover.testkit.time.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a kill loop is made of, against a daemon that refuses every third event. */
class KillLoopPartsTest {
    private static final String TOKEN = "secret";

    private final Vertx vertx = Vertx.vertx();
    private final JsonArray kept = new JsonArray();
    private final AtomicInteger posts = new AtomicInteger();
    private final CountDownLatch nineWerePosted = new CountDownLatch(9);
    private final HttpServer daemon =
            wait(vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"));

    @AfterEach
    void stop() {
        wait(vertx.close());
    }

    @Test
    void theLoadAcknowledgesExactlyWhatWasKept(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("ledger");
        long acknowledged;
        try (Ledger ledger = Ledger.open(file)) {
            WebhookLoad load = WebhookLoad.start(
                    () -> url("/v1/webhooks/chaos"), () -> Map.of("X-Auth-Token", TOKEN), ledger, "e-", 2);
            assertThat(nineWerePosted.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            load.close();
            acknowledged = load.acknowledged();
        }

        LedgerEntries entries = Ledger.read(file);
        assertThat(entries.sent()).hasSizeGreaterThanOrEqualTo(9);
        assertThat(entries.acknowledged()).hasSize((int) acknowledged);
        assertThat(entries.acknowledged())
                .containsExactlyInAnyOrderElementsOf(
                        rest(TOKEN).read(KillLoopPartsTest::event).instances().values());
        assertThat(acknowledged).isLessThan(entries.sent().size());
    }

    @ParameterizedTest
    @MethodSource("failuresToRead")
    void theLoadGoesOnWhereItCannotBeReadWhereTheOtherSideIs(Unreadable failure, @TempDir Path folder)
            throws IOException, InterruptedException {
        AtomicInteger targets = new AtomicInteger();
        AtomicInteger headers = new AtomicInteger();
        Path file = folder.resolve("ledger");
        long acknowledged;
        try (Ledger ledger = Ledger.open(file)) {
            WebhookLoad load = WebhookLoad.start(
                    () -> {
                        failFor(3, targets, failure);
                        return url("/v1/webhooks/chaos");
                    },
                    () -> {
                        failFor(3, headers, failure);
                        return Map.of("X-Auth-Token", TOKEN);
                    },
                    ledger,
                    "e-",
                    1);
            assertThat(nineWerePosted.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            load.close();
            acknowledged = load.acknowledged();
        }

        LedgerEntries entries = Ledger.read(file);
        assertThat(entries.sent()).startsWith("e-1", "e-2", "e-3", "e-4", "e-5", "e-6", "e-7");
        assertThat(entries.acknowledged())
                .hasSize((int) acknowledged)
                .doesNotContain("e-1", "e-2", "e-3", "e-4", "e-5", "e-6")
                .contains("e-7");
    }

    @Test
    void theLoadFailsWhereItsLedgerCannotBeWritten(@TempDir Path folder) throws IOException, InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Ledger ledger = Ledger.open(folder.resolve("ledger"));
        WebhookLoad load = WebhookLoad.start(
                () -> {
                    // what it sends now is acknowledged, and that cannot be noted
                    ledger.close();
                    closed.countDown();
                    return url("/v1/webhooks/chaos");
                },
                () -> Map.of("X-Auth-Token", TOKEN),
                ledger,
                "e-",
                1);
        assertThat(closed.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(load::close).isInstanceOf(ClosedChannelException.class);
        assertThat(load.acknowledged()).isZero();
        assertThat(posts).hasValue(1);
    }

    @Test
    void readsTheFactsOfTheRunAndLeavesOutOtherInstances() throws IOException, InterruptedException {
        keep("e-1");
        kept.add(new JsonObject().put("id", "other").put("payload", new JsonObject()));

        Facts facts = rest(TOKEN).read(KillLoopPartsTest::event);

        assertThat(facts.instances()).isEqualTo(Map.of("i-e-1", "e-1"));
        assertThat(facts.enforcements()).isEqualTo(List.of(new Enforced("e-1", "chaos.note", "x-e-1")));
        assertThat(facts.executions()).isEqualTo(List.of(new Executed("x-e-1", "e-1", "chaos.note", "abandoned", 2)));
        assertThat(facts.notFinal()).isEqualTo(1);
    }

    @Test
    void aRefusedQuestionIsAFailure() {
        assertThatThrownBy(() -> rest("wrong").read(KillLoopPartsTest::event))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answered with 401");
    }

    static Stream<Unreadable> failuresToRead() {
        return Stream.of(
                () -> {
                    throw new NoSuchFileException("run/http.json");
                },
                () -> {
                    throw new UncheckedIOException(new NoSuchFileException("run/http.json"));
                });
    }

    private static void failFor(int times, AtomicInteger asked, Unreadable failure) throws IOException {
        if (asked.incrementAndGet() <= times) {
            failure.raise();
        }
    }

    private RestFacts rest(String token) {
        return new RestFacts(url(""), token);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + daemon.actualPort() + path);
    }

    private static Optional<String> event(JsonNode payload) {
        return Optional.ofNullable(payload.path("body").path("event").textValue());
    }

    private void handle(HttpServerRequest request) {
        if (!TOKEN.equals(request.getHeader("X-Auth-Token"))) {
            request.response().setStatusCode(401).end("{}");
            return;
        }
        request.body().onSuccess(body -> {
            int offset = Integer.parseInt(String.valueOf(request.getParam("offset", "0")));
            switch (request.path()) {
                case "/v1/webhooks/chaos" -> take(request, new JsonObject(body).getString("event"));
                case "/v1/triggerinstances" -> request.response().end(page(kept, offset));
                case "/v1/ruleenforcements" -> request.response().end(page(enforcements(), offset));
                case "/v1/executions" -> request.response().end(page(executions(), offset));
                default -> request.response().setStatusCode(404).end();
            }
        });
    }

    private void take(HttpServerRequest request, String event) {
        if (posts.incrementAndGet() % 3 == 0) {
            request.response().setStatusCode(503).end();
        } else {
            keep(event);
            request.response().setStatusCode(202).end();
        }
        nineWerePosted.countDown();
    }

    private void keep(String event) {
        JsonObject body = new JsonObject().put("event", event);
        kept.add(new JsonObject().put("id", "i-" + event).put("payload", new JsonObject().put("body", body)));
    }

    private static String page(JsonArray all, int offset) {
        JsonArray page = new JsonArray();
        for (int i = offset; i < Math.min(all.size(), offset + 2); i++) {
            page.add(all.getValue(i));
        }
        return page.encode();
    }

    private static JsonArray enforcements() {
        return new JsonArray()
                .add(new JsonObject()
                        .put("trigger_instance_id", "i-e-1")
                        .put("execution_id", "x-e-1")
                        .put("rule", new JsonObject().put("ref", "chaos.note")));
    }

    private static JsonArray executions() {
        JsonArray log = new JsonArray();
        for (String status : List.of("requested", "running", "requested", "running", "abandoned")) {
            log.add(new JsonObject().put("status", status));
        }
        return new JsonArray()
                .add(new JsonObject().put("id", "child").put("status", "running"))
                .add(new JsonObject()
                        .put("id", "x-e-1")
                        .put("status", "abandoned")
                        .put("rule", new JsonObject().put("ref", "chaos.note"))
                        .put("trigger_instance", new JsonObject().put("id", "i-e-1"))
                        .put("log", log));
    }

    @FunctionalInterface
    private interface Unreadable {
        void raise() throws IOException;
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
