package io.drover.distribution.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.engine.api.AuditTrail.Chain;
import io.drover.engine.api.AuditTrail.Finding;
import io.drover.engine.api.AuditTrail.Verification;
import io.drover.engine.api.AuditTrail.Wrong;
import io.drover.engine.audit.Sealer;
import io.drover.engine.audit.StoredTrail;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Position;
import io.drover.persistence.DatabaseSettings;
import io.drover.persistence.HibernateStore;
import io.drover.testkit.time.Await;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever goes round the daemon and changes audit records in the database is found out. */
class SealedTrailTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres server;

    private static int databases;

    private @Nullable HibernateStore store;
    private @Nullable Committer committer;

    /** A database of either kind, empty. */
    private record Kind(DatabaseSettings settings, String unlock) {
        @Override
        public String toString() {
            return settings.url().replaceFirst("^jdbc:(\\w+):.*", "$1");
        }
    }

    @BeforeAll
    static void startServer() throws IOException {
        Path work = Files.createDirectories(Path.of("target", "postgres").toAbsolutePath());
        server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(work.toFile())
                .setDataDirectory(Files.createTempDirectory(work, "sealed").resolve("cluster"))
                .setServerConfig("fsync", "off")
                .setPGStartupWait(Duration.ofMinutes(2))
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    static Stream<Kind> kinds() throws SQLException {
        databases++;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database sealed" + databases);
        }
        return Stream.of(
                new Kind(
                        DatabaseSettings.of("jdbc:h2:file:" + folder.resolve("sealed" + databases), "drover", "secret"),
                        "drop trigger audit_record_stays"),
                new Kind(
                        DatabaseSettings.of(
                                "jdbc:postgresql://localhost:" + server.getPort() + "/sealed" + databases,
                                "postgres",
                                ""),
                        "alter table audit_record disable trigger user"));
    }

    @AfterEach
    void close() {
        if (committer != null) {
            committer.close();
        }
        if (store != null) {
            store.close();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void findsWhatWasEditedRemovedAndAdded(Kind kind) throws SQLException {
        HibernateStore opened = open(kind);
        tell(12);
        seal(opened);
        tell(3);
        assertThat(verify(opened).intact()).isTrue();
        assertThat(verify(opened).chains()).extracting(Chain::unsealed).containsExactly(3L);

        tamper(kind, "update audit_record set who = 'nobody' where batch = 4");
        tamper(kind, "delete from audit_record where batch = 6");
        tamper(kind, insert("batch = 2", "batch, node, 40"));
        tamper(kind, insert("batch = 15", "batch + 900, node, 0"));
        seal(opened);

        assertThat(verify(opened).findings())
                .extracting(Finding::wrong, Finding::position)
                .containsExactlyInAnyOrder(
                        tuple(Wrong.EDITED, new Position(1, 4, 0)),
                        tuple(Wrong.MISSING, new Position(1, 6, 0)),
                        tuple(Wrong.INSERTED, new Position(1, 2, 40)),
                        tuple(Wrong.INSERTED, new Position(1, 915, 0)));
        tell(1);
        seal(opened);
        assertThat(verify(opened).findings()).hasSize(4);
        assertThat(verify(opened).chains()).extracting(Chain::unsealed).containsExactly(0L);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void findsSealsThatWereChangedOrRemoved(Kind kind) throws SQLException {
        HibernateStore opened = open(kind);
        for (int i = 0; i < 5; i++) {
            tell(2);
            seal(opened);
        }
        String unlock = kind.unlock().replace("audit_record", "audit_seal");
        tamper(kind, unlock, "update audit_seal set root = hash where number = 2");
        tamper(kind, unlock, "delete from audit_seal where number = 4");

        assertThat(verify(opened).findings())
                .extracting(Finding::wrong, Finding::seal)
                .contains(tuple(Wrong.SEAL_ALTERED, 2L), tuple(Wrong.SEAL_MISSING, 4L));
    }

    private HibernateStore open(Kind kind) {
        HibernateStore opened = HibernateStore.open(kind.settings(), CLOCK);
        store = opened;
        committer = new Committer(opened, 1, CLOCK, Duration.ofSeconds(5), records -> {});
        return opened;
    }

    private void tell(int times) {
        for (int i = 0; i < times; i++) {
            AuditRecord happened = AuditRecord.of("ann", "disabled", "rule", "ops.say", null, CLOCK.instant());
            Outcome unused = Objects.requireNonNull(committer)
                    .commit(Change.of(batch -> batch.append(happened.with("reason", "it is noisy"))));
        }
    }

    /** Lets a sealer work until all that is committed and ours is sealed. */
    private void seal(HibernateStore opened) {
        Committer writer = Objects.requireNonNull(committer);
        try (Sealer sealer = new Sealer(opened, writer, 1, null, CLOCK)) {
            sealer.start();
            Await.until(
                    "all is sealed", () -> verify(opened).chains().stream().allMatch(chain -> chain.unsealed() == 0));
        }
    }

    private static Verification verify(HibernateStore opened) {
        return new StoredTrail(opened).verify(null);
    }

    private static String insert(String model, String position) {
        return "insert into audit_record (batch, node, place, who, what, kind, subject, happened_at) select " + position
                + ", who, what, kind, subject, happened_at from audit_record where " + model;
    }

    private static void tamper(Kind kind, String sql) throws SQLException {
        tamper(kind, kind.unlock(), sql);
    }

    private static void tamper(Kind kind, String unlock, String sql) throws SQLException {
        DatabaseSettings settings = kind.settings();
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute(unlock.replace("drop trigger", "drop trigger if exists"));
            assertThat(statement.executeUpdate(sql)).isOne();
        }
    }
}
