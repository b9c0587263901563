package io.drover.bench;

import io.drover.model.store.Store;
import io.drover.persistence.DatabaseSettings;
import io.drover.persistence.HibernateStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * An empty database for one daemon.
 *
 * @param settings environment variables that tell the daemon of it
 * @param folders where it keeps its data, unless that is in the daemon's data folder
 * @param server ends with the database
 */
record Database(Map<String, String> settings, List<Path> folders, Closeable server) implements Closeable {
    private static final String OWNER = "postgres";

    Database {
        settings = Map.copyOf(settings);
        folders = List.copyOf(folders);
    }

    /**
     * Prepares it.
     *
     * @param kind {@code h2} or {@code postgres}
     * @param folder where it may keep its data
     */
    static Database fresh(String kind, Path folder) throws IOException {
        return switch (kind) {
            case "h2" -> new Database(Map.of(), List.of(), () -> {});
            case "postgres" -> postgres(Files.createDirectories(folder).resolve("postgres"));
            default -> throw new IllegalArgumentException("--database '" + kind + "' is neither h2 nor postgres");
        };
    }

    private static Database postgres(Path data) throws IOException {
        // as a server that is in earnest: the embedded one would write nothing through to the disk
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        Map<String, String> settings = Map.of(
                "DROVER_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
                "DROVER_DATABASE_USER", OWNER,
                "DROVER_DATABASE_PASSWORD", OWNER);
        return new Database(settings, List.of(data), server);
    }

    /**
     * {@return what a daemon stored that does not run now}
     *
     * @param data its data folder
     */
    Store open(Path data) throws IOException {
        String url = settings.get("DROVER_DATABASE_URL");
        DatabaseSettings told = url == null
                ? DatabaseSettings.of(
                        "jdbc:h2:file:" + data.toAbsolutePath().resolve("drover"),
                        "drover",
                        Files.readString(data.resolve("database-password")).strip())
                : DatabaseSettings.of(url, OWNER, OWNER);
        return HibernateStore.open(told, Clock.systemUTC());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
