package io.drover.engine.register;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.Registry;
import io.drover.engine.cluster.Lease;
import io.drover.model.store.PackCopies.Copy;
import io.drover.model.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether the packs of this node are those of the others. Each node reads its packs from a folder of its own, tells the hash
 * of each, and compares. Looked at by one thread.
 */
public final class PackDifferences {
    /** So often files are looked at though nobody has noticed a change, as where only the right to run one was given. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Registry registry;
    private final Store store;
    private final int node;
    private final InstantSource clock;
    private final PackHashes hashes = new PackHashes();
    private final Map<String, Hashed> hashed = new HashMap<>();
    private Map<String, String> told = Map.of();
    private volatile Map<String, String> found = Map.of();

    private record Hashed(RegisteredPack pack, Instant at, String hash) {}

    /** @param node the number of this one */
    public PackDifferences(Registry registry, Store store, int node, InstantSource clock) {
        this.registry = registry;
        this.store = store;
        this.node = node;
        this.clock = clock;
    }

    /** {@return in words, how packs of this node differ from those of others, by pack, as it was at the last look} */
    public Map<String, String> found() {
        return found;
    }

    /** Tells the others what the packs look like here, and compares. */
    public void look() {
        Map<String, String> mine = new TreeMap<>();
        registry.packs().forEach(pack -> mine.put(pack.pack().ref(), hash(pack)));
        hashed.keySet().retainAll(mine.keySet());
        if (!mine.equals(told)) {
            store.change(transaction -> transaction.packCopies().replace(node, mine));
            told = Map.copyOf(mine);
        }
        Map<String, Map<String, String>> others = new TreeMap<>();
        for (Copy copy : store.read(transaction -> transaction.packCopies().ofOthers(node, Lease.LENGTH))) {
            others.computeIfAbsent(copy.node(), name -> new TreeMap<>()).put(copy.pack(), copy.hash());
        }
        Map<String, List<String>> sentences = new TreeMap<>();
        others.forEach((name, theirs) -> compare(name, theirs, mine, sentences));
        Map<String, String> all = new TreeMap<>();
        sentences.forEach((pack, each) ->
                all.put(pack, String.join("; ", each) + ". Put the same files into the packs' folders of all nodes."));
        found = Map.copyOf(all);
    }

    /** A pack whose files changed is registered again, so until then they need not be looked at every time. */
    @SuppressWarnings("ReferenceEquality") // each registration makes another one
    private String hash(RegisteredPack pack) {
        String ref = pack.pack().ref();
        Hashed before = hashed.get(ref);
        Instant now = clock.instant();
        if (before == null || before.pack() != pack || !now.isBefore(before.at().plus(AGAIN))) {
            before = new Hashed(pack, now, hashes.of(pack.pack()));
            hashed.put(ref, before);
        }
        return before.hash();
    }

    private static void compare(
            String other, Map<String, String> theirs, Map<String, String> mine, Map<String, List<String>> sentences) {
        Map<String, String> all = new TreeMap<>(theirs);
        mine.forEach(all::putIfAbsent);
        all.keySet().forEach(pack -> {
            String here = mine.get(pack);
            String there = theirs.get(pack);
            if (here == null || !here.equals(there)) {
                String sentence = here == null
                        ? "it is on node '" + other + "' and not on this one"
                        : there == null
                                ? "it is not on node '" + other + "'"
                                : "its files are not those of node '" + other + "'";
                sentences.computeIfAbsent(pack, ref -> new ArrayList<>()).add(sentence);
            }
        });
    }
}
