package io.drover.persistence.workflow;

import io.drover.model.workflow.WorkflowRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Writes runs as long as the writer knows their newest revision: a batch of inserts and one of updates, whose counts tell
 * which were written.
 */
enum RevisedRuns {
    NEW("insert into workflow_run (execution_id, revision, definition, id)"
            + " select ?, ?, ?, ? where not exists (select 1 from workflow_run where id = ?)") {
        @Override
        void bind(PreparedStatement statement, WorkflowRun run, UnaryOperator<String> definitions) throws SQLException {
            int next = 0;
            statement.setString(++next, run.execution());
            statement.setLong(++next, run.revision());
            statement.setString(++next, definitions.apply(run.definition()));
            statement.setString(++next, run.id());
            statement.setString(++next, run.id());
        }
    },

    KNOWN("update workflow_run set execution_id = ?, revision = ? where id = ? and revision = ?") {
        @Override
        void bind(PreparedStatement statement, WorkflowRun run, UnaryOperator<String> definitions) throws SQLException {
            int next = 0;
            statement.setString(++next, run.execution());
            statement.setLong(++next, run.revision());
            statement.setString(++next, run.id());
            statement.setLong(++next, run.revision() - 1);
        }
    };

    private final String sql;

    RevisedRuns(String sql) {
        this.sql = sql;
    }

    abstract void bind(PreparedStatement statement, WorkflowRun run, UnaryOperator<String> definitions)
            throws SQLException;

    static RevisedRuns of(WorkflowRun run) {
        return run.revision() == 1 ? NEW : KNOWN;
    }

    /**
     * Writes runs.
     *
     * @param definitions gives the hash of a definition
     * @return which were written, by their places in the list
     */
    static BitSet write(Connection connection, List<WorkflowRun> runs, UnaryOperator<String> definitions)
            throws SQLException {
        BitSet written = new BitSet(runs.size());
        for (RevisedRuns kind : values()) {
            BitSet ofKind = new BitSet(runs.size());
            for (int i = 0; i < runs.size(); i++) {
                ofKind.set(i, of(runs.get(i)) == kind);
            }
            if (!ofKind.isEmpty()) {
                kind.write(connection, runs, definitions, ofKind, written);
            }
        }
        return written;
    }

    private void write(
            Connection connection,
            List<WorkflowRun> runs,
            UnaryOperator<String> definitions,
            BitSet which,
            BitSet written)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int[] places = which.stream().toArray();
            for (int place : places) {
                bind(statement, runs.get(place), definitions);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                written.set(places[i], counts[i] > 0);
            }
        }
    }
}
