package io.drover.persistence;

import io.drover.model.store.ReportRows;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.PostgreSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reports on PostgreSQL. A role that was taken on by {@code set role} can be put off again by the query itself; therefore
 * the query is an argument of a function that belongs to the role and runs with its rights, where PostgreSQL refuses that.
 */
record PostgreSqlReports(DataSource source) implements Reports {
    private static final int FETCH = 500;
    private static final int LEEWAY = 30;
    private static final String CANCELED = "57014";
    private static final Set<String> NO_RIGHTS = Set.of("42501", "25006");
    private static final SqlFailures FAILURES = new SqlFailures(new PostgreSql());

    @Override
    public void setPassword(String next) {
        String quoted = Reports.quoted(next);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter role " + ROLE + " login password " + quoted);
            connection.commit();
        } catch (SQLException e) {
            throw FAILURES.translated(e);
        }
    }

    @Override
    public void run(String sql, Limits limits, ReportRows rows) {
        String query = Reports.checked(sql, limits);
        try (Connection connection = source.getConnection()) {
            try {
                restrict(connection, limits);
                hand(connection, query, limits, rows);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.equals(CANCELED)) {
                throw Reports.tooSlow(limits, e);
            }
            if (FAILURES.isUnavailable(e)) {
                throw FAILURES.translated(e);
            }
            throw Reports.refusal(e.getMessage(), NO_RIGHTS.contains(state), e);
        }
    }

    private static void restrict(Connection connection, Limits limits) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int)
                Duration.ofSeconds(limits.seconds() + LEEWAY).toMillis());
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction read only");
            statement.execute("set local statement_timeout = '" + limits.seconds() + "s'");
            // whoever reads the rows may take his time
            statement.execute("set local idle_in_transaction_session_timeout = 0");
            statement.execute("set local time zone 'UTC'");
            statement.execute("set local search_path = report_v1");
            statement.execute("set local role " + ROLE);
        }
    }

    private static void hand(Connection connection, String query, Limits limits, ReportRows rows) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        describe(connection, query, names, types);
        rows.columns(names);
        boolean wanted = true;
        try (PreparedStatement run = connection.prepareStatement("select report_v1.run(?, ?)")) {
            run.setString(1, query);
            run.setLong(2, limits.rows());
            // without it the driver reads all rows before it hands out the first
            run.setFetchSize(FETCH);
            try (ResultSet found = run.executeQuery()) {
                while (wanted && found.next()) {
                    wanted = rows.row(row(found.getString(1), types));
                }
            }
        }
    }

    /** Asks for the columns; nothing is run by that. */
    private static void describe(Connection connection, String query, List<String> names, List<String> types)
            throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(query)) {
            ResultSetMetaData columns = prepared.getMetaData();
            if (columns == null) {
                throw new SQLException("it is no query", "42000");
            }
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnLabel(i));
                types.add(columns.getColumnTypeName(i));
            }
        }
    }

    private static List<@Nullable Object> row(String json, List<String> types) {
        List<@Nullable Object> row = Documents.readArray(json);
        for (int i = 0; i < row.size(); i++) {
            if (row.get(i) instanceof String text && types.get(i).equals("timestamptz")) {
                row.set(i, OffsetDateTime.parse(text).toInstant().toString());
            }
        }
        return row;
    }
}
