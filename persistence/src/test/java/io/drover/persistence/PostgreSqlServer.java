package io.drover.persistence;

import io.drover.persistence.sql.PostgreSql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL server for all tests of this JVM; each test gets a database of its own. */
final class PostgreSqlServer {
    private static final String TEMPLATE = "drover_template";

    private final EmbeddedPostgres server;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgreSqlServer(EmbeddedPostgres server) {
        this.server = server;
    }

    private static final class Started {
        static final PostgreSqlServer ONE = start();
    }

    static PostgreSqlServer get() {
        return Started.ONE;
    }

    private static PostgreSqlServer start() {
        try {
            Path work = Files.createDirectories(Path.of("target", "postgres").toAbsolutePath());
            PostgreSqlServer started = new PostgreSqlServer(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(work.toFile())
                    .setDataDirectory(Files.createTempDirectory(work, "data").resolve("cluster"))
                    .setCleanDataDirectory(true)
                    // far from UTC, and off the hour: a forgotten time zone shows
                    .setServerConfig("timezone", "Asia/Kolkata")
                    .setServerConfig("fsync", "off")
                    .setServerConfig("synchronous_commit", "off")
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .start());
            started.execute("create database " + TEMPLATE);
            HibernateStore.open(started.settings(TEMPLATE), Clock.systemUTC()).close();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    /** {@return settings of a new database with empty tables} */
    DatabaseSettings newDatabase() {
        String name = "drover_" + databases.incrementAndGet();
        execute("create database " + name + " template " + TEMPLATE);
        return settings(name);
    }

    /** {@return what the server is set to for those who say nothing} */
    String setting(String name) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('" + name + "')")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL does not tell " + name, e);
        }
    }

    private DatabaseSettings settings(String database) {
        return new DatabaseSettings(
                server.getJdbcUrl("postgres", database),
                "postgres",
                "",
                3,
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                PostgreSql.CLIENT);
    }

    private void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refused: " + sql, e);
        }
    }
}
