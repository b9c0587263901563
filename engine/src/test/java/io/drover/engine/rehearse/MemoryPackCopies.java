package io.drover.engine.rehearse;

import io.drover.model.store.PackCopies;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What packs look like on each node, by node and pack. */
record MemoryPackCopies(Table<MemoryPackCopies.OnNode> rows, MemoryNodes nodes) implements PackCopies {

    /** A pack on a node. */
    record OnNode(int node, String pack, String hash) {}

    @Override
    public void replace(int node, Map<String, String> hashes) {
        int unused = rows.removeIf(row -> row.node() == node);
        hashes.forEach((pack, hash) -> rows.put(node + " " + pack, new OnNode(node, pack, hash)));
    }

    @Override
    public List<Copy> ofOthers(int node, Duration lease) {
        return rows.stream()
                .filter(row -> row.node() != node && !nodes.isSilent(row.node(), lease))
                .map(row -> new Copy(nodes.name(row.node()), row.pack(), row.hash()))
                .toList();
    }
}
