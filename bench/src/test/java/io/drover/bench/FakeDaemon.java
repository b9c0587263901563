package io.drover.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Answers as the daemon does; every event leads to an execution that takes a while, every execution succeeds. */
public final class FakeDaemon implements AutoCloseable {
    public static final String TOKEN = "secret";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    private final Duration executionTime;
    private final List<String> bodies = new ArrayList<>();
    private final AtomicInteger executions = new AtomicInteger();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile Duration stall = Duration.ZERO;

    /** Starts to listen on a free port. */
    public FakeDaemon(Duration executionTime) {
        this.executionTime = executionTime;
        this.server = wait(vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"));
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** The next answer to an event takes this long, and all others wait for it. */
    public void stallOnce(Duration time) {
        stall = time;
    }

    /** The next so many events are refused as too many. */
    public void refuseNext(int events) {
        refusals.set(events);
    }

    public synchronized List<String> bodies() {
        return List.copyOf(bodies);
    }

    @Override
    public void close() {
        wait(vertx.close());
    }

    private void handle(HttpServerRequest request) {
        if (!TOKEN.equals(request.getHeader("X-Auth-Token"))) {
            request.response().setStatusCode(401).end("{\"faultstring\": \"Unauthorized\"}");
            return;
        }
        request.body().onSuccess(body -> answer(request, body.toString()));
    }

    private void answer(HttpServerRequest request, String body) {
        String path = request.path();
        if (path.startsWith("/v1/webhooks/")) {
            event(request, body);
        } else if (path.equals("/v1/executions") && request.method().name().equals("POST")) {
            request.response()
                    .setStatusCode(201)
                    .end(new JsonObject()
                            .put("id", "x" + executions.incrementAndGet())
                            .encode());
        } else if (path.equals("/v1/executions")) {
            String status = request.getParam("status", "");
            int count = status.isEmpty() ? executions.get() : status.equals("running") ? unfinished.get() : 0;
            request.response()
                    .putHeader("X-Total-Count", String.valueOf(count))
                    .setChunked(true)
                    .end("[]");
        } else if (path.startsWith("/v1/executions/")) {
            JsonObject ended = new JsonObject()
                    .put("status", "succeeded")
                    .put(
                            "end_timestamp",
                            Clock.systemUTC()
                                    .instant()
                                    .truncatedTo(ChronoUnit.MICROS)
                                    .toString());
            request.response().end(ended.encode());
        } else if (path.equals("/metrics")) {
            request.response().end("""
                    # TYPE jvm_memory_used_bytes gauge
                    jvm_memory_used_bytes{area="heap"} 1048576
                    jvm_memory_used_bytes{area="nonheap"} 7
                    """);
        } else {
            request.response().setStatusCode(404).end("no such path");
        }
    }

    private void event(HttpServerRequest request, String body) {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            request.response().setStatusCode(429).end();
            return;
        }
        Duration wait = stall;
        stall = Duration.ZERO;
        if (!wait.isZero()) {
            // this thread answers all connections, so that all of them are held up
            LockSupport.parkNanos(wait.toNanos());
        }
        synchronized (this) {
            bodies.add(body);
        }
        executions.incrementAndGet();
        unfinished.incrementAndGet();
        vertx.setTimer(Math.max(1, executionTime.toMillis()), timer -> unfinished.decrementAndGet());
        request.response().setStatusCode(202).end(body);
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
