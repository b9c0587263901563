package io.drover.engine.audit;

import io.drover.engine.api.AuditTrail.Chain;
import io.drover.engine.api.AuditTrail.Finding;
import io.drover.engine.api.AuditTrail.Verification;
import io.drover.engine.api.AuditTrail.Wrong;
import io.drover.model.audit.Leaf;
import io.drover.model.audit.Purge;
import io.drover.model.audit.Seal;
import io.drover.model.store.Store;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks the chains of seals, and compares each seal with its records. Holds the records of one seal at a time. */
final class Verifier {
    private static final int MOST_FINDINGS = 1_000;
    /** Many more than a seal has: what is beyond was not put there by us. */
    private static final int PAGE = 50_000;

    private final Store store;
    private final @Nullable LocalDate since;
    private final List<Finding> findings = new ArrayList<>();
    private boolean more;

    Verifier(Store store, @Nullable LocalDate since) {
        this.store = store;
        this.since = since;
    }

    Verification verify() {
        List<Chain> chains = new ArrayList<>();
        for (int node : store.read(transaction -> transaction.seals().nodes())) {
            chains.add(chain(node));
        }
        return new Verification(chains, findings, more);
    }

    private Chain chain(int node) {
        Optional<Purge> purge = store.read(transaction -> transaction.seals().purged(node));
        long purged = purge.map(Purge::seal).orElse(0L);
        Seal last = null;
        long seals = 0;
        long records = 0;
        Optional<Seal> next = after(node, 0);
        while (next.isPresent()) {
            Seal seal = next.orElseThrow();
            link(seal, last);
            if (seal.number() > purged && (since == null || !seal.day().isBefore(since))) {
                records += compare(seal, last == null ? 0 : last.lastId());
            }
            seals++;
            last = seal;
            next = after(node, seal.number());
        }
        List<Leaf> tail = tail(node, last);
        return new Chain(
                node,
                seals,
                records,
                last,
                purge.map(Purge::day).orElse(null),
                tail.size(),
                tail.stream().map(Leaf::at).min(Instant::compareTo).orElse(null));
    }

    private Optional<Seal> after(int node, long number) {
        return store.read(transaction -> transaction.seals().after(node, number));
    }

    private void link(Seal seal, @Nullable Seal last) {
        long expected = last == null ? 1 : last.number() + 1;
        if (seal.number() > expected) {
            String gone = seal.number() - 1 == expected
                    ? "seal " + expected + " is"
                    : "the seals " + expected + " to " + (seal.number() - 1) + " are";
            found(new Finding(Wrong.SEAL_MISSING, seal.node(), null, null, expected, gone + " gone"));
        } else if (!seal.follows(last == null ? Seal.BEGINNING : last.hash())) {
            found(
                    new Finding(
                            Wrong.SEAL_ALTERED,
                            seal.node(),
                            null,
                            null,
                            seal.number(),
                            "its hash does not follow from what it says and from the seal before it: one of the two was changed"));
        }
    }

    /** {@return how many records were compared} */
    private long compare(Seal seal, long afterId) {
        List<Leaf> leaves =
                store.read(transaction -> transaction.seals().leaves(seal.node(), afterId, seal.lastId(), PAGE));
        Map<Long, Seal.Mark> marks = new LinkedHashMap<>();
        seal.marks().forEach(mark -> marks.put(mark.id(), mark));
        int before = findings.size();
        for (Leaf leaf : leaves) {
            Seal.Mark mark = marks.remove(leaf.id());
            if (mark == null) {
                found(record(
                        Wrong.INSERTED, leaf, seal, "no seal closes it, though all others of its time are closed"));
            } else if (!mark.fits(leaf)) {
                found(new Finding(
                        Wrong.EDITED,
                        seal.node(),
                        mark.id(),
                        mark.position(),
                        seal.number(),
                        "it is not as it was sealed"));
            }
        }
        marks.values()
                .forEach(mark -> found(new Finding(
                        Wrong.MISSING,
                        seal.node(),
                        mark.id(),
                        mark.position(),
                        seal.number(),
                        "it was sealed and is not there")));
        if (findings.size() == before && !more && !Seal.root(leaves).equals(seal.root())) {
            found(new Finding(
                    Wrong.SEAL_ALTERED,
                    seal.node(),
                    null,
                    null,
                    seal.number(),
                    "its root does not follow from its records: they, or the seal, were changed"));
        }
        return leaves.size();
    }

    /** {@return the records that wait for their seal} */
    private List<Leaf> tail(int node, @Nullable Seal last) {
        List<Leaf> leaves = store.read(transaction ->
                transaction.seals().leaves(node, last == null ? 0 : last.lastId(), Long.MAX_VALUE, PAGE));
        long batch = store.read(transaction -> transaction.batches().last(node));
        List<Leaf> waiting = Sealing.committed(leaves, last, batch);
        Set<Leaf> fitting = Set.copyOf(waiting);
        leaves.stream()
                .filter(leaf -> !fitting.contains(leaf))
                .forEach(leaf ->
                        found(record(Wrong.INSERTED, leaf, null, "it belongs to no commit after the last seal")));
        return waiting;
    }

    private static Finding record(Wrong wrong, Leaf leaf, @Nullable Seal seal, String detail) {
        return new Finding(
                wrong, leaf.position().node(), leaf.id(), leaf.position(), seal == null ? null : seal.number(), detail);
    }

    private void found(Finding finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        } else {
            more = true;
        }
    }
}
