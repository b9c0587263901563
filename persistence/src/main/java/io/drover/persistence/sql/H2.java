package io.drover.persistence.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.value.ValueJson;
import org.hibernate.StatelessSession;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.dialect.DatabaseVersion;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.service.ServiceRegistry;
import org.jspecify.annotations.Nullable;

/** H2 in a file, opened by this process alone. */
public record H2() implements Database {
    private static final Set<Integer> GONE = Set.of(
            ErrorCode.CONNECTION_BROKEN_1,
            ErrorCode.DATABASE_IS_CLOSED,
            ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
            ErrorCode.OBJECT_CLOSED,
            ErrorCode.IO_EXCEPTION_1,
            ErrorCode.IO_EXCEPTION_2,
            ErrorCode.LOCK_TIMEOUT_1,
            ErrorCode.DEADLOCK_1,
            ErrorCode.CONCURRENT_UPDATE_1);

    @Override
    public String name() {
        return "H2";
    }

    @Override
    public String migrations() {
        return "db/migration/h2";
    }

    @Override
    public String describe(Connection connection) throws SQLException {
        String version = connection.getMetaData().getDatabaseProductVersion();
        try (Statement statement = connection.createStatement();
                ResultSet delay = statement.executeQuery(
                        "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'")) {
            delay.next();
            return "H2 " + version.replaceAll(" .*", "") + ", WRITE_DELAY=" + delay.getString(1);
        }
    }

    @Override
    public @Nullable String risk(Connection connection) {
        return null; // Drover sets all that matters by the URL
    }

    @Override
    public Dialect dialect() {
        return new WithOurTypes();
    }

    /**
     * H2 takes text for a JSON string, and bytes for JSON text, which it parses and writes anew. {@link Documents} has
     * written it well already, so that it is handed over as the value that it is.
     */
    @Override
    public void bindJson(PreparedStatement statement, int index, @Nullable String json) throws SQLException {
        if (json == null) {
            statement.setNull(index, Types.NULL);
        } else {
            statement.setObject(index, ValueJson.getInternal(json.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public <R> void insert(Connection connection, BulkInsert<R> into, List<R> rows) throws SQLException {
        BatchInsert.insert(connection, this, into, rows);
    }

    @Override
    public String upserting(BulkInsert<?> into, List<String> key) {
        return "merge into " + into.table() + " (" + String.join(", ", into.columns()) + ") key ("
                + String.join(", ", key) + ") values (?"
                + ", ?".repeat(into.columns().size() - 1) + ")";
    }

    /** With each rollback, even where nothing was changed, H2 writes to its file all that others have not committed yet. */
    @Override
    public boolean isUnchanged(Connection connection) throws SQLException {
        return connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session
                && !session.hasPendingTransaction();
    }

    @Override
    public void lockNodes(StatelessSession session) {
        // a file belongs to one process
    }

    @Override
    public void endSessions(StatelessSession session, String node, String life) {
        // a file belongs to one process
    }

    @Override
    public boolean isUnavailable(SQLException error) {
        return GONE.contains(error.getErrorCode());
    }

    private static final class WithOurTypes extends H2Dialect {
        private static final int MAJOR = 2;
        private static final int MINOR = 4;
        private static final int MICRO = 240;

        WithOurTypes() {
            super(DatabaseVersion.make(MAJOR, MINOR, MICRO));
        }

        @Override
        public void contributeTypes(TypeContributions types, ServiceRegistry services) {
            super.contributeTypes(types, services);
            types.contributeJdbcType(new JsonColumn(new H2()));
            types.contributeJdbcType(new TextColumn());
        }
    }
}
