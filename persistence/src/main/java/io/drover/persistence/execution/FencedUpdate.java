package io.drover.persistence.execution;

import io.drover.model.execution.Execution;
import io.drover.model.store.Executions;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.Documents;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Replaces executions as long as the writer's attempt holds them: one batch of updates whose counts tell which were
 * written. Hibernate's own batches check the counts, but don't hand them out.
 */
record FencedUpdate(Database database) {
    private static final String SQL = "update execution set status = ?, parameters = ?, sealed_parameters = ?,"
            + " context = ?, attempt = ?, owner = ?, ended_at = ?, result = ?, long_result = ?, status_log = ?"
            + " where id = ? and attempt = ? and status in ("
            + HibernateExecutions.OPEN.stream().collect(Collectors.joining("', '", "'", "'")) + ")";

    /** {@return the ids of those that were not written} */
    List<String> write(Connection connection, List<Executions.Update> updates) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            for (Executions.Update update : updates) {
                bind(statement, update);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            List<String> unwritten = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 0) {
                    unwritten.add(updates.get(i).execution().id());
                }
            }
            return unwritten;
        }
    }

    private void bind(PreparedStatement statement, Executions.Update update) throws SQLException {
        Execution execution = update.execution();
        int next = 0;
        statement.setString(++next, execution.status().word());
        database.bindJson(statement, ++next, Documents.write(execution.parameters()));
        statement.setBytes(++next, ExecutionRow.bytes(execution.sealed()));
        database.bindJson(statement, ++next, Documents.write(execution.context()));
        statement.setInt(++next, execution.claim().attempt());
        BulkInsert.bindText(statement, ++next, execution.claim().owner());
        BulkInsert.bindInstant(statement, ++next, execution.endedAt());
        String result = Documents.writeOrNull(execution.result());
        boolean isLong = ExecutionRow.isLong(result);
        database.bindJson(statement, ++next, isLong ? null : result);
        // JSON has the form already that both databases keep
        statement.setString(++next, isLong ? result : null);
        database.bindJson(statement, ++next, StatusLog.write(execution.log()));
        statement.setString(++next, execution.id());
        statement.setInt(++next, update.heldAttempt());
    }
}
