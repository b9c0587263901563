package io.drover.camelsensors.sensor;

import io.drover.camelroutes.load.PackRoutes;
import io.drover.camelroutes.load.RouteReport;
import io.drover.camelsensors.emit.Emitter;
import io.drover.camelsensors.emit.SensorRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorStatus.Delivery;
import io.drover.model.trigger.SensorStatus.State;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.SensorWatch;
import io.drover.model.trigger.Sensors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sensors of this process: routes that end at a trigger; Python sensors are shown as waiting for a host. */
public final class RouteSensors implements Sensors {
    private static final String CAMEL = "camel";

    private final PackRoutes routes;
    private final Emitter emitter;
    private final Map<String, List<SensorType>> python = new ConcurrentHashMap<>();
    private final Set<Ref> disabled = ConcurrentHashMap.newKeySet();
    /** By pack and route. */
    private final Map<String, Map<String, Duration>> expected = new ConcurrentHashMap<>();
    /** What runs changes by one caller at a time. */
    private final ReentrantLock change = new ReentrantLock();

    private volatile Predicate<Ref> here = sensor -> true;

    /** @param emitter the door of the routes, too */
    public RouteSensors(PackRoutes routes, Emitter emitter) {
        this.routes = routes;
        this.emitter = emitter;
        routes.startHere(sensor -> here.test(sensor));
    }

    @Override
    public List<Problem> apply(PackContent content, List<Ref> off) {
        change.lock();
        try {
            return applied(content, off);
        } finally {
            change.unlock();
        }
    }

    private List<Problem> applied(PackContent content, List<Ref> off) {
        String pack = content.pack().ref();
        python.put(
                pack,
                content.sensors().stream()
                        .filter(sensor -> sensor.host() == SensorType.Host.PYTHON)
                        .toList());
        disabled.removeIf(sensor -> sensor.pack().equals(pack));
        disabled.addAll(off);
        List<Problem> problems = new ArrayList<>();
        try {
            expected.put(pack, ExpectedEvents.read(content.pack().metadata().get("routes")));
        } catch (IllegalArgumentException e) {
            problems.add(Problem.error(pack + "/pack.yaml", 0, 0, String.valueOf(e.getMessage())));
        }
        boolean acts = content.actions().stream()
                .anyMatch(action -> action.runnerType().equals(CAMEL));
        boolean had =
                routes.list().stream().anyMatch(route -> route.ref().pack().equals(pack));
        if (content.routes().isEmpty() && !acts && (!had || content.broken().isEmpty())) {
            routes.remove(pack);
            return problems;
        }
        Set<String> stopped = new HashSet<>();
        off.stream().filter(sensor -> sensor.pack().equals(pack)).forEach(sensor -> stopped.add(sensor.name()));
        problems.addAll(routes.load(content.pack(), content.config(), content.routes(), content.broken(), stopped));
        return problems;
    }

    @Override
    public void remove(String pack) {
        change.lock();
        try {
            python.remove(pack);
            expected.remove(pack);
            routes.remove(pack);
        } finally {
            change.unlock();
        }
    }

    @Override
    public List<SensorStatus> list() {
        List<SensorStatus> all = new ArrayList<>();
        routes.list().stream().filter(RouteReport::isSensor).forEach(route -> all.add(status(route)));
        python.values().forEach(sensors -> sensors.forEach(sensor -> all.add(waiting(sensor))));
        all.sort((one, other) -> one.type().ref().compareTo(other.type().ref()));
        return all;
    }

    @Override
    public void enable(Ref sensor, boolean on) {
        if (isPython(sensor)) {
            return;
        }
        change.lock();
        try {
            RouteReport route = requireSensor(sensor);
            if (on) {
                disabled.remove(sensor);
                if (isDue(route)) {
                    emitter.begin(sensor);
                    routes.start(sensor);
                }
            } else {
                disabled.add(sensor);
                routes.stop(sensor);
            }
        } finally {
            change.unlock();
        }
    }

