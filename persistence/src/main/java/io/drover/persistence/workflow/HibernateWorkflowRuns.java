package io.drover.persistence.workflow;

import io.drover.model.store.WorkflowRuns;
import io.drover.model.text.Sha256;
import io.drover.model.workflow.WorkflowRun;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.StoredText;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.hibernate.StatelessSession;

/** Runs of workflows in the database. */
public record HibernateWorkflowRuns(StatelessSession session, Database database) implements WorkflowRuns {

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(
                WorkflowDefinitionRow.class, WorkflowRunRow.class, WorkflowPartRow.class, WorkflowValueRow.class);
    }

    @Override
    public List<String> writeAll(List<Update> updates) {
        List<WorkflowRun> runs = updates.stream().map(Update::run).toList();
        Map<String, String> hashes = new HashMap<>();
        UnaryOperator<String> definitions =
                text -> hashes.computeIfAbsent(text, each -> Sha256.hex(StoredText.of(each)));
        writeDefinitions(runs, definitions);
        BitSet written =
                session.doReturningWork(connection -> RevisedRuns.write(connection, database, updates, definitions));
        WrittenParts parts = new WrittenParts();
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < updates.size(); i++) {
            if (written.get(i)) {
                parts.add(updates.get(i));
            } else {
                refused.add(runs.get(i).id());
            }
        }
        parts.write(session, database);
        return refused;
    }

    /** Several nodes may come with the same texts at once: in one order, none of them waits for another for ever. */
    private void writeDefinitions(List<WorkflowRun> runs, UnaryOperator<String> definitions) {
        NavigableMap<String, WorkflowDefinitionRow> unknown = new TreeMap<>();
        runs.stream()
                .filter(run -> RevisedRuns.of(run) == RevisedRuns.NEW)
                .map(WorkflowRun::definition)
                .distinct()
                .map(text -> WorkflowDefinitionRow.of(definitions.apply(text), text))
                .forEach(row -> unknown.put(row.hash, row));
        if (!unknown.isEmpty()) {
            session.createSelectionQuery(
                            "select d.hash from WorkflowDefinitionRow d where d.hash in (:hashes)", String.class)
                    .setParameterList("hashes", List.copyOf(unknown.keySet()))
                    .getResultList()
                    .forEach(unknown::remove);
            WorkflowDefinitionRow.INSERT.upsert(
                    session, database, WorkflowDefinitionRow.KEY, List.copyOf(unknown.values()));
        }
    }

    @Override
    public Optional<WorkflowRun> find(String id) {
        return Optional.ofNullable(session.get(WorkflowRunRow.class, id)).map(this::run);
    }

    @Override
    public Optional<WorkflowRun> ofExecution(String execution) {
        return session
                .createSelectionQuery("from WorkflowRunRow r where r.execution = :execution", WorkflowRunRow.class)
                .setParameter("execution", execution)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst()
                .map(this::run);
    }

    private WorkflowRun run(WorkflowRunRow row) {
        WorkflowDefinitionRow definition = session.get(WorkflowDefinitionRow.class, row.definition);
        return new WorkflowRun(row.id, row.execution, row.revision, definition.text);
    }

    @Override
    public Map<String, Object> parts(String id) {
        KnownLongValues values = new KnownLongValues(session, id);
        Map<String, Object> documents = new LinkedHashMap<>();
        session.createSelectionQuery("from WorkflowPartRow p where p.key.run = :run", WorkflowPartRow.class)
                .setParameter("run", id)
                .getResultList()
                .forEach(part -> documents.put(
                        part.key.name(),
                        Objects.requireNonNull(Documents.read(part.document, values::value), part.key::toString)));
        WorkflowRunRow run = session.get(WorkflowRunRow.class, id);
        if (run != null && run.head != null) {
            documents.put(HEAD, Objects.requireNonNull(Documents.read(run.head), id));
        }
        return documents;
    }
}
