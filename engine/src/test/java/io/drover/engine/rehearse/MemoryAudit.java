package io.drover.engine.rehearse;

import io.drover.model.audit.AuditRecord;
import io.drover.model.store.Audit;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.util.List;
import java.util.Map;

/** The audit trail by position. */
record MemoryAudit(Table<AuditRecord> entries) implements Audit {
    private static final Table.Shape<AuditRecord> SHAPE = new Table.Shape<>(
            Map.of(
                    "kind", AuditRecord::kind,
                    "subject", AuditRecord::subject,
                    "trace_id", AuditRecord::traceId,
                    "who", AuditRecord::who,
                    "what", AuditRecord::what),
            AuditRecord::at,
            false);

    @Override
    public void appendAll(List<Entry> added) {
        added.forEach(entry -> entries.insert(entry.position().toString(), entry.record()));
    }

    @Override
    public Listing<AuditRecord> list(Query query) {
        return SHAPE.list(entries, query);
    }
}
