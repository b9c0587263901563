package io.drover.camelactions.camel;

import io.drover.camelactions.value.Given;
import io.drover.camelactions.value.Json;
import io.drover.camelactions.value.ParameterSchemas;
import io.drover.camelroutes.component.ActionConsumer;
import io.drover.camelroutes.load.PackRoutes;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.action.RunnerType;
import io.drover.model.execution.TraceParent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the action's body to an endpoint, or its parameters through the pack's route {@code drover:action/<ref>}. On cancel
 * and time-out the execution is over at once; what comes later is dropped.
 */
public final class CamelRunner implements ActionRunner, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CamelRunner.class);
    private static final String IN_ONLY = "in-only";
    private static final RunnerType TYPE = new RunnerType(
            "camel",
            "Sends a message to a Camel endpoint, or runs a route of the pack.",
            new ParameterSchemas()
                    .optional(
                            "to", "string", "Address of the endpoint; without it the pack's route for the action runs.")
                    .with("body", Map.of("description", "Body of the message."))
                    .optional("headers", "object", "Headers of the message, value by name.")
                    .with(
                            "pattern",
                            Map.of(
                                    "type",
                                    "string",
                                    "enum",
                                    List.of(IN_ONLY, "in-out"),
                                    "default",
                                    "in-out",
                                    "description",
                                    "Whether an answer is waited for."))
                    .optional("result", "string", "Simple expression for the result's body.", "${body}")
                    .optional("timeout", "number", "Seconds until the action is given up.", 60)
                    .toMap(),
            "body",
            true);

    private final PackRoutes routes;
    private final ExecutorService workers;

    public CamelRunner(PackRoutes routes) {
        this.routes = routes;
        AtomicInteger next = new AtomicInteger();
        this.workers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "drover-camel-action-" + next.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public RunnerType type() {
        return TYPE;
    }

    @Override
    public ActionResult run(ActionContext context) throws InterruptedException {
        Given given = new Given(context.runnerParameters());
        String to = given.text("to");
        Failure failure = new Failure(context, to);
        Exchange exchange;
        Future<?> running;
        try {
            if (to == null) {
                Optional<ActionConsumer> route = routes.action(context.action().ref());
                if (route.isEmpty()) {
                    return ActionResult.failed(
                            "Expected the parameter 'to', or a running route that begins with 'drover:action/"
                                    + context.action().ref() + "', but there is neither.");
                }
                ActionConsumer entrance = route.orElseThrow();
                Exchange sent = entrance.exchange(context.actionParameters(), headers(context, given, null));
                exchange = sent;
                running = workers.submit(() -> entrance.send(sent).get());
            } else {
                ProducerTemplate producer =
                        routes.producer(context.action().ref().pack(), context.config());
                Endpoint endpoint = producer.getCamelContext().getEndpoint(to);
                Exchange sent = message(context, given, endpoint);
                exchange = sent;
                running = workers.submit(() -> producer.send(endpoint, sent));
            }
        } catch (RuntimeException e) {
            // Components throw what they like for an address that they cannot use: that is the action's failure.
            return ActionResult.failed(failure.of(e));
        }
        return awaited(context, given, failure, exchange, running);
    }

    /** Stops the threads of actions that still run. */
    @Override
    public void close() {
        workers.shutdownNow();
    }

    private static ActionResult awaited(
            ActionContext context, Given given, Failure failure, Exchange exchange, Future<?> running)
            throws InterruptedException {
        double seconds = given.number("timeout", 60);
        CompletableFuture<Void> canceled = new CompletableFuture<>();
        context.cancellation().whenCanceled(() -> {
            canceled.complete(null);
            running.cancel(true);
        });
        try {
            running.get((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
            return ended(given, failure, exchange);
        } catch (TimeoutException e) {
            end(context, exchange, running);
            return ActionResult.timedOut(failure.timeout(seconds));
        } catch (CancellationException e) {
            end(context, exchange, running);
            return ActionResult.canceled(Map.of("error", "Action was canceled"));
        } catch (ExecutionException e) {
            return ActionResult.failed(failure.of(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            end(context, exchange, running);
            throw e;
        }
    }

    private static ActionResult ended(Given given, Failure failure, Exchange exchange) {
        if (exchange.getException() != null) {
            return ActionResult.failed(failure.of(exchange.getException()));
        }
        try {
            return ActionResult.succeeded(Result.of(exchange, given));
        } catch (RuntimeException e) {
            // The expression for the result is the author's, and an answer may break off while it is read.
            return ActionResult.failed(failure.of(e));
        }
    }

    private static void end(ActionContext context, Exchange exchange, Future<?> running) {
        exchange.setRouteStop(true);
        running.cancel(true);
        LOG.info(
                "Execution '{}' was given up; what its exchange still brings is dropped.",
                context.execution().id());
    }

    private static Exchange message(ActionContext context, Given given, Endpoint endpoint) {
        Exchange exchange = endpoint.createExchange(
                IN_ONLY.equals(given.text("pattern")) ? ExchangePattern.InOnly : ExchangePattern.InOut);
        Object body = context.runnerParameters().get("body");
        boolean structured = body instanceof Map || body instanceof List;
        exchange.getIn().setBody(structured ? Json.write(body) : body);
        exchange.getIn().setHeaders(headers(context, given, endpoint));
        if (structured && exchange.getIn().getHeader(Exchange.CONTENT_TYPE) == null) {
            exchange.getIn().setHeader(Exchange.CONTENT_TYPE, "application/json");
        }
        return exchange;
    }

    private static Map<String, Object> headers(ActionContext context, Given given, @Nullable Endpoint endpoint) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("Drover-Execution-Id", context.execution().id());
        if (endpoint != null && endpoint.getEndpointUri().startsWith("http")) {
            headers.put("Idempotency-Key", context.execution().id());
        }
        Map<String, Object> own = given.object("headers");
        TraceParent span = context.traceParent();
        if (span != null && own.keySet().stream().noneMatch(TraceParent.NAME::equalsIgnoreCase)) {
            headers.put(TraceParent.NAME, span.header());
        }
        headers.putAll(own);
        return headers;
    }
}
