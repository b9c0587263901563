package io.drover.restapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import io.drover.restapi.fake.FakeEngine;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ports, and the paths of packs behind them. */
class DoorTest {
    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
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

        assertThatThrownBy(() -> RestApi.open(server.vertx(), settings))
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
}
