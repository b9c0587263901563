package io.drover.engine.rehearse;

import io.drover.model.audit.AuditRecord;
import io.drover.model.audit.Leaf;
import io.drover.model.audit.Purge;
import io.drover.model.audit.Seal;
import io.drover.model.execution.Position;
import io.drover.model.store.Audit;
import io.drover.model.store.Seals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Seals over the audit trail in memory; a record's number follows from its position. */
record MemorySeals(Table<Audit.Entry> entries, Table<Seal> seals, Table<Purge> purges) implements Seals {
    private static final long PLACES = 100_000;

    @Override
    public List<Integer> nodes() {
        return Stream.concat(
                        entries.stream().map(entry -> entry.position().node()),
                        seals.stream().map(Seal::node))
                .distinct()
                .sorted()
                .toList();
    }

    private Stream<Seal> of(int node) {
        return seals.stream().filter(seal -> seal.node() == node).sorted(Comparator.comparingLong(Seal::number));
    }

    @Override
    public Optional<Seal> last(int node) {
        return of(node).reduce((earlier, later) -> later);
    }

    @Override
    public Optional<Seal> after(int node, long number) {
        return of(node).filter(seal -> seal.number() > number).findFirst();
    }

    @Override
    public Optional<Seal> lastBefore(int node, LocalDate day) {
        return of(node).filter(seal -> seal.day().isBefore(day)).reduce((earlier, later) -> later);
    }

    @Override
    public void append(Seal seal) {
        seals.insert(seal.node() + "/" + seal.number(), seal);
    }

    @Override
    public List<Leaf> leaves(int node, long afterId, long throughId, int limit) {
        return entries.stream()
                .filter(entry -> entry.position().node() == node)
                .map(MemorySeals::leaf)
                .filter(leaf -> leaf.id() > afterId && leaf.id() <= throughId)
                .sorted(Comparator.comparingLong(Leaf::id))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Leaf> leaves(int node, long afterId, int limit, Function<Position, @Nullable AuditRecord> had) {
        List<Leaf> known = new ArrayList<>();
        for (Leaf leaf : leaves(node, afterId, Long.MAX_VALUE, limit)) {
            AuditRecord record = had.apply(leaf.position());
            if (record == null) {
                break;
            }
            known.add(leaf(new Audit.Entry(record, leaf.position())));
        }
        return known;
    }

    private static long id(Position position) {
        return position.batch() * PLACES + position.index();
    }

    private static Leaf leaf(Audit.Entry entry) {
        String digest = String.format(Locale.ROOT, "%08x", entry.hashCode()).repeat(8);
        return new Leaf(id(entry.position()), entry.position(), entry.record().at(), digest);
    }

    @Override
    public void allow(Purge purge) {
        purges.insert(purge.node() + "/" + purge.seal(), purge);
    }

    @Override
    public Optional<Purge> purged(int node) {
        return purges.stream().filter(purge -> purge.node() == node).max(Comparator.comparingLong(Purge::seal));
    }

    @Override
    public int remove(Purge purge, int limit) {
        List<Position> gone = entries.stream()
                .map(Audit.Entry::position)
                .filter(position -> position.node() == purge.node() && id(position) <= purge.lastId())
                .limit(limit)
                .toList();
        gone.forEach(position -> entries.remove(position.toString()));
        return gone.size();
    }
}
