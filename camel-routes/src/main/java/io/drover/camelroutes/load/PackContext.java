package io.drover.camelroutes.load;

import io.drover.camelroutes.component.DroverComponent;
import io.drover.camelroutes.component.TriggerDoor;
import io.drover.camelroutes.hook.HookRouters;
import io.drover.camelroutes.hook.PackHooks;
import io.drover.camelroutes.source.SafeEndpoints;
import io.drover.camelroutes.source.Source;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.pack.RouteFile;
import io.drover.model.trigger.SensorStatus;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The CamelContext of one pack, with the route files in force. Changed by one thread at a time. */
final class PackContext {
    private static final Logger LOG = LoggerFactory.getLogger(PackContext.class);
    private static final long FIRST_START_MILLIS = 500;

    private final PackSettings settings;
    private final DefaultCamelContext context;
    private final DroverComponent component;
    private final @Nullable PackHooks hooks;
    private final ScheduledExecutorService workers;
    private final RouteFileReader reader;
    private final ProducerTemplate producer;
    private final Map<String, LoadedFile> files = new ConcurrentHashMap<>();
    private final Map<String, RouteRun> runs = new ConcurrentHashMap<>();
    private final Map<String, Source> sources = new ConcurrentHashMap<>();

    PackContext(
            PackSettings settings, TriggerDoor door, @Nullable HookRouters routers, ScheduledExecutorService workers) {
        this.settings = settings;
        this.workers = workers;
        this.component = new DroverComponent(settings.pack(), door);
        this.context = new DefaultCamelContext(false);
        this.reader = new RouteFileReader(context, settings.pack(), sources);
        configure();
        context.build();
        context.addComponent(DroverComponent.SCHEME, component);
        context.addRoutePolicyFactory(new Failures(this, door));
        context.getCamelContextExtension().addInterceptStrategy(new Decoding(this, door));
        SafeEndpoints.in(context);
        this.hooks = routers == null ? null : PackHooks.open(context, settings.pack(), routers, settings.hooks());
        context.start();
        this.producer = context.createProducerTemplate();
    }

    private void configure() {
        context.disableJMX();
        context.getCamelContextExtension().setName("drover-" + settings.pack());
        context.setApplicationContextClassLoader(settings.classLoader(PackContext.class.getClassLoader()));
        context.setStartupSummaryLevel(StartupSummaryLevel.Off);
        context.setSourceLocationEnabled(true);
        context.getShutdownStrategy().setTimeout(3);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        PropertiesComponent placeholders = new PropertiesComponent();
        placeholders.setInitialProperties(settings.placeholders());
        placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        context.setPropertiesComponent(placeholders);
    }

    String name() {
        return settings.pack();
    }

    PackSettings settings() {
        return settings;
    }

    ProducerTemplate producer() {
        return producer;
    }

    DroverComponent component() {
        return component;
    }

    Collection<LoadedFile> files() {
        return List.copyOf(files.values());
    }

    /** Brings the routes to what the files say; routes of unchanged files run on untouched. */
    List<Problem> load(List<RouteFile> wanted, Collection<String> broken, Set<String> stopped) {
        List<Problem> problems = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(broken);
        wanted.forEach(file -> names.add(file.file()));
        files.values().stream()
                .filter(loaded -> !names.contains(loaded.file().file()))
                .forEach(this::unload);
        Map<String, CompletableFuture<Void>> starting = new LinkedHashMap<>();
        for (RouteFile file : wanted) {
            LoadedFile present = files.get(file.file());
            if (present == null || !present.file().text().equals(file.text())) {
                replace(file, present, problems);
            }
        }
        startAll(stopped, starting);
        awaitFirstAttempts(starting.values());
        return problems;
    }

    void start(String route) {
        awaitFirstAttempts(List.of(run(route).start()));
    }

    void stop(String route) {
        run(route).stop();
    }

    boolean isSensor(String route) {
        RouteDefinition definition = context.getRouteDefinition(route);
        return definition != null && !RouteFileReader.triggers(definition).isEmpty();
    }

    void sourceFailed(String route) {
        Source source = sources.get(route);
        RouteRun run = runs.get(route);
        if (source != null && run != null && source.needsNewConnection()) {
            run.restartSoon();
        }
    }

    List<RouteReport> reports() {
        List<RouteReport> reports = new ArrayList<>();
        for (LoadedFile file : files.values()) {
            for (String route : file.routes()) {
                RouteRun run = runs.get(route);
                RouteDefinition definition = context.getRouteDefinition(route);
                if (run != null && definition != null) {
                    reports.add(report(file, route, definition, run));
                }
            }
        }
        return reports;
    }

