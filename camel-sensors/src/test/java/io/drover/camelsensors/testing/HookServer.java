package io.drover.camelsensors.testing;

import io.drover.camelroutes.hook.HookRouters;
import io.drover.testkit.net.FreePort;
import io.drover.testkit.time.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An HTTP server with the paths of packs; its token is {@code let-me-in}. */
public final class HookServer implements AutoCloseable {
    public final HookRouters hooks;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port = FreePort.choose();
    private HttpServer server;

    /** @param largestBody in bytes */
    public HookServer(long largestBody) {
        hooks = new HookRouters(
                vertx,
                request -> {
                    if ("let-me-in".equals(request.request().getHeader("X-Auth-Token"))) {
                        request.next();
                    } else {
                        request.response().setStatusCode(401).end();
                    }
                },
                largestBody);
        start();
    }

    public HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Posts a body; the headers are name, value, name, value … */
    public HttpResponse<String> post(String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Closes the server's port. */
    public void stop() {
        await(server.close());
    }

    /** Opens the server's port, at first and again: a closed one stays taken until its event loop looks at it next. */
    public void start() {
        List<HttpServer> opened = new ArrayList<>(1);
        Await.until("the port is open", () -> {
            listen().toCompletionStage()
                    .handle((open, taken) -> open == null || opened.add(open))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            return !opened.isEmpty();
        });
        server = opened.get(0);
    }

    private Future<HttpServer> listen() {
        Router root = Router.router(vertx);
        root.route("/hooks/*").subRouter(hooks.router());
        return vertx.createHttpServer().requestHandler(root).listen(port, "127.0.0.1");
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
