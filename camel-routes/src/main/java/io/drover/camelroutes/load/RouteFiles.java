package io.drover.camelroutes.load;

import io.drover.camelroutes.source.Source;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.pack.RouteFile;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorWatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route files in force in the context of one pack. Changed by one thread at a time.
 *
 * <p>What {@link ForeignCode} throws at any step is a problem of its own file, so that no file disturbs another.
 */
final class RouteFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

    private final String pack;
    private final Map<String, Boolean> everyNode;
    private final DefaultCamelContext context;
    private final RouteRuns runs;
    private final Supplier<SensorWatch> watch;
    private final Predicate<Ref> here;
    private final ScheduledExecutorService workers;
    private final RouteFileReader reader;
    private final Map<String, LoadedFile> files = new ConcurrentHashMap<>();

    /**
     * No files yet.
     *
     * @param watch who is told now of starts and ends of sensors
     * @param here which of the sensors run here now that run on one node at a time
     */
    RouteFiles(
            PackSettings settings,
            DefaultCamelContext context,
            RouteRuns runs,
            Supplier<SensorWatch> watch,
            Predicate<Ref> here,
            ScheduledExecutorService workers) {
        this.pack = settings.pack();
        this.everyNode = settings.everyNode();
        this.here = here;
        this.context = context;
        this.runs = runs;
        this.watch = watch;
        this.workers = workers;
        this.reader = new RouteFileReader(context, pack);
    }

    Collection<LoadedFile> all() {
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
        for (RouteFile file : wanted) {
            LoadedFile present = files.get(file.file());
            if (present == null || !present.file().text().equals(file.text())) {
                replace(file, present).ifPresent(problems::add);
            }
        }
        Set<String> idle = new LinkedHashSet<>(stopped);
        reports().stream()
                .filter(route -> route.isSensor() && !route.everyNode() && !here.test(route.ref()))
                .forEach(route -> idle.add(route.ref().name()));
        runs.startAllBut(idle);
        return problems;
    }

    List<RouteReport> reports() {
        List<RouteReport> reports = new ArrayList<>();
        for (LoadedFile file : files.values()) {
            for (String route : file.routes()) {
                RouteDefinition definition = context.getRouteDefinition(route);
                if (definition != null) {
                    runs.find(route).ifPresent(run -> reports.add(report(file, definition, run)));
                }
            }
        }
        return reports;
    }

    /** {@return why the file cannot be used; its present version, if any, is then in force again} */
    private Optional<Problem> replace(RouteFile file, @Nullable LoadedFile present) {
        if (present == null) {
            return put(file).map(thrown -> LoadProblems.of(file, thrown));
        }
        Optional<Throwable> broken = ForeignCode.run(() -> reader.check(file, takenByOthers(file)));
        if (broken.isEmpty()) {
            unload(present);
            broken = put(file);
            if (broken.isPresent()) {
                restore(present.file());
            }
        }
        return broken.map(thrown -> LoadProblems.of(file, thrown));
    }

    private void restore(RouteFile file) {
        put(file)
                .ifPresent(thrown -> LOG.error(
                        "The last good routes of '{}' did not come back; they stay stopped until the file changes.",
                        file.file(),
                        thrown));
    }

    /** {@return what kept the routes of the file from being added; then none of them is there} */
    private Optional<Throwable> put(RouteFile file) {
        Set<String> before = defined();
        Map<String, Source> sources = new LinkedHashMap<>();
        Optional<Throwable> broken = ForeignCode.run(() -> sources.putAll(reader.add(file, takenByOthers(file))));
        Set<String> added = broken.isPresent() ? defined() : built();
        added.removeAll(before);
        if (broken.isPresent()) {
            added.forEach(this::removeRoute);
        } else {
            added.forEach(id -> runs.add(new RouteRun(context, id, sources.get(id), told(id, file), workers)));
            files.put(file.file(), new LoadedFile(file, List.copyOf(added)));
        }
        return broken;
    }

    /** {@return who is told of the starts and ends of a route: nobody where it is no sensor} */
    private RouteRun.Told told(String id, RouteFile file) {
        RouteDefinition definition = context.getRouteDefinition(id);
        boolean sensor = definition != null && !DroverSteps.triggers(definition).isEmpty();
        return new RouteRun.Told(Ref.of(pack, id), file.file(), sensor ? watch : () -> SensorWatch.NONE);
    }

    private void unload(LoadedFile loaded) {
        for (String route : loaded.routes()) {
            runs.remove(route);
            removeRoute(route);
        }
        files.remove(loaded.file().file());
    }

    private void removeRoute(String route) {
        ForeignCode.run(() -> {
                    context.getRouteController().stopRoute(route);
                    reader.remove(route);
                })
                .ifPresent(thrown -> LOG.warn("Route '{}' of '{}' was not removed in order.", route, pack, thrown));
    }

    private RouteReport report(LoadedFile file, RouteDefinition definition, RouteRun run) {
        Source source = run.source();
        return new RouteReport(
                Ref.of(pack, run.id()),
                file.file().file(),
                definition.getDescriptionText(),
                DroverSteps.triggers(definition),
                run.state(),
                source == null ? SensorStatus.Delivery.AT_MOST_ONCE : source.delivery(),
                source == null || source.consumes(),
                everyNode.getOrDefault(run.id(), source == null || source.runsOnEveryNode()),
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

    private Set<String> built() {
        Set<String> ids = new LinkedHashSet<>();
        context.getRoutes().forEach(route -> ids.add(route.getRouteId()));
        return ids;
    }

    /** Those that were to be built, too. */
    private Set<String> defined() {
        Set<String> ids = built();
        context.getRouteDefinitions().forEach(route -> ids.add(route.getRouteId()));
        return ids;
    }
}
