package io.drover.persistence.execution;

import io.drover.model.execution.OutputChunk;
import io.drover.model.store.Outputs;
import io.drover.persistence.sql.Database;
import java.util.List;
import org.hibernate.StatelessSession;

/** Output of executions in the database. */
public record HibernateOutputs(StatelessSession session, Database database) implements Outputs {

    @Override
    public void appendAll(List<OutputChunk> chunks) {
        OutputRow.INSERT.insert(
                session, database, chunks.stream().map(OutputRow::of).toList());
    }

    @Override
    public List<OutputChunk> list(String executionId, int from) {
        return session
                .createSelectionQuery(
                        "from OutputRow o where o.key.execution = :execution and o.key.number >= :number"
                                + " order by o.key.number",
                        OutputRow.class)
                .setParameter("execution", executionId)
                .setParameter("number", from)
                .getResultList()
                .stream()
                .map(OutputRow::chunk)
                .toList();
    }
}
