package io.drover.camelsensors.testing;

import io.drover.camelroutes.hook.HookRouters;
import io.drover.camelroutes.load.PackRoutes;
import io.drover.camelsensors.emit.EmissionLimits;
import io.drover.camelsensors.emit.Emitter;
import io.drover.camelsensors.sensor.RouteSensors;
import io.drover.model.pack.Pack;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.pack.RouteFile;
import io.drover.model.trigger.SensorStatus;
import io.drover.testkit.time.Await;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The pack {@code plant} with its routes, running. */
public final class Plant implements AutoCloseable {
    public final MemoryInbox inbox = new MemoryInbox();
    public final PackRoutes routes;
    public final RouteSensors sensors;
    private final Path folder;
    private final Map<String, @Nullable Object> config = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();

    public Plant(Path folder) {
        this(folder, Duration.ofSeconds(10));
    }

    public Plant(Path folder, Duration patience) {
        this(folder, null, patience);
    }

    public Plant(Path folder, @Nullable HookRouters hooks, Duration patience) {
        this.folder = folder;
        AtomicInteger ids = new AtomicInteger();
        Emitter emitter = new Emitter(
                inbox,
                Clock.systemUTC(),
                () -> "letter-" + ids.incrementAndGet(),
                new EmissionLimits(patience, 100_000));
        this.routes = new PackRoutes(emitter, hooks);
        this.sensors = new RouteSensors(routes, emitter);
    }

    public Plant config(String name, Object value) {
        config.put(name, value);
        return this;
    }

    public Plant metadata(String name, Object value) {
        metadata.put(name, value);
        return this;
    }

    public Plant file(String name, String text) {
        files.put(name, text);
        return this;
    }

    /** {@return the text of a file} */
    public String file(String name) {
        return Objects.requireNonNull(files.get(name));
    }

    public Plant without(String name) {
        files.remove(name);
        return this;
    }

    /** Loads the pack as it is now. */
    public List<Problem> load(Ref... disabled) {
        Pack pack = new Pack("plant", "plant", "1.0.0", null, null, metadata, folder, List.of());
        List<RouteFile> routeFiles = files.entrySet().stream()
                .map(file -> new RouteFile(
                        "plant/routes/" + file.getKey(),
                        folder.resolve("routes").resolve(file.getKey()),
                        file.getValue()))
                .toList();
        return sensors.apply(
                new PackContent(
                        pack,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        routeFiles,
                        List.of(),
                        Map.of(),
                        config,
                        List.of(),
                        List.of(),
                        List.of()),
                List.of(disabled));
    }

    public SensorStatus status(String route) {
        return sensors.list().stream()
                .filter(status -> status.type().ref().name().equals(route))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until so many events were accepted, and returns their payloads. */
    public List<Map<String, @Nullable Object>> events(int count) {
        Await.until(count + " events", () -> inbox.accepted().size() >= count);
        return inbox.accepted().stream()
                .<Map<String, @Nullable Object>>map(emission -> emission.payload())
                .toList();
    }

    /** Waits until so many events were accepted, and returns the {@code id} of each. */
    public List<String> ids(int count) {
        return events(count).stream()
                .map(payload -> String.valueOf(payload.get("id")))
                .toList();
    }

    /** {@return the context in which the routes run} */
    public CamelContext context() {
        return routes.producer("plant", Map.of()).getCamelContext();
    }

    @Override
    public void close() {
        sensors.stopAll();
        routes.close();
    }
}
