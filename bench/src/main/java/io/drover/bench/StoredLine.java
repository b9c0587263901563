package io.drover.bench;

import io.drover.bench.daemon.Await;
import io.drover.bench.daemon.Daemon;
import io.drover.bench.daemon.DaemonApi;
import io.drover.model.rule.Rule;
import io.drover.model.store.Store;
import io.drover.model.store.TriggerInstances;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * A daemon with the pack {@code bench}, into whose database events are laid while it does not run, as if it had accepted them
 * just before it ended.
 */
final class StoredLine implements Closeable {
    private static final Duration REGISTERED = Duration.ofMinutes(5);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final String NODE = "bench";
    /** A hundred thousand live events do not fit into the usual one. */
    private static final String HEAP = "1g";

    private final Path home;
    private final Path data;
    private final Path pack;
    private final Database database;
    private final Map<String, String> settings;

    /**
     * A line before its daemon ran.
     *
     * @param writer writes the pack into a folder
     */
    StoredLine(Figures figures, Path home, String name, PackWriter writer) throws IOException {
        Path line = figures.line(name);
        this.home = home;
        this.data = line.resolve("data");
        this.pack = line.resolve("packs/bench");
        this.database = figures.database(line);
        this.settings = new HashMap<>(figures.settings(database, "no-packs"));
        settings.put("DROVER_PACKS_DIR", home.resolve("packs") + ":" + line.resolve("packs"));
        settings.put("DROVER_NODE_NAME", NODE);
        settings.put("DROVER_HEAP", HEAP);
        writer.write(pack);
    }

    /** Writes a pack. */
    @FunctionalInterface
    interface PackWriter {
        void write(Path folder) throws IOException;
    }

    /** {@return the rules of the pack} */
    List<Rule> rules() throws IOException {
        return BenchRules.read(pack);
    }

    Daemon start() throws IOException {
        return Daemon.start(home, data, settings);
    }

    /** Runs the daemon until it knows so many rules of the pack. */
    void register(int rules) throws IOException {
        try (Daemon daemon = start();
                DaemonApi api = daemon.api()) {
            Figures.awaitReady(api);
            Await.until(
                    "the registration of " + rules + " rules",
                    REGISTERED,
                    INTERVAL,
                    () -> api.count("/v1/rules?pack=bench") == rules);
        }
    }

    /** {@return what is stored, while the daemon does not run} */
    Store open() throws IOException {
        return database.open(data);
    }

    /** Lays events into the database, as {@link StoredEvents#fill} does. */
    void fill(Instant from, long count, LongFunction<TriggerInstances.Entry> events) throws IOException {
        try (Store store = open()) {
            StoredEvents.fill(store, NODE, from, count, events);
        }
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
