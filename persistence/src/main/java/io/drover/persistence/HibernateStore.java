package io.drover.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.drover.model.error.DroverException;
import io.drover.model.store.ReportRows;
import io.drover.model.store.ReportTable;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import io.drover.persistence.execution.KnownValues;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.H2;
import jakarta.persistence.PersistenceException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in H2 or PostgreSQL, through Hibernate's stateless sessions. Any thread may use it; each transaction runs on
 * its caller's thread with a connection of its own.
 */
public final class HibernateStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(HibernateStore.class);
    private static final Duration SLOW = Duration.ofSeconds(2);

    private final HikariDataSource pool;
    private final SessionFactory sessions;
    private final Database database;
    private final KnownValues known = new KnownValues();
    private final SqlFailures failures;
    private final Reports reports;
    private final InstantSource clock;
    private final String description;
    private final @Nullable H2Compaction compaction;

    private HibernateStore(HikariDataSource pool, Database database, Reports reports, InstantSource clock)
            throws SQLException {
        this.pool = pool;
        this.database = database;
        this.reports = reports;
        this.clock = clock;
        this.failures = new SqlFailures(database);
        try (Connection connection = pool.getConnection()) {
            this.description = database.describe(connection);
            String risk = database.risk(connection);
            if (risk != null) {
                LOG.warn(risk);
            }
        }
        this.sessions = Sessions.over(pool, database);
        this.compaction = database instanceof H2 ? new H2Compaction(pool) : null;
    }

    /**
     * Opens the database and brings its tables up to date. An H2 file is made where there is none.
     *
     * @throws DroverException {@code CONFLICT} where another process has the H2 file, {@code UNAVAILABLE} where the
     *     database does not answer, {@code PERMISSION_DENIED} where it refuses the user, {@code INVALID_ARGUMENT} where the
     *     URL is none of ours
     */
    public static HibernateStore open(DatabaseSettings settings, InstantSource clock) {
        return open(Pools.of(settings), Database.of(settings.url()), clock);
    }

    /** Opens a database through a data source, over which a pool is laid. */
    public static HibernateStore open(DataSource source, InstantSource clock) {
        return open(Pools.over(source), Pools.database(source), clock);
    }

    private static HibernateStore open(HikariDataSource pool, Database database, InstantSource clock) {
        try {
            Reports reports = Reports.prepare(pool, database);
            Migrations.run(pool, database);
            HibernateStore store = new HibernateStore(pool, database, reports, clock);
            LOG.info("The database is {}", store.describe());
            return store;
        } catch (SQLException | RuntimeException e) {
            pool.close();
            throw new SqlFailures(database).opening(e, database.name());
        }
    }

    @Override
    public <T> T inTransaction(Function<Transaction, T> work) {
        return run(work, true);
    }

    @Override
    public <T> T read(Function<Transaction, T> query) {
        return run(query, false);
    }

    private <T> T run(Function<Transaction, T> work, boolean commit) {
        Instant start = clock.instant();
        StatelessSession session = sessions.openStatelessSession();
        try {
            org.hibernate.Transaction transaction = session.beginTransaction();
            T result = work.apply(new HibernateTransaction(session, database, known));
            if (commit) {
                transaction.commit();
            } else {
                endRead(session, transaction);
            }
            return result;
        } catch (DroverException e) {
            rollBack(session);
            throw e;
        } catch (RuntimeException e) {
            rollBack(session);
            throw isOurs(e) ? failures.translated(e) : e;
        } catch (Error e) {
            rollBack(session);
            throw e;
        } finally {
            close(session);
            warnOfSlow(Duration.between(start, clock.instant()));
        }
    }

    /** Drops what a read wrote nevertheless, beginning with what waits to be sent. */
    private void endRead(StatelessSession session, org.hibernate.Transaction transaction) {
        ((SharedSessionContractImplementor) session).getJdbcCoordinator().abortBatch();
        if (!session.doReturningWork(database::isUnchanged)) {
            transaction.rollback();
            return;
        }
        try {
            transaction.commit();
        } catch (RuntimeException e) {
            LOG.debug("A read could not be ended by a commit; it has read all of it before, and changed nothing", e);
            rollBack(session);
        }
    }

    /** {@return whether it came from the database and not from the work itself} */
    private static boolean isOurs(RuntimeException failure) {
        return failure instanceof PersistenceException || SqlFailures.sqlException(failure) != null;
    }

    private static void rollBack(StatelessSession session) {
        try {
            if (session.getTransaction().isActive()) {
                session.getTransaction().rollback();
            }
        } catch (RuntimeException e) {
            LOG.debug("The rollback failed too; the connection's end does the same", e);
        }
    }

    private static void close(StatelessSession session) {
        try {
            session.close();
        } catch (RuntimeException e) {
            LOG.debug("The session did not close well; the pool throws its connection away", e);
        }
    }

    private static void warnOfSlow(Duration taken) {
        if (taken.compareTo(SLOW) > 0) {
            LOG.warn("A transaction took {} ms", taken.toMillis());
        }
    }

    @Override
    public ReportTable report(String sql, int limit) {
        ReportTable.Collector rows = new ReportTable.Collector(limit);
        reports.run(sql, Reports.Limits.table(limit), rows);
        return rows.table();
    }

    @Override
    public void report(String sql, ReportRows rows) {
        reports.run(sql, Reports.Limits.EXPORT, rows);
    }

    /** Sets the password with which the user {@code drover_report} logs in over JDBC, at most 1,000 characters. */
    public void setReportPassword(String password) {
        reports.setPassword(password);
    }

    /**
     * Writes a copy of the database as it is at one moment into a zip file; commits go on meanwhile.
     *
     * @throws DroverException {@code INVALID_ARGUMENT} on PostgreSQL, which has tools of its own
     */
    public void copyTo(Path zip) {
        if (!(database instanceof H2)) {
            throw DroverException.invalid(
                    "Expected an H2 database to copy, but found " + database.name() + ". Use its own tool, pg_dump.");
        }
        H2File.copy(pool, zip);
    }

    /** Writes each view of {@code report_v1} into a CSV file. {@return how many rows each has} */
    public Map<String, Long> exportTo(Path folder) {
        return ReportExport.write(pool, database, folder);
    }

    @Override
    public boolean isShared() {
        return !(database instanceof H2);
    }

    @Override
    public String describe() {
        return description;
    }

    Database database() {
        return database;
    }

    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void close() {
        if (compaction != null) {
            compaction.close();
        }
        sessions.close();
        pool.close();
    }
}
