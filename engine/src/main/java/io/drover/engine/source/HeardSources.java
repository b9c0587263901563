package io.drover.engine.source;

import static java.util.Objects.requireNonNull;

import io.drover.model.pack.Ref;
import io.drover.model.store.Store;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.SourceHealth;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the sources of all nodes are heard: what this node hears in memory, stored when it is asked to, and what others stored. */
public final class HeardSources {
    /** Of the daemon itself, and of time, nobody asks whether they are heard. */
    private static final Set<String> OURS = Set.of("engine", "timer", SourceSilence.SOURCE);
    /** Names of sources come from outside, too; more are not watched. */
    private static final int MOST = 10_000;

    private final Store store;
    private final int node;
    private final Map<String, SourceHealth> heard = new ConcurrentHashMap<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    /** Those that an earlier life of this node, or another node, heard, and this one has not heard since. */
    private final Set<String> fromBefore = ConcurrentHashMap.newKeySet();
    /** Those of them that another node ran until this one took them over. */
    private final Set<String> fromElsewhere = ConcurrentHashMap.newKeySet();

    /** Sources as they were stored. */
    public HeardSources(Store store, int node) {
        this.store = store;
        this.node = node;
        stored().stream().filter(health -> health.node() == node).forEach(health -> heard.put(health.source(), health));
        fromBefore.addAll(heard.keySet());
    }

    /**
     * Has this node, which takes over sensors, go on with what is known of them by whichever node heard them last: the time in
     * between is no gap of theirs.
     */
    public void taken(Set<Ref> sensors) {
        Set<String> names = sensors.stream().map(Ref::toString).collect(Collectors.toUnmodifiableSet());
        fromElsewhere.addAll(names);
        goOn();
        fromBefore.addAll(names);
    }

    /** Takes what other nodes told of sensors that this one has not heard since it took them over; they may tell it late. */
    private void goOn() {
        if (!fromElsewhere.isEmpty()) {
            for (SourceHealth health : stored()) {
                String source = health.source();
                heard.compute(source, (name, mine) -> {
                    boolean isNewer = mine == null || health.lastAt().isAfter(mine.lastAt());
                    return health.node() != node && isNewer && fromElsewhere.contains(name) ? health.on(node) : mine;
                });
            }
        }
    }

    private List<SourceHealth> stored() {
        return store.read(transaction -> transaction.sources().list());
    }

    /** Takes in events that were committed; on the committing thread. */
    public void committed(List<TriggerInstances.Entry> events) {
        for (TriggerInstances.Entry entry : events) {
            TriggerInstance event = entry.instance();
            String source = event.source();
            if (!OURS.contains(source) && (heard.size() < MOST || heard.containsKey(source))) {
                heard.compute(source, (name, before) -> heard(name, before, event.acceptedAt()));
                changed.add(source);
            }
        }
    }

    private SourceHealth heard(String source, @Nullable SourceHealth before, Instant at) {
        fromElsewhere.remove(source);
        boolean resumes = fromBefore.remove(source);
        return before == null ? SourceHealth.first(source, node, at) : resumes ? before.resumed(at) : before.heard(at);
    }

    /** Stores what was heard since the last time. */
    void store() {
        goOn();
        List<String> names = List.copyOf(changed);
        if (!names.isEmpty()) {
            changed.removeAll(names);
            try {
                List<SourceHealth> newest = names.stream()
                        .map(name -> requireNonNull(heard.get(name)))
                        .toList();
                store.change(transaction -> transaction.sources().put(newest));
            } catch (RuntimeException e) {
                changed.addAll(names);
                throw e;
            }
        }
    }

    /** {@return a source as this node hears it; null where it never did} */
    @Nullable
    SourceHealth here(String source) {
        return heard.get(source);
    }

    /** {@return all sources, each as the node knows it that heard it last} */
    Map<String, SourceHealth> all() {
        Map<String, SourceHealth> all = new TreeMap<>();
        stored().stream().filter(health -> health.node() != node).forEach(health -> put(all, health));
        heard.values().forEach(health -> put(all, health));
        return all;
    }

    private static void put(Map<String, SourceHealth> all, SourceHealth health) {
        all.merge(health.source(), health, (one, other) -> one.lastAt().isBefore(other.lastAt()) ? other : one);
    }
}
