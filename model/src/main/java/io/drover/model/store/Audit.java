package io.drover.model.store;

import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Position;
import java.util.List;

/** The audit trail: records are appended and never changed. */
public interface Audit {

    /** A record and its place in the order of commits. */
    record Entry(AuditRecord record, Position position) {}

    /** A record and its number in the table, which grows with every insert. */
    record Stored(long id, AuditRecord record) {}

    void appendAll(List<Entry> entries);

    /** Fields: {@code kind subject trace_id who what}; oldest first unless ordered otherwise. */
    Listing<AuditRecord> list(Query query);

    /** {@return records of a node whose number is above the given one, in the order of their commits} */
    List<Stored> after(int node, long id, int limit);

    /** {@return the number of the node's last record, 0 before the first} */
    long last(int node);

    /** {@return the number of the node's last record, the given one where there is none above it} */
    long last(int node, long above);
}