    private boolean isDue(RouteReport route) {
        return route.everyNode() || here.test(route.ref());
    }

    @Override
    public void hold(Set<Ref> those) {
        Set<Ref> held = Set.copyOf(those);
        change.lock();
        try {
            here = held::contains;
            List<RouteReport> inTurns = routes.list().stream()
                    .filter(route -> route.isSensor() && !route.everyNode())
                    .toList();
            routes.stop(inTurns.stream()
                    .filter(route -> !isDue(route) && route.state() != State.STOPPED)
                    .map(RouteReport::ref)
                    .toList());
            List<Ref> due = inTurns.stream()
                    .filter(route -> isDue(route) && route.state() == State.STOPPED && !disabled.contains(route.ref()))
                    .map(RouteReport::ref)
                    .toList();
            due.forEach(emitter::begin);
            routes.start(due);
        } finally {
            change.unlock();
        }
    }

    @Override
    public List<Map<String, @Nullable Object>> tryOut(Ref sensor, int limit, Duration wait, boolean consume) {
        RouteReport route = requireSensor(sensor);
        boolean running = route.state() != State.STOPPED;
        if (!running && !consume && route.delivery() == Delivery.AT_MOST_ONCE && route.consumes()) {
            throw DroverException.conflict(
                    "Expected a running sensor, or one whose source takes events back, but '" + sensor
                            + "' is stopped and its source would lose what it delivers. Start it, or allow that with 'consume'.");
        }
        try {
            return running
                    ? emitter.watch(sensor, limit, wait)
                    : emitter.trial(sensor, limit, wait, () -> routes.start(sensor), () -> routes.stop(sensor));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DroverException.of(ErrorCode.UNAVAILABLE, "The sensor '" + sensor + "' was not tried to the end.", e);
        }
    }

    @Override
    public void watch(SensorWatch watch) {
        routes.watch(watch);
    }

    @Override
    public void stopAll() {
        emitter.close();
        routes.stop(routes.list().stream()
                .filter(RouteReport::isSensor)
                .map(RouteReport::ref)
                .toList());
    }

    private RouteReport requireSensor(Ref sensor) {
        return routes.find(sensor)
                .filter(RouteReport::isSensor)
                .orElseThrow(() -> DroverException.notFound("Expected a sensor '" + sensor
                        + "', but there is none. 'drover sensor list' tells which there are."));
    }

    private boolean isPython(Ref sensor) {
        return python.getOrDefault(sensor.pack(), List.of()).stream()
                .anyMatch(type -> type.ref().equals(sensor));
    }

    private SensorStatus status(RouteReport route) {
        SensorRecord.Reading reading = emitter.reading(route.ref());
        String file = withinPack(route);
        SensorType type = new SensorType(
                route.ref(),
                route.description(),
                !disabled.contains(route.ref()),
                file,
                null,
                new ArrayList<>(new LinkedHashSet<>(route.triggers())),
                file,
                SensorType.Host.ROUTE,
                expected.getOrDefault(route.ref().pack(), Map.of())
                        .get(route.ref().name()));
        boolean elsewhere = type.enabled() && !isDue(route) && route.state() == State.STOPPED;
        return new SensorStatus(
                type,
                elsewhere ? State.STANDBY : route.state(),
                route.delivery(),
                reading.events(),
                reading.errors(),
                reading.lastEventAt(),
                route.lastError() == null ? reading.lastError() : route.lastError(),
                reading.warning(),
                route.everyNode(),
                null);
    }

    private static SensorStatus waiting(SensorType sensor) {
        return new SensorStatus(sensor, State.WAITING, Delivery.AT_LEAST_ONCE, 0, 0, null, null, null, true, null);
    }

    private static String withinPack(RouteReport route) {
        String start = route.ref().pack() + "/";
        return route.file().startsWith(start) ? route.file().substring(start.length()) : route.file();
    }
}
