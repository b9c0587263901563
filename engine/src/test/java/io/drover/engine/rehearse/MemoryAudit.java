package io.drover.engine.rehearse;

import io.drover.model.audit.AuditRecord;
import io.drover.model.store.Audit;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The audit trail by position. */
record MemoryAudit(Table<Audit.Entry> entries) implements Audit {
    private static final Table.Shape<Entry> SHAPE = new Table.Shape<>(
            Map.of(
                    "kind", entry -> entry.record().kind(),
                    "subject", entry -> entry.record().subject(),
                    "trace_id", entry -> entry.record().traceId(),
                    "who", entry -> entry.record().who(),
                    "what", entry -> entry.record().what()),
            entry -> entry.record().at(),
            false);

    @Override
    public void appendAll(List<Entry> added) {
        added.forEach(entry -> entries.insert(entry.position().toString(), entry));
    }

    @Override
    public Listing<AuditRecord> list(Query query) {
        Listing<Entry> found = SHAPE.list(entries, query);
        return new Listing<>(found.items().stream().map(Entry::record).toList(), found.total());
    }

    @Override
    public List<Stored> after(int node, long id, int limit) {
        List<Entry> all = entries.all();
        return IntStream.range((int) id, all.size())
                .filter(i -> all.get(i).position().node() == node)
                .limit(limit)
                .mapToObj(i -> new Stored(i + 1L, all.get(i).record()))
                .toList();
    }

    @Override
    public long last(int node) {
        return entries.size();
    }

    @Override
    public long last(int node, long above) {
        return Math.max(above, entries.size());
    }
}
