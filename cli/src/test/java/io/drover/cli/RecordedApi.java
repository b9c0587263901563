package io.drover.cli;

import io.drover.cli.json.Document;
import io.drover.cli.json.Json;
import io.drover.cli.json.JsonText;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server that gives answers which StackStorm gave, and remembers what it was asked. */
final class RecordedApi implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final Map<String, String> events = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private record Reply(int status, Map<String, String> headers, String body) {}

    /** @param target path and query */
    record Asked(String method, String target, Map<String, String> headers, String body) {
        Document json() {
            return Document.of(Json.parse(body));
        }

        @Override
        public String toString() {
            return method + " " + target;
        }
    }

    RecordedApi() {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body.toString())))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private void answer(HttpServerRequest request, String body) {
        Map<String, String> headers = new ConcurrentHashMap<>();
        request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        asked.add(new Asked(request.method().name(), request.uri(), headers, body));
        Deque<Reply> queue = replies.get(request.method() + " " + request.path());
        String accepted = headers.getOrDefault("Accept", "");
        if (accepted.equals("text/event-stream") && events.containsKey(request.path())) {
            request.response().putHeader("Content-Type", accepted).end(events.get(request.path()));
            return;
        }
        Reply reply = queue == null
                ? new Reply(
                        404,
                        Map.of("Content-Type", "application/json"),
                        "{\"faultstring\": \"The resource could not be found.\"}")
                : queue.size() > 1 ? queue.remove() : queue.element();
        HttpServerResponse response = request.response().setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        response.end(reply.body());
    }

    /** Gives what was recorded in the file of the given name to its request. */
    RecordedApi gives(String recording) {
        Document request = recorded(recording).object("request");
        String path = request.text("path");
        return gives(
                request.text("method"), path.contains("?") ? path.substring(0, path.indexOf('?')) : path, recording);
    }

    /** Gives what was recorded to another request. */
    RecordedApi gives(String method, String path, String recording) {
        Document response = recorded(recording).object("response");
        Map<String, String> headers = new ConcurrentHashMap<>();
        response.object("headers").values().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        Object body = response.at("body");
        String text = body instanceof String plain ? plain : body == null ? "" : JsonText.compact(body);
        return add(method, path, new Reply(Integer.parseInt(response.text("status")), headers, text));
    }

    /** Gives a JSON text; the last of several is given again and again. */
    RecordedApi gives(String method, String path, int status, String json) {
        return add(method, path, new Reply(status, Map.of("Content-Type", "application/json"), json));
    }

    /** Gives a JSON text with headers. */
    RecordedApi gives(String method, String path, int status, Map<String, String> headers, String json) {
        Map<String, String> all = new ConcurrentHashMap<>(headers);
        all.put("Content-Type", "application/json");
        return add(method, path, new Reply(status, all, json));
    }

    RecordedApi givesText(String method, String path, String text) {
        return add(method, path, new Reply(200, Map.of("Content-Type", "text/plain"), text));
    }

    /** Gives a stream of events to whoever accepts one, and a text to others. */
    RecordedApi givesEvents(String path, String stream, String text) {
        events.put(path, stream);
        return givesText("GET", path, text);
    }

    private RecordedApi add(String method, String path, Reply reply) {
        replies.computeIfAbsent(method + " " + path, any -> new ArrayDeque<>()).add(reply);
        return this;
    }

    /** {@return the body of a recorded answer} */
    static @Nullable Object body(String recording) {
        return recorded(recording).object("response").at("body");
    }

    private static Document recorded(String recording) {
        try (InputStream file = RecordedApi.class.getResourceAsStream("/api/" + recording + ".json")) {
            if (file == null) {
                throw new IllegalArgumentException("There is no recording " + recording);
            }
            return Document.of(Json.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Asked> asked() {
        return asked;
    }

    /** {@return the last request with the given method} */
    Asked last(String method) {
        return asked.stream()
                .filter(request -> request.method().equals(method))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
