package io.drover.restapi;

import io.drover.engine.api.Access;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Resource;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Kind;
import io.drover.restapi.access.Addresses;
import io.drover.restapi.access.Authentication;
import io.drover.restapi.access.Authentication.Caller;
import io.drover.restapi.health.Answered;
import io.drover.restapi.health.Traffic;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Operation;
import io.drover.restapi.http.QueryParams;
import io.drover.restapi.http.Routes;
import io.drover.restapi.json.Json;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each request through its steps: which operation, who is asking, may they, the body, the work, the answer. A
 * request runs on the I/O loop of its connection; only the work of operations that may wait is done elsewhere.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int MOST_DIGITS = 9;
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "DELETE");
    private static final Principal NOBODY = new Principal("nobody", Set.of(), "none");
    private static final Caller PUBLIC = new Caller(NOBODY, "none");

    private final HttpSettings.Limits limits;
    private final CommonHeaders headers;
    private final SlowClients slowClients;
    private final InFlight inFlight;
    private final Executor workers;
    private final Traffic traffic;
    private final Vertx vertx;
    private final Json json;
    private volatile Routes routes;
    private volatile @Nullable Authentication authentication;
    private volatile @Nullable Access access;

    Dispatcher(
            Vertx vertx,
            HttpSettings settings,
            SlowClients slowClients,
            InFlight inFlight,
            Executor workers,
            Traffic traffic) {
        this.vertx = vertx;
        this.limits = settings.limits();
        this.headers = new CommonHeaders(settings.allowedOrigins());
        this.slowClients = slowClients;
        this.inFlight = inFlight;
        this.workers = workers;
        this.traffic = traffic;
        this.json = new Json(limits.jsonDepth());
        this.routes = new Routes(Operations.starting(settings));
    }

    /** From now on requests are answered by these operations. */
    void serve(Routes operations, Authentication callers, Access rights) {
        access = rights;
        authentication = callers;
        routes = operations;
    }

    /** {@return who tells callers; asked for before there is one, everybody is told to come again} */
    Authentication authentication() {
        Authentication callers = authentication;
        if (callers == null) {
            throw starting();
        }
        return callers;
    }

    /** Refuses who may not send to a pack's HTTP route, {@code /hooks/<pack>/…}. */
    void requireHook(HttpServerRequest request) {
        Principal caller = authentication().caller(request).principal();
        Access rights = access;
        String path = request.path() == null ? "" : request.path();
        String[] parts = path.split("/", -1);
        if (rights != null && parts.length > 2) {
            rights.require(
                    caller,
                    Permission.WEBHOOK_SEND,
                    Resource.of("webhook:" + path.substring(1), Kind.PACK.uid(parts[2])));
        }
    }

    void handle(HttpServerRequest request) {
        Exchange exchange = new Exchange(request, headers.add(request));
        if (!inFlight.begin()) {
            exchange.write(Failures.answer(
                    DroverException.of(ErrorCode.UNAVAILABLE, "The daemon is stopping. Ask again later."),
                    exchange.id));
            return;
        }
        exchange.counted = true;
        try {
            if (request.method().equals(HttpMethod.OPTIONS)) {
                exchange.write(new Answer(200, "text/html; charset=UTF-8", Buffer.buffer(), Map.of()));
                return;
            }
            exchange.start(match(request));
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    private Routes.Match match(HttpServerRequest request) {
        String path = request.path();
        String method = request.method().name().equals("HEAD")
                ? "GET"
                : request.method().name();
        if (path == null || !path.startsWith("/")) {
            throw DroverException.invalid("Expected a path that starts with '/'.");
        }
        return routes.find(method, path).orElseThrow(() -> {
            if (authentication == null) {
                return starting();
            }
            return routes.knows(path)
                    ? new WrongMethod()
                    : DroverException.notFound("The resource could not be found.");
        });
    }

    private static DroverException starting() {
        return DroverException.of(ErrorCode.UNAVAILABLE, "The daemon is starting. Ask again in a moment.");
    }

    // the one place where every operation's permission is asked for; what it is asked for is looked up only where it
    // matters
    private void check(Operation operation, Call call) {
        Access rights = access;
        Permission permission = operation.permission();
        if (call.principal().isSigner()) {
            // who knows the secret may send, which the handler finds out
            return;
        }
        if (rights == null || !permission.isGranted() || rights.may(call.principal(), permission, null)) {
            return;
        }
        rights.require(call.principal(), permission, operation.subject().of(call));
    }

    /** The path exists, but not with this method: the one failure that has no code of its own. */
    private static final class WrongMethod extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongMethod() {
            super("Method Not Allowed", null, false, false);
        }
    }

    /** One request on its way. */
    private final class Exchange {
        private final HttpServerRequest request;
        private final String id;
        private final Context loop = vertx.getOrCreateContext();
        private final long begin = System.nanoTime();
        private boolean counted;
        private boolean whole;

        Exchange(HttpServerRequest request, String id) {
            this.request = request;
            this.id = id;
            request.response().exceptionHandler(gone -> LOG.debug("Request {}: the caller has gone", id, gone));
            request.exceptionHandler(gone -> end());
        }

        void start(Routes.Match match) {
            Operation operation = match.operation();
            Caller caller = PUBLIC;
            if (operation.permission() != Permission.PUBLIC) {
                caller = caller(match);
            }
            MultiMap query = QueryParams.of(request);
            if (WITH_BODY.contains(operation.method())) {
                read(match, query, caller);
            } else {
                whole = !hasBody();
                run(match, call(match, query, Buffer.buffer(), caller));
            }
        }

        private Caller caller(Routes.Match match) {
            return authentication().caller(request, match.operation().signer().of(match.place()));
        }

        private Call call(Routes.Match match, MultiMap query, Buffer body, Caller caller) {
            return new Call(
                    match.place(),
                    query,
                    request.headers(),
                    body,
                    caller.principal(),
                    () -> caller.equals(PUBLIC)
                            ? PUBLIC.principal()
                            : caller(match).principal(),
                    caller.location(),
                    id,
                    address(),
                    json);
        }

        private void read(Routes.Match match, MultiMap query, Caller caller) {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            if (length != null && (length.length() > MOST_DIGITS || Integer.parseInt(length) > limits.body())) {
                throw tooLarge();
            }
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                request.response().writeContinue();
            }
            slowClients.owesBody(request.connection());
            Buffer body = Buffer.buffer();
            request.handler(chunk -> {
                if (request.response().ended()) {
                    return;
                }
                if (body.length() + chunk.length() > limits.body()) {
                    fail(tooLarge());
                } else {
                    body.appendBuffer(chunk);
                }
            });
            request.endHandler(end -> {
                whole = true;
                if (!request.response().ended()) {
                    run(match, call(match, query, body, caller));
                }
            });
        }

        private String address() {
            return Addresses.of(request);
        }

        private DroverException tooLarge() {
            return DroverException.of(
                    ErrorCode.TOO_LARGE, "Expected a body of at most " + limits.body() + " bytes, but found more.");
        }

        private void run(Routes.Match match, Call call) {
            slowClients.owesNothing(request.connection());
            if (match.operation().onLoop()) {
                perform(match.operation(), call);
                return;
            }
            try {
                workers.execute(() -> perform(match.operation(), call));
            } catch (RejectedExecutionException full) {
                fail(DroverException.of(
                        ErrorCode.TOO_MANY,
                        "Expected a free worker, but " + limits.waiting() + " requests wait already. Ask again later.",
                        full));
            }
        }

        private void perform(Operation operation, Call call) {
            try {
                check(operation, call);
                CompletionStage<Answer> stage = operation.handler().handle(call);
                stage.whenComplete((answer, failure) -> {
                    if (failure == null) {
                        onLoop(() -> write(answer));
                    } else {
                        onLoop(() -> fail(failure));
                    }
                });
            } catch (RuntimeException | Error e) {
                onLoop(() -> fail(e));
            }
        }

        private void onLoop(Runnable step) {
            if (Vertx.currentContext() == loop && Context.isOnEventLoopThread()) {
                step.run();
            } else {
                loop.runOnContext(ignored -> step.run());
            }
        }

        void fail(Throwable failure) {
            write(
                    failure instanceof WrongMethod
                            ? Answer.fault(405, "Method Not Allowed")
                            : Failures.answer(failure, id));
        }

        void write(Answer answer) {
            HttpServerResponse response = request.response();
            if (response.ended() || response.closed()) {
                end();
                return;
            }
            answer.begin(response);
            String path = request.path();
            traffic.answered(new Answered(
                    request.method().name(),
                    path == null ? "" : path,
                    answer.status(),
                    Duration.ofNanos(System.nanoTime() - begin)));
            boolean last = (!whole && hasBody()) || inFlight.isDraining();
            if (last) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            boolean headOnly = request.method().equals(HttpMethod.HEAD);
            Consumer<HttpServerRequest> flow = answer.flow();
            if (flow != null && !headOnly) {
                // it may last for days: whoever stops the daemon does not wait for it
                end();
                response.endHandler(done -> rest(last));
                flow.accept(request);
                return;
            }
            if (headOnly) {
                response.putHeader(
                        HttpHeaders.CONTENT_LENGTH,
                        Integer.toString(answer.body().length()));
            }
            Future<Void> written = headOnly ? response.end() : response.end(answer.body());
            written.onComplete(done -> {
                end();
                rest(last);
            });
        }

        // a connection is closed only after what the caller still sends was taken, or it would never see the answer
        private void rest(boolean last) {
            if (!last) {
                slowClients.answered(request.connection(), limits.idleTime());
            } else if (whole || request.isEnded()) {
                request.connection().close();
            } else {
                slowClients.answered(request.connection(), LINGER);
                request.endHandler(end -> request.connection().close());
            }
        }

        private boolean hasBody() {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null || (length != null && !length.equals("0"));
        }

        private void end() {
            if (counted) {
                counted = false;
                inFlight.end();
            }
        }
    }
}
