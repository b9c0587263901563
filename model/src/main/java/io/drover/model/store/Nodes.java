package io.drover.model.store;

import java.time.Duration;
import java.util.List;

/**
 * Which nodes on a database live. How long a node has been silent is told by the database's clock alone, so that the clocks of
 * the nodes need not agree.
 */
public interface Nodes {

    /**
     * Begins a life of a node; of several at one home the one that began last counts.
     *
     * @param home where the node keeps its data: there can be no two processes at one home
     * @param life names this process among all that ever had this node's name
     * @param lease how long a node may be silent before its name is free for another home
     * @return whether it has begun; else the name belongs to a node at another home that was heard of lately
     */
    boolean begin(String node, String home, String life, Duration lease);

    /**
     * Tells that a node still lives.
     *
     * @return whether this is its life; else another process has taken its name
     */
    boolean beat(String node, String life);

    /**
     * {@return whether a node was not heard of for so long, or never}
     *
     * @param number of {@link Batches#nodeNumber}
     */
    boolean isSilent(int number, Duration longerThan);

    /** {@return the other nodes that were not heard of for so long, or never} */
    List<String> silent(String node, Duration longerThan);

    /**
     * Ends what a node that was silent for so long has under way at the database, so that it keeps no lock and what it had not
     * committed is undone; where it speaks meanwhile, nothing.
     *
     * @return whether it is still silent
     */
    boolean cutOff(String node, Duration longerThan);
}
