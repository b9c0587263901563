package io.drover.engine.drl;

import io.drover.engine.drl.ProgramPlane.Parts;
import io.drover.model.pack.Ref;
import io.drover.model.store.TriggerInstances.Inserted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the events that other nodes committed, each node's in their order. Nodes commit beside each other, so a place may
 * fill after later ones. Of one node, though, a batch begins after the one before it was committed: so its events stand
 * behind all that stood there when that one could not be seen yet.
 */
final class OtherNodes {
    private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();
    private static final int PAGE = 500;

    private final Parts parts;
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
     * @param start all that is to be found stands behind this place
     */
    OtherNodes(Parts parts, long start) {
        this.parts = parts;
        this.isShared = parts.store().isShared();
        this.start = start;
        this.placeBefore = start;
        this.lookedAt = System.nanoTime();
        if (isShared) {
            Seen now = look();
            now.last().forEach((node, last) -> read.put(node, new Read(last, start)));
            placeBefore = now.place();
        }
    }

    /** {@return whether it is time to look again} */
    boolean isDue() {
        return isShared && System.nanoTime() - lookedAt > PAUSE_NANOS;
    }

    private Seen look() {
        // the place first: what is committed in between must count as not seen
        return parts.store().read(transaction -> {
            long place = transaction.triggerInstances().newestPlace();
            Map<Integer, Long> last = new TreeMap<>(transaction.batches().last());
            last.remove(parts.node());
            return new Seen(place, last);
        });
    }

    /** {@return what was committed since the last look; what was read then may be among it} */
    List<Inserted> next(Collection<Ref> triggerTypes) {
        lookedAt = System.nanoTime();
        Seen now = look();
        List<Inserted> found = new ArrayList<>();
        now.last().forEach((node, last) -> {
            Read before = read.get(node);
            if (before == null || before.last() < last) {
                addAll(found, node, before == null ? start : before.after(), triggerTypes);
                read.put(node, new Read(last, before == null ? start : placeBefore));
            }
        });
        placeBefore = now.place();
        return found;
    }

    private void addAll(List<Inserted> found, int node, long after, Collection<Ref> triggerTypes) {
        long place = after;
        List<Inserted> page;
        do {
            long from = place;
            page = parts.store()
                    .read(transaction -> transaction.triggerInstances().insertedAfter(from, node, triggerTypes, PAGE));
            found.addAll(page);
            place = page.isEmpty() ? from : page.get(page.size() - 1).place();
        } while (page.size() == PAGE);
    }
}
