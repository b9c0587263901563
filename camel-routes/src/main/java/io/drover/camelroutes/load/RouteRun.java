package io.drover.camelroutes.load;

import io.drover.camelroutes.source.Outage;
import io.drover.camelroutes.source.Source;
import io.drover.camelroutes.value.DeepestCause;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorWatch;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one route started or stopped as it is wanted; a start that fails is tried again after ever longer waits. A route
 * that started, but does not reach its source, is seen as one that is tried again, too. It starts or stops one after the
 * other, so that what was asked last is what is in the end.
 */
final class RouteRun {
    private static final Logger LOG = LoggerFactory.getLogger(RouteRun.class);
    private static final long FIRST_WAIT_MILLIS = 500;
    private static final long LONGEST_WAIT_MILLIS = 30_000;
    private static final Set<String> CALLED_BY_OTHERS = Set.of("direct", "seda", "drover");

    private final CamelContext context;
    private final String id;
    private final @Nullable Source source;
    private final Told told;
    private final ScheduledExecutorService workers;
    /** Held while the route starts or stops; never asked for by who holds this object's monitor. */
    private final ReentrantLock moving = new ReentrantLock();

    private boolean wanted;
    private boolean started;
    private long wait = FIRST_WAIT_MILLIS;
    private @Nullable ScheduledFuture<?> retry;
    private @Nullable String lastError;

    /** Who is told what of a route. */
    record Told(Ref route, String file, Supplier<SensorWatch> watch) {
        void started() {
            watch.get().started(route, file);
        }

        void ended(boolean failed) {
            watch.get().ended(route, failed);
        }
    }

    /** @param source null where it is not told by the route file, as in a route made from a template */
    RouteRun(CamelContext context, String id, @Nullable Source source, Told told, ScheduledExecutorService workers) {
        this.context = context;
        this.id = id;
        this.source = source;
        this.told = told;
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

    /** Has the source deliver nothing more, where it can, without waiting for what is under way. {@link #stop} comes next. */
    void quiet() {
        unwant();
        ForeignCode.run(this::suspend)
                .ifPresent(thrown ->
                        LOG.debug("The source of route '{}' of '{}' is not quiet yet.", id, context.getName(), thrown));
    }

    private void suspend() {
        Route route = context.getRoute(id);
        if (route != null && route.getConsumer() instanceof Suspendable) {
            boolean unused = ServiceHelper.suspendService(route.getConsumer());
        }
    }

    /** Stops the route and waits for what is under way until the end of that time. */
    void stop(Deadline until) {
        unwant();
        halt(false, until);
    }

    private synchronized void unwant() {
        wanted = false;
        cancelRetry();
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
        halt(true, Deadline.ofOne());
        attempt();
    }

    private void attempt() {
        moving.lock();
        try {
            synchronized (this) {
                retry = null;
                if (!wanted || started) {
                    return;
                }
            }
            ForeignCode.run(() -> context.getRouteController().startRoute(id))
                    .ifPresentOrElse(this::failed, this::begun);
        } finally {
            moving.unlock();
        }
    }

    private void begun() {
        synchronized (this) {
            started = true;
            lastError = null;
            wait = FIRST_WAIT_MILLIS;
            if (!wanted) {
                workers.execute(() -> halt(false, Deadline.ofOne()));
            }
        }
        told.started();
    }

    private void failed(Throwable e) {
        if (failedFirst(e)) {
            told.ended(true);
        }
    }

    /** {@return whether it is the first of several failures in a row} */
    private synchronized boolean failedFirst(Throwable e) {
        boolean first = lastError == null;
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
        return first;
    }

    /** @param failed whether nobody asked for it, and it is to start again */
    private void halt(boolean failed, Deadline until) {
        moving.lock();
        try {
            if (isWanted() != failed) {
                // something else was asked for while it waited for its turn
                return;
            }
            ForeignCode.run(() -> context.getRouteController().stopRoute(id, until.leftMillis(), TimeUnit.MILLISECONDS))
                    .ifPresent(thrown ->
                            LOG.warn("Route '{}' of '{}' did not stop in order.", id, context.getName(), thrown));
            boolean was;
            synchronized (this) {
                was = started;
                started = false;
            }
            if (was) {
                told.ended(failed);
            }
        } finally {
            moving.unlock();
        }
    }

    private synchronized boolean isWanted() {
        return wanted;
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel(false);
            retry = null;
        }
    }
}
