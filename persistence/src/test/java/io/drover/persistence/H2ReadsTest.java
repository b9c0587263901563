package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.store.Query;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reads do to an H2 file. */
class H2ReadsTest {
    @Test
    void writesNothingOfWhatOthersHaveNotCommitted(@TempDir Path folder) throws SQLException {
        DatabaseSettings settings = DatabaseSettings.of("jdbc:h2:file:" + folder.resolve("drover"), "drover", "secret");
        try (HibernateStore store = HibernateStore.open(settings, Clock.systemUTC());
                Connection other = store.connection();
                Statement statement = other.createStatement()) {
            assertThat(statement.executeUpdate("insert into execution_value values ('action', 'core.noop')"))
                    .isOne();
            long before = version(other);

            long read = store.read(
                    transaction -> transaction.audit().list(Query.all()).total());

            assertThat(read).isZero();
            assertThat(version(other)).isEqualTo(before);
            other.rollback();
            assertThat(version(other)).isGreaterThan(before);
        }
    }

    /** {@return how often something was written to the file} */
    private static long version(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        return session.getDatabase().getStore().getMvStore().getCurrentVersion();
    }
}
