package io.drover.engine.follow;

import io.drover.model.pack.Ref;
import io.drover.model.store.Store;
import io.drover.model.store.TriggerInstances.Inserted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Finds the events that other nodes committed, each node's in their order. Nodes commit beside each other, so a place may
 * fill after later ones. Of one node, though, a batch begins after the one before it was committed: so its events stand
 * behind all that stood there when that one could not be seen yet.
 */
public final class OtherNodes {
    private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();
    private static final int PAGE = 500;

    private final Store store;
    private final int node;
    private final boolean isShared;
    private final Map<Integer, Read> read = new HashMap<>();
    private final long start;
    private long placeBefore;
    private long lookedAt;

    /**
     * How far a node was read.
     *
     * @param last number of its last batch whose events were read
     * @param after those that follow stand behind this place
     */
    private record Read(long last, long after) {}

    /** What can be seen at one moment. */
    private record Seen(long place, Map<Integer, Long> last) {}

    /**
     * Begins to look. What stands there already is found again by the first looks.
     *
     * @param node the one that looks
     * @param start all that is to be found stands behind this place
     */
    public OtherNodes(Store store, int node, long start) {
        this.store = store;
        this.node = node;
        this.isShared = store.isShared();
        this.start = start;
        this.placeBefore = start;
        this.lookedAt = System.nanoTime();
        if (isShared) {
            Seen now = look();
            now.last().forEach((other, last) -> read.put(other, new Read(last, start)));
            placeBefore = now.place();
        }
    }

    /** {@return whether it is time to look again} */
    public boolean isDue() {
        return isShared && System.nanoTime() - lookedAt > PAUSE_NANOS;
    }

    private Seen look() {
        // the place first: what is committed in between must count as not seen
        return store.read(transaction -> {
            long place = transaction.triggerInstances().newestPlace();
            Map<Integer, Long> last = new TreeMap<>(transaction.batches().last());
            last.remove(node);
            return new Seen(place, last);
        });
    }

    /** {@return what was committed since the last look; what was read then may be among it} */
    public List<Inserted> next(Collection<Ref> triggerTypes) {
        return next(() -> triggerTypes, () -> false);
    }

    /**
     * As {@link #next(Collection)}, where the rules that ask may change meanwhile.
     *
     * @param triggerTypes is asked before each reading
     * @param isOutdated is asked after each reading whether other types may have been meant: then it is read again
     */
    public List<Inserted> next(Supplier<? extends Collection<Ref>> triggerTypes, BooleanSupplier isOutdated) {
        lookedAt = System.nanoTime();
        Seen now = look();
        List<Inserted> found = new ArrayList<>();
        do {
            found.clear();
            Collection<Ref> types = triggerTypes.get();
            now.last().forEach((other, last) -> {
                Read before = read.get(other);
                if (before == null || before.last() < last) {
                    addAll(found, other, before == null ? start : before.after(), types);
                }
            });
        } while (isOutdated.getAsBoolean());
        now.last().forEach((other, last) -> {
            Read before = read.get(other);
            if (before == null || before.last() < last) {
                read.put(other, new Read(last, before == null ? start : placeBefore));
            }
        });
        placeBefore = now.place();
        return found;
    }

    private void addAll(List<Inserted> found, int other, long after, Collection<Ref> triggerTypes) {
        long place = after;
        List<Inserted> page;
        do {
            long from = place;
            page = store.read(
                    transaction -> transaction.triggerInstances().insertedAfter(from, other, triggerTypes, PAGE));
            found.addAll(page);
            place = page.isEmpty() ? from : page.get(page.size() - 1).place();
        } while (page.size() == PAGE);
    }
}
