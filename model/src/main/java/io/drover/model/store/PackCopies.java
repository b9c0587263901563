package io.drover.model.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the packs look like on each node: every node reads them from a folder of its own. */
public interface PackCopies {

    /**
     * A pack on a node.
     *
     * @param node its name
     * @param hash of the pack's files: another hash is another copy
     */
    record Copy(String node, String pack, String hash) {}

    /** Replaces all that is known of a node's packs. */
    void replace(int node, Map<String, String> hashes);

    /** {@return the packs of other nodes that were heard of within this time, by node and pack} */
    List<Copy> ofOthers(int node, Duration lease);
}
