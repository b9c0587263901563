package io.drover.persistence.workflow;

import io.drover.model.store.WorkflowRuns;
import io.drover.model.workflow.WorkflowRun;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.Documents;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes runs as long as the writer knows their newest revision: a batch of inserts and one of updates, whose counts tell
 * which were written.
 */
enum RevisedRuns {
    NEW("insert into workflow_run (execution_id, revision, definition, head, id)"
            + " select ?, ?, ?, cast(? as json), ? where not exists (select 1 from workflow_run where id = ?)") {
        @Override
        void bind(
                PreparedStatement statement,
                Database database,
                WorkflowRuns.Update update,
                UnaryOperator<String> definitions)
                throws SQLException {
            WorkflowRun run = update.run();
            int next = 0;
            statement.setString(++next, run.execution());
            statement.setLong(++next, run.revision());
            statement.setString(++next, definitions.apply(run.definition()));
            database.bindJson(statement, ++next, head(update));
            statement.setString(++next, run.id());
            statement.setString(++next, run.id());
        }
    },

    KNOWN("update workflow_run set execution_id = ?, revision = ?, head = coalesce(cast(? as json), head)"
            + " where id = ? and revision = ?") {
        @Override
        void bind(
                PreparedStatement statement,
                Database database,
                WorkflowRuns.Update update,
                UnaryOperator<String> definitions)
                throws SQLException {
            WorkflowRun run = update.run();
            int next = 0;
            statement.setString(++next, run.execution());
            statement.setLong(++next, run.revision());
            database.bindJson(statement, ++next, head(update));
            statement.setString(++next, run.id());
            statement.setLong(++next, run.revision() - 1);
        }
    };

    private final String sql;

    RevisedRuns(String sql) {
        this.sql = sql;
    }

    abstract void bind(
            PreparedStatement statement,
            Database database,
            WorkflowRuns.Update update,
            UnaryOperator<String> definitions)
            throws SQLException;

    /** {@return the head as JSON; null where it is not among the parts that changed} */
    private static @Nullable String head(WorkflowRuns.Update update) {
        return update.parts().stream()
                .filter(WrittenParts::isHead)
                .findFirst()
                .map(part -> Documents.write(part.document()))
                .orElse(null);
    }

    static RevisedRuns of(WorkflowRun run) {
        return run.revision() == 1 ? NEW : KNOWN;
    }

    /**
     * Writes runs with their heads.
     *
     * @param definitions gives the hash of a definition
     * @return which were written, by their places in the list
     */
    static BitSet write(
            Connection connection,
            Database database,
            List<WorkflowRuns.Update> updates,
            UnaryOperator<String> definitions)
            throws SQLException {
        BitSet written = new BitSet(updates.size());
        for (RevisedRuns kind : values()) {
            BitSet ofKind = new BitSet(updates.size());
            for (int i = 0; i < updates.size(); i++) {
                ofKind.set(i, of(updates.get(i).run()) == kind);
            }
            if (!ofKind.isEmpty()) {
                kind.write(connection, database, updates, definitions, ofKind, written);
            }
        }
        return written;
    }

    private void write(
            Connection connection,
            Database database,
            List<WorkflowRuns.Update> updates,
            UnaryOperator<String> definitions,
            BitSet which,
            BitSet written)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int[] places = which.stream().toArray();
            for (int place : places) {
                bind(statement, database, updates.get(place), definitions);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                written.set(places[i], counts[i] > 0);
            }
        }
    }
}
