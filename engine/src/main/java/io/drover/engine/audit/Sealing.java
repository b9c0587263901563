package io.drover.engine.audit;

import io.drover.model.audit.Leaf;
import io.drover.model.audit.Seal;
import io.drover.model.execution.Position;
import io.drover.model.store.Audit;
import io.drover.model.store.Seals;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the audit records of one node, in the order in which they were committed, after their commit: who commits pays nothing
 * for it. A record that was handed on by the committing thread is sealed as it was committed; any other, such as one from before
 * a restart, is read back from the store. Both give the same digest, unless somebody changed the row in between.
 *
 * <p>Each node has a chain of its own, so that nodes need not agree; should two processes ever seal for the same node, the
 * unique number of the seal lets one of them through.
 */
final class Sealing {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);
    private static final int MOST_RECORDS = 5_000;
    /** Rows in memory at once: few, so that they are garbage before they are old. */
    private static final int PAGE = 250;

    /** Of rows whose records are here already, only the numbers are read. */
    private static final int PAGE_OF_KNOWN = 1_000;

    private final Store store;
    private final int node;
    private final InstantSource clock;
    private final Unsealed unsealed = new Unsealed();
    /** Up to here all records are sealed, or belong to no commit of ours. */
    private long seen;

    private @Nullable Seal newest;

    Sealing(Store store, int node, InstantSource clock) {
        this.store = store;
        this.node = node;
        this.clock = clock;
    }

    /** Takes the records of one commit; may be called on any thread, in the order of commits. */
    void committed(List<Audit.Entry> records) {
        unsealed.add(records);
    }

    private record Step(long seen, @Nullable Seal newest, boolean full) {}

    /** Seals the records that are next. {@return whether there may be more} */
    boolean step() {
        Step step = store.inTransaction(this::step);
        Seal before = newest;
        seen = step.seen();
        newest = step.newest();
        if (before != null && newest != null && newest.day().isAfter(before.day())) {
            LOG.info(
                    "The audit records of {} are sealed. Seal {} of node {} has the hash {}; whoever keeps this line can"
                            + " tell later that nothing before it was changed.",
                    before.day(),
                    before.number(),
                    node,
                    before.hash());
        }
        return step.full();
    }

    private Step step(Transaction transaction) {
        Seals seals = transaction.seals();
        Seal last = seals.last(node).orElse(null);
        long from = last == null ? seen : Math.max(seen, last.lastId());
        List<Leaf> leaves = next(seals, from);
        if (leaves.isEmpty()) {
            return new Step(from, last, false);
        }
        List<Leaf> run = new ArrayList<>();
        for (Leaf leaf : committed(leaves, last, transaction.batches().last(node))) {
            if (!run.isEmpty() && day(leaf, last).isAfter(day(run.get(0), last))) {
                last = append(seals, last, run);
                run.clear();
            }
            run.add(leaf);
        }
        if (!run.isEmpty()) {
            last = append(seals, last, run);
        }
        return new Step(leaves.get(leaves.size() - 1).id(), last, leaves.size() >= MOST_RECORDS);
    }

    private List<Leaf> next(Seals seals, long from) {
        List<Leaf> leaves = new ArrayList<>();
        List<Leaf> page;
        do {
            long after = leaves.isEmpty() ? from : leaves.get(leaves.size() - 1).id();
            page = seals.leaves(node, after, PAGE_OF_KNOWN, unsealed::take);
            if (page.isEmpty()) {
                page = seals.leaves(node, after, Long.MAX_VALUE, PAGE);
            }
            leaves.addAll(page);
        } while (!page.isEmpty() && leaves.size() < MOST_RECORDS);
        return leaves;
    }

    /** {@return the records of our commits; any other was put there by somebody else, and is found by verifying} */
    static List<Leaf> committed(List<Leaf> leaves, @Nullable Seal last, long lastBatch) {
        Position sealed = last == null || last.marks().isEmpty()
                ? null
                : last.marks().get(last.marks().size() - 1).position();
        return leaves.stream()
                .filter(leaf -> leaf.position().batch() <= lastBatch
                        && (sealed == null || leaf.position().compareTo(sealed) > 0))
                .toList();
    }

    private Seal append(Seals seals, @Nullable Seal last, List<Leaf> run) {
        Seal seal = Seal.over(node, last, day(run.get(0), last), run, clock.instant());
        seals.append(seal);
        return seal;
    }

    /** {@return the day of a record; a clock that goes back does not go back to a day that is over} */
    private static LocalDate day(Leaf leaf, @Nullable Seal last) {
        LocalDate day = LocalDate.ofInstant(leaf.at(), ZoneOffset.UTC);
        return last != null && last.day().isAfter(day) ? last.day() : day;
    }
}
