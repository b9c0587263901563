package io.drover.camelroutes.load;

import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of one pack, as they run. */
final class RouteRuns {
    private static final Logger LOG = LoggerFactory.getLogger(RouteRuns.class);
    private static final long FIRST_START_MILLIS = 500;

    private final String pack;
    private final Map<String, RouteRun> runs = new ConcurrentHashMap<>();

    RouteRuns(String pack) {
        this.pack = pack;
    }

    void add(RouteRun run) {
        runs.put(run.id(), run);
    }

    /** Stops the route and forgets it. */
    void remove(String route) {
        RouteRun run = runs.remove(route);
        if (run != null) {
            run.stop(Deadline.ofOne());
        }
    }

    Optional<RouteRun> find(String route) {
        return Optional.ofNullable(runs.get(route));
    }

    void start(String route) {
        awaitFirstAttempts(List.of(existing(route).start()));
    }

    void startSoon(String route) {
        CompletableFuture<Void> unused = existing(route).start();
    }

    void stop(String route) {
        existing(route).stop(Deadline.ofOne());
    }

    /** Has the source of a route that stops next deliver nothing more. */
    void quiet(String route) {
        find(route).ifPresent(RouteRun::quiet);
    }

    /** Stops routes one after the other, as Camel does in a context; what they have under way ends at the same time. */
    void stop(Collection<String> routes, Deadline until) {
        routes.forEach(route -> find(route).ifPresent(run -> run.stop(until)));
    }

    void stopAll() {
        Deadline until = Deadline.ofOne();
        runs.values().forEach(RouteRun::quiet);
        runs.values().forEach(run -> run.stop(until));
    }

    /** Brings all routes to what is wanted: those that others call first, then the others at the same time. */
    void startAllBut(Set<String> stopped) {
        List<RouteRun> order = new ArrayList<>(runs.values());
        order.sort(
                Comparator.comparing((RouteRun run) -> !run.isCalledByOthers()).thenComparing(RouteRun::id));
        List<CompletableFuture<Void>> starting = new ArrayList<>();
        for (RouteRun run : order) {
            boolean off = stopped.contains(run.id());
            if (off && run.state() != SensorStatus.State.STOPPED) {
                run.stop(Deadline.ofOne());
            } else if (!off && run.state() == SensorStatus.State.STOPPED) {
                CompletableFuture<Void> first = run.start();
                starting.add(first);
                if (run.isCalledByOthers()) {
                    awaitFirstAttempts(List.of(first));
                }
            }
        }
        awaitFirstAttempts(starting);
    }

    private RouteRun existing(String route) {
        return find(route)
                .orElseThrow(() -> DroverException.notFound("Expected a route '" + Ref.of(pack, route)
                        + "', but there is none. The pack's route files tell its routes."));
    }

    private static void awaitFirstAttempts(Collection<CompletableFuture<Void>> attempts) {
        try {
            CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new))
                    .get(FIRST_START_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException slow) {
            LOG.debug("Some routes take longer to start.", slow);
        }
    }
}
