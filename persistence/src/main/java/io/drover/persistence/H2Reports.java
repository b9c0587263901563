package io.drover.persistence;

import io.drover.model.json.JsonValues;
import io.drover.model.store.ReportRows;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.H2;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcException;
import org.jspecify.annotations.Nullable;

/** Reports on H2: each in a connection of the user {@code drover_report}. */
final class H2Reports implements Reports {
    private static final int PASSWORD_BYTES = 24;
    private static final Set<Integer> NO_RIGHTS = Set.of(
            ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1,
            ErrorCode.ADMIN_RIGHTS_REQUIRED,
            ErrorCode.METHOD_ONLY_ALLOWED_FOR_QUERY);

    private static final SqlFailures FAILURES = new SqlFailures(new H2());

    private final DataSource source;
    private final String url;
    private volatile String password;

    private H2Reports(DataSource source, String url, String password) {
        this.source = source;
        this.url = url;
        this.password = password;
    }

    static H2Reports prepare(DataSource source) throws SQLException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set write_delay 0");
            statement.execute("create user if not exists " + ROLE + " password " + Reports.quoted(password));
            statement.execute("alter user " + ROLE + " set password " + Reports.quoted(password));
            connection.commit();
            return new H2Reports(source, connection.getMetaData().getURL(), password);
        }
    }

    @Override
    public void setPassword(String next) {
        String quoted = Reports.quoted(next);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter user " + ROLE + " set password " + quoted);
            password = next;
        } catch (SQLException e) {
            throw FAILURES.translated(e);
        }
    }

    @Override
    public void run(String sql, Limits limits, ReportRows rows) {
        String query = Reports.checked(sql, limits);
        try (Connection connection = DriverManager.getConnection(url + ";IFEXISTS=TRUE", ROLE, password);
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            statement.execute("set schema report_v1");
            statement.setQueryTimeout(limits.seconds());
            statement.setMaxRows((int) Math.min(limits.rows(), Integer.MAX_VALUE));
            try (ResultSet found = statement.executeQuery(query)) {
                hand(found, rows);
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == ErrorCode.STATEMENT_WAS_CANCELED) {
                throw Reports.tooSlow(limits, e);
            }
            if (FAILURES.isUnavailable(e)) {
                throw FAILURES.translated(e);
            }
            String message = e instanceof JdbcException own ? own.getOriginalMessage() : e.getMessage();
            throw Reports.refusal(message, NO_RIGHTS.contains(e.getErrorCode()), e);
        }
    }

    private static void hand(ResultSet found, ReportRows rows) throws SQLException {
        ResultSetMetaData columns = found.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(Reports.shown(columns.getColumnLabel(i)));
        }
        rows.columns(names);
        boolean wanted = true;
        while (wanted && found.next()) {
            wanted = rows.row(row(found, columns));
        }
    }

    private static List<@Nullable Object> row(ResultSet rows, ResultSetMetaData columns) throws SQLException {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            row.add(value(rows, i, columns.getColumnTypeName(i)));
        }
        return row;
    }

    private static @Nullable Object value(ResultSet rows, int column, String type) throws SQLException {
        Object value = rows.getObject(column);
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (type.equals("JSON")) {
            return Documents.read(rows.getString(column));
        }
        if (value instanceof Number) {
            return JsonValues.copy(value);
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant().toString();
        }
        return rows.getString(column);
    }
}
