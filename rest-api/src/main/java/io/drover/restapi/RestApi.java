package io.drover.restapi;

import io.drover.engine.api.EntryPoints;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.restapi.access.Authentication;
import io.drover.restapi.access.Authenticator;
import io.drover.restapi.health.Answered;
import io.drover.restapi.health.Traffic;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Routes;
import io.drover.restapi.stream.Streams;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the daemon: the API under {@code /v1}, {@code /api/v1} and without prefix, and the paths of packs
 * under {@code /hooks/<pack>}. From {@link #open} on it listens and tells that the process lives; from {@link #serve} on
 * it answers everything.
 */
public final class RestApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
    private static final String HOOKS = "/hooks/";
    private static final int OPEN_SECONDS = 30;
    private static final int CLOSE_SECONDS = 10;
    private static final int LOOPS = Math.min(4, Runtime.getRuntime().availableProcessors());
    private static final int STREAM_CHUNK = 16 * 1024;
    private static final long REST_MILLIS = 60_000;

    private final HttpSettings settings;
    private final SlowClients slowClients;
    private final InFlight inFlight = new InFlight();
    private final Traffic traffic = new Traffic();
    private final ThreadPoolExecutor workers;
    private final Dispatcher dispatcher;
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<URI> urls = new ArrayList<>();
    private final Vertx vertx;
    private volatile @Nullable Router hooks;
    private volatile @Nullable Streams streams;

    private RestApi(Vertx vertx, HttpSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.slowClients = new SlowClients(
                vertx, settings.limits().headerTime(), settings.limits().bodyTime());
        this.workers = workers(settings.limits());
        this.dispatcher = new Dispatcher(vertx, settings, slowClients, inFlight, workers, traffic);
    }

    /**
     * Listens on every door. Blocks; not to be called on an I/O loop.
     *
     * @throws DroverException {@code UNAVAILABLE} where a port is taken
     */
    public static RestApi open(Vertx vertx, HttpSettings settings) {
        RestApi api = new RestApi(vertx, settings);
        try {
            api.listen(vertx, settings.port());
            Integer auth = settings.authPort();
            if (auth != null) {
                api.listen(vertx, auth);
            }
            Integer stream = settings.streamPort();
            if (stream != null) {
                api.listen(vertx, stream);
            }
            return api;
        } catch (RuntimeException e) {
            api.close();
            throw e;
        }
    }

    /**
     * Answers every operation from now on.
     *
     * @param authenticators know further tokens, such as those of running actions
     */
    public void serve(EntryPoints engine, Authenticator... authenticators) {
        List<Authenticator> tokens = new ArrayList<>();
        tokens.add(Authentication.admin(settings.adminToken()));
        tokens.add(engine.logins()::authenticate);
        tokens.addAll(Arrays.asList(authenticators));
        Operations operations = new Operations(settings, engine, this::webUrl, traffic);
        Streams opened = operations.streams(Streams.Settings.USUAL);
        streams = opened;
        dispatcher.serve(
                new Routes(operations.all(vertx, opened)),
                new Authentication(settings.authEnabled(), tokens, engine.keys(), engine.logins()::turnedAway),
                engine.access());
    }

    /** Tells of each answer from now on, on the thread that gives it: what is told must not block. */
    public void tell(Consumer<Answered> whom) {
        traffic.tell(whom);
    }

    /** {@return how many streams are open} */
    public int openStreams() {
        Streams opened = streams;
        return opened == null ? 0 : opened.open();
    }

    /** {@return where the main door is, such as {@code http://127.0.0.1:9101}} */
    public URI url() {
        return urls.get(0);
    }

    /** {@return where all doors are, the main one first} */
    public List<URI> urls() {
        return List.copyOf(urls);
    }

    /**
     * Lets a request pass that proves who is asking, as webhooks ask for it, and answers any other with 401. For routes
     * of packs.
     */
    public Handler<RoutingContext> authentication() {
        return request -> {
            try {
                dispatcher.requireHook(request.request());
            } catch (DroverException e) {
                write(request, Failures.answer(e, "of a hook"));
                return;
            }
            request.next();
        };
    }

    /** {@return the most bytes of a body, for routes of packs} */
    public long largestBody() {
        return settings.limits().body();
    }

    /** Serves the paths of packs: the router finds {@code /<pack>/…} at {@code /hooks/<pack>/…}. */
    public void hooks(Vertx vertx, Router packs) {
        Router root = Router.router(vertx);
        root.route(HOOKS + "*")
                .handler(BodyHandler.create(false).setBodyLimit(largestBody()))
                .handler(request -> {
                    slowClients.owesNothing(request.request().connection());
                    request.next();
                });
        root.route(HOOKS + "*").subRouter(packs);
        root.errorHandler(404, request -> write(request, Answer.fault(404, "The resource could not be found.")));
        root.errorHandler(405, request -> write(request, Answer.fault(405, "Method Not Allowed")));
        root.errorHandler(
                413,
                request -> write(
                        request,
                        Answer.fault(413, "Expected a body of at most " + largestBody() + " bytes, but found more.")));
        root.errorHandler(500, request -> {
            Throwable failure = request.failure();
            write(
                    request,
                    failure == null
                            ? Answer.fault(500, "Internal Server Error")
                            : Failures.answer(failure, "of a hook"));
        });
        hooks = root;
    }

    /** Answers new requests with 503, waits for those in flight, then closes every door. */
    public void close(Duration grace) {
        Streams opened = streams;
        if (opened != null) {
            opened.close();
        }
        try {
            inFlight.drain(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        slowClients.stop();
        workers.shutdown();
        for (HttpServer server : servers) {
            try {
                server.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("A door could not be closed in time", e);
            }
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(CLOSE_SECONDS));
    }

    private String webUrl() {
        String given = settings.webUrl();
        return given == null ? url().toString() : given;
    }

    // servers of one fixed port share its connections, each on an I/O loop of its own
    private void listen(Vertx vertx, int port) {
        HttpServer first = server(vertx, port);
        urls.add(URI.create("http://" + inUrl(settings.host()) + ":" + first.actualPort()));
        for (int loop = 1; loop < LOOPS && port != 0; loop++) {
            server(vertx, port);
        }
    }

    private HttpServer server(Vertx vertx, int port) {
        HttpSettings.Limits limits = settings.limits();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(settings.host())
                        .setPort(port)
                        .setHttp2ClearTextEnabled(false)
                        .setMaxHeaderSize(limits.headers())
                        .setMaxInitialLineLength(limits.line())
                        .setMaxChunkSize(STREAM_CHUNK)
                        .setTcpNoDelay(true)
                        // no door speaks WebSocket, yet its part would look at every request and answer
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout((int)
                                Math.min(Integer.MAX_VALUE, limits.idleTime().toMillis())))
                .connectionHandler(slowClients::connected)
                .requestHandler(this::handle);
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(OPEN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannotListen(port, e);
        } catch (ExecutionException | TimeoutException e) {
            throw cannotListen(port, e);
        }
        servers.add(server);
        return server;
    }

    private void handle(HttpServerRequest request) {
        Router packs = hooks;
        String path = request.path();
        if (packs != null && path != null && path.startsWith(HOOKS)) {
            slowClients.owesBody(request.connection());
            request.response()
                    .endHandler(end -> slowClients.answered(
                            request.connection(), settings.limits().idleTime()));
            packs.handle(request);
        } else {
            dispatcher.handle(request);
        }
    }

    private DroverException cannotListen(int port, Throwable cause) {
        return DroverException.of(
                ErrorCode.UNAVAILABLE,
                "Expected to listen on " + settings.host() + ":" + port + ", but could not: "
                        + (cause.getCause() == null ? cause : cause.getCause()).getMessage()
                        + ". Stop what listens there, or set another port.",
                cause);
    }

    private static String inUrl(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host.equals("0.0.0.0") ? "127.0.0.1" : host;
    }

    private static void write(RoutingContext request, Answer answer) {
        if (request.response().ended()) {
            return;
        }
        answer.begin(request.response());
        request.response().end(answer.body());
    }

    private static ThreadPoolExecutor workers(HttpSettings.Limits limits) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                limits.workers(),
                limits.workers(),
                REST_MILLIS,
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(limits.waiting()),
                work -> {
                    Thread thread = new Thread(work, "drover-api-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
