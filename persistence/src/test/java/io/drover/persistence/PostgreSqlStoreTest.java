package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.drover.persistence.sql.PostgreSql;
import io.drover.testkit.time.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The contract on PostgreSQL. */
class PostgreSqlStoreTest extends StoreContract {

    @Override
    HibernateStore open() {
        return HibernateStore.open(PostgreSqlServer.get().newDatabase(), Clock.systemUTC());
    }

    @Test
    void commitsSynchronouslyWhereTheServerIsSetNotTo() {
        assertThat(PostgreSqlServer.get().setting("synchronous_commit")).isEqualTo("off");

        assertThat(store().describe()).endsWith("synchronous_commit=on");
    }

    @Test
    void aTransactionThatStandsStillLosesItsLocksBeforeItsNodeLosesItsLease() throws SQLException {
        try (Connection frozen = store().connection();
                Statement statement = frozen.createStatement()) {
            assertThat(text(statement, "show idle_in_transaction_session_timeout"))
                    .isEqualTo("15s");
            statement.execute("set local idle_in_transaction_session_timeout = '50ms'");
            String session = text(statement, "select pg_backend_pid()");

            Await.until(
                    "the server has ended it",
                    () -> count("select count(*) from pg_stat_activity where pid = " + session) == 0);

            assertThatThrownBy(() -> statement.execute("select 1"))
                    .satisfies(failure -> assertThat(new SqlFailures(new PostgreSql()).isUnavailable(failure))
                            .isTrue());
        }
    }

    @Test
    void theSettingsOfAConnectionOutliveARollbackOfItsFirstTransaction() throws SQLException {
        try (HikariDataSource pool = Pools.of(PostgreSqlServer.get().newDatabase());
                Connection fresh = pool.getConnection()) {
            fresh.rollback();

            try (Statement statement = fresh.createStatement()) {
                assertThat(text(statement, "show synchronous_commit")).isEqualTo("on");
                assertThat(text(statement, "show idle_in_transaction_session_timeout"))
                        .isEqualTo("15s");
            }
        }
    }

    @Test
    void theRowsThatASilentNodeLockedWithinAMessageAreFreeOnceItIsCutOff() throws SQLException {
        DatabaseSettings database = PostgreSqlServer.get().newDatabase();
        try (HibernateStore living = HibernateStore.open(database.ofNode("living", "life 1"), Clock.systemUTC());
                HibernateStore silent = HibernateStore.open(database.ofNode("silent", "life 1"), Clock.systemUTC());
                HibernateStore starting = HibernateStore.open(database.ofNode("silent", "life 2"), Clock.systemUTC());
                Connection young = starting.connection();
                Statement next = young.createStatement()) {
            boolean known = begin(living, "life 1");
            // its pool closes it, if it still can
            Connection cut = silent.connection();
            Statement statement = cut.createStatement();
            statement.execute("set local idle_in_transaction_session_timeout = '50ms'");
            statement.execute("update node set home = 'never committed' where name = 'silent'");
            // rows that are on their way: the server waits for them, and takes that for work
            CopyIn copy = cut.unwrap(PGConnection.class).getCopyAPI().copyIn("copy node from stdin");

            boolean early = cutOff(living, Duration.ofHours(1));
            copy.flushCopy();
            boolean late = cutOff(living, Duration.ZERO);
            boolean begun = begin(living, "life 2");

            assertThat(early).isFalse();
            assertThat(text(next, "select 'goes on'")).isEqualTo("goes on");
            assertThat(List.of(known, late, begun)).containsOnly(true);
            assertThatThrownBy(copy::endCopy).isInstanceOf(SQLException.class);
        }
    }

    /** Writes the node's row, and waits for whoever has locked it. */
    private static boolean begin(HibernateStore by, String life) {
        return by.<Boolean>inTransaction(transaction -> transaction.batches().nodeNumber("silent", Samples.START) > 0
                && transaction.nodes().begin("silent", "home", life, Duration.ZERO));
    }

    private static boolean cutOff(HibernateStore by, Duration longerThan) {
        return by.<Boolean>inTransaction(transaction -> transaction.nodes().cutOff("silent", longerThan));
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
