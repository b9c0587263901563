package io.drover.persistence.audit;

import io.drover.model.audit.AuditRecord;
import io.drover.model.store.Audit;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.Fields;
import io.drover.persistence.sql.Place;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;

/** The audit trail in the database. */
public record HibernateAudit(StatelessSession session, Database database) implements Audit {
    private static final Fields<AuditRow> FIELDS = new Fields<>(
            AuditRow.class,
            Map.of("kind", "kind", "subject", "subject", "trace_id", "traceId", "who", "who", "what", "what"),
            "happenedAt",
            List.of("sequence"),
            false);

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(AuditRow.class);
    }

    @Override
    public void appendAll(List<Entry> entries) {
        AuditRow.INSERT.insert(
                session,
                database,
                entries.stream()
                        .map(entry -> AuditRow.of(entry.record(), Place.of(entry.position())))
                        .toList());
    }

    @Override
    public Listing<AuditRecord> list(Query query) {
        return FIELDS.list(session, query, AuditRow::happened);
    }

    @Override
    public List<Stored> after(int node, long id, int limit) {
        return session
                .createSelectionQuery(
                        "from AuditRow r where r.sequence > :id and r.place.node = :node order by r.sequence",
                        AuditRow.class)
                .setParameter("id", id)
                .setParameter("node", node)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(row -> new Stored(row.sequence, row.happened()))
                .toList();
    }

    @Override
    public long last(int node) {
        return session.createSelectionQuery(
                        "select coalesce(max(r.sequence), 0L) from AuditRow r where r.place.node = :node", Long.class)
                .setParameter("node", node)
                .getSingleResult();
    }

    @Override
    public long last(int node, long above) {
        return session
                .createSelectionQuery(
                        "select r.sequence from AuditRow r where r.sequence > :above and r.place.node = :node"
                                + " order by r.sequence desc",
                        Long.class)
                .setParameter("above", above)
                .setParameter("node", node)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst()
                .orElse(above);
    }
}
