package io.drover.persistence.execution;

import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.store.Executions;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.persistence.lineage.Lineage;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.Fields;
import io.drover.persistence.sql.Place;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.hibernate.StatelessSession;

/** Executions in the database. */
public record HibernateExecutions(StatelessSession session, Database database, KnownValues known)
        implements Executions {
    static final List<String> OPEN = Arrays.stream(ExecutionStatus.values())
            .filter(status -> !status.isCompleted())
            .map(ExecutionStatus::word)
            .toList();

    private static final Fields<ExecutionRow> FIELDS = new Fields<>(
            ExecutionRow.class,
            Map.ofEntries(
                    Map.entry("id", "id"),
                    Map.entry("status", "status"),
                    Map.entry("action", "action"),
                    Map.entry("rule", "rule"),
                    Map.entry("runner", "runner"),
                    Map.entry("user", "user"),
                    Map.entry("parent", "parent"),
                    Map.entry("trigger", "trigger"),
                    Map.entry("trigger_type", "triggerType"),
                    Map.entry("trigger_instance", "triggerInstance"),
                    Map.entry("trace_id", "traceId"),
                    Map.entry("trace_tag", "traceTag"),
                    Map.entry("start_timestamp", "requestedAt"),
                    Map.entry("position", "sequence")),
            "requestedAt",
            List.of("sequence"),
            true,
            Map.of("trace_id", Lineage.EXECUTIONS_OF_TRACE, "parent", Lineage.CHILDREN));

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(ExecutionRow.class, OutputRow.class);
    }

    @Override
    public void insertAll(List<Entry> entries) {
        List<ExecutionRow> rows = entries.stream()
                .map(entry -> ExecutionRow.of(entry.execution(), Place.of(entry.position())))
                .toList();
        ExecutionRow.INSERT.insert(session, database, rows);
        known.note(session, rows);
        Lineage.ofExecutions(
                session, database, entries.stream().map(Entry::execution).toList());
    }

    @Override
    public List<String> updateAll(List<Update> updates) {
        return session.doReturningWork(connection -> new FencedUpdate(database).write(connection, updates));
    }

    @Override
    public Optional<Execution> find(String id) {
        return Optional.ofNullable(session.get(ExecutionRow.class, id)).map(ExecutionRow::execution);
    }

    @Override
    public Optional<Execution> last() {
        return session
                .createSelectionQuery("from ExecutionRow r order by r.sequence desc", ExecutionRow.class)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst()
                .map(ExecutionRow::execution);
    }

    @Override
    public Listing<Execution> list(Query query) {
        return FIELDS.list(session, query, ExecutionRow::execution);
    }

    @Override
    public Map<String, List<String>> childIds(Set<String> parents) {
        return Lineage.childIds(session, parents);
    }

    @Override
    public List<Execution> unfinished(String node, int limit) {
        return session
                .createSelectionQuery(
                        "from ExecutionRow r where r.status in (:open) and (r.owner is null or r.owner = :node)"
                                + " order by r.sequence",
                        ExecutionRow.class)
                .setParameterList("open", OPEN)
                .setParameter("node", node)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(ExecutionRow::execution)
                .toList();
    }

    @Override
    public SortedMap<String, List<String>> values() {
        SortedMap<String, List<String>> values = KnownValues.read(session);
        values.put(
                "status",
                Arrays.stream(ExecutionStatus.values())
                        .map(ExecutionStatus::word)
                        .filter(this::isThere)
                        .sorted()
                        .toList());
        return values;
    }

    private boolean isThere(String status) {
        return !session.createSelectionQuery("select 1 from ExecutionRow r where r.status = :status", Integer.class)
                .setParameter("status", status)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    @Override
    public Map<String, Long> countByStatus() {
        Map<String, Long> counts = new HashMap<>();
        session.createSelectionQuery("select r.status, count(*) from ExecutionRow r group by r.status", Object[].class)
                .getResultList()
                .forEach(row -> counts.put((String) row[0], (Long) row[1]));
        return counts;
    }

    @Override
    public long open() {
        return session.createSelectionQuery("select count(*) from ExecutionRow r where r.status in (:open)", Long.class)
                .setParameterList("open", OPEN)
                .getSingleResult();
    }
}
