package io.drover.engine.audit;

import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.model.audit.AuditRecord;
import io.drover.model.audit.Purge;
import io.drover.model.audit.Seal;
import io.drover.model.store.Store;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Removes audit records of whole sealed days that are older than wanted, those of one node. The decision is a record of the
 * trail itself, committed before the first record goes.
 */
final class Purging {
    private static final int AT_ONCE = 1_000;

    private final Store store;
    private final Committer committer;
    private final int node;
    private final int keepDays;
    private final InstantSource clock;

    /** @param keepDays how many days before today are kept */
    Purging(Store store, Committer committer, int node, int keepDays, InstantSource clock) {
        this.store = store;
        this.committer = committer;
        this.node = node;
        this.keepDays = keepDays;
        this.clock = clock;
    }

    /** Removes some records. {@return whether there are more to remove} */
    boolean step() {
        LocalDate oldest = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(keepDays);
        Optional<Purge> decided = store.read(transaction -> transaction.seals().purged(node));
        Optional<Seal> end = store.read(transaction -> transaction.seals().lastBefore(node, oldest));
        long done = decided.map(Purge::seal).orElse(0L);
        if (end.isPresent() && end.orElseThrow().number() > done) {
            decided = Optional.of(decide(end.orElseThrow()));
        }
        if (decided.isEmpty()) {
            return false;
        }
        Purge purge = decided.orElseThrow();
        int removed = store.inTransaction(transaction -> transaction.seals().remove(purge, AT_ONCE));
        return removed == AT_ONCE;
    }

    private Purge decide(Seal end) {
        Purge purge = new Purge(node, end.number(), end.day(), end.lastId(), clock.instant());
        AuditRecord told = AuditRecord.of(
                        "engine", "purged", "audit trail", end.day().toString(), null, purge.purgedAt())
                .because("its records are older than audit.keep-days allows; the seals stay")
                .with("node", (long) node)
                .with("seal", end.number());
        Outcome unused = committer.commit(Change.of(batch -> {
            batch.append(told);
            batch.also(transaction -> transaction.seals().allow(purge));
        }));
        return purge;
    }
}
