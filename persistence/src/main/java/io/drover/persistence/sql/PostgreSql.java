package io.drover.persistence.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.dialect.DatabaseVersion;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.service.ServiceRegistry;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 14 or newer. */
public record PostgreSql() implements Database {
    private static final int OLDEST = 14;

    /** A copy asks the server once more than a batch does. */
    private static final int WORTH_A_COPY = 8;

    /** What our connections are called where they belong to no node. */
    public static final String CLIENT = "drover";

    /** How many bytes of a connection's name PostgreSQL keeps. */
    private static final int LONGEST_NAME = 63;

    /**
     * For every connection: a commit that is told is one that the server has written; a node that is frozen or cut off
     * within a transaction keeps its locks for a shorter time than its lease, so that others can take over what it held; and
     * the server finds out by itself that a client's machine is gone.
     */
    public static final String PREPARE_CONNECTION = "select set_config(name, setting, false) from (values"
            + " ('synchronous_commit', 'on', 'off'), ('idle_in_transaction_session_timeout', '15s', '0'),"
            + " ('tcp_keepalives_idle', '10', '7200'), ('tcp_keepalives_interval', '3', '75'),"
            + " ('tcp_keepalives_count', '3', '9'))"
            + " as wanted(name, setting, instead) where current_setting(name) = instead";

    private static final String CLASS_OF_SHUTDOWN = "57P";
    private static final String CLASS_OF_RESOURCES = "53";
    private static final String IDLE_FOR_TOO_LONG = "25P03";
    private static final Set<String> LOST_RACES = Set.of("40001", "40P01", "55P03");

    /** {@return what the connections of a node's process are called: begins with the node's name, ends with its life} */
    public static String clientOf(String node, String life) {
        String printable = node.replaceAll("[^ -~]", "?");
        int room = LONGEST_NAME - CLIENT.length() - life.length() - 2;
        return CLIENT + " " + printable.substring(0, Math.min(printable.length(), room)) + " " + life;
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public String migrations() {
        return "db/migration/postgresql";
    }

    @Override
    public String describe(Connection connection) throws SQLException {
        return "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion() + ", synchronous_commit="
                + setting(connection, "synchronous_commit");
    }

    @Override
    public @Nullable String risk(Connection connection) throws SQLException {
        return setting(connection, "fsync").equals("off")
                ? "Expected 'fsync = on' at PostgreSQL, but found 'off': what was committed is lost when its machine"
                        + " fails. Set it in postgresql.conf."
                : null;
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select current_setting(?)")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    @Override
    public Dialect dialect() {
        return new WithOurTypes();
    }

    @Override
    public void bindJson(PreparedStatement statement, int index, @Nullable String json) throws SQLException {
        if (json == null) {
            statement.setNull(index, Types.OTHER);
        } else {
            statement.setObject(index, json, Types.OTHER);
        }
    }

    @Override
    public <R> void insert(Connection connection, BulkInsert<R> into, List<R> rows) throws SQLException {
        if (rows.size() < WORTH_A_COPY) {
            BatchInsert.insert(connection, this, into, rows);
        } else {
            CopyInsert.insert(connection, into, rows);
        }
    }

    @Override
    public String upserting(BulkInsert<?> into, List<String> key) {
        return BatchInsert.statement(into) + " on conflict (" + String.join(", ", key) + ") do update set "
                + into.columns().stream()
                        .filter(column -> !key.contains(column))
                        .map(column -> column + " = excluded." + column)
                        .collect(Collectors.joining(", "));
    }

    /** A rollback costs here as little as a commit. */
    @Override
    public boolean isUnchanged(Connection connection) {
        return false;
    }

    @Override
    public void lockNodes(StatelessSession session) {
        session.doWork(connection -> {
            try (PreparedStatement lock = connection.prepareStatement("lock table node in exclusive mode")) {
                lock.execute();
            }
        });
    }

    /**
     * Idle or not: a session that waits for the rest of a message is never idle, and keeps its locks as long as its
     * connection seems to live.
     */
    @Override
    public void endSessions(StatelessSession session, String node, String life) {
        session.doWork(connection -> {
            try (PreparedStatement end =
                    connection.prepareStatement("select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where application_name = ? and datname = current_database() and usename = current_user"
                            + " and pid <> pg_backend_pid()")) {
                end.setString(1, clientOf(node, life));
                end.execute();
            }
        });
    }

    @Override
    public boolean isUnavailable(SQLException error) {
        String state = error.getSQLState();
        return state != null
                && (state.startsWith(CLASS_OF_SHUTDOWN)
                        || state.startsWith(CLASS_OF_RESOURCES)
                        || state.equals(IDLE_FOR_TOO_LONG)
                        || LOST_RACES.contains(state));
    }

    private static final class WithOurTypes extends PostgreSQLDialect {
        WithOurTypes() {
            super(DatabaseVersion.make(OLDEST));
        }

        @Override
        public void contributeTypes(TypeContributions types, ServiceRegistry services) {
            super.contributeTypes(types, services);
            types.contributeJdbcType(new JsonColumn(new PostgreSql()));
            types.contributeJdbcType(new TextColumn());
        }
    }
}
