package io.drover.persistence;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.ReportRows;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.H2;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs the queries of users with no more rights than the role {@code drover_report} has. */
interface Reports {
    /** The role and user that may read the views, and nothing else. */
    String ROLE = "drover_report";

    /** How much a report may take. */
    record Limits(long rows, int seconds) {
        static final Limits EXPORT = new Limits(Integer.MAX_VALUE, 600);
        private static final int QUERY_SECONDS = 30;

        /** {@return room for a table, and for one row more, which tells that there are more} */
        static Limits table(int rows) {
            return new Limits(rows + 1L, QUERY_SECONDS);
        }
    }

    void run(String sql, Limits limits, ReportRows rows);

    /** Sets the password of {@link #ROLE}. */
    void setPassword(String password);

    /** Sees to it that the role is there, which the migrations grant the views to. */
    static Reports prepare(DataSource source, Database database) throws SQLException {
        return database instanceof H2 ? H2Reports.prepare(source) : new PostgreSqlReports(source);
    }

    /** {@return the query without what would end it} */
    static String checked(String sql, Limits limits) {
        String query = sql.strip().replaceFirst("(?s)[;\\s]+$", "");
        if (query.isEmpty() || limits.rows() < 1) {
            throw DroverException.invalid(
                    "Expected a query over the views of 'report_v1' and a limit from 0 on, but found '" + sql + "' and "
                            + (limits.rows() - 1) + ". Try 'select * from report_v1.events'.");
        }
        return query;
    }

    static DroverException refusal(@Nullable String message, boolean permission, SQLException cause) {
        return permission
                ? DroverException.of(
                        ErrorCode.PERMISSION_DENIED,
                        "Expected a query over the views of 'report_v1' alone, but the database said: " + message,
                        cause)
                : DroverException.of(
                        ErrorCode.INVALID_ARGUMENT,
                        "Expected a query over the views of 'report_v1', but the database said: " + message,
                        cause);
    }

    static DroverException tooSlow(Limits limits, SQLException cause) {
        return DroverException.of(
                ErrorCode.TIMEOUT,
                "Expected an answer within " + limits.seconds()
                        + " s, but the query took longer. Ask for less, or over a" + " shorter time.",
                cause);
    }

    /** Quotes a password; no prepared statement takes one. */
    static String quoted(String password) {
        if (password.isEmpty() || password.length() > 1_000 || password.indexOf(0) >= 0) {
            throw DroverException.invalid("Expected a password of 1 to 1000 characters for '" + ROLE
                    + "', but found one of " + password.length() + ".");
        }
        return "'" + password.replace("'", "''") + "'";
    }

    /** {@return the label as users write it: H2 turns unquoted names into capitals} */
    static String shown(String label) {
        return Pattern.matches("[A-Z0-9_]+", label) ? label.toLowerCase(Locale.ROOT) : label;
    }
}
