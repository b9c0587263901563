package io.drover.model.store;

import io.drover.model.execution.Sealed;
import java.util.List;

/** The configurations of packs that were made through the API of some node, for the other nodes to take over. */
public interface MadeConfigs {

    /**
     * What the API said last of a pack's configuration.
     *
     * @param number which counts up with each such change of any pack
     * @param values as a node can open them that has the same keys
     */
    record MadeConfig(String pack, long number, Sealed values) {}

    /** {@return the number of the newest change; 0 before the first} */
    long newest();

    /** Replaces a pack's configuration. {@return the number of that change} */
    long put(String pack, Sealed values);

    /** {@return what a node has not taken yet, oldest first} */
    List<MadeConfig> missing(int node);

    /** {@return whether a node has ever taken a change of a pack's configuration} */
    boolean hasTaken(String pack, int node);

    /** Tells that a node has taken a change. */
    void taken(String pack, int node, long number);
}
