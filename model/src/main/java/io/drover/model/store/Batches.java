package io.drover.model.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The numbered commits of a node, without gaps. */
public interface Batches {

    /**
     * A committed batch.
     *
     * @param ruleSet the version of the rules it was matched with
     */
    record Batch(int node, long number, long ruleSet, Instant at) {}

    void append(Batch batch);

    Optional<Batch> find(int node, long number);

    /** {@return the number of the node's last batch, 0 before the first} */
    long last(int node);

    /** {@return the number of the last batch of every node that ever was on this database, 0 before its first} */
    Map<Integer, Long> last();

    /** {@return the node's number, given to its name once and for ever} */
    int nodeNumber(String nodeName, Instant now);
}
