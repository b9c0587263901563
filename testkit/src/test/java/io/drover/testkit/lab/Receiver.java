package io.drover.testkit.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that keeps what is posted to it. */
final class Receiver implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final HttpServer server;

    Receiver() {
        server = wait(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        request.response().setStatusCode(503).end("not yet");
                        return;
                    }
                    posts.add(new Post(
                            String.valueOf(request.getHeader("X-Auth-Token")),
                            String.valueOf(request.getHeader("Content-Type")),
                            body.toString()));
                    request.response().setStatusCode(202).end();
                }))
                .listen(0, "127.0.0.1"));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/v1/webhooks/lab");
    }

    /** Answers the next so many posts with 503. */
    void refuseNext(int posts) {
        refusals.set(posts);
    }

    List<Post> posts() {
        return List.copyOf(posts);
    }

    @Override
    public void close() {
        wait(vertx.close());
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    record Post(String token, String type, String body) {}
}
