package io.drover.camelroutes.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Pack;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.pack.RouteFile;
import io.drover.testkit.time.Await;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pack {@code plant} with its route files. */
final class Plant implements AutoCloseable {
    /** A route that emits {@code one} again and again. */
    static final String TICK = """
            - route:
                id: tick
                from:
                  uri: timer:tick
                  parameters: {delay: 0, period: 20}
                  steps:
                    - setBody: {constant: one}
                    - to: drover:trigger/plant.tick
            """;

    final RecordingDoor door = new RecordingDoor();
    final PackRoutes routes = new PackRoutes(door, null);
    private final Path folder;
    private final Map<String, String> files = new LinkedHashMap<>();
    private Map<String, Object> config = Map.of();

    Plant() {
        this(Path.of("plant"));
    }

    Plant(Path folder) {
        this.folder = folder;
    }

    Plant config(String name, Object value) {
        config = Map.of(name, value);
        return this;
    }

    Plant without(String file) {
        files.remove(file);
        return this;
    }

    /** Loads the pack with one more file, or another version of a file. */
    List<Problem> load(String file, String text) {
        files.put(file, text);
        return load();
    }

    List<Problem> load() {
        Pack pack = new Pack("plant", "plant", "1.0.0", null, null, Map.of(), folder, List.of());
        List<RouteFile> all = files.entrySet().stream()
                .map(entry -> new RouteFile(
                        "plant/routes/" + entry.getKey(),
                        folder.resolve("routes").resolve(entry.getKey()),
                        entry.getValue()))
                .toList();
        return routes.load(pack, Map.copyOf(config), all, List.of(), Set.of());
    }

    RouteReport report(String route) {
        return routes.find(Ref.of("plant", route)).orElseThrow();
    }

    void awaitEmission(String route, String body) {
        String emission = "plant." + route + ":" + body;
        Await.until(emission + " is emitted", () -> door.emitted.contains(emission));
    }

    void assertThatTickRunsOn() {
        door.emitted.clear();
        Await.until("the route goes on", () -> door.emitted.size() > 2);
        assertThat(door.emitted).containsOnly("plant.tick:one");
    }

    @Override
    public void close() {
        routes.close();
    }
}