    void close() {
        for (RouteRun run : runs.values()) {
            run.stop();
        }
        producer.stop();
        context.stop();
        if (hooks != null) {
            hooks.unmount();
        }
        if (context.getApplicationContextClassLoader() instanceof Closeable libraries
                && libraries != PackContext.class.getClassLoader()) {
            try {
                libraries.close();
            } catch (IOException e) {
                LOG.warn("The libraries of the pack '{}' were not closed in order.", name(), e);
            }
        }
    }

    private void replace(RouteFile file, @Nullable LoadedFile present, List<Problem> problems) {
        try {
            if (present != null) {
                reader.check(file, takenByOthers(file));
            }
        } catch (Exception e) {
            problems.add(LoadProblems.of(file, e));
            return;
        }
        if (present != null) {
            unload(present);
        }
        try {
            put(file);
        } catch (Exception e) {
            problems.add(LoadProblems.of(file, e));
            if (present != null) {
                restore(present.file());
            }
        }
    }

    private void restore(RouteFile file) {
        try {
            put(file);
        } catch (Exception e) {
            LOG.error(
                    "The last good routes of '{}' did not come back; they stay stopped until the file changes.",
                    file.file(),
                    e);
        }
    }

    private void put(RouteFile file) throws Exception {
        Set<String> before = ids();
        try {
            reader.add(file, takenByOthers(file));
        } catch (Exception e) {
            Set<String> added = definedIds();
            added.removeAll(before);
            added.forEach(this::removeRoute);
            throw e;
        }
        List<String> added = new ArrayList<>(ids());
        added.removeAll(before);
        added.forEach(id -> runs.put(id, new RouteRun(context, id, workers)));
        files.put(file.file(), new LoadedFile(file, added));
    }

    private void unload(LoadedFile loaded) {
        for (String route : loaded.routes()) {
            RouteRun run = runs.remove(route);
            if (run != null) {
                run.stop();
            }
            removeRoute(route);
            sources.remove(route);
        }
        files.remove(loaded.file().file());
    }

    private void removeRoute(String route) {
        try {
            context.getRouteController().stopRoute(route);
            context.removeRoute(route);
            RouteDefinition definition = context.getRouteDefinition(route);
            if (definition != null) {
                context.removeRouteDefinition(definition);
            }
        } catch (Exception e) {
            LOG.warn("Route '{}' of '{}' was not removed in order.", route, name(), e);
        }
    }

    private void startAll(Set<String> stopped, Map<String, CompletableFuture<Void>> starting) {
        List<String> order = new ArrayList<>(runs.keySet());
        order.sort(Comparator.comparing((String id) -> !isInner(id)).thenComparing(id -> id));
        for (String route : order) {
            RouteRun run = run(route);
            boolean off = stopped.contains(route);
            if (off && run.state() != SensorStatus.State.STOPPED) {
                run.stop();
            } else if (!off && run.state() == SensorStatus.State.STOPPED) {
                CompletableFuture<Void> first = run.start();
                starting.put(route, first);
                if (isInner(route)) {
                    awaitFirstAttempts(List.of(first));
                }
            }
        }
    }

    /** Routes that others call have to be there first. */
    private boolean isInner(String route) {
        Source source = sources.get(route);
        return source != null && Set.of("direct", "seda", "drover").contains(source.scheme());
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

    private RouteReport report(LoadedFile file, String route, RouteDefinition definition, RouteRun run) {
        Source source = sources.get(route);
        return new RouteReport(
                Ref.of(name(), route),
                file.file().file(),
                definition.getDescriptionText(),
                RouteFileReader.triggers(definition),
                run.state(),
                source == null ? SensorStatus.Delivery.AT_MOST_ONCE : source.delivery(),
                source == null || source.consumes(),
                run.lastError());
    }

    private Map<String, String> takenByOthers(RouteFile file) {
        Map<String, String> taken = new LinkedHashMap<>();
        for (LoadedFile other : files.values()) {
            if (!other.file().file().equals(file.file())) {
                other.routes().forEach(route -> taken.put(route, other.file().file()));
            }
        }
        return taken;
    }

    private RouteRun run(String route) {
        RouteRun run = runs.get(route);
        if (run == null) {
            throw DroverException.notFound("Expected a route '" + Ref.of(name(), route)
                    + "', but there is none. The pack's route files tell its routes.");
        }
        return run;
    }

    private Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>();
        for (Route route : context.getRoutes()) {
            ids.add(route.getRouteId());
        }
        return ids;
    }

    private Set<String> definedIds() {
        Set<String> ids = ids();
        context.getRouteDefinitions().forEach(route -> ids.add(route.getRouteId()));
        return ids;
    }
}
