package io.drover.model.store;

import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Position;
import java.util.List;

/** The audit trail: records are appended and never changed. */
public interface Audit {

    /** A record and its place in the order of commits. */
    record Entry(AuditRecord record, Position position) {}

    void appendAll(List<Entry> entries);

    /** Fields: {@code kind subject trace_id who what}; oldest first unless ordered otherwise. */
    Listing<AuditRecord> list(Query query);
}
