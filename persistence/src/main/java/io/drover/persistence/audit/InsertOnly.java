package io.drover.persistence.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/** H2's trigger on the tables of the audit trail: refuses every change but the removal of records that a purge allows. */
public final class InsertOnly implements Trigger {
    private static final int SEQ = 0;
    private static final int NODE = 2;
    private String table = "";

    @Override
    public void init(
            Connection connection, String schema, String trigger, String tableName, boolean before, int operations) {
        table = tableName.toLowerCase(Locale.ROOT);
    }

    @Override
    public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after) throws SQLException {
        if (before == null || after != null || !table.equals("audit_record") || !isPurged(connection, before)) {
            throw new SQLException(
                    "Rows of " + table + " are inserted and never changed. Old audit records go by whole days: set"
                            + " audit.keep-days.",
                    "42501");
        }
    }

    private static boolean isPurged(Connection connection, Object[] row) throws SQLException {
        try (PreparedStatement purges =
                connection.prepareStatement("select count(*) from audit_purge where node = ? and last_record >= ?")) {
            purges.setObject(1, row[NODE]);
            purges.setObject(2, row[SEQ]);
            try (ResultSet found = purges.executeQuery()) {
                return found.next() && found.getLong(1) > 0;
            }
        }
    }
}
