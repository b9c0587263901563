package io.drover.distribution.packaged;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL server of its own. */
final class PostgreSql implements AutoCloseable {
    static final String USER = "postgres";

    private final EmbeddedPostgres server;

    private PostgreSql(EmbeddedPostgres server) {
        this.server = server;
    }

    static PostgreSql start() {
        try {
            Path work = Files.createDirectories(Path.of("target", "postgres").toAbsolutePath());
            return new PostgreSql(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(work.toFile())
                    .setDataDirectory(Files.createTempDirectory(work, "data").resolve("cluster"))
                    .setCleanDataDirectory(true)
                    // the daemon is killed, not the machine
                    .setServerConfig("fsync", "off")
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    /** Makes a daemon keep its data here. */
    PackagedDaemon of(PackagedDaemon daemon) {
        return daemon.with("DROVER_DATABASE_URL", url()).with("DROVER_DATABASE_USER", USER);
    }

    String url() {
        return url(server.getPort());
    }

    /** {@return where the database is for those who come through another port of this machine} */
    String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
