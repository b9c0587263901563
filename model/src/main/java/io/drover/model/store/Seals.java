package io.drover.model.store;

import io.drover.model.audit.AuditRecord;
import io.drover.model.audit.Leaf;
import io.drover.model.audit.Purge;
import io.drover.model.audit.Seal;
import io.drover.model.execution.Position;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The seals of the audit trail, one chain for each node. They are appended and never changed, nor removed. */
public interface Seals {

    /** {@return the nodes that have audit records or seals} */
    List<Integer> nodes();

    /** {@return the node's newest seal} */
    Optional<Seal> last(int node);

    /** {@return the node's first seal with a number above the given one} */
    Optional<Seal> after(int node, long number);

    void append(Seal seal);

    /** {@return audit records of a node by their numbers in the table, from {@code afterId} exclusive, in that order} */
    List<Leaf> leaves(int node, long afterId, long throughId, int limit);

    /**
     * As {@link #leaves(int, long, long, int)}, of records that somebody still has: their rows are looked up, but not read.
     *
     * @param had finds the record that was committed at a position, asked in the order of the numbers; null where nobody has it
     *     any more: what is found before it is returned
     */
    List<Leaf> leaves(int node, long afterId, int limit, Function<Position, @Nullable AuditRecord> had);

    /** {@return the last seal of the last day before the given one} */
    Optional<Seal> lastBefore(int node, LocalDate day);

    /** Allows the records up to a seal to be removed. */
    void allow(Purge purge);

    /** {@return the newest purge of a node} */
    Optional<Purge> purged(int node);

    /** Removes records that a purge allows. {@return how many} */
    int remove(Purge purge, int limit);
}
