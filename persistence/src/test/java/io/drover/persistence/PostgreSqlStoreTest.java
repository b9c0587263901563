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
import org.junit.jupiter.api.Test;

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

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
