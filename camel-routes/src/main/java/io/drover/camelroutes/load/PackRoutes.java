package io.drover.camelroutes.load;

import io.drover.camelroutes.component.ActionConsumer;
import io.drover.camelroutes.component.TriggerDoor;
import io.drover.camelroutes.hook.HookRouters;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Pack;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.pack.RouteFile;
import io.drover.model.trigger.SensorWatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of all packs: one CamelContext for each pack that has routes or an action that runs an endpoint. Thread-safe;
 * changes go one after another.
 */
public final class PackRoutes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PackRoutes.class);
    private static final int WORKERS = 4;
    /** So many sources become quiet at the same time. */
    private static final int STOPPERS = 64;
    /** Less than the time that a node has for stopping its sensors before another one may start them. */
    private static final int STOP_SECONDS = 5;

    private final TriggerDoor door;
    private final @Nullable HookRouters routers;
    private final ScheduledThreadPoolExecutor workers;
    /** Of their own: a start that hangs keeps no route from stopping. */
    private final ThreadPoolExecutor stoppers;

    private final Map<String, PackContext> contexts = new ConcurrentHashMap<>();
    private final ReentrantLock change = new ReentrantLock();
    private volatile SensorWatch watch = SensorWatch.NONE;
    private volatile Predicate<Ref> here = sensor -> true;

    /**
     * @param door takes what routes emit
     * @param routers where HTTP sources get their paths; null: such routes do not start
     */
    public PackRoutes(TriggerDoor door, @Nullable HookRouters routers) {
        this.door = door;
        this.routers = routers;
        AtomicInteger next = new AtomicInteger();
        this.workers = new ScheduledThreadPoolExecutor(
                WORKERS, task -> thread("drover-routes-" + next.incrementAndGet(), task));
        AtomicInteger nextStopper = new AtomicInteger();
        this.stoppers = new ThreadPoolExecutor(
                STOPPERS,
                STOPPERS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> thread("drover-routes-stop-" + nextStopper.incrementAndGet(), task));
        stoppers.allowCoreThreadTimeOut(true);
        workers.setKeepAliveTime(10, TimeUnit.SECONDS);
        workers.allowCoreThreadTimeOut(true);
        workers.setRemoveOnCancelPolicy(true);
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Brings a pack's routes to what its files say. New and changed files are (re)started, routes of removed ones stopped,
     * the others left alone; of a file with a problem the last good version runs on. Another config, other jars in
     * {@code lib/} or other rules for its HTTP sources restart the whole pack.
     *
     * @param broken files, as in {@link RouteFile#file()}, that could not be read: their last good version stays
     * @param stopped ids of routes that are not to run
     * @return what is wrong in the files
     */
    public List<Problem> load(
            Pack pack,
            Map<String, @Nullable Object> config,
            List<RouteFile> files,
            Collection<String> broken,
            Set<String> stopped) {
        change.lock();
        try {
            PackSettings settings = PackSettings.of(pack.ref(), pack.path(), pack.metadata(), config);
            List<RouteFile> wanted = withLastGood(pack.ref(), files, broken);
            return context(settings).files().load(wanted, broken, stopped);
        } catch (IllegalArgumentException e) {
            return List.of(Problem.error(pack.ref() + "/pack.yaml", 0, 0, String.valueOf(e.getMessage())));
        } finally {
            change.unlock();
        }
    }

    /** Says who is told of starts and ends of routes that are sensors, from now on. */
    public void watch(SensorWatch other) {
        watch = other;
    }

    /**
     * Says which of the sensors that run on one node at a time are started when their pack is loaded; before that all are.
     *
     * @param which is asked anew at each loading
     */
    public void startHere(Predicate<Ref> which) {
        here = which;
    }

    /** Stops everything of a pack. */
    public void remove(String pack) {
        change.lock();
        try {
            PackContext context = contexts.remove(pack);
            if (context != null) {
                context.close();
            }
        } finally {
            change.unlock();
        }
    }

    /**
     * {@return what sends exchanges to endpoints in the context of a pack; where it has none yet, in a new one with the
     * given config}
     */
    public ProducerTemplate producer(String pack, Map<String, @Nullable Object> config) {
        PackContext present = contexts.get(pack);
        if (present != null) {
            return present.producer();
        }
        change.lock();
        try {
            PackContext other = contexts.get(pack);
            return (other == null ? context(PackSettings.of(pack, null, Map.of(), config)) : other).producer();
        } finally {
            change.unlock();
        }
    }

    /** {@return the running route that carries out an action} */
    public Optional<ActionConsumer> action(Ref action) {
        return Optional.ofNullable(contexts.get(action.pack())).flatMap(context -> context.action(action));
    }

    /** {@return all routes, by ref} */
    public List<RouteReport> list() {
        List<RouteReport> reports = new ArrayList<>();
        contexts.values().forEach(context -> reports.addAll(context.files().reports()));
        reports.sort((one, other) -> one.ref().compareTo(other.ref()));
        return reports;
    }

    /** {@return how the route is doing} */
    public Optional<RouteReport> find(Ref route) {
        PackContext context = contexts.get(route.pack());
        return context == null
                ? Optional.empty()
                : context.files().reports().stream()
                        .filter(report -> report.ref().equals(route))
                        .findFirst();
    }

    /** Starts a route; one that does not start is tried again on its own. */
    public void start(Ref route) {
        existing(route).runs().start(route.name());
    }

    /** Stops a route after what it has under way. */
    public void stop(Ref route) {
        existing(route).runs().stop(route.name());
    }

    /** Has several routes start at the same time, without waiting for any of them. */
    public void start(Collection<Ref> routes) {
        routes.forEach(route -> existing(route).runs().startSoon(route.name()));
    }

    /**
     * Stops several routes at the same time: first all sources are quiet, then each route gets what is left of a few seconds to
     * end what it has under way. Those that do not stop within that time go on stopping after this has returned.
     */
    public void stop(Collection<Ref> routes) {
        Deadline until = Deadline.ofOne();
        Map<String, List<String>> byPack = routes.stream()
                .collect(Collectors.groupingBy(Ref::pack, Collectors.mapping(Ref::name, Collectors.toList())));
        CompletableFuture<?> stopped = inParallel(routes.stream()
                        .<Runnable>map(route -> () -> runs(route.pack()).ifPresent(runs -> runs.quiet(route.name())))
                        .toList())
                .thenCompose(quiet -> inParallel(byPack.entrySet().stream()
                        .<Runnable>map(pack ->
                                () -> runs(pack.getKey()).ifPresent(runs -> runs.stop(pack.getValue(), until)))
                        .toList()));
        try {
            stopped.get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException late) {
            LOG.warn("Not all of {} routes stopped within {} s; the others still do.", routes.size(), STOP_SECONDS);
        } catch (ExecutionException e) {
            LOG.warn("The routes were not all stopped in order.", e);
        }
    }

    private Optional<RouteRuns> runs(String pack) {
        return Optional.ofNullable(contexts.get(pack)).map(PackContext::runs);
    }

    /** Stops the routes of all packs. */
    @Override
    public void close() {
        change.lock();
        try {
            inParallel(contexts.values().stream()
                            .<Runnable>map(context -> context::close)
                            .toList())
                    .join();
        } catch (CompletionException e) {
            LOG.warn("The routes were not all stopped in order.", e);
        } finally {
            contexts.clear();
            workers.shutdownNow();
            stoppers.shutdown();
            change.unlock();
        }
    }

    private CompletableFuture<Void> inParallel(List<Runnable> steps) {
        return CompletableFuture.allOf(steps.stream()
                .map(step -> CompletableFuture.runAsync(step, stoppers))
                .toArray(CompletableFuture[]::new));
    }

    /** The context with the given settings: the present one where they are the same. */
    private PackContext context(PackSettings settings) {
        PackContext present = contexts.get(settings.pack());
        if (present != null && present.settings().equals(settings)) {
            return present;
        }
        if (present != null) {
            present.close();
        }
        PackContext fresh = new PackContext(settings, door, routers, () -> watch, sensor -> here.test(sensor), workers);
        contexts.put(settings.pack(), fresh);
        return fresh;
    }

    /** A context that has to be made anew takes along what it can of files that cannot be read now. */
    private List<RouteFile> withLastGood(String pack, List<RouteFile> files, Collection<String> broken) {
        PackContext present = contexts.get(pack);
        List<RouteFile> all = new ArrayList<>(files);
        if (present != null) {
            present.files().all().stream()
                    .map(LoadedFile::file)
                    .filter(file -> broken.contains(file.file())
                            && files.stream().noneMatch(given -> given.file().equals(file.file())))
                    .forEach(all::add);
        }
        return all;
    }

    private PackContext existing(Ref route) {
        PackContext context = contexts.get(route.pack());
        if (context == null) {
            throw DroverException.notFound("Expected a route '" + route + "', but the pack '" + route.pack()
                    + "' has no routes. 'drover sensor list' tells which there are.");
        }
        return context;
    }
}
