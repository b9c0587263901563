package io.drover.restapi;

import static org.assertj.core.api.Assertions.fail;

import io.drover.model.access.Principal;
import io.drover.restapi.fake.FakeEngine;
import io.drover.restapi.json.Json;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The API over an engine in memory, on a free port, and a client of it. */
final class Server implements AutoCloseable {
    static final String TOKEN = "0123456789abcdef";
    static final HttpSettings.Limits SMALL = new HttpSettings.Limits(
            10_000, 4_096, 2_048, 20, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(5), 1, 1);

    final FakeEngine engine = new FakeEngine();
    final RestApi api;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Server() {
        this(true, HttpSettings.Limits.DEFAULT);
    }

    Server(boolean authEnabled, HttpSettings.Limits limits) {
        this(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        null,
                        0,
                        authEnabled,
                        () -> TOKEN,
                        null,
                        List.of("http://good.example"),
                        null,
                        "1.2.3",
                        limits),
                true);
    }

    Server(HttpSettings settings, boolean serve) {
        api = RestApi.open(vertx, settings);
        if (serve) {
            serve();
        }
    }

    void serve() {
        api.serve(engine.entryPoints(), token -> switch (token) {
            case "observer" -> Optional.of(principal("alice", "observer"));
            case "action" -> Optional.of(principal("stanley", Principal.ADMIN, Principal.ACTION));
            default -> Optional.empty();
        });
    }

    private static Principal principal(String user, String... roles) {
        return new Principal(user, Set.of(roles), "authentication token");
    }

    Vertx vertx() {
        return vertx;
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), withToken(headers));
    }

    HttpResponse<String> delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), withToken());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, BodyPublishers.ofString(body), withToken(headers));
    }

    HttpResponse<String> put(String path, String body) {
        return send("PUT", path, BodyPublishers.ofString(body), withToken());
    }

    /** Sends exactly these headers. */
    HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
        try {
            return client.send(request(method, path, body, headers), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(method + " " + path + " was not answered", e);
        }
    }

    CompletableFuture<HttpResponse<String>> begin(String method, String path, String body) {
        return client.sendAsync(
                request(method, path, BodyPublishers.ofString(body), withToken()), BodyHandlers.ofString());
    }

    /** {@return the JSON of an answer} */
    static @Nullable Object json(HttpResponse<String> response) {
        return new Json(100).read(response.body().getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the JSON object of an answer} */
    static Map<?, ?> object(HttpResponse<String> response) {
        return objectOf(json(response));
    }

    /** {@return the JSON array of an answer} */
    static List<?> array(HttpResponse<String> response) {
        return arrayOf(json(response));
    }

    static Map<?, ?> objectOf(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : fail("Expected an object, but found " + value);
    }

    static List<?> arrayOf(@Nullable Object value) {
        return value instanceof List<?> list ? list : fail("Expected an array, but found " + value);
    }

    static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        api.close(Duration.ofSeconds(2));
        vertx.close();
    }

    private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.url() + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    private static String[] withToken(String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "X-Auth-Token";
        all[1] = TOKEN;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return all;
    }
}
