package io.drover.distribution.trace;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes traces as a collector does (OTLP 1.x over HTTP, binary), and understands as much of them as tests ask for. */
public final class TraceCollector implements AutoCloseable {
    private final Vertx vertx;
    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    /** A span as it came. */
    public record Received(
            String traceId,
            String id,
            String parent,
            String name,
            long kind,
            long begin,
            long end,
            Map<String, Object> attributes,
            long status,
            Map<String, Object> resource) {}

    private TraceCollector(Vertx vertx, int port) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.bodyHandler(body -> take(request, body)))
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Starts one at a port; 0: any free one. */
    public static TraceCollector start(int port) {
        return new TraceCollector(Vertx.vertx(), port);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/v1/traces");
    }

    int port() {
        return server.actualPort();
    }

    public List<Received> spans() {
        return spans;
    }

    List<String> authorizations() {
        return authorizations;
    }

    void answers(int other) {
        status = other;
    }

    private void take(HttpServerRequest request, Buffer body) {
        int answer = status;
        if (answer == 200 && request.path().equals("/v1/traces")) {
            authorizations.add(String.valueOf(request.getHeader("Authorization")));
            spans.addAll(read(Protobuf.of(body.getBytes())));
        }
        Future<Void> unused = request.response().setStatusCode(answer).end();
    }

    private static List<Received> read(Protobuf request) {
        List<Received> received = new ArrayList<>();
        for (Protobuf ofResource : request.messages(1)) {
            Map<String, Object> resource = attributes(ofResource.messages(1).get(0), 1);
            for (Protobuf ofScope : ofResource.messages(2)) {
                for (Protobuf span : ofScope.messages(2)) {
                    long status = span.messages(15).stream()
                            .mapToLong(each -> each.number(3))
                            .sum();
                    received.add(new Received(
                            span.hex(1),
                            span.hex(2),
                            span.hex(4),
                            span.text(5),
                            span.number(6),
                            span.number(7),
                            span.number(8),
                            attributes(span, 9),
                            status,
                            resource));
                }
            }
        }
        return received;
    }

    private static Map<String, Object> attributes(Protobuf message, int field) {
        Map<String, Object> attributes = new TreeMap<>();
        for (Protobuf pair : message.messages(field)) {
            Protobuf value = pair.messages(2).get(0);
            attributes.put(pair.text(1), value.has(3) ? value.number(3) : value.text(1));
        }
        return attributes;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
