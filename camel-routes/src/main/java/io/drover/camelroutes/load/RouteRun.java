package io.drover.camelroutes.load;

import io.drover.camelroutes.source.Outage;
import io.drover.camelroutes.source.Source;
import io.drover.camelroutes.value.DeepestCause;
import io.drover.model.trigger.SensorStatus;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one route started or stopped as it is wanted; a start that fails is tried again after ever longer waits. A route
 * that started, but does not reach its source, is seen as one that is tried again, too.
 */
final class RouteRun {
    private static final Logger LOG = LoggerFactory.getLogger(RouteRun.class);
    private static final long FIRST_WAIT_MILLIS = 500;
    private static final long LONGEST_WAIT_MILLIS = 30_000;
    private static final long STOP_SECONDS = 3;
    private static final Set<String> CALLED_BY_OTHERS = Set.of("direct", "seda", "drover");

    private final CamelContext context;
    private final String id;
    private final @Nullable Source source;
    private final ScheduledExecutorService workers;
    private boolean wanted;
    private boolean started;
    private long wait = FIRST_WAIT_MILLIS;
    private @Nullable ScheduledFuture<?> retry;
    private @Nullable String lastError;

    /** @param source null where it is not told by the route file, as in a route made from a template */
    RouteRun(CamelContext context, String id, @Nullable Source source, ScheduledExecutorService workers) {
        this.context = context;
        this.id = id;
        this.source = source;
        this.workers = workers;
    }

    String id() {
        return id;
    }

    @Nullable
    Source source() {
        return source;
    }

    /** {@return whether other routes begin there, so that it has to be there first} */
    boolean isCalledByOthers() {
        return source != null && CALLED_BY_OTHERS.contains(source.scheme());
    }

    /** Starts the route; the stage completes after the first attempt, whatever came of it. */
    CompletableFuture<Void> start() {
        synchronized (this) {
            wanted = true;
        }
        return CompletableFuture.runAsync(this::attempt, workers);
    }

    /** Stops the route and waits for what is under way, a few seconds at most. */
    void stop() {
        synchronized (this) {
            wanted = false;
            cancelRetry();
        }
        halt();
    }

    /** Gives the source a new connection soon, where only that makes it deliver again; several failures are one. */
    synchronized void exchangeFailed() {
        if (source != null && source.needsNewConnection() && wanted && started && retry == null) {
            retry = workers.schedule(this::restart, FIRST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    synchronized SensorStatus.State state() {
        if (!wanted) {
            return SensorStatus.State.STOPPED;
        }
        return started && outage().isEmpty() ? SensorStatus.State.RUNNING : SensorStatus.State.RETRYING;
    }

    /** {@return why it does not run, or does not reach its source} */
    synchronized @Nullable String lastError() {
        return lastError == null && wanted && started ? outage().orElse(null) : lastError;
    }

    private Optional<String> outage() {
        Route route = context.getRoute(id);
        return route == null || route.getConsumer() == null ? Optional.empty() : Outage.of(route.getConsumer());
    }

    private void restart() {
        synchronized (this) {
            retry = null;
            if (!wanted) {
                return;
            }
        }
        halt();
        attempt();
    }

    private void attempt() {
        synchronized (this) {
            retry = null;
            if (!wanted || started) {
                return;
            }
        }
        ForeignCode.run(() -> context.getRouteController().startRoute(id)).ifPresentOrElse(this::failed, this::begun);
    }

    private synchronized void begun() {
        started = true;
        lastError = null;
        wait = FIRST_WAIT_MILLIS;
        if (!wanted) {
            workers.execute(this::halt);
        }
    }

    private synchronized void failed(Throwable e) {
        lastError = DeepestCause.message(e);
        if (wanted && !workers.isShutdown()) {
            LOG.warn(
                    "Route '{}' of '{}' did not start and is tried again in {} ms: {}",
                    id,
                    context.getName(),
                    wait,
                    lastError);
            retry = workers.schedule(this::attempt, wait, TimeUnit.MILLISECONDS);
            wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
        }
    }

    private void halt() {
        ForeignCode.run(() -> context.getRouteController().stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS))
                .ifPresent(
                        thrown -> LOG.warn("Route '{}' of '{}' did not stop in order.", id, context.getName(), thrown));
        synchronized (this) {
            started = false;
        }
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel(false);
            retry = null;
        }
    }
}
